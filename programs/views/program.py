from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.history_rows import PastAct, find_last_act
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.views import FormPage, Page
from programs import actions, verbs
from programs.forms.evidence import EvidenceSelect
from programs.forms.program import AddMilestoneForm, MilestoneForm, MoveMilestoneForm, StartForm
from programs.forms.sure import asking_again
from programs.models import Milestone, Program, ProgramYear, YearReview
from programs.queries import current_year, list_last_years
from programs.queries.contract import find_open_rest, load_contract, load_request, stamp_contract
from programs.queries.evidence import EvidenceKey, EvidenceLink, load_evidence
from programs.queries.ribbon import Ribbon, build_ribbon, load_ribbon_parts
from programs.texts.contract import list_proof
from programs.texts.endings import describe_early_end, describe_end_request
from programs.values.calendar import five_years, same_day
from programs.values.ribbon import YearCell, hide_pages
from programs.views.years import YearForm


class ProgramPage(Page):
    """The five years in one picture, this year open, the others a line each."""

    template_name = "programs/program.html"
    permission = "programs.view_program"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = list_last_years()
        if not years:
            return super().get_context_data(program=None, **kwargs)
        program, today = years[0].program, self.city.today()
        parts = load_ribbon_parts(program, years, today)
        if not self.actor.has_perm("cities.see_workplace_city", self.city):
            parts = replace(parts, lanes=hide_pages(parts.lanes))
        now = current_year(years, today)
        drawn = build_ribbon(parts, today)
        evidence = load_evidence(parts.milestones)
        to_close = next((year for year in years if year.state == ProgramYear.State.IN_REVIEW), None)
        return super().get_context_data(
            program=program,
            contract=load_contract(program, parts.milestones, parts.suspensions),
            rest=find_open_rest(program),
            end_request=describe_end_request(program, self.request.user),
            early_end=describe_early_end(program),
            stamp=stamp_contract(program) if program.state == Program.State.PROPOSED else "",
            now=now,
            ribbon=drawn,
            years=[
                build_year_section(cell, [one for one in parts.milestones if one.year_id == year.pk], drawn, evidence)
                | {"row": year}
                for year, cell in zip(years, drawn.years, strict=True)
            ],
            to_close=to_close,
            is_reviewed=getattr(to_close, "review_state", None) == YearReview.State.CONFIRMED,
            **kwargs,
        )


def build_year_section(
    cell: YearCell, rows: list[Milestone], drawn: Ribbon, evidence: dict[EvidenceKey, EvidenceLink]
) -> dict[str, Any]:
    """One year of the page; each milestone with its bead, as in the picture, a dropped one with a dashed one."""
    beads = {bead.url: (bead.tone, bead.asks_for_status, bead.is_early) for bead in drawn.beads}
    milestones = [
        (
            one,
            *beads.get(one.get_absolute_url(), ("dash", False, False)),
            evidence.get((one.evidence_kind, one.evidence_id or 0)),
        )
        for one in rows
    ]
    return {"cell": cell, "milestones": milestones, "is_open": cell.is_now}


class StartProgram(FormPage):
    """Five years are laid out; signing is the second step, on the program's page."""

    template_name = "programs/start.html"
    permission = "programs.add_program"
    form_class = StartForm
    success_message = _("Program set up. Check it, then sign it.")

    def get_blocker(self) -> str:
        return actions.describe_why_not_proposed()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "city": self.city}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = date(self.city.school_year(), self.city.school_year_start, 1)
        return super().get_context_data(example=five_years(first), **kwargs)

    def act(self, form: StartForm) -> Any:
        return actions.propose_program(
            starts_on=form.day, pace=form.cleaned_data["pace"] or Program.Pace.STEADY, actor=self.actor
        )


class AddMilestone(YearForm):
    permission = "programs.change_programyear"
    form_class = AddMilestoneForm
    extra_context = {"title": _("Add a milestone"), "label": _("Add it")}
    success_message = _("The milestone was added.")
    describe_why_not = actions.describe_why_year_stays

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Milestone(year=self.object)}

    def get_initial(self) -> dict[str, Any]:
        """The middle of the year, or a day that is still to come."""
        middle = same_day(self.object.starts_on, months=6)
        return {"due_on": min(max(middle, self.city.today()), self.object.ends_on)}

    def act(self, form: Any) -> str:
        actions.add_milestone(self.object, actor=self.actor, **form.values)
        return self.city_url("program")


