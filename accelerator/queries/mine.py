"""A teacher's own places on the page “My activity”, what comes next on the way, and what waits for the teacher."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accelerator import rules
from accelerator.models import Credential, Enrolment, Project, Term
from accelerator.queries.pairs import list_visits_of
from accelerator.queries.progress import list_missed_sessions
from accelerator.values import HEAD_SILENT_DAYS, REFLECTIONS
from consents.values import Things, WaitingLine
from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from meetings.models import Session
from stakeholders.models import Profile

State = Enrolment.State
PROJECT_TERM, REPORT_TERM = 2, 4


def find_my_training(profile: Profile) -> Things | None:
    """The person's applications and places, the newest first, the next session of each, and what waits; None without any."""
    revoked = Credential.objects.filter(enrolment=OuterRef("pk"), state=Credential.State.REVOKED)
    own = Enrolment.objects.with_names().filter(profile=profile).annotate(is_revoked=Exists(revoked))
    rows: list[Any] = list(own.order_by("-applied_at")[:10])
    if not rows:
        return None
    waiting: list[WaitingLine] = []
    for row in rows:
        if row.state in rules.COMES:
            waiting += _list_lines(row)
            row.next_session = _find_session(row)
        elif row.state == State.APPLIED:
            waiting += _list_silence(row)
    return Things({"training": rows}, waiting)


def has_training() -> Q:
    """Has the person of the profile applied, or a place?"""
    return Q(Exists(Enrolment.objects.filter(profile=OuterRef("pk"))))


def _find_session(row: Enrolment) -> Session | None:
    """The next session of the intake, as teachers know it."""
    rows = Session.objects.to_come().filter(group__accelerator=row.accelerator_id)
    found: Session | None = rows.order_by("starts_at").first()
    return found


def _list_silence(row: Enrolment) -> Iterator[WaitingLine]:
    """The head of school has not answered for some time: they can be written to again."""
    asked = row.head_asked_on
    if asked and (row.city.today() - asked).days >= HEAD_SILENT_DAYS:
        text = _("Your head of school has not answered since %(day)s.") % {"day": format_day(asked)}
        yield WaitingLine(text, row.get_absolute_url(), order=18, label=_("Look"))


def _list_lines(row: Enrolment) -> Iterator[WaitingLine]:
    """Session, visits, project and reflection that wait for a teacher who takes part."""
    today = row.city.today()
    terms = list(Term.objects.filter(accelerator=row.accelerator_id))
    now = next((term.number for term in terms if term.starts_on <= today <= term.ends_on), 0)
    yield from _list_visit_lines(row)
    yield from _list_project_lines(row, now)
    if row.state == State.ENROLLED and now > PROJECT_TERM and list_missed_sessions(row):
        url = cached_reverse("make_session_good", row.city.slug, row.pk)
        yield WaitingLine(
            _("Your first year is over: make a missed session good by a visit."), url, order=20, label=_("Write")
        )
    ended = min(sum(term.ends_on < today for term in terms), REFLECTIONS)
    if row.reflections.count() < ended:
        url = cached_reverse("write_reflection", row.city.slug, row.pk)
        yield WaitingLine(_("A term is over: write what it brought you."), url, order=45, label=_("Write"))


def _list_visit_lines(row: Enrolment) -> Iterator[WaitingLine]:
    for one in list_visits_of(row):
        names: dict[str, Any] = {"name": one["other"], "number": one["pair"].number}
        received = one["received"]
        if received is not None and received.answered_on is None:
            text = _("%(name)s has written down the visit to your class: only the two of you read it.") % names
            yield WaitingLine(text, received.get_absolute_url(), order=12, label=_("Read and answer"))
        if one["paid"] is None:
            url = cached_reverse("record_observation", row.city.slug, one["pair"].pk)
            text = _("Round %(number)s of visits: your visit to %(name)s is not written down yet.") % names
            yield WaitingLine(text, url, order=40, label=_("Write it down"))


def _list_project_lines(row: Enrolment, term: int) -> Iterator[WaitingLine]:
    """From the second term on there is a project; in the last one it is reported."""
    if term < PROJECT_TERM:
        return
    project = Project.objects.filter(enrolment=row).first()
    if project is None:
        url = cached_reverse("begin_project", row.city.slug, row.pk)
        yield WaitingLine(_("Your classroom project has not begun."), url, order=42, label=_("Begin"))
    elif project.reported_on is None and term == REPORT_TERM:
        text = _("Your classroom project is not reported yet.")
        yield WaitingLine(text, project.get_absolute_url(), order=41, label=_("Look at it"))
