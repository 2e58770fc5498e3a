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
        may_change = row.state == Invitee.State.NO and not invitations.describe_why_no_acceptance(row)
        return super().get_context_data(refusal=refusal, may_answer=not refusal, may_change=may_change, **kwargs)


class AcceptInvitation(_OfInvitee, ActionView):
    success_message = gettext_lazy("Thank you. We tell who asked you, and you hear what comes of it.")

    def act(self) -> None:
        invitations.accept_invitation(self.object, actor=self.actor)


class DeclineInvitation(_OfInvitee, AskedOnce):
    """Not now. Nobody reads whose no it was; that a yes is taken back, whoever invited them reads."""

    ends = (verbs.REFUSED, verbs.TAKEN_BACK)
    success_message = gettext_lazy("Not now, then. You are not asked about this again for half a year.")
    describe_why_not = invitations.describe_why_no_refusal

    def asks(self) -> dict[str, Any]:
        return {
            "question": _("Say “not now” to “%(name)s”?") % {"name": self.object.engine},
            "text": self.get_text(),
            "label": _("Not now"),
        }

    def get_text(self) -> str:
        if self.object.state == Invitee.State.YES:
            return _(
                "Those who asked you have read your yes, and read that you take it back. No reason is needed. You can change it until the last day to answer."
            )
        return _("It needs no reason, and nobody reads that it was you. You are not asked again for half a year.")

    def act(self) -> None:
        invitations.decline_invitation(self.object, actor=self.actor)
