"""The five years rested: the terms and the call of an intake come later by the same days."""

from datetime import date, timedelta

from accelerator import verbs
from accelerator.actions.enrolments import lock_places
from accelerator.models import Accelerator, Term
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.rows import apply_changes
from programs.models import Intake, Program


def shift_accelerators(program: Program, since: date, by: timedelta, actor: User | None = None) -> None:
    """Intakes that were not over: the term in which the rest began ends later, those after it begin and end later.

    The two years of one that ran are longer by the rest. What was planned with a day stays on it. The history of each says so.
    """
    rows = Accelerator.objects.filter(intake__program=program, terms__number=4, terms__ends_on__gte=since)
    for row in rows.order_by("pk"):
        _shift_intake(lock_places(row), since, by, actor)


def _shift_intake(row: Accelerator, since: date, by: timedelta, actor: User | None) -> None:
    terms = list(row.terms.order_by("number"))
    has_begun = terms[0].starts_on < since
    for term in terms:
        _shift_term(term, since, by, begins_later=term.starts_on > since or not has_begun)
    Term.objects.bulk_update(terms, ["starts_on", "ends_on"])
    Intake.objects.filter(pk=row.intake_id).update(starts_on=terms[0].starts_on, ends_on=terms[-1].ends_on)
    row.suspended_days += by.days if has_begun else 0
    days = {"call_opens_on": row.call_opens_on, "call_closes_on": row.call_closes_on}
    moved = apply_changes(row, {name: day + by for name, day in days.items() if day >= since})
    row.save(update_fields=["suspended_days", *moved])
    record(verbs.CHANGED, row, actor=actor, changed=[*moved, "terms"], starts_on=terms[0].starts_on.isoformat())


def _shift_term(term: Term, since: date, by: timedelta, *, begins_later: bool) -> None:
    term.starts_on += by if begins_later else timedelta(0)
    term.ends_on += by if term.ends_on >= since else timedelta(0)
