"""What should stand by when."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.day_words import format_day, format_days
from educities.kit.errors import DomainError, InvalidValue
from educities.kit.multilingual import in_all_languages, join_localised
from educities.kit.rows import apply_changes, lock_row
from educities.kit.signs import count_seen
from programs import verbs
from programs.actions.figures import AskAgain
from programs.actions.milestone_overrides import end_requests, is_waiting
from programs.actions.signatures import lock_year, void_signatures
from programs.models import Milestone, ProgramYear
from programs.queries.evidence import EvidenceKey, is_offered, list_kinds
from programs.texts.contract import list_proof
from stakeholders.models import Organisation

State, Proof = Milestone.State, Milestone.Proof
NO_RECORD = _("Choose a record that shows it is reached. Without one, ask the network steward for an override.")
REACHED_BY_RECORD = _("A record shows it now.")
NO_CHANGES: Mapping[str, Any] = MappingProxyType({})


@transaction.atomic
def add_milestone(
    year: ProgramYear,
    *,
    actor: User,
    title: dict[str, str],
    due_on: date,
    owner: Organisation | None = None,
    owner_role: str = "",
    evidence: str = "",
    link: EvidenceKey | None = None,
) -> Milestone:
    """The year has one milestone more, due within the year.

    With `link`, and `evidence` in words beside it, it is reached already. Without a record a day that is over is
    refused: it would be late from its first moment on.
    """
    if evidence.strip() and link is None:
        raise DomainError(str(NO_RECORD), code="programs.evidence_missing", field="record")
    lock_year(year)
    _check_year(year)
    _check_due(year, due_on, may_be_over=link is not None)
    _check_owner(owner, owner_role)
    void_signatures(year.program, actor=actor)
    made = Milestone.objects.create(
        year=year, title=title, due_on=due_on, baseline_due_on=due_on, owner=owner, owner_role=owner_role
    )
    record(verbs.MILESTONE_ADDED, made, actor=actor, title=made.title)
    return made if link is None else reach_milestone(made, actor=actor, evidence=evidence, link=link)


@transaction.atomic
def change_milestone(milestone: Milestone, *, actor: User, **values: Any) -> Milestone:
    """Words, date or owner stand changed; the first date it was planned for stays on record. A reached one stays, and so
    does one for which an override is asked: the question is about these words.

    The day is refused where `add_milestone` refuses it. One that is over already and is left as it was stays.
    """
    lock_year(milestone.year)
    locked = lock_row(milestone, "year__program")
    if locked.state in {State.REACHED, State.DROPPED} or is_waiting(locked):
        raise DomainError(describe_why_words_stay(locked), code="programs.milestone_finished")
    _check_year(milestone.year)
    if "due_on" in values:
        _check_due(milestone.year, values["due_on"], may_be_over=values["due_on"] == milestone.due_on)
    _check_owner(values.get("owner", milestone.owner), values.get("owner_role", milestone.owner_role))
    changed = apply_changes(milestone, values)
    if changed:
        void_signatures(milestone.year.program, actor=actor)
        milestone.save(update_fields=changed)
        record(verbs.MILESTONE_CHANGED, milestone, actor=actor, title=milestone.title, changed=changed)
    return milestone


@transaction.atomic
def reach_milestone(milestone: Milestone, *, actor: User, link: EvidenceKey | None, evidence: str = "") -> Milestone:
    """The milestone is reached: `link` is the record of the city by which one can see it, `evidence` words beside it.

    Words alone reach nothing: without a record there is the override of the steward. A record that is not of this city,
    or not offered, is refused, and so is one of a kind that the template does not name for this milestone.
    """
    if link is None:
        raise DomainError(str(NO_RECORD), code="programs.evidence_missing", field="record")
    if not is_offered(link):
        raise InvalidValue(_("Choose a record of this city."), code="programs.evidence_unknown", field="record")
    kind, number = link
    if kind not in {one.key for one in list_kinds(milestone)}:
        raise InvalidValue(_describe_kinds(milestone), code="programs.evidence_of_another_kind", field="record")
    changes = {"evidence": evidence.strip(), "evidence_kind": kind, "evidence_id": number}
    reached = _move_milestone(milestone, State.REACHED, actor, changes={**changes, "reached_by": Proof.RECORD})
    end_requests(milestone, actor=actor, reason=str(REACHED_BY_RECORD))
    return reached


def _describe_kinds(milestone: Milestone) -> str:
    """Why a record of another kind shows nothing, and what would."""
    kinds = list_proof(milestone)
    if not kinds:
        return gettext("No record of the city shows this milestone yet. Ask the network steward for an override.")
    text = gettext("A record of this kind does not show it. These do: %(kinds)s. Without one, ask for an override.")
    return text % {"kinds": join_localised(kinds)}


# What ends a milestone needs a reason, and so has the way back.
WHY = {
    State.AT_RISK: _("Say what puts it at risk."),
    State.MISSED: _("Say why it was missed."),
    State.DROPPED: _("Say why it is dropped."),
    State.PLANNED: _("Say why it is open again."),
}
STEPS = {State.MISSED: verbs.MILESTONE_MISSED, State.DROPPED: verbs.MILESTONE_DROPPED}


@transaction.atomic
def move_milestone(
    milestone: Milestone,
    to: str,
    *,
    actor: User,
    reason: str = "",
    link: EvidenceKey | None = None,
    sure: bool = False,
) -> Milestone:
    """At risk, planned again, missed or dropped. But for the way out of a risk each needs a reason; reaching has its own act.

    Raises AskAgain unless `sure` where it would be missed before its day.
    """
    if to == State.REACHED:
        return reach_milestone(milestone, actor=actor, evidence=reason, link=link)
    needs_reason = to in {*STEPS, State.AT_RISK} or (to == State.PLANNED and milestone.is_over)
    if needs_reason and not count_seen(reason):
        raise DomainError(WHY[State(to)], code="programs.reason_missing", field="words")
    if to == State.MISSED and milestone.due_on >= milestone.city.today() and not sure:
        text = _("It is due on %(day)s, and that day has not passed. Is it certain that it will not be reached?")
        day = {"day": format_day(milestone.due_on)}
        raise AskAgain(text % day, code="programs.missed_early", field="sure")
    return _move_milestone(milestone, to, actor, reason=reason)


def _move_milestone(
    milestone: Milestone, to: str, actor: User, *, reason: str = "", changes: Mapping[str, Any] = NO_CHANGES
) -> Milestone:
    lock_year(milestone.year)
    if refusal := describe_why_milestone_stays(milestone):
        raise DomainError(refusal, code="programs.year_closed")
    reopens = milestone.is_over and to == State.PLANNED
    if reopens:
        # A suspension moved its year while it was settled: it lies in its year again.
        due_on = max(milestone.due_on, milestone.year.starts_on)
        changes = {"reached_by": "", "due_on": due_on, **changes}
    void_signatures(milestone.year.program, actor=actor)
    verb = verbs.MILESTONE_REOPENED if reopens else STEPS.get(State(to), verbs.MILESTONE_MOVED)
    milestone.move(to, **changes)
    said = {"title": milestone.title, "to": str(to), "state": in_all_languages(State(to).label)}
    if changes.get("evidence_kind"):
        said |= {name: changes[name] for name in ("evidence_kind", "evidence_id")}
    record(verb, milestone, actor=actor, reason=reason, **said)
    return milestone


def describe_why_year_stays(year: ProgramYear) -> str:
    """Why focus and milestones of the year cannot be changed, in a sentence; "" when they can."""
    if year.program.is_ended:
        return str(_("This program has ended. It stays on record as it was."))
    is_closed = year.state == ProgramYear.State.CLOSED
    return str(_("This year is closed. Its focus and its milestones stay as they are.")) if is_closed else ""


def describe_why_words_stay(milestone: Milestone) -> str:
    """Why the milestone's words and day cannot be changed, in a sentence; "" when they can."""
    if milestone.state == State.REACHED:
        return gettext("This milestone is reached and stays as it is. If that was a mistake, open it again first.")
    if milestone.state == State.DROPPED:
        return gettext("This milestone was dropped and stays as it is. If that was a mistake, open it again first.")
    if is_waiting(milestone):
        return gettext(
            "An override of this milestone was asked for in these words. Withdraw the request first if they have to change."
        )
    return describe_why_year_stays(milestone.year)


