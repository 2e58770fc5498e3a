"""The director opens the call of an intake, with its four terms and who leads it, and changes them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accelerator import verbs
from accelerator.models import Accelerator, Enrolment, Leader, Term
from accelerator.values import LEADER_FIELDS, LEAST_DAYS, MOST_DAYS, TERMS
from cities.models import City
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row
from meetings.models import Group, Session
from programs.models import Intake, Program
from stakeholders.models import Profile


def describe_why_no_call(intake: Intake) -> str:
    """Why no call can be opened for this intake, in a sentence; "" when it can."""
    if Accelerator.objects.filter(intake=intake).exists():
        return _("The call of this intake is open already.")
    if intake.program.state in {Program.State.COMPLETED, Program.State.TERMINATED}:
        return _("The five-year program of this intake is over.")
    return ""


def check_terms(ends: Sequence[date], starts_on: date, rest: int = 0) -> list[tuple[date, date]]:
    """The first and last day of each of the four terms, of which each begins on the day after the one before.

    Raises DomainError where they are not in order or do not take two years; by the days of a `rest` they may be longer.
    """
    from_days = [starts_on, *(date.fromordinal(day.toordinal() + 1) for day in ends[:-1])]
    for number, (first, last) in enumerate(zip(from_days, ends, strict=True), 1):
        if last <= first:
            text = _("Term %(number)s has to end after it begins.") % {"number": number}
            raise DomainError(text, code="accelerator.term_order", field=f"term_{number}")
    if not LEAST_DAYS <= (ends[-1] - starts_on).days + 1 <= MOST_DAYS + rest:
        text = _("The four terms together take two years: at least 20 months, at most 24.")
        raise DomainError(text, code="accelerator.two_years", field=f"term_{TERMS}")
    return list(zip(from_days, ends, strict=True))


@transaction.atomic
def open_call(
    intake: Intake, *, actor: User, starts_on: date, ends: Sequence[date], leaders: Sequence[Profile], **fields: Any
) -> Accelerator:
    """Teachers can apply between the days of the call; the intake has its terms, its leaders and a group that meets."""
    intake = lock_row(intake, "program", "city")
    if refusal := describe_why_no_call(intake):
        raise DomainError(refusal, code="accelerator.call_open")
    terms = check_terms(ends, starts_on)
    group = Group.objects.create(kind="accelerator")
    row = Accelerator.objects.create(intake=intake, group=group, **fields)
    Term.objects.bulk_create(
        Term(accelerator=row, number=number, starts_on=first, ends_on=last)
        for number, (first, last) in enumerate(terms, 1)
    )
    _move_intake(intake, terms)
    _set_leaders(row, leaders)
    record(verbs.OPENED, row, actor=actor, places=row.places, starts_on=starts_on.isoformat())
    return row


def describe_why_no_next(city: City) -> str:
    """Why no further intake can be planned, in a sentence; "" while the city has five years that are signed."""
    if Program.objects.signed().exists():
        return ""
    return _("An intake belongs to the five-year program, and none is signed.")


@transaction.atomic
def open_next_call(city: City, *, actor: User, starts_on: date, ends: Sequence[date], **fields: Any) -> Accelerator:
    """One intake more than the five years began with: it has the next number, and its call is open at once."""
    if refusal := describe_why_no_next(city):
        raise DomainError(refusal, code="accelerator.no_program")
    program = lock_row(Program.objects.signed().get(), "city")
    check_terms(ends, starts_on)
    last = program.intakes.order_by("-number").first()
    number = last.number + 1 if last else 1
    intake = Intake.objects.create(program=program, number=number, starts_on=starts_on, ends_on=ends[-1])
    return open_call(intake, actor=actor, starts_on=starts_on, ends=ends, **fields)


@transaction.atomic
def change_intake(
    row: Accelerator, *, actor: User, starts_on: date, ends: Sequence[date], leaders: Sequence[Profile], **fields: Any
) -> Accelerator:
    """Name, call, places, terms and leaders are these. No fewer places than people; no recorded session outside the terms."""
    row = lock_row(row, "intake__program", "city")
    changed = apply_changes(row, fields)
    if row.places < row.places_taken:
        raise DomainError(
            _("There cannot be fewer places than people."), code="accelerator.places_taken", field="places"
        )
    terms = check_terms(ends, starts_on, row.suspended_days)
    _check_sessions_inside(row, terms)
    if changed:
        row.save(update_fields=changed)
    for term, (first, last) in zip(row.terms.order_by("number"), terms, strict=True):
        Term.objects.filter(pk=term.pk).update(starts_on=first, ends_on=last)
    _move_intake(row.intake, terms)
    _set_leaders(row, leaders)
    record(verbs.CHANGED, row, actor=actor, changed=list(changed), starts_on=starts_on.isoformat())
    return row


def _check_sessions_inside(row: Accelerator, terms: Sequence[tuple[date, date]]) -> None:
    zone = row.city.zone
    recorded = row.group.sessions.filter(state=Session.State.RECORDED)
    days = [moment.astimezone(zone).date() for moment in recorded.values_list("starts_at", flat=True)]
    if days and (min(days) < terms[0][0] or max(days) > terms[-1][1]):
        text = _("A recorded session would lie outside the two years. Choose days that hold it.")
        raise DomainError(text, code="accelerator.session_outside", field="starts_on")


def _move_intake(intake: Intake, terms: Sequence[tuple[date, date]]) -> None:
    intake.starts_on, intake.ends_on = terms[0][0], terms[-1][1]
    intake.save(update_fields=["starts_on", "ends_on"])


def _set_leaders(row: Accelerator, leaders: Sequence[Profile]) -> None:
    if len({person.pk for person in leaders}) < len(leaders):
        raise DomainError(_("Choose two different people."), code="accelerator.same_leader", field="second_leader")
    for field, person in zip(LEADER_FIELDS, leaders, strict=False):
        if row.enrolments.exclude(state__in=Enrolment.OVER).filter(profile=person).exists():
            text = _("%(name)s takes part in this intake, and does not lead it.") % {"name": person}
            raise DomainError(text, code="accelerator.takes_part", field=field)
    row.leaders.all().delete()
    Leader.objects.bulk_create(
        Leader(accelerator=row, profile=person, place=place) for place, person in enumerate(leaders, 1)
    )


def check_working(row: Accelerator) -> None:
    """Raises DomainError when the two years are over: nothing new is planned."""
    if row.intake.ends_on < row.city.today():
        raise DomainError(_("The two years of this intake are over."), code="accelerator.over")
