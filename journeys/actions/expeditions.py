"""Areas chosen, journeys made, learnings brought home."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.models import Membership
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.undo import check_undoable
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, is_same_row, lock_row
from journeys import verbs
from journeys.actions.travellers import check_departure, check_minors_expected
from journeys.actions.trip_consents import ask_trip_consents, call_trip_off, reopen_trip_consents
from journeys.actions.trip_news import tell_of_new_plan
from journeys.models import ActivityArea, Expedition, Learning
from journeys.queries.travellers import list_planners
from journeys.values import MOST_AREAS, PLAN_NEEDS
from labs.actions.cohorts import check_working
from labs.models import Cohort
from labs.models.cohorts import Stage
from stakeholders.models import Area
from stakeholders.queries import find_profile


@transaction.atomic
def choose_area(cohort: Cohort, *, actor: User, area: Area, reason: dict[str, str], decided_on: date) -> ActivityArea:
    """The cohort acts in this area, by a decision of that day. At most three areas; the same one twice is one."""
    check_working(cohort)
    lock_row(cohort)
    chosen = {row.area_id: row for row in cohort.areas.all()}
    if area.pk in chosen:
        return chosen[area.pk]
    if decided_on > cohort.city.today():
        raise DomainError(
            _("The decision date cannot be in the future."), code="journeys.decided_in_future", field="decided_on"
        )
    if len(chosen) >= MOST_AREAS:
        text = _("You have already chosen three areas. Remove one first.")
        raise DomainError(text, code="journeys.enough_areas")
    row = ActivityArea.objects.create(cohort=cohort, area=area, reason=reason, decided_on=decided_on, decided_by=actor)
    record(verbs.AREA_CHOSEN, cohort, actor=actor, title=area.label, area=area.code, decided_on=decided_on.isoformat())
    return row


@transaction.atomic
def drop_area(row: ActivityArea, *, actor: User) -> None:
    """The area is chosen no longer. Refused when an expedition went out for it, and once its gate is passed."""
    Cohort.objects.select_for_update(no_key=True).get(pk=row.cohort_id)
    _check_droppable(row)
    record(verbs.AREA_DROPPED, row.cohort, actor=actor, title=row.area.label, area=row.area.code)
    row.delete()


def describe_why_area_stays(row: ActivityArea) -> str:
    """Why the area cannot be removed now, in a sentence; "" when it can."""
    try:
        _check_droppable(row)
    except DomainError as error:
        return str(error)
    return ""


def _check_droppable(row: ActivityArea) -> None:
    cohort = Cohort.objects.get(pk=row.cohort_id)
    check_working(cohort)
    if cohort.stage > Stage.EXPEDITIONS:
        text = _(
            "You cannot remove this area: the cohort moved to its stage because of it. Move the cohort back "
            "one stage first."
        )
        raise DomainError(text, code="journeys.area_decided")
    if row.expeditions.exists():
        text = _("You cannot remove this area: an expedition belongs to it.")
        raise DomainError(text, code="journeys.area_in_use")


@transaction.atomic
def plan_expedition(cohort: Cohort, *, actor: User, **fields: Any) -> Expedition:
    """A planned expedition waits for the director. The same plan sent twice is one expedition.

    Refused without what a director could not approve it without: minors need a plan that keeps them safe, money a source.

    `fields`: the columns of Expedition that a person fills in.
    """
    check_working(cohort)
    lock_row(cohort)
    twins = Expedition.objects.filter(cohort=cohort, question=fields["question"], starts_on=fields["starts_on"])
    twin = twins.exclude(state=Expedition.State.CANCELLED).first()
    if twin:
        if not is_same_row(twin, fields):
            text = _("This expedition is planned already for that day. Change that one, or ask another question.")
            raise DomainError(text, code="journeys.expedition_twin", field="question")
        return twin
    expedition = Expedition(cohort=cohort, **fields)
    _check_plan(expedition)
    expedition.save()
    expedition.move(Expedition.State.PLANNED)
    record(
        verbs.EXPEDITION_PLANNED,
        expedition,
        actor=actor,
        notify=_other_directors(expedition, actor),
        title=expedition.question,
    )
    return expedition


def describe_why_no_departure(expedition: Expedition) -> str:
    """Why the expedition does not set out, whatever its plan says, in a sentence; "" as long as its cohort goes on."""
    if expedition.state in Expedition.AHEAD and expedition.cohort.is_over:
        return _("The cohort is over, so this expedition does not take place. You can cancel it.")
    return ""


def _check_departure(expedition: Expedition) -> None:
    if refusal := describe_why_no_departure(expedition):
        raise DomainError(refusal, code="journeys.cohort_over")


def _check_plan(expedition: Expedition) -> None:
    for name in expedition.missing:
        text, code = PLAN_NEEDS[name]
        raise DomainError(text, code=code)


@transaction.atomic
def submit_expedition(expedition: Expedition, *, actor: User) -> None:
    """A plan that was sent back waits for the director again. Refused as long as something is missing."""
    now = lock_row(expedition)
    # An approved one comes back to "planned" only by the undo of its approval, and never unseen.
    if now.state == Expedition.State.APPROVED:
        raise DomainError(_("This expedition has already been approved."), code="journeys.expedition_approved")
    _check_departure(now)
    _check_plan(now)
    expedition.move(Expedition.State.PLANNED)
    told = _other_directors(expedition, actor)
    record(verbs.EXPEDITION_SUBMITTED, expedition, actor=actor, notify=told, title=expedition.question)


def _other_directors(expedition: Expedition, actor: User) -> list[Any]:
    ids = Membership.objects.directors().filter(city_id=expedition.city_id).values("user_id")
    return list(get_user_model().objects.filter(pk__in=ids).exclude(pk=getattr(actor, "pk", None)))


def describe_why_plan_stays(expedition: Expedition) -> str:
    """Why the plan cannot be changed now, in a sentence; "" when it can."""
    if refusal := describe_why_no_departure(expedition):
        return refusal
    if expedition.state == Expedition.State.APPROVED:
        return _("This expedition is approved. Ask the director to send it back before you change it.")
    is_plan = expedition.state in {Expedition.State.IDEA, Expedition.State.PLANNED}
    return "" if is_plan else _("This expedition is on record as it was. Its plan cannot be changed any more.")


@transaction.atomic
def change_expedition(expedition: Expedition, *, actor: User, **fields: Any) -> None:
    """The plan reads anew, as long as it is not approved. One that waits for approval stays complete."""
    now = lock_row(expedition)
    if refusal := describe_why_plan_stays(now):
        raise DomainError(refusal, code="journeys.expedition_approved")
    changed = apply_changes(now, fields)
    apply_changes(expedition, fields)
    check_minors_expected(expedition)
    if now.state == Expedition.State.PLANNED:
        _check_plan(expedition)
    expedition.state = now.state
    expedition.save()
    if changed:
        reopen_trip_consents(expedition, changed)
        record(verbs.EXPEDITION_CHANGED, expedition, actor=actor, title=expedition.question, changed=changed)


@transaction.atomic
def approve_expedition(expedition: Expedition, *, actor: User) -> None:
    """The expedition may set out. Minors need a plan that keeps them safe, money needs a source."""
    now = lock_row(expedition)
    _check_departure(now)
    _check_plan(now)
    expedition.move(Expedition.State.APPROVED)
    told = list_planners(expedition, actor)
    record(verbs.EXPEDITION_APPROVED, expedition, actor=actor, notify=told, title=expedition.question)
    ask_trip_consents(expedition, actor=actor)
    tell_of_new_plan(expedition, actor)


@transaction.atomic
def undo_approval(expedition: Expedition, *, actor: User) -> None:
    """The plan waits for approval again, and the planners know. Only right after it, by the person who approved it."""
    check_undoable(expedition, verbs.EXPEDITION_APPROVED, actor=actor)
    expedition.move(Expedition.State.PLANNED)
    told = list_planners(expedition, actor)
    record(verbs.APPROVAL_UNDONE, expedition, actor=actor, notify=told, title=expedition.question)


@transaction.atomic
def send_back_expedition(expedition: Expedition, *, actor: User, reason: str) -> None:
    """The plan, approved or not yet, is a draft again: the planners read why, change it and send it anew."""
    _check_departure(expedition)
    expedition.move(Expedition.State.IDEA)
    told = list_planners(expedition, actor)
    record(verbs.EXPEDITION_SENT_BACK, expedition, actor=actor, notify=told, title=expedition.question, reason=reason)


@transaction.atomic
def start_expedition(expedition: Expedition, *, actor: User) -> None:
    """The expedition is under way. Not before its first day, and not as long as something is missing for who is under 18."""
    _check_departure(expedition)
    if expedition.starts_on > expedition.city.today():
        text = _("The expedition has not started yet. Wait for its first day, or change the dates.")
        raise DomainError(text, code="journeys.too_early")
    # A guardian who takes a yes back at this moment waits, or has taken it back.
    check_departure(lock_row(expedition))
    expedition.move(Expedition.State.UNDERWAY)
    record(verbs.EXPEDITION_SET_OUT, expedition, actor=actor, title=expedition.question)


@transaction.atomic
def return_expedition(expedition: Expedition, *, actor: User) -> None:
    """The people are back; what they learned is still to be written."""
    expedition.move(Expedition.State.RETURNED)
    record(verbs.EXPEDITION_RETURNED, expedition, actor=actor, title=expedition.question)


@transaction.atomic
def cancel_expedition(expedition: Expedition, *, actor: User, reason: str) -> None:
    """The expedition does not take place."""
    expedition.move(Expedition.State.CANCELLED)
    told = list_planners(expedition, actor)
    record(verbs.EXPEDITION_CANCELLED, expedition, actor=actor, notify=told, title=expedition.question, reason=reason)
    call_trip_off(expedition, but=[actor, *told], reason=reason)


def describe_why_nothing_to_note(expedition: Expedition) -> str:
    """Why no learning of the expedition can be noted, in a sentence; "" once people are on their way."""
    if expedition.state in {Expedition.State.UNDERWAY, Expedition.State.RETURNED, Expedition.State.LEARNED}:
        return ""
    if expedition.state == Expedition.State.CANCELLED:
        return _("This expedition was cancelled: nobody travelled, and there is nothing to note.")
    return _("Start the expedition first. Then you can note learnings.")


@transaction.atomic
def note_learning(expedition: Expedition, *, actor: User, **fields: Any) -> Learning:
    """One more learning of the journey, in the writer's words and language. The same words twice are one learning."""
    now = lock_row(expedition)
    if refusal := describe_why_nothing_to_note(now):
        raise DomainError(refusal, code="journeys.not_on_the_way")
    same = now.learnings.filter(observation=fields["observation"], principle=fields.get("principle", "")).first()
    if same:
        return same
    writer = find_profile(actor)
    learning = Learning.objects.create(expedition=now, by=writer, language=(get_language() or "en")[:2], **fields)
    record(verbs.LEARNING_NOTED, expedition, actor=actor, title=expedition.question, learning=learning.pk)
    return learning


