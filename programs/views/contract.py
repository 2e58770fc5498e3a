"""The contract of the five years: two sign it, it rests and goes on, and it may end before its time."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.ask_pages import AsksAboutRow
from educities.kit.day_words import format_day
from educities.kit.views import FormPage
from programs import actions, verbs
from programs.actions.signing import describe_why_unread, list_missing_sides
from programs.actions.suspensions import BACKWARDS_DAYS, may_suspend_backwards
from programs.forms.contract import SuspendForm
from programs.forms.reviews import ConfirmForm
from programs.models import Program
from programs.queries.contract import find_open_rest, has_steward, list_signatures, stamp_contract


class ProgramForm(AsksAboutRow, FormPage):
    """A form about the whole program; the way on and the way back lead to its page."""

    template_name = "programs/form.html"
    model = Program

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(eyebrow=str(self.object), cancel=self.city_url("program"), **kwargs)


class SignProgram(ProgramForm):
    """The question before one side stands by the five years."""

    permission = "programs.sign_program"
    form_class = ConfirmForm
    extra_context = {
        "title": _("Sign the five-year program?"),
        "label": _("Sign the program"),
        "lede": _(
            "Once both sides have signed, labs can be launched, and the dates of the forum and the teacher accelerator "
            "are set. You cannot undo signing; you can only end the program early, with a reason. If the years, their focus or a "
            "milestone change before both have signed, both sign again."
        ),
    }

    def get_initial(self) -> dict[str, Any]:
        # The page of the five years leads here with what it showed.
        # What was sent keeps its stamp: where something else stands by now, the page says so, and offers no second press.
        sent = self.request.POST.get("seen") or self.request.GET.get("seen")
        return {"seen": sent or stamp_contract(self.object)}

    def get_blocker(self) -> str:
        refusal = actions.describe_why_not_signed(self.object, self.actor)  # type: ignore[arg-type]
        return refusal or describe_why_unread(self.object, self.get_initial()["seen"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(effects=self.list_effects(), **kwargs)

    def list_effects(self) -> list[str]:
        """Who has signed, and who signs besides."""
        if not has_steward(self.object):
            return [
                gettext("The city has no network steward. The education director signs alone, and the page says so.")
            ]
        lines = [
            gettext("%(name)s has signed (%(side)s).") % {"name": name, "side": row.get_side_display()}
            for row, name in list_signatures(self.object)
        ]
        if len(list_missing_sides(self.object)) > 1:
            lines.append(gettext("The education director and the network steward both sign, in either order."))
        return lines

    def act(self, form: ConfirmForm) -> str:
        signed = actions.sign_program(self.object, actor=self.actor, seen=form.cleaned_data["seen"])
        self.success_message = (
            _("Program signed.") if signed.is_signed else _("You have signed. The other side has been told to sign.")
        )
        return self.city_url("program")


def describe_shifted_intakes(program: Program) -> list[str]:
    """What a suspension moves besides years and milestones, where an intake of teachers is not over."""
    if not program.intakes.filter(ends_on__gte=program.city.today()).exists():
        return []
    return [
        gettext(
            "The terms of the teacher accelerator that follow, and the last day of an open call, come later by the same days. "
            "Nobody is told of it by email: tell the leaders and the teachers yourself. Planned sessions keep their days."
        )
    ]


class SuspendProgram(ProgramForm):
    """From when, until when and why the program rests."""

    permission = "programs.suspend_program"
    form_class = SuspendForm
    ends = (verbs.PROGRAM_SUSPENDED,)
    extra_context = {
        "title": _("Suspend the five-year program?"),
        "label": _("Suspend the program"),
        "css": "danger",
        "lede": _(
            "Nothing becomes overdue while it is suspended. When it goes on, the years and all milestones that follow come later "
            "by the same days; what was planned first stays visible. The directors and the network steward read why."
        ),
    }
    success_message = _("The program is suspended. Its page says since when, until when and why.")
    describe_why_not = actions.describe_why_not_suspended

    def get_form_kwargs(self) -> dict[str, Any]:
        backwards = BACKWARDS_DAYS if may_suspend_backwards(self.object, self.actor) else 0
        return {**super().get_form_kwargs(), "city": self.city, "backwards": backwards}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alone = gettext(
            "It begins today. Only the network steward can let it begin earlier: what is overdue stays overdue."
        )
        effects = [] if may_suspend_backwards(self.object, self.actor) else [alone]
        effects += describe_shifted_intakes(self.object)
        return super().get_context_data(effects=effects, **kwargs)

    def act(self, form: SuspendForm) -> str:
        actions.suspend_program(self.object, actor=self.actor, **{"starts_on": self.city.today(), **form.cleaned_data})
        return self.city_url("program")


class ResumeProgram(ProgramForm):
    """The program goes on today."""

    permission = "programs.suspend_program"
    form_class = Form
    extra_context = {
        "title": _("Resume the five-year program?"),
        "label": _("Resume the program"),
        "asks": True,
        "lede": _(
            "It goes on today. The years and all milestones that follow come later by the days of the suspension."
        ),
    }
    success_message: Any = ""
    describe_why_not = actions.describe_why_not_resumed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(effects=self.list_effects(), **kwargs)

    def list_effects(self) -> list[str]:
        """Since when it rests, and why."""
        rest = find_open_rest(self.object)
        if rest is None:
            return []
        since = gettext("Suspended since %(day)s.") % {"day": format_day(rest.row.starts_on)}
        return [since, rest.row.reason, *describe_shifted_intakes(self.object)]

    def act(self, form: Form) -> str:
        actions.resume_program(self.object, actor=self.actor)
        row = self.object.suspensions.exclude(resumed_on=None).order_by("resumed_on", "pk").last()
        days = row.days if row else 0
        text = ngettext(
            "The program goes on. What follows comes %(n)s day later.",
            "The program goes on. What follows comes %(n)s days later.",
            days,
        )
        at_once = _("The program goes on. It rested for less than a day, so no date has moved.")
        self.success_message = text % {"n": days} if days else at_once
        return self.city_url("program")
