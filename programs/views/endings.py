"""The five years end before their time: one person asks, a second one agrees or declines, and it can be withdrawn."""

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cities.queries.second_hands import find_principal
from educities.activity.texts.history_rows import name_accounts
from educities.activity.texts.mail_kinds import isolate_text, quote_words
from educities.kit.end_pages import EndPage
from educities.kit.forms import ReasonForm
from programs import actions, verbs
from programs.forms.contract import AgreeForm
from programs.models import Program
from programs.queries.endings import (
    ALONE,
    describe_whom_end_waits_for,
    describe_why_no_request,
    describe_why_not_answered,
    describe_why_not_declined,
    describe_why_not_requested,
    find_end_seconds,
    stamp_end_request,
)
from programs.values.endings import PROGRAM_END_EFFECTS
from programs.views.contract import ProgramForm


def list_end_effects(program: Program) -> list[str]:
    """What becomes of labs, the forum and the rest once the program has ended."""
    lines = [gettext("Labs cannot be launched until a new program is signed.")]
    return [*lines, *(line for tell in PROGRAM_END_EFFECTS for line in tell(program))]


class WithdrawProgram(EndPage):
    """Five years that are not in force are discarded; to end a contract in force is a question to a second person."""

    permission = "programs.end_program"
    model = Program
    ends = (verbs.PROGRAM_TERMINATED,)
    describe_why_not = describe_why_not_requested
    told = _("The directors and the network steward read the reason. It stays in the history.")

    def get_question(self) -> str:
        return gettext("End this program early?")

    def get_text(self) -> str:
        text = gettext("Nothing is deleted. You can set up a new program afterwards.")
        if not self.object.is_signed:
            return text
        may = find_end_seconds(self.object, self.actor.pk, find_principal(self.city.pk, self.actor.pk))
        if may.get(self.actor.pk) == ALONE:
            return f"{gettext('Nobody else in the city can agree, so the program ends at once.')} {text}"
        asks = gettext("You ask, and a second person agrees or declines. Until then the program goes on.")
        return f"{asks} {describe_whom_end_waits_for(may)} {text}"

    def list_effects(self) -> list[str]:
        return list_end_effects(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = _("Ask to end the program") if self.object.is_signed else _("End the program")
        return super().get_context_data(label=label, **kwargs)

    def act(self, form: ReasonForm) -> str:
        ended = actions.withdraw_program(self.object, actor=self.actor, reason=form.cleaned_data["reason"])
        self.success_message = (
            _("The program was ended.")
            if ended.is_ended
            else _("The request waits for a second person. Until then the program goes on.")
        )
        return self.target_url()

    def target_url(self) -> str:
        return self.city_url("program")


class AgreeToEnd(ProgramForm):
    """The question before the second person lets a contract in force end."""

    permission = "programs.answer_end_of_program"
    form_class = AgreeForm
    ends = (verbs.PROGRAM_TERMINATED,)
    extra_context = {
        "title": _("Agree that the five-year program ends early?"),
        "label": _("Agree: end the program"),
        "css": "danger",
        "lede": _(
            "The program ends at once, and you cannot undo it. Nothing is deleted, and a new program can be set up afterwards. "
            "The directors and the network steward read who asked, who agreed and why."
        ),
    }
    success_message = _("The program was ended.")

    def get_initial(self) -> dict[str, Any]:
        # The page of the five years leads here with what it showed.
        return {"seen": self.request.GET.get("seen") or stamp_end_request(self.object)}

    def get_blocker(self) -> str:
        return describe_why_not_answered(self.object, self.actor, self.get_initial()["seen"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(effects=self.list_effects(), **kwargs)

    def list_effects(self) -> list[str]:
        """Who asks and why, and what ends with it."""
        asker = self.object.end_requested_by_id
        if asker is None:
            return []
        about = {"name": isolate_text(name_accounts({asker})[asker]), "reason": quote_words(self.object.end_reason)}
        return [gettext("%(name)s asks, because: %(reason)s") % about, *list_end_effects(self.object)]

    def act(self, form: AgreeForm) -> str:
        actions.agree_to_end(self.object, actor=self.actor, seen=form.cleaned_data["seen"])
        return self.city_url("program")


class DeclineEnd(EndPage):
    """The second person says no, with a reason that whoever asked reads."""

    permission = "programs.answer_end_of_program"
    model = Program
    ends = (verbs.END_DECLINED,)
    step = staticmethod(actions.decline_end)
    label = pgettext_lazy("end of a program", "Decline")
    told = _("The person who asked reads the reason. It stays in the history.")
    success_message = _("You declined. The program goes on.")
    returns_to_sender = True

    def get_blocker(self) -> str:
        return describe_why_not_declined(self.object, self.actor)

    def get_question(self) -> str:
        return gettext("Decline to end the program early?")

    def get_text(self) -> str:
        return gettext("The program goes on. It can be asked again.")

    def target_url(self) -> str:
        return self.city_url("program")


class WithdrawEndRequest(EndPage):
    """A director takes the request back."""

    permission = "programs.end_program"
    model = Program
    ends = (verbs.END_REQUEST_WITHDRAWN,)
    step = staticmethod(actions.withdraw_end_request)
    label = _("Withdraw the request")
    told = _("The people who were asked, and the person who asked, read the reason. It stays in the history.")
    success_message = _("The request was withdrawn. The program goes on.")
    describe_why_not = describe_why_no_request

    def get_question(self) -> str:
        return gettext("Withdraw the request to end the program early?")

    def get_text(self) -> str:
        return gettext("Nobody has to answer any more. You can ask again at any time.")

    def target_url(self) -> str:
        return self.city_url("program")
