"""The agenda: what comes by itself, what is sent up, what the chair writes; its order, and what is postponed."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.queries import city_today
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import LANGUAGES
from educities.kit.rows import lock_row
from forum import verbs
from forum.actions.ballots import delete_ballots
from forum.actions.working import check_working, describe_why_not_working, describe_why_nothing_new
from forum.models import AgendaItem, Charter, Decision, Meeting
from forum.queries import find_working_charter, list_leaders
from forum.queries.sessions import find_next_meeting
from forum.texts import name_matter
from forum.values import AGENDA, AgendaKind
from meetings.models import Session
from stakeholders.queries import find_profile

State = AgendaItem.State
NO_FORUM = "forum.none"


def write_in_languages(write: Callable[[], str]) -> dict[str, str]:
    """What `write` says in each of the languages."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = write()
    return found


@transaction.atomic
def build_agenda(charter: Charter, *, today: date | None = None) -> int:
    """Each record that is a matter of the forum now is on its agenda, once; what was settled elsewhere has left it.

    Safe to run twice. Returns how many items came.
    """
    today = today or city_today()
    charter = lock_row(charter, "city", "body__program")
    if describe_why_not_working(charter):
        return 0
    meeting = find_next_meeting(charter)
    added = 0
    for kind in AGENDA:
        if kind.find is not None:
            added += _add_found(charter, meeting, kind, list(kind.find(today)))
    if added:
        record(verbs.AGENDA_BUILT, charter, actor=None, number=added)
    return added


def _add_found(charter: Charter, meeting: Meeting | None, kind: AgendaKind, rows: list[Any]) -> int:
    waiting = AgendaItem.objects.waiting().filter(charter=charter, record_kind=kind.key)
    there = {item.record_id: item for item in waiting}
    fresh = [row for row in rows if row.pk not in there and not _was_answered(charter, kind, row)]
    for row in fresh:
        create_item(charter, meeting, kind=kind, row=row)
    found = {row.pk for row in rows}
    for number, item in there.items():
        if number not in found and not item.is_sent_up and not Decision.objects.filter(item=item).exists():
            item.move(State.DROPPED)
            record(verbs.ITEM_OUTGROWN, item, actor=None)
    return len(fresh)


def _was_answered(charter: Charter, kind: AgendaKind, row: Model) -> bool:
    """Has the forum decided about the record as it is now, or did the chair take it off? Then it comes by hand alone.

    Advice is no answer, nor is what was said before the record was put before the forum anew; where the question stays open,
    nor is that nothing was carried.
    """
    about = AgendaItem.objects.filter(charter=charter, record_kind=kind.key, record_id=row.pk)
    if since := kind.find_since(row):
        about = about.filter(decision__concluded_at__gte=since)
    by_hand = Q(state=State.DROPPED, decision__state=Decision.State.WITHDRAWN)
    said = Q(state=State.DECIDED, decision__is_advice=False)
    if kind.stays_open:
        said &= ~Q(decision__state=Decision.State.REJECTED)
    return about.filter(by_hand | said).exists()


def create_item(
    charter: Charter,
    meeting: Meeting | None,
    *,
    kind: AgendaKind | None = None,
    row: Any = None,
    **fields: Any,
) -> AgendaItem:
    """At the end, also behind what was decided: minutes are read in the order of the meeting.

    `kind` and `row`: the record that it is about, by whose name it is called.
    """
    last = AgendaItem.objects.filter(charter=charter).aggregate(last=Max("position"))["last"] or 0
    about: dict[str, Any] = {}
    if kind is not None:
        about = {
            "record_kind": kind.key,
            "record_id": row.pk,
            "title": write_in_languages(lambda: kind.name(row)[:200]),
        }
    item: AgendaItem = AgendaItem.objects.create(
        charter=charter, meeting=meeting, position=last + 1, **{**about, **fields}
    )
    return item


@transaction.atomic
def add_item(
    charter: Charter,
    *,
    actor: User,
    title: dict[str, str],
    words: dict[str, str] | None = None,
    meeting: Meeting | None = None,
) -> AgendaItem:
    """A matter that whoever leads the forum wrote stands at the end of the agenda. Sent twice it is one.

    `meeting`: on whose agenda, while that one is to come or held; else it is the next one's.
    """
    charter = lock_row(charter, "city", "body__program")
    check_working(charter)
    waiting = AgendaItem.objects.waiting().filter(charter=charter, record_kind="", title=title)
    if twin := waiting.first():
        return twin  # type: ignore[no-any-return]
    if meeting is None or not (meeting.is_to_come or meeting.is_on):
        meeting = find_next_meeting(charter)
    item = create_item(charter, meeting, title=title, words=words or {})
    record(verbs.ITEM_ADDED, item, actor=actor)
    return item