REASONED = frozenset({Milestone.State.AT_RISK, Milestone.State.MISSED, Milestone.State.DROPPED})
# What the notice says after each move.
MOVED = {
    Milestone.State.PLANNED: _("The milestone is open again."),
    Milestone.State.AT_RISK: _("The milestone is marked as at risk. The reason stands beside it."),
    Milestone.State.REACHED: _("The milestone is reached. The record stands beside it."),
    Milestone.State.MISSED: _("The milestone is marked as missed. The reason stands beside it."),
    Milestone.State.DROPPED: _("The milestone is dropped. The reason stands beside it."),
}


class MilestonePage(FormPage):
    """What it is, by what one can see it, and how it stands."""

    template_name = "programs/milestone.html"
    permission = "programs.view_milestone"
    model = Milestone
    form_class = MoveMilestoneForm
    # The form belongs to another address, which only takes it.
    changes_language = False
    taken_by = "move_milestone"
    describe_why_not = actions.describe_why_milestone_stays

    def get_queryset(self) -> Any:
        return Milestone.objects.select_related("year__program", "owner")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "milestone": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asks = self.object.asks_for_status(self.object.year.program, self.city.today())
        evidence = next(iter(load_evidence([self.object]).values()), None)
        return super().get_context_data(
            asks_for_status=asks,
            evidence=evidence,
            reached_at=self.find_reached_at(),
            said=self.find_reason(),
            override_request=load_request(self.object),
            proof=list_proof(self.object),
            **kwargs,
        )

    def find_reached_at(self) -> datetime | None:
        """When it was noted as reached; None when it is not, or nobody wrote that down here."""
        # From here it can only be opened again, so the last move led here.
        is_reached = self.object.state == Milestone.State.REACHED
        act = find_last_act([self.object], verbs.MILESTONE_MOVED) if is_reached else None
        return act and act.at

    def find_reason(self) -> PastAct | None:
        """Why it is at risk, missed or dropped, with who said so and when; None in another state."""
        if self.object.state not in REASONED:
            return None
        moves = verbs.MILESTONE_MOVED, verbs.MILESTONE_MISSED, verbs.MILESTONE_DROPPED
        act = find_last_act([self.object], *moves)
        return act if act and act.reason else None

    def get_initial(self) -> dict[str, Any]:
        # Evidence of before is no reason for the way back.
        row = self.object
        record = f"{row.evidence_kind}:{row.evidence_id}" if row.evidence_kind else ""
        return {} if row.is_over else {"words": row.evidence, "record": record}


class MoveMilestone(MilestonePage):
    permission = "programs.change_milestone"
    ends = (verbs.MILESTONE_MISSED, verbs.MILESTONE_DROPPED)

    def act(self, form: MoveMilestoneForm) -> Any:
        said = form.cleaned_data
        with asking_again(form):
            actions.move_milestone(
                self.object,
                said["state"],
                actor=self.actor,
                reason=said["words"],
                link=said.get("record"),
                sure=said["sure"],
            )
        self.success_message: Any = MOVED[said["state"]]
        return self.object


class FindEvidence(Page):
    """What the search for a record shows while a person types."""

    template_name = "kit/widgets/_found.html"
    permission = "programs.add_milestone"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.request.GET.get("milestone", "")
        is_number = number.isascii() and number.isdecimal() and len(number) < 19
        select = EvidenceSelect(self.city, Milestone.objects.filter(pk=number).first() if is_number else None)
        chosen = select.value_from_datadict(self.request.GET, MultiValueDict(), "record")
        return select.found("record", chosen)


class ChangeMilestone(ConcurrentEditPage):
    template_name = "programs/form.html"
    permission = "programs.change_milestone"
    model = Milestone
    form_class = MilestoneForm
    extra_context = {"title": _("Change the milestone"), "label": _("Save")}
    success_message = _("The milestone was changed.")
    describe_why_not = actions.describe_why_words_stay

    def get_queryset(self) -> Any:
        return Milestone.objects.select_related("year")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, crumbs = self.object, [(self.object.get_absolute_url(), str(self.object))]
        return super().get_context_data(eyebrow=str(row.year), cancel=row.get_absolute_url(), crumbs=crumbs, **kwargs)

    def act(self, form: MilestoneForm) -> Any:
        return actions.change_milestone(self.object, actor=self.actor, **form.values)
