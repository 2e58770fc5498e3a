"""An exchange is opened, goes on part by part, and ends; its code dies after a day."""

import secrets
from collections import Counter, defaultdict
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row, violates
from exchange import verbs
from exchange.models import Card, Exchange, Handshake, Participant
from exchange.queries import find_open_needs, list_guests
from exchange.values import CODE_DIGITS, OPEN_FOR
from exchange.values.groups import Guest, count_meetings, find_free_group, propose_groups
from meetings.models import Session

State = Exchange.State


@transaction.atomic
def open_exchange(*, actor: User, title: dict[str, str], session: Session | None = None) -> Exchange:
    """People can come in by a code of six digits until tomorrow; of a session there is one. Pressed twice it is one."""
    if session is not None:
        lock_row(session)
        if found := Exchange.objects.filter(session=session).first():
            return found
    row = _create_with_code(title, session)
    record(verbs.OPENED, row, actor=actor, title=row.title)
    return row


def _create_with_code(title: dict[str, str], session: Session | None) -> Exchange:
    for _try in range(20):
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        try:
            with transaction.atomic():
                closes = timezone.now() + OPEN_FOR
                return Exchange.objects.create(title=title, session=session, code=code, closes_at=closes)
        except IntegrityError as error:
            if not violates(error, "exchange_code"):
                raise
    raise DomainError(_("We could not create a code. Try again."), code="exchange.no_free_code")


@transaction.atomic
def move_exchange(row: Exchange, *, actor: User, seen: str, to: str) -> None:
    """The next part has begun, or the one before goes on. `seen`: the part that the page showed, so that two presses move
    by one part. With a round everybody has a group.
    """
    now = lock_row(row, "city")
    if now.is_over:
        raise DomainError(str(Exchange.ALREADY[State.ENDED]), code="exchange.over")
    if now.state == to:
        return
    if now.state != seen or to == State.ENDED:
        text = _("The exchange is at another part now. This page shows which.")
        raise DomainError(text, code="exchange.moved_meanwhile")
    now.move(to, state_at=timezone.now())
    if now.round_number:
        seat_people(now)
    record(verbs.MOVED, now, actor=actor, title=now.title, state=str(to))


def seat_people(row: Exchange) -> None:
    """Everybody has a group in this round; who had one in it keeps it."""
    people = list(row.participants.present())
    place = row.round_number - 1
    if any(len(one.groups) > place for one in people):
        for one in people:
            if len(one.groups) <= place:
                join_group(row, one)
        return
    met = count_meetings(_list_rounds(people, place))
    numbers: dict[int, int] = {}
    for number, group in enumerate(propose_groups(list_guests(row), met), start=1):
        numbers |= dict.fromkeys(group, number)
    for one in people:
        one.groups = [*_pad_groups(one, place), numbers[one.pk]]
        one.changed_at = timezone.now()
    Participant.objects.bulk_update(people, ["groups", "changed_at"])


def join_group(row: Exchange, late: Participant) -> None:
    """Who comes late in a round sits in the smallest group that fits; without one, with who leads the exchange."""
    place = row.round_number - 1
    seated: dict[int, list[Guest]] = defaultdict(list)
    for one in row.participants.present().exclude(pk=late.pk):
        if len(one.groups) > place and one.groups[place]:
            seated[one.groups[place]].append(Guest(one.pk, one.sector, one.is_minor))
    numbers = sorted(seated)
    free = find_free_group([seated[number] for number in numbers], Guest(late.pk, late.sector, late.is_minor))
    late.groups = [*_pad_groups(late, place), 0 if free is None else numbers[free]]
    late.save(update_fields=["groups", "changed_at"])


def _pad_groups(one: Participant, place: int) -> list[int]:
    return (one.groups + [0] * place)[:place]


def _list_rounds(people: list[Participant], place: int) -> list[list[list[int]]]:
    rounds = []
    for nth in range(place):
        groups: dict[int, list[int]] = defaultdict(list)
        for one in people:
            if len(one.groups) > nth and one.groups[nth]:
                groups[one.groups[nth]].append(one.pk)
        rounds.append(list(groups.values()))
    return rounds


@transaction.atomic
def end_exchange(row: Exchange, *, actor: User | None) -> None:
    """It has ended, with what came of it counted. Nobody comes in any more; what a phone kept still arrives for a day."""
    now = lock_row(row, "city")
    if now.is_over:
        raise DomainError(str(Exchange.ALREADY[State.ENDED]), code="exchange.over")
    counts = count_exchange(now)
    now.move(State.ENDED, state_at=timezone.now(), ended_at=timezone.now(), code="", **counts)
    record(verbs.ENDED, now, actor=actor, title=now.title, **counts)


def count_exchange(row: Exchange) -> dict[str, Any]:
    """What came of it until now."""
    kinds = Counter(row.cards.present().values_list("kind", flat=True))
    return {
        "people": row.participants.present().count(),
        "offers": kinds[Card.Kind.OFFER],
        "needs": kinds[Card.Kind.NEED],
        "handshakes": Handshake.objects.shaken().filter(card__exchange=row).count(),
        "open_needs": find_open_needs(row).count(),
    }


def describe_counts(row: Exchange) -> dict[str, Any]:
    """What came of it until now; of one that has ended what was counted, for the cards go after some weeks."""
    if not row.is_over:
        return count_exchange(row)
    return {name: getattr(row, name) for name in ("people", "offers", "needs", "handshakes", "open_needs")}


def count_again(row: Exchange) -> None:
    """A hand that is taken after the end, from a phone that came late, is counted too."""
    now = lock_row(row)
    if now.is_over:
        counts = count_exchange(now)
        now.handshakes, now.open_needs = counts["handshakes"], counts["open_needs"]
        now.save(update_fields=["handshakes", "open_needs"])


def close_exchanges() -> int:
    """Exchanges of the scope's city whose day is over have ended, and their codes are dead. Returns how many."""
    late = Exchange.objects.filter(closes_at__lte=timezone.now()).filter(~Q(state=State.ENDED))
    rows = list(late)
    for row in rows:
        end_exchange(row, actor=None)
    return len(rows)


def check_writable(row: Exchange) -> None:
    """Raises DomainError once nothing arrives any more."""
    if not row.is_writable:
        raise DomainError(_("This exchange is over, and nothing more arrives."), code="exchange.closed")
