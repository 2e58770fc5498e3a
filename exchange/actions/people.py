"""Who leads an exchange takes a card off it or a person out of it, and changes a name; each of it can be put right again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from exchange import verbs
from exchange.actions.exchanges import check_writable, join_group
from exchange.models import Card, Exchange, Participant


@transaction.atomic
def take_card_off(card: Card, *, actor: User) -> None:
    """Nobody but whoever wrote it reads the card any more, and they read that it was taken off."""
    card = lock_row(card, "exchange")
    check_writable(card.exchange)
    if card.removed_at is None:
        card.removed_at = timezone.now()
        card.save(update_fields=["removed_at", "changed_at"])
        record(verbs.CARD_TAKEN_OFF, card.exchange, actor=actor, title=card.exchange.title)


@transaction.atomic
def put_card_back(card: Card, *, actor: User) -> None:
    """The card stands there again."""
    card = lock_row(card, "exchange")
    check_writable(card.exchange)
    if card.removed_at is not None:
        card.removed_at = None
        card.save(update_fields=["removed_at", "changed_at"])
        record(verbs.CARD_PUT_BACK, card.exchange, actor=actor, title=card.exchange.title)


@transaction.atomic
def take_person_out(person: Participant, *, actor: User) -> None:
    """The person and all their cards are gone from the wall and the phones; their own phone says so."""
    row, person = _lock_both(person)
    if person.removed_at is None:
        person.removed_at = timezone.now()
        person.save(update_fields=["removed_at", "changed_at"])
        record(verbs.PERSON_TAKEN_OUT, row, actor=actor, title=row.title)


@transaction.atomic
def let_person_in(person: Participant, *, actor: User) -> None:
    """The person takes part again, with their cards."""
    row, person = _lock_both(person)
    if person.removed_at is None:
        return
    person.removed_at = None
    person.save(update_fields=["removed_at", "changed_at"])
    if row.round_number:
        join_group(row, person)
    record(verbs.PERSON_LET_IN, row, actor=actor, title=row.title)


@transaction.atomic
def rename_person(person: Participant, *, actor: User, first_name: str) -> None:
    """Others read another name; the person reads so on the phone. A pupil has none."""
    row, person = _lock_both(person)
    if person.is_minor:
        raise DomainError(_("A pupil is named by the team alone."), code="exchange.no_name_of_a_child")
    if person.first_name != first_name:
        person.first_name, person.renamed_at = first_name, timezone.now()
        person.save(update_fields=["first_name", "renamed_at", "changed_at"])
        record(verbs.PERSON_RENAMED, row, actor=actor, title=row.title)


def _lock_both(person: Participant) -> tuple[Exchange, Participant]:
    """The exchange and the person as they are now. Raises DomainError once the exchange is closed."""
    row = lock_row(person.exchange, "city")
    check_writable(row)
    return row, lock_row(person)
