"""People write cards and mark those of others."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from exchange import verbs
from exchange.actions.exchanges import check_writable
from exchange.actions.joining import create_participant
from exchange.models import Card, CardMark, Exchange, Participant
from exchange.values import LONGEST_WAIT, MOST_CARDS
from stakeholders.actions.strengths import claim_area
from stakeholders.models import Area, StrengthClaim


@transaction.atomic
def write_card(
    participant: Participant,
    *,
    actor: User | None,
    kind: str,
    text: str,
    area: Area | None,
    key: UUID,
    area_words: str = "",
    at: datetime | None = None,
) -> Card:
    """The offer or need stands there. One that is sent twice is one; `at` is when it was written, not when it arrived.

    `area_words`: what was typed as an area and is none.
    """
    check_writable(participant.exchange)
    lock_row(participant)
    if found := participant.cards.filter(key=key).first():
        return found
    if participant.cards.present().count() >= MOST_CARDS:
        text = _("%(n)s cards are enough for one exchange. Take one back before you write another.")
        raise DomainError(text % {"n": MOST_CARDS}, code="exchange.enough")
    row = Card.objects.create(
        exchange=participant.exchange,
        participant=participant,
        kind=kind,
        area=area,
        area_words=area_words,
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
    area_words: str = "",
    language: str,
) -> Card:
    """Who leads the exchange types in a card of somebody without a phone; the same first name is the same person."""
    row = lock_row(row, "city")
    check_writable(row)
    if found := row.cards.filter(key=key).first():
        return found
    typed = row.participants.present().filter(has_phone=False, profile=None)
    person = typed.exclude(team="").first() if is_minor else typed.filter(first_name=first_name).first()
    if person is None:
        person = create_participant(row, first_name, is_minor, {"has_phone": False, "language": language})
    person.exchange = row
    return write_card(person, actor=actor, kind=kind, text=text, area=area, area_words=area_words, key=key)


def limit_moment(at: datetime | None) -> datetime:
    """The moment that a phone says, never ahead of now and never older than a day."""
    now = timezone.now()
    return now if at is None or at > now or now - at > LONGEST_WAIT else at


def lock_card(card: Card, *related: str) -> Card:
    """The card as it is now. Raises DomainError when whoever wrote it, or who leads the exchange, has removed it meanwhile."""
    try:
        now = lock_row(card, *related)
    except Card.DoesNotExist:
        raise DomainError(_("This card has been removed."), code="exchange.card_gone") from None
    if now.removed_at is not None:
        raise DomainError(_("This card has been removed."), code="exchange.card_gone")
    return now


@transaction.atomic
def choose_area(card: Card, *, actor: User | None, area: Area) -> None:
    """The card is about this area, and so stands on the wall."""
    check_writable(card.exchange)
    card.area, card.area_words = area, ""
    card.save(update_fields=["area", "area_words", "changed_at"])


@transaction.atomic
def withdraw_card(card: Card, *, actor: User | None) -> None:
    """The card is gone, as long as nobody has shaken hands on it."""
    card = lock_card(card)
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
    card, moment = lock_card(card), limit_moment(at)
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