def describe_why_milestone_stays(milestone: Milestone) -> str:
    """Why the milestone's status stays, in a sentence; "" when it can change. One still open may end in a closed year."""
    is_fixed = milestone.is_over or milestone.year.program.is_ended
    return describe_why_year_stays(milestone.year) if is_fixed else ""


def _check_owner(owner: Organisation | None, owner_role: str) -> None:
    if owner is not None and owner_role:
        text = _("Choose an organisation or a role, not both.")
        raise DomainError(text, code="programs.two_owners", field="owner_role")


def _check_year(year: ProgramYear) -> None:
    if refusal := describe_why_year_stays(year):
        raise DomainError(refusal, code="programs.year_closed")


def _check_due(year: ProgramYear, due_on: date, *, may_be_over: bool) -> None:
    """The day lies within the year; one that is over is refused: the milestone would be late from that moment on."""
    if not year.starts_on <= due_on <= year.ends_on:
        raise DomainError(
            _("Choose a date from %(first)s to %(last)s.")
            % dict(zip(("first", "last"), format_days(year.starts_on, year.ends_on), strict=True)),
            code="programs.due_outside_year",
            field="due_on",
        )
    if due_on < year.city.today() and not may_be_over:
        raise InvalidValue(
            _("This day is over. Choose a day from today on, or say by what one can see that it is reached."),
            code="programs.due_past",
            field="due_on",
        )