def describe_why_not_sent() -> str:
    """Why nothing can be sent to the forum now, in a sentence; "" while the city has one."""
    return "" if find_working_charter() else _("The city has no forum: its five years are not signed.")


@transaction.atomic
def send_up(kind: AgendaKind, row: Any, *, actor: User, words: dict[str, str]) -> AgendaItem:
    """The matter of a lab, a cohort, an initiative is on the forum's agenda, with a sentence; who leads the forum is told.

    Its answer goes back to the sender, and stands on the page of the thing.
    """
    charter = find_working_charter()
    if charter is None:
        raise DomainError(_("The city has no forum: its five years are not signed."), code=NO_FORUM)
    charter = lock_row(charter, "city")
    waiting = AgendaItem.objects.waiting().filter(charter=charter, record_kind=kind.key, record_id=row.pk)
    sender = find_profile(actor)
    item: AgendaItem | None = waiting.first()
    if item is not None and item.is_sent_up:
        if item.sent_by == sender and item.words == words:
            return item
        raise DomainError(_("This is on the forum’s agenda already."), code="forum.sent_already")
    if item is None:
        item = create_item(charter, find_next_meeting(charter), kind=kind, row=row)
    item.words, item.sent_by, item.is_sent_up = words, sender, True
    item.save(update_fields=["words", "sent_by", "is_sent_up"])
    told = list_leaders(charter, but=actor)
    note = {"title": name_matter(item), "about": item.title, "words": words}
    record(verbs.SENT_UP, item, actor=actor, notify=told, note=note, kind=kind.key)
    return item


def describe_why_item_stays(item: AgendaItem) -> str:
    """Why the item cannot be moved or discussed any more, in a sentence; "" while it waits."""
    return "" if item.is_waiting else str(AgendaItem.ALREADY[item.state])


def _lock_waiting(item: AgendaItem, *, is_over: bool = False) -> AgendaItem:
    """The item that waits; `is_over`: it may do so before a forum that does not meet any more."""
    lock_row(item.charter)
    now = lock_row(item, "charter__body__program", "city")
    if not is_over:
        check_working(now.charter)
    if refusal := describe_why_item_stays(now):
        raise DomainError(refusal, code="forum.item_over")
    return now


@transaction.atomic
def move_item(item: AgendaItem, *, actor: User, is_up: bool) -> None:
    """The item stands one place further up or down among those that wait with it; at the end it stays."""
    item = _lock_waiting(item)
    rows = list(AgendaItem.objects.waiting().filter(charter=item.charter_id, meeting=item.meeting_id))
    place = next(number for number, one in enumerate(rows) if one.pk == item.pk)
    other = place + (-1 if is_up else 1)
    if not 0 <= other < len(rows):
        return
    places = [one.position for one in rows]
    rows[place], rows[other] = rows[other], rows[place]
    # From the place of the first one on: behind what the meeting has decided already.
    for number, one in enumerate(rows):
        places[number] = max(places[number], places[number - 1] + 1) if number else places[0]
        AgendaItem.objects.filter(pk=one.pk).update(position=places[number])
    record(verbs.ITEM_MOVED, item, actor=actor)


@transaction.atomic
def postpone_item(item: AgendaItem, *, actor: User) -> None:
    """The item waits for the meeting after this one."""
    item = _lock_waiting(item)
    later = None
    if item.meeting is not None:
        rows = Meeting.objects.filter(charter=item.charter_id, session__starts_at__gt=item.meeting.session.starts_at)
        open_states = (Session.State.SCHEDULED, Session.State.DRAFT)
        later = rows.filter(session__state__in=open_states).order_by("session__starts_at").first()
    if item.meeting is not None and item.meeting.is_on:
        note_put_off(item.meeting, [item], later)
    item.meeting, item.postponed = later, item.postponed + 1
    item.save(update_fields=["meeting", "postponed"])
    delete_ballots(decision__item=item)
    record(verbs.ITEM_POSTPONED, item, actor=actor)


