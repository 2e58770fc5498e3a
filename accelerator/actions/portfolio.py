"""A teacher's project, reflections, and the visits of two teachers to each other's classes."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accelerator import rules, verbs
from accelerator.models import Accelerator, Enrolment, Observation, Pair, Project, ProjectNote, TeacherReflection
from accelerator.queries.pairs import find_partner, match_pairs
from accelerator.values import NOTES
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row, refusing

GOES = (*rules.COMES, Enrolment.State.DEFERRED)


def describe_why_no_work(row: Enrolment) -> str:
    """Why nothing can be written on this way, in a sentence; "" while the teacher has a place and has not graduated."""
    return "" if row.state in GOES else _("You have no place in a running intake.")


def _check_going(row: Enrolment) -> None:
    if refusal := describe_why_no_work(row):
        raise DomainError(refusal, code="accelerator.no_place")


def _check_partner(row: Enrolment, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, with the partner's sector: it is another one than the school's."""
    partner = fields.get("partner")
    if partner is not None and partner.sector == row.sector:
        text = _("Choose a partner of another sector than the school’s.")
        raise DomainError(text, code="accelerator.same_sector", field="partner")
    return {**fields, "partner_sector": partner.sector if partner else None}


@transaction.atomic
def begin_project(row: Enrolment, *, actor: User, **fields: Any) -> Project:
    """The teacher's one project stands."""
    row = lock_row(row, "city")
    _check_going(row)
    text = _("The project is there already.")
    with refusing("accelerator_project_enrolment_id_key", text=text, code="accelerator.project_twice"):
        project = Project.objects.create(enrolment=row, **_check_partner(row, fields))
    record(verbs.PROJECT_BEGUN, row, actor=actor)
    return project


@transaction.atomic
def change_project(project: Project, *, actor: User, **fields: Any) -> Project:
    """It says this. A report keeps its partner and its figures."""
    project = lock_row(project, "enrolment__city", "city")
    _check_going(project.enrolment)
    changed = apply_changes(project, _check_partner(project.enrolment, fields))
    if changed:
        if project.reported_on and (missing := list_missing(project)):
            raise DomainError(missing[0], code="accelerator.report_lacks")
        project.save(update_fields=changed)
    record(verbs.PROJECT_CHANGED, project.enrolment, actor=actor)
    return project


@transaction.atomic
def note_project(project: Project, *, actor: User, **fields: Any) -> ProjectNote:
    """One more dated note."""
    project = lock_row(project, "enrolment", "city")
    _check_going(project.enrolment)
    if fields["noted_on"] > project.city.today():
        raise DomainError(_("This day is still to come."), code="accelerator.note_day", field="noted_on")
    note = ProjectNote.objects.create(project=project, **fields)
    record(verbs.PROJECT_CHANGED, project.enrolment, actor=actor)
    return note


def list_missing(project: Project) -> list[str]:
    """What a report still needs, in sentences."""
    notes = NOTES - project.notes.count()
    lacks = (
        (project.partner_id is None, _("Name a partner of another sector.")),
        (project.start_figure is None, _("Write the figure at the start.")),
        (project.end_figure is None, _("Write the figure at the end.")),
        (notes > 0, _("Dated notes that are still missing: %(n)s.") % {"n": notes}),
        (not project.helped or not project.hindered, _("Write what helped, and what did not.")),
    )
    return [text for lack, text in lacks if lack]


@transaction.atomic
def report_project(project: Project, *, actor: User) -> Project:
    """The project is reported: it counts."""
    project = lock_row(project, "enrolment", "city")
    _check_going(project.enrolment)
    if missing := list_missing(project):
        raise DomainError(missing[0], code="accelerator.report_lacks")
    if project.reported_on is None:
        project.reported_on = project.city.today()
        project.save(update_fields=["reported_on"])
        record(verbs.PROJECT_REPORTED, project.enrolment, actor=actor)
    return project


@transaction.atomic
def write_reflection(row: Enrolment, *, actor: User, text: Any, is_shared: bool) -> TeacherReflection:
    """The teacher's own words, for themselves or for who leads the intake too."""
    _check_going(row)
    reflection = TeacherReflection.objects.create(
        enrolment=row, text=text, is_shared=is_shared, written_on=row.city.today()
    )
    record(verbs.REFLECTED, row, actor=actor)
    return reflection


@transaction.atomic
def make_pairs(row: Accelerator, *, actor: User, number: int) -> list[tuple[Enrolment, Enrolment]]:
    """Each teacher who has no pair in this round gets one across schools, as far as it goes. Returns the new pairs."""
    row = lock_row(row, "city")
    found = match_pairs(row, number)
    pairs = Pair.objects.bulk_create(
        Pair(
            accelerator=row,
            number=number,
            first=one,
            second=other,
            first_school_id=one.organisation_id,
            second_school_id=other.organisation_id,
        )
        for one, other in found
    )
    if pairs:
        users = {one.profile.user for both in found for one in both} - {None, actor}
        record(verbs.PAIRED, row, actor=actor, notify=users, title=row.name)
    return found


def describe_why_no_observation(pair: Pair, user: User) -> str:
    """Why this person cannot write down a visit of the pair, in a sentence; "" when they can."""
    own, _other = find_partner(pair, user)
    if own is None or own.state not in GOES:
        return _("You have no place in a running intake.")
    is_there = Observation.objects.filter(pair=pair, observer=own).exists()
    return _("You have written down this visit already.") if is_there else ""


@transaction.atomic
def record_observation(pair: Pair, *, actor: User, **fields: Any) -> Observation:
    """What the one saw at the other's is for the two of them: the host reads it first, and answers."""
    pair = Pair.objects.select_related("city", "first__profile__user", "second__profile__user").get(pk=pair.pk)
    if refusal := describe_why_no_observation(pair, actor):
        raise DomainError(refusal, code="accelerator.no_observation")
    if fields["held_on"] > pair.city.today():
        raise DomainError(_("The visit is still to come."), code="accelerator.visit_day", field="held_on")
    own, host = find_partner(pair, actor)
    text = _("You have written down this visit already.")
    with refusing("accelerator_observation_once", text=text, code="accelerator.observed_twice"):
        row = Observation.objects.create(pair=pair, observer=own, host=host, **fields)
    told = {host.profile.user} - {None} if host else set()
    record(verbs.OBSERVED, row, actor=actor, notify=told)
    return row


@transaction.atomic
def answer_observation(row: Observation, *, actor: User, **fields: Any) -> Observation:
    """The host has read it and says a sentence: from now on it counts."""
    row = lock_row(row, "city", "observer__profile__user", "host")
    apply_changes(row, fields)
    is_new = row.answered_on is None
    row.answered_on = row.answered_on or row.city.today()
    row.save(update_fields=[*fields, "answered_on"])
    told = {row.observer.profile.user} - {None} if is_new else set()
    record(verbs.OBSERVATION_ANSWERED, row, actor=actor, notify=told)
    return row
