"""What the forum says about an item: proposed, put to the meeting, decided for good, acted on, reviewed."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.queries import city_today
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_reminders, schedule_reminder
from educities.kit.dates import add_months
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row, refusing_rows
from forum import verbs
from forum.actions import rejections
from forum.actions.agenda import list_senders
from forum.actions.ballots import check_answers_fall, check_noted, clear_versions, delete_ballots
from forum.actions.objections import Said, find_objections, note_statements, tell_left_out
from forum.actions.reading import UNREAD, ReadPage, describe_ended_lately, lock_held_meeting
from forum.actions.reversals import conclude_review
from forum.actions.votes import check_lost, check_present, check_weight, clean_votes
from forum.actions.working import describe_why_nothing_new
from forum.models import AgendaItem, Decision, Meeting
from forum.queries import count_presence, list_acting_users, list_leaders
from forum.queries.items import find_record
from forum.texts import name_matter
from forum.values import LONGEST_REVIEW_MONTHS, REMINDED_BEFORE_DAYS, Presence
from forum.values.reviews import REVIEW_KIND
from meetings.models import Session

State = Decision.State
MORNING = time(9)
ACT_SOON = "forum.act_soon"


def describe_why_not_proposed(item: AgendaItem) -> str:
    """Why nothing can be proposed about the item, in a sentence; "" while it waits before a forum that meets."""
    if not item.is_waiting:
        return str(AgendaItem.ALREADY[item.state])
    return describe_why_nothing_new(item)


@transaction.atomic
def propose_decision(
    item: AgendaItem,
    *,
    actor: User,
    words: dict[str, str],
    seen: dict[str, str] | None = None,
    sure: bool = True,
    answered: str | None = None,
) -> Decision:
    """These words are proposed about the item; as long as nothing is decided they can be written again.

    `seen`: what the writer had read, where somebody may have written something else since. Raises DomainError unless `sure`
    where members have answered the words of before: those answers count no more. `answered`: whose, as the question named them.
    """
    lock_row(item.charter)
    item = lock_row(item, "charter")
    if refusal := describe_why_not_proposed(item):
        raise DomainError(refusal, code="forum.item_over")
    decision = Decision.objects.filter(item=item).first()
    if decision is not None and decision.state == State.WITHDRAWN:
        raise DomainError(str(Decision.ALREADY[State.WITHDRAWN]), code="forum.withdrawn")
    if decision is None:
        decision = Decision.objects.create(item=item, words=words)
        record(verbs.PROPOSED, decision, actor=actor)
    elif decision.words != words:
        if seen is not None and seen != decision.words:
            text = _(
                "Someone else wrote another proposal while you were writing. Load the page again before you write."
            )
            raise DomainError(text, code="forum.proposal_changed", field="words")
        check_answers_fall(decision, sure, answered)
        decision.words = words
        decision.save(update_fields=["words"])
        clear_versions(decision)
        record(verbs.PROPOSED, decision, actor=actor, changed=["words"])
    return decision


@transaction.atomic
def open_decision(item: AgendaItem, *, actor: User) -> Decision:
    """What is proposed about the item is put to the meeting that is held now."""
    meeting = lock_held_meeting(item)
    decision = Decision.objects.filter(item=item).first()
    if decision is None:
        raise DomainError(_("Write first what is proposed."), code="forum.no_proposal")
    item = _lock_open(item)
    decision.refresh_from_db()
    if decision.state == State.OPEN and decision.meeting_id != meeting.pk:
        # It was before an earlier meeting, which did not decide it.
        decision.meeting = meeting
        decision.save(update_fields=["meeting"])
    else:
        decision.move(State.OPEN, meeting=meeting)
    if item.meeting_id != meeting.pk:
        item.meeting = meeting
        item.save(update_fields=["meeting"])
    record(verbs.DISCUSSED, decision, actor=actor)
    return decision


def describe_why_not_decided(item: AgendaItem) -> str:
    """Why the item cannot be decided now, in a sentence; "" when it can."""
    if not item.is_waiting:
        return str(AgendaItem.ALREADY[item.state])
    held = Meeting.objects.filter(charter=item.charter_id, session__state=Session.State.HELD)
    if held.exists():
        return ""
    return describe_ended_lately(item) or _("Decisions are taken while a meeting is held. Open the meeting first.")


@transaction.atomic
def decide_item(
    item: AgendaItem,
    *,
    actor: User,
    takes_effect: bool = False,
    earlier: str = "",
    shown: str = "",
    not_carried: bool = False,
    as_advice: bool | None = None,
    read: ReadPage = UNREAD,
    **fields: Any,
) -> Decision:
    """By whoever is present now the forum has said this: a decision, or advice for ever; or what was proposed is not carried.

    `fields`: words, method, votes_for, votes_against, abstained, dissent, acts_profile, acts_organisation, act_by, review_on.
    `takes_effect`: the record changes as its kind says. `earlier`: what becomes of the decision that is reviewed.
    `shown`: which state of the record the page showed. `not_carried`: whoever notes a vote says that it was lost.
    `as_advice`: whoever notes it says that it is advice; None where nobody is asked. `read`: what they had before them; the
    members' own answers are deleted with it: what is noted here counts. What they wrote is noted as it stands.
    """
    meeting = lock_held_meeting(item)
    item = _lock_open(item)
    presence = count_presence(meeting.charter, meeting.session)
    check_present(presence)
    check_noted(item, meeting, read, fields)
    said = find_objections(item, meeting, read)
    fields = clean_votes(fields, presence)
    is_carried = not check_lost(fields, not_carried)
    if is_carried:
        check_weight(presence, as_advice)
        _check_review(fields["review_on"])
        if takes_effect:
            _check_effect(item, actor, shown)
    else:
        fields = rejections.leave_out(item, fields, presence, earlier, shown)
    decision = _open_words(item, actor, fields["words"], meeting)
    fields |= {"left_out": len(said.left), "takes_effect": is_carried and takes_effect and presence.decides}
    with refusing_rows():
        decision.move(State.DECIDED if is_carried else State.REJECTED, **fields, **_freeze_moment(meeting, presence))
    _close_item(item, meeting, decision, said, actor)
    if decision.is_rejected:
        rejections.follow_rejection(decision, item, actor)
    else:
        _follow_decision(decision, item, actor, earlier)
    return decision


def _open_words(item: AgendaItem, actor: User, words: dict[str, str], meeting: Meeting) -> Decision:
    decision = propose_decision(item, actor=actor, words=words)
    if decision.state == State.PROPOSED:
        decision.move(State.OPEN, meeting=meeting)
    return decision


def _close_item(item: AgendaItem, meeting: Meeting, decision: Decision, said: Said, actor: User) -> None:
    note_statements(decision, said.kept)
    tell_left_out(decision, said, actor)
    delete_ballots(decision__item=item)
    item.meeting = meeting
    item.save(update_fields=["meeting"])
    item.move(AgendaItem.State.DECIDED)


def _lock_open(item: AgendaItem) -> AgendaItem:
    """The item, on which nothing is decided until the transaction ends."""
    lock_row(item.charter)
    now = lock_row(item, "charter__city", "city", "sent_by__user")
    if not now.is_waiting:
        raise DomainError(str(AgendaItem.ALREADY[now.state]), code="forum.item_over")
    return now


def _check_effect(item: AgendaItem, actor: User, shown: str) -> None:
    """The record can be changed by this person now, and is as their page showed it; it stays so to the end."""
    kind, row = find_record(item)
    if kind is None or row is None:
        return
    lock_row(row)
    row.refresh_from_db()
    if refusal := kind.describe_why_no_effect(row, actor) or rejections.describe_why_unread(kind, row, shown):
        raise DomainError(refusal, code="forum.no_effect", field="takes_effect")


def _check_review(day: date | None) -> None:
    today = city_today()
    last = add_months(today, LONGEST_REVIEW_MONTHS)
    if day is None or not today < day <= last:
        text = _("Choose a day on which it is reviewed, within 18 months.")
        raise DomainError(text, code="forum.review_day", field="review_on")


def _freeze_moment(meeting: Meeting, presence: Presence) -> dict[str, Any]:
    """When it was said, where, and by whom present."""
    return {
        "meeting": meeting,
        "decided_on": city_today(),
        "concluded_at": timezone.now(),
        "is_advice": not presence.decides,
        "voting": presence.voting,
        "needed": presence.needed,
        "present": presence.present,
        "sectors": presence.sectors,
    }


def _answer_sender(decision: Decision, item: AgendaItem, actor: User) -> None:
    """The decision stands in the logs; whoever sent the matter up reads the answer."""
    verb = verbs.ADVISED if decision.is_advice else verbs.DECIDED
    note = {"title": name_matter(item), "about": item.title, "words": decision.words}
    facts: dict[str, Any] = {"is_advice": decision.is_advice, "review_on": str(decision.review_on)}
    record(
        verb,
        decision,
        actor=actor,
        notify=list_senders([item], but=actor),
        url=item.get_absolute_url(),
        note=note,
        **facts,
    )


def _follow_decision(decision: Decision, item: AgendaItem, actor: User, earlier: str) -> None:
    """What it changes: the record that it is about, the decision that came back, the day of whoever acts on it."""
    _answer_sender(decision, item, actor)
    kind, row = find_record(item) if decision.takes_effect else (None, None)
    if kind is not None and row is not None and kind.carry_out is not None:
        kind.carry_out(row, decision, actor)
    if item.record_kind == REVIEW_KIND and not decision.is_advice:
        conclude_review(item, actor, earlier)
    told = list_acting_users(decision)
    if decision.act_by is not None:
        note = {"title": name_matter(item), "words": decision.words}
        record(verbs.ASSIGNED, decision, actor=actor, notify=told, note=note, act_by=str(decision.act_by))
        _schedule_act(decision)


def _schedule_act(decision: Decision) -> None:
    """Who acts on it is reminded some days before, where there is so much time."""
    if decision.act_by is None:
        return
    city, day = decision.city, decision.act_by - timedelta(days=REMINDED_BEFORE_DAYS)
    if day > city_today():
        ends = datetime.combine(decision.act_by, MORNING, city.zone)
        schedule_reminder(decision, ACT_SOON, datetime.combine(day, MORNING), city.zone, ends)


def describe_why_no_report(decision: Decision) -> str:
    """Why nothing is to be reported, in a sentence; "" while somebody acts on it."""
    if decision.done_on is not None:
        return _("It was reported already what was done.")
    return "" if decision.is_to_be_done else _("Nobody was asked to act on this decision.")


@transaction.atomic
def report_done(decision: Decision, *, actor: User, words: dict[str, str]) -> None:
    """What was done on the decision, in a sentence, from today; whoever leads the forum reads of it."""
    now = lock_row(decision, "item__charter", "city", "acts_profile", "acts_organisation")
    if refusal := describe_why_no_report(now):
        raise DomainError(refusal, code="forum.nothing_to_report")
    now.done_on, now.done_words = city_today(), words
    now.save(update_fields=["done_on", "done_words"])
    cancel_reminders(now)
    record(verbs.DONE, now, actor=actor, notify=list_leaders(now.item.charter, but=actor), title=now.item.title)


def call_reviews(today: date | None = None, most: int = 200) -> int:
    """Decisions of the scope's city whose day of review has come wait for it, and who acts on them and who leads the
    forum hear of it. Safe to run twice. Returns how many.
    """
    today = today or city_today()
    due = Decision.objects.filter(state=State.DECIDED, review_on__lte=today).order_by("pk").values_list("pk", flat=True)
    return sum(_call_review(pk) for pk in due[:most])


@transaction.atomic
def _call_review(pk: int) -> int:
    rows = Decision.objects.select_for_update(no_key=True, of=["self"])
    decision = rows.select_related("item__charter", "city", "acts_profile", "acts_organisation").get(pk=pk)
    if decision.state != State.DECIDED:
        return 0
    decision.move(State.REVIEW_DUE)
    told = [*list_acting_users(decision), *list_leaders(decision.item.charter)]
    record(
        verbs.REVIEW_DUE,
        decision,
        actor=None,
        notify=told,
        note={"title": name_matter(decision.item)},
        once=f"forum-review:{pk}",
    )
    return 1
