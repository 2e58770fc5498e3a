from django.urls import path

from cities.views.about import Accessibility, Contact, Privacy
from cities.views.people import (
    ChangeRoleDays,
    EndRole,
    GiveRoleBack,
    InviteToRole,
    RoleHomeView,
    Roles,
    WithdrawInvitation,
)
from cities.views.public import AcceptInvitation, CityPage
from cities.views.restores import RestorePage
from cities.views.search import SearchPage
from cities.views.settings import (
    AddDay,
    LookSettings,
    MailSettings,
    MinorsSettings,
    NoticeSettings,
    PublishCity,
    QuietHours,
    RemoveDay,
    Settings,
    UnpublishCity,
)

urlpatterns = [
    path("", CityPage.as_view(), name="city"),
    path("privacy/", Privacy.as_view(), name="city_privacy"),
    path("accessibility/", Accessibility.as_view(), name="city_accessibility"),
    path("contact/", Contact.as_view(), name="city_contact"),
    path("search/", SearchPage.as_view(), name="search"),
    path("start/", RoleHomeView.as_view(), name="workplace"),
    path("invitations/<str:token>/", AcceptInvitation.as_view(), name="accept_invitation"),
    path("roles/", Roles.as_view(), name="roles"),
    path("roles/new/", InviteToRole.as_view(), name="invite_to_role"),
    path("roles/<int:pk>/days/", ChangeRoleDays.as_view(), name="change_role_days"),
    path("roles/<int:pk>/end/", EndRole.as_view(), name="end_role"),
    path("roles/<int:pk>/again/", GiveRoleBack.as_view(), name="give_role_back"),
    path("roles/invitations/<int:pk>/withdraw/", WithdrawInvitation.as_view(), name="withdraw_invitation"),
    path("restores/<int:pk>/", RestorePage.as_view(), name="restore"),
    path("settings/", Settings.as_view(), name="city_settings"),
    path("settings/public/", PublishCity.as_view(), name="publish_city"),
    path("settings/offline/", UnpublishCity.as_view(), name="unpublish_city"),
    path("settings/look/", LookSettings.as_view(), name="city_look"),
    path("settings/under-18/", MinorsSettings.as_view(), name="city_minors"),
    path("settings/privacy/", NoticeSettings.as_view(), name="city_notice"),
    path("settings/emails/", MailSettings.as_view(), name="city_mail"),
    path("settings/quiet-hours/", QuietHours.as_view(), name="quiet_hours"),
    path("settings/days/new/", AddDay.as_view(), name="add_day"),
    path("settings/days/<int:pk>/remove/", RemoveDay.as_view(), name="remove_day"),
]
