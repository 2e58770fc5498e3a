from django.urls import path

from consents.views import consents, guardians, leaving, mine, questions

urlpatterns = [
    path("guardian/<str:token>/", guardians.Guardian.as_view(), name="guardian"),
    path("ask-guardian/", questions.AskGuardian.as_view(), name="ask_guardian"),
    path("guardians/<int:pk>/back/", questions.TakeQuestionBack.as_view(), name="take_question_back"),
    path("consents/<int:pk>/back/", consents.TakeConsentBack.as_view(), name="take_consent_back"),
    path("consents/<int:pk>/yes/", consents.AssentToConsent.as_view(), name="assent_to_consent"),
    path("consents/<int:pk>/again/", consents.WantAgain.as_view(), name="want_again"),
    path("wards/<int:pk>/", guardians.Ward.as_view(), name="ward"),
    path("mine/", mine.Mine.as_view(), name="mine"),
    path("mine/leave/", leaving.LeaveCity.as_view(), name="leave_city"),
]
