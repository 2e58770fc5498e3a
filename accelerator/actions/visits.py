"""A missed session is made good by a visit with a note."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accelerator import rules, verbs
from accelerator.models import Enrolment, Visit
from accelerator.queries.progress import list_missed_sessions
from accelerator.values import MOST_VISITS
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row, refusing
from meetings.models import Session


def describe_why_no_visit(row: Enrolment) -> str:
    """Why no session can be made good, in a sentence; "" when one can."""
    if row.state not in rules.COMES:
        return str(_("You have no place in a running intake."))
    return "" if list_missed_sessions(row) else _("There is no missed session that a visit could make good.")


@transaction.atomic
def make_session_good(row: Enrolment, *, actor: User, session: Session, visited_on: date, note: Any) -> Visit:
    """The visit stands for the missed session; at most two a year, whoever asks how often."""
    row = lock_row(row, "city", "accelerator")
    if row.state not in rules.COMES:
        raise DomainError(describe_why_no_visit(row), code="accelerator.no_visit")
    missed = {one.session.pk: one for one in list_missed_sessions(row)}
    found = missed.get(session.pk)
    if found is None:
        text = _("This session cannot be made good: at most %(n)s a year, and only missed ones.") % {"n": MOST_VISITS}
        raise DomainError(text, code="accelerator.visit_not_needed", field="session")
    if visited_on > row.city.today():
        raise DomainError(_("The visit is still to come."), code="accelerator.visit_day", field="visited_on")
    with refusing("accelerator_visit_once", text=_("This session is made good already."), code="accelerator.twice"):
        visit = Visit.objects.create(enrolment=row, session=session, visited_on=visited_on, note=note)
    record(verbs.VISITED, row, actor=actor)
    return visit
