"""People come in, write cards and mark those of others."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit, forget_try
from educities.kit.rows import lock_row
from educities.tenancy.scope import require_city_id
from exchange import verbs
from exchange.actions.exchanges import check_writable, join_group
from exchange.models import Card, CardMark, Exchange, Participant
from exchange.models.exchanges import Team
from exchange.values import (
    CITY_SECONDS,
    CITY_TRIES,
    LONGEST_WAIT,
    MOST_CARDS,
    MOST_PEOPLE,
    NETWORK_SECONDS,
    NETWORK_TRIES,
    TEAM_SIZE,
)
from stakeholders.actions.adulthood import are_adults
from stakeholders.actions.strengths import claim_area
from stakeholders.models import Area, Profile, StrengthClaim
from stakeholders.queries import find_profile


def find_exchange(code: str, *, network: str) -> Exchange:
    """The exchange that has this code now. Raises DomainError for a wrong one, and TooOften for too many wrong ones."""
    city = str(require_city_id())
    check_limit("exchange-code", network, most=NETWORK_TRIES, seconds=NETWORK_SECONDS)
    check_limit("exchange-codes-of-city", city, most=CITY_TRIES, seconds=CITY_SECONDS)
    row = Exchange.objects.select_related("city").filter(code=code).first() if code else None
    if row is None or not row.takes_people:
        raise DomainError(_("This code is not valid now. Check the digits on the screen."), code="exchange.wrong_code")
    forget_try("exchange-code", network)
    forget_try("exchange-codes-of-city", city)
    return row


@transaction.atomic
def join_exchange(
    row: Exchange,
    *,
    actor: User | None,
    first_name: str,
    language: str,
    is_minor: bool = False,
    sector: int | None = None,
) -> Participant:
    """The person takes part: of the city with their profile, whoever has no account as a guest. A second time is the same.

    Of a pupil no name is written down: the team is named.
    """
    row = lock_row(row, "city")
    profile = find_profile(actor)
    if profile is not None and (found := row.participants.filter(profile=profile).first()):
        return found
    if profile is not None:
        is_minor, sector = not are_adults(profile), _find_sector(profile)
    facts: dict[str, Any] = {"profile": profile, "sector": sector, "language": language}
    person = _create_participant(row, first_name, is_minor, facts)
    record(verbs.JOINED, row, actor=actor)
    return person


def _create_participant(row: Exchange, first_name: str, is_minor: bool, facts: dict[str, Any]) -> Participant:
    if row.is_over:
        raise DomainError(str(Exchange.ALREADY[Exchange.State.ENDED]), code="exchange.over")
    if row.participants.count() >= MOST_PEOPLE:
        raise DomainError(_("There is no place for more people in this exchange."), code="exchange.full")
    if not is_minor and not first_name:
        text = _("Write the first name that the others should read.")
        raise DomainError(text, code="exchange.no_name", field="first_name")
    named = {"team": choose_team(row)} if is_minor else {"first_name": first_name}
    person = Participant.objects.create(exchange=row, **named, **facts)
    if row.round_number:
        join_group(row, person)
    return person


def _find_sector(profile: Profile) -> int | None:
    """The sector of all organisations the person speaks for, where it is one."""
    spoken_for = profile.representations.current().filter(accepted_at__isnull=False)
    sectors = set(spoken_for.values_list("organisation__sector", flat=True))
    return sectors.pop() if len(sectors) == 1 else None


def choose_team(row: Exchange) -> str:
    """The first team with a place; once all are full, the smallest."""
    sizes = Counter(row.participants.exclude(team="").values_list("team", flat=True))
    teams = [str(one) for one in Team]
    return next((one for one in teams if sizes[one] < TEAM_SIZE), min(teams, key=lambda one: sizes[one]))


@transaction.atomic
def write_card(
    participant: Participant,
    *,
    actor: User | None,
    kind: str,
    text: str,
    area: Area | None,
    key: UUID,
    at: datetime | None = None,
) -> Card:
    """The offer or need stands there. One that is sent twice is one; `at` is when it was written, not when it arrived."""
    check_writable(participant.exchange)
    lock_row(participant)
    if found := participant.cards.filter(key=key).first():
        return found
    if participant.cards.count() >= MOST_CARDS:
        text = _("%(n)s cards are enough for one exchange. Take one back before you write another.")
        raise DomainError(text % {"n": MOST_CARDS}, code="exchange.enough")
    row = Card.objects.create(
        exchange=participant.exchange,
        participant=participant,
        kind=kind,
        area=area,
        text=text,
        language=participant.language,
        key=key,
        written_at=limit_moment(at),
    )
    record(verbs.CARD_WRITTEN, participant.exchange, actor=actor, kind=str(kind))
    return row


@transaction.atomic
def type_card(
    row: Exchange,
    *,
    actor: User,
    first_name: str,
    is_minor: bool,
    kind: str,
    text: str,
    area: Area | None,
    key: UUID,
    language: str,
) -> Card:
    """Who leads the exchange types in a card of somebody without a phone; the same first name is the same person."""
    row = lock_row(row, "city")
    check_writable(row)
    if found := row.cards.filter(key=key).first():
        return found
    typed = row.participants.filter(has_phone=False)
    person = typed.exclude(team="").first() if is_minor else typed.filter(first_name=first_name).first()
    if person is None:
        person = _create_participant(row, first_name, is_minor, {"has_phone": False, "language": language})
    person.exchange = row
    return write_card(person, actor=actor, kind=kind, text=text, area=area, key=key)


def limit_moment(at: datetime | None) -> datetime:
    """The moment that a phone says, never ahead of now and never older than a day."""
    now = timezone.now()
    return now if at is None or at > now or now - at > LONGEST_WAIT else at


@transaction.atomic
def choose_area(card: Card, *, actor: User | None, area: Area) -> None:
    """The card is about this area, and so stands on the wall."""
    check_writable(card.exchange)
    card.area = area
    card.save(update_fields=["area", "changed_at"])


@transaction.atomic
def withdraw_card(card: Card, *, actor: User | None) -> None:
    """The card is gone, as long as nobody has shaken hands on it."""
    lock_row(card)
    if card.handshakes.exists():
        raise DomainError(_("Someone has shaken hands with you on this card."), code="exchange.card_in_use")
    record(verbs.CARD_WITHDRAWN, card.exchange, actor=actor, kind=card.kind)
    card.delete()


@transaction.atomic
def mark_card(
    card: Card, participant: Participant, *, actor: User | None, kind: str, is_on: bool, at: datetime | None = None
) -> None:
    """ "I can" on a need, "me too" on any card of somebody else, or neither any more: of two taps the later one counts."""
    check_writable(participant.exchange)
    if card.participant_id == participant.pk:
        raise DomainError(_("This card is your own."), code="exchange.own_card")
    if kind == CardMark.Kind.CAN and card.kind != Card.Kind.NEED:
        raise DomainError(_("“I can” answers a need."), code="exchange.no_need")
    moment = limit_moment(at)
    values = {"is_on": is_on, "at": moment}
    mark, is_new = CardMark.objects.get_or_create(card=card, participant=participant, kind=kind, defaults=values)
    if is_new:
        record(verbs.CARD_MARKED, participant.exchange, actor=actor, kind=str(kind))
        return
    earlier = CardMark.objects.filter(pk=mark.pk, at__lt=moment)
    earlier.update(**values, changed_at=timezone.now())


@transaction.atomic
def keep_card(card: Card, *, actor: User) -> StrengthClaim:
    """What the person offered is a strength on their own page, what they need a growth area: by their own tap alone."""
    profile = card.participant.profile
    if profile is None or profile.user_id != actor.pk or card.area is None:
        text = _("Choose an area for this card first. Only people with an account in the city can keep it.")
        raise DomainError(text, code="exchange.not_kept")
    kind = StrengthClaim.Kind.STRENGTH if card.kind == Card.Kind.OFFER else StrengthClaim.Kind.GROWTH
    claim = claim_area(profile, actor=actor, area=card.area, kind=kind, words=card.text)
    card.kept_at = timezone.now()
    card.save(update_fields=["kept_at", "changed_at"])
    record(verbs.CARD_KEPT, card.exchange, actor=actor, kind=card.kind)
    return claim