def describe_why_learning_stays(learning: Learning) -> str:
    """Why the words of the learning stay, in a sentence; "" for one that no model cites."""
    if learning.citations.exists():
        return _("The city model cites this learning, so you cannot change it. Add another learning instead.")
    return ""


@transaction.atomic
def change_learning(learning: Learning, *, actor: User, **fields: Any) -> None:
    """The learning says it in other words. One that a model cites stays as it was cited."""
    if refusal := describe_why_learning_stays(learning):
        raise DomainError(refusal, code="journeys.learning_cited")
    changed = apply_changes(learning, fields)
    if changed:
        learning.save()
        _note_rewording(learning, actor, changed)


def _note_rewording(learning: Learning, actor: User, changed: list[str]) -> None:
    journey = learning.expedition
    data = {"title": journey.question, "learning": learning.pk, "changed": changed}
    record(verbs.LEARNING_CHANGED, journey, actor=actor, **data)


@transaction.atomic
def conclude_expedition(expedition: Expedition, *, actor: User) -> None:
    """The journey counts as learned from. At least one learning says its principle."""
    learnings = expedition.learnings.exclude(principle="")
    if not learnings.exists():
        text = _("Write at least one learning with its principle: what could be true in our city too?")
        raise DomainError(text, code="journeys.nothing_learned")
    expedition.move(Expedition.State.LEARNED)
    record(verbs.EXPEDITION_LEARNED, expedition, actor=actor, title=expedition.question, learnings=learnings.count())
