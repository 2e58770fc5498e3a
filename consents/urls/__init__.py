from django.urls import path

from consents.views import (
    ages,
    consents,
    guardians,
    kept_lists,
    leaving,
    mine,
    own_consents,
    personal_data,
    pupils,
    questions,
    renewal,
)

urlpatterns = [
    path("guardian/<str:token>/", guardians.Guardian.as_view(), name="guardian"),
    path("consents/renew/<str:token>/", renewal.RenewConsents.as_view(), name="renew_consents"),
    path("my-consents/", own_consents.OwnConsents.as_view(), name="own_consents"),
    path("my-age/", ages.SayAge.as_view(), name="say_age"),
    path("ask-guardian/", questions.AskGuardian.as_view(), name="ask_guardian"),
    path("guardians/<int:pk>/back/", questions.TakeQuestionBack.as_view(), name="take_question_back"),
    path("consents/<int:pk>/back/", consents.TakeConsentBack.as_view(), name="take_consent_back"),
    path("consents/<int:pk>/yes/", consents.AssentToConsent.as_view(), name="assent_to_consent"),
    path("consents/<int:pk>/again/", consents.WantAgain.as_view(), name="want_again"),
    path("organisations/<int:pk>/pupils/", pupils.Pupils.as_view(), name="pupils"),
    path("organisations/<int:pk>/pupils/<int:person>/", pupils.ConfirmGuardian.as_view(), name="confirm_guardian"),
    path("wards/<int:pk>/", guardians.Ward.as_view(), name="ward"),
    path("wards/<int:pk>/data/", personal_data.WardData.as_view(), name="ward_data"),
    path("wards/<int:pk>/data/file/", personal_data.TakeWardFile.as_view(), name="take_ward_file"),
    path("mine/data/", personal_data.MyData.as_view(), name="my_data"),
    path("mine/data/file/", personal_data.TakeDataFile.as_view(), name="take_data_file"),
    path("mine/data/file/open/", personal_data.OpenDataFile.as_view(), name="open_data_file"),
    path("mine/", mine.Mine.as_view(), name="mine"),
    path("people/<int:pk>/erase/", leaving.EraseKept.as_view(), name="erase_kept"),
    path("people/<int:pk>/erase/list/", kept_lists.EraseKeptList.as_view(), name="erase_kept_list"),
    path("mine/leave/", leaving.LeaveCity.as_view(), name="leave_city"),
]
