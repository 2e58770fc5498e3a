"""Whoever is invited reads who asks and why, and answers with one tap."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.views import ActionView, AskedOnce, RowPage
from growth import verbs
from growth.actions import invitations
from growth.models import Invitee


class _OfInvitee:
    """About one invitation, for whoever answers it."""

    model = Invitee
    permission = "growth.answer_invitee"
    object: Any

    def get_queryset(self) -> Any:
        return Invitee.objects.select_related(
            "round__opened_by", "engine__area", "profile", "organisation", "collaboration"
        )


class InviteePage(_OfInvitee, RowPage):
    """Who asks, about what, why this person, and the two answers."""

    template_name = "growth/invitee.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        refusal = invitations.describe_why_no_answer(row)
        return super().get_context_data(refusal=refusal, may_answer=not refusal, **kwargs)


class AcceptInvitation(_OfInvitee, ActionView):
    success_message = gettext_lazy("Thank you. We tell who asked you, and you hear what comes of it.")

    def act(self) -> None:
        invitations.accept_invitation(self.object, actor=self.actor)


class DeclineInvitation(_OfInvitee, AskedOnce):
    """Not now. Nobody reads whose no it was."""

    ends = (verbs.REFUSED,)
    success_message = gettext_lazy("Not now, then. You are not asked about this again for half a year.")
    describe_why_not = invitations.describe_why_no_refusal

    def asks(self) -> dict[str, Any]:
        return {
            "question": _("Say “not now” to “%(name)s”?") % {"name": self.object.engine},
            "text": _("It needs no reason, and nobody reads that it was you. You are not asked again for half a year."),
            "label": _("Not now"),
        }

    def act(self) -> None:
        invitations.decline_invitation(self.object, actor=self.actor)
