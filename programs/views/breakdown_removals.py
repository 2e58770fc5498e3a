"""A confirmed break-down is removed: one person proposes it, another one agrees, on a page that asks."""

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.history_rows import name_accounts
from educities.activity.texts.mail_kinds import isolate_text, quote_words
from educities.kit.ask_pages import AsksAboutRow
from educities.kit.views import AskedOnce, FormPage
from programs import verbs
from programs.actions import breakdown_removals as removals
from programs.forms.contract import AgreeForm
from programs.models import Breakdown
from programs.queries.confirmers import describe_why_not_removed_by
from programs.texts.revisions import describe_removal_confirmers
from programs.views.breakdowns import BreakdownReasonPage


class RemoveBreakdown(BreakdownReasonPage):
    """A draft goes; that a confirmed one goes is proposed."""

    ends = (verbs.BREAKDOWN_REMOVED,)
    permission = "programs.remove_breakdown"
    describe_why_not = removals.describe_why_not_removed
    extra_context = {"title": _("Remove the break-down?"), "asks": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs["label"] = _("Remove")
        if self.object.is_confirmed:
            kwargs |= {
                "label": _("Propose the removal"),
                "lede": describe_removal_confirmers(self.city, self.actor.pk),
            }
        return super().get_context_data(**kwargs)

    def act(self, form: Any) -> Any:
        url = self.object.get_absolute_url()
        is_gone = removals.remove_breakdown(self.object, actor=self.actor, reason=form.cleaned_data["reason"])
        self.success_message = (
            _("The break-down was removed.")
            if is_gone
            else _("The removal waits for another person’s answer. Until then the break-down is read as before.")
        )
        return url


class ConfirmRemoval(AsksAboutRow, FormPage):
    """The question before the second person lets confirmed figures by groups go."""

    ends = (verbs.BREAKDOWN_REMOVED,)
    template_name = "programs/form.html"
    permission = "programs.confirm_breakdown"
    model = Breakdown
    form_class = AgreeForm
    extra_context = {
        "title": _("Remove these confirmed figures by groups?"),
        "label": _("Confirm: remove them"),
        "css": "danger",
        "lede": _("They are gone at once, and you cannot undo it. The history keeps the reason."),
    }
    success_message = _("The break-down was removed.")

    def get_queryset(self) -> Any:
        return Breakdown.objects.select_related("indicator__city")

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.object.removal_stamp}

    def get_blocker(self) -> str:
        return describe_why_not_removed_by(self.object, self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {"eyebrow": str(self.object), "cancel": self.object.get_absolute_url(), "effects": self.list_effects()}
        return super().get_context_data(**about, **kwargs)

    def list_effects(self) -> list[str]:
        """Who proposes it and why."""
        writer = self.object.removal_proposed_by_id
        name = name_accounts({writer})[writer] if writer else ""
        about = {"name": isolate_text(name), "reason": quote_words(self.object.removal_reason)}
        return [gettext("%(name)s proposes it, because: %(reason)s") % about]

    def act(self, form: AgreeForm) -> Any:
        url = self.object.get_absolute_url()
        removals.confirm_removal(self.object, actor=self.actor, seen=form.cleaned_data["seen"])
        return url


class DeclineRemoval(BreakdownReasonPage):
    """Confirmed figures by groups stay, with a sentence why."""

    ends = (verbs.REMOVAL_DECLINED,)
    permission = "programs.confirm_breakdown"
    step = staticmethod(removals.decline_removal)
    extra_context = {
        "title": _("Decline to remove the break-down?"),
        "label": pgettext_lazy("revision", "Decline"),
        "lede": _("The confirmed break-down stays as it is. The person who proposed its removal reads your reason."),
        "asks": True,
    }
    success_message = _("You declined. The break-down stays as it is.")
    returns_to_sender = True

    def get_blocker(self) -> str:
        return describe_why_not_removed_by(self.object, self.actor)


class CancelRemoval(AskedOnce):
    """Whoever proposed that it is removed takes the proposal back."""

    ends = (verbs.REMOVAL_CANCELLED,)
    permission = "programs.remove_breakdown"
    model = Breakdown
    label = _("Keep the break-down")
    success_message = _("The proposal was cancelled. The break-down stays as it is.")

    def get_queryset(self) -> Any:
        return Breakdown.objects.select_related("indicator__city")

    def get_blocker(self) -> str:
        return removals.describe_why_removal_stays(self.object, self.actor)

    def asks(self) -> dict[str, Any]:
        return {
            "question": gettext("Keep the break-down after all?"),
            "eyebrow": str(self.object),
            "quote": self.object.removal_reason,
            "text": gettext("Nobody is asked about it any more. Its removal can be proposed again."),
        }

    def act(self) -> None:
        removals.cancel_removal(self.object, actor=self.actor)
