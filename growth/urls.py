"""The addresses of growth engines, and of invitations to them."""

from django.urls import path

from growth.views import engines, invitations

urlpatterns = [
    path("growth/", engines.Engines.as_view(), name="engines"),
    path("growth/<int:pk>/", engines.EnginePage.as_view(), name="engine"),
    path("growth/<int:pk>/change/", engines.ChangeEngine.as_view(), name="change_engine"),
    path("growth/<int:pk>/invite/", engines.Invite.as_view(), name="invite_to_engine"),
    path("growth/<int:pk>/together/", engines.BringTogether.as_view(), name="bring_together"),
    path("growth/invitations/<int:pk>/", invitations.InviteePage.as_view(), name="invitee"),
    path("growth/invitations/<int:pk>/yes/", invitations.AcceptInvitation.as_view(), name="take_part_in_engine"),
    path("growth/invitations/<int:pk>/no/", invitations.DeclineInvitation.as_view(), name="decline_engine"),
]