@transaction.atomic
def drop_item(item: AgendaItem, *, actor: User, reason: str) -> None:
    """Nothing is decided on it; what was proposed is withdrawn, and whoever sent it up reads why."""
    item = _lock_waiting(item, is_over=True)
    item.move(State.DROPPED)
    decision = Decision.objects.filter(item=item).first()
    if decision is None:
        # What came by itself does not come back the next night.
        decision = Decision.objects.create(item=item, words=item.title)
    decision.move(Decision.State.WITHDRAWN, concluded_at=timezone.now())
    delete_ballots(decision=decision)
    told = list_senders([item], but=actor)
    record(verbs.ITEM_DROPPED, item, actor=actor, notify=told, reason=reason, note={"title": name_matter(item)})


def describe_why_not_restored(item: AgendaItem) -> str:
    """Why the item cannot come back, in a sentence; "" of one that was taken off."""
    if item.state != State.DROPPED:
        return str(AgendaItem.ALREADY[item.state])
    if refusal := describe_why_nothing_new(item):
        return refusal
    twins = AgendaItem.objects.waiting().filter(charter=item.charter_id, record_kind=item.record_kind)
    is_there = item.record_id is not None and twins.filter(record_id=item.record_id).exists()
    return _("This is on the forum’s agenda already.") if is_there else ""


@transaction.atomic
def restore_item(item: AgendaItem, *, actor: User) -> None:
    """It is on the agenda of the next meeting again, with what was proposed; whoever sent it up reads so. Twice is once."""
    lock_row(item.charter)
    item = lock_row(item, "charter", "city", "sent_by__user")
    if item.is_waiting:
        return
    if refusal := describe_why_not_restored(item):
        raise DomainError(refusal, code="forum.item_stays_off")
    decision = Decision.objects.filter(item=item).first()
    if decision is not None and decision.words == item.title:
        # Nothing was proposed: the row only kept the item from coming back by itself.
        decision.delete()
    elif decision is not None:
        decision.move(Decision.State.PROPOSED, concluded_at=None)
    item.move(State.WAITING)
    item.meeting = find_next_meeting(item.charter)
    item.save(update_fields=["meeting"])
    told = list_senders([item], but=actor)
    record(verbs.ITEM_RESTORED, item, actor=actor, notify=told, note={"title": name_matter(item)})


def list_senders(items: Iterable[AgendaItem], *, but: User | None = None) -> list[User]:
    """The accounts of whoever sent these items up."""
    users = {item.sent_by.user for item in items if item.sent_by is not None and item.sent_by.user is not None}
    return [user for user in users if user != but]


def attach_waiting(meeting: Meeting, *, takes_agenda: bool = False) -> int:
    """What waits without a meeting is on this one's agenda, and what waits for a later one of which nobody knows yet.

    `takes_agenda`: what waits for a later meeting to which people are invited too. What was postponed stays where it was
    put. Returns how many items came.
    """
    later = Q(meeting__session__starts_at__gt=meeting.session.starts_at, meeting__ended_at=None, postponed=0)
    if not takes_agenda:
        later &= Q(meeting__session__state=Session.State.DRAFT)
    waiting = AgendaItem.objects.waiting().filter(Q(meeting=None) | later, charter=meeting.charter_id)
    return AgendaItem.objects.filter(pk__in=waiting.values("pk")).update(meeting=meeting)


def detach_waiting(meeting: Meeting) -> None:
    """What was not discussed there waits for the next meeting; of one that was held its minutes say so."""
    following = find_next_meeting(meeting.charter)
    target = following if following and following.pk != meeting.pk else None
    waiting = AgendaItem.objects.waiting().filter(meeting=meeting)
    if meeting.is_ended:
        note_put_off(meeting, waiting, target)
    waiting.update(meeting=target)


def note_put_off(meeting: Meeting, items: Iterable[AgendaItem], target: Meeting | None) -> None:
    """The minutes of the meeting say that these items were put off, and to when: as it is at this moment. The charter is
    locked: nothing else is put off meanwhile.
    """
    meeting.refresh_from_db(fields=["put_off"])
    to = target.session.starts_at.isoformat() if target else None
    noted = {**(meeting.put_off or {}), **{str(item.pk): to for item in items}}
    if noted != (meeting.put_off or {}):
        meeting.put_off = noted
        meeting.save(update_fields=["put_off"])
