"""Two sides say what each does and by when; between people of the city it becomes a proposed collaboration."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborations.actions.proposals import agree_to_collaboration, propose_collaboration
from collaborations.models import Collaboration, Party
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row
from exchange import verbs
from exchange.actions.exchanges import check_writable
from exchange.models import Card, Handshake, Participant
from labs.models import Lab
from stakeholders.models import Profile
from stakeholders.queries import find_profile


def describe_why_no_handshake(card: Card, me: Participant, other: Participant) -> str:
    """Why these two cannot shake hands about the card, in a sentence; "" when they can."""
    if {me.pk, other.pk} - {card.participant_id} == {me.pk, other.pk} or me.pk == other.pk:
        return _("One of you two has written this card.")
    if me.is_minor or other.is_minor:
        return _("With a team you shake hands together with the facilitator.")
    return ""


@transaction.atomic
def offer_handshake(
    card: Card, me: Participant, other: Participant, *, actor: User | None, gives: str, asks: str, due_on: date | None
) -> Handshake:
    """The other side is asked on its own phone. `gives`: what I do, `asks`: what the other side does."""
    check_writable(me.exchange)
    if refusal := describe_why_no_handshake(card, me, other):
        raise DomainError(refusal, code="exchange.no_handshake")
    is_by_owner = card.participant_id == me.pk
    card = lock_row(card, "exchange", "participant__profile", "area")
    second = other if is_by_owner else me
    if found := card.handshakes.filter(other=second).first():
        if found.is_by_owner == is_by_owner:
            return found
        text = _("The other side has offered you its hand already. Answer below.")
        raise DomainError(text, code="exchange.offered_already")
    words = (gives, asks) if is_by_owner else (asks, gives)
    row = Handshake.objects.create(
        card=card, other=second, is_by_owner=is_by_owner, owner_gives=words[0], other_gives=words[1], due_on=due_on
    )
    if actor is not None and has_account(me) and has_account(other):
        gift = {me.language: gives} if gives else {}
        row.collaboration = _propose_between(card, (me.profile, other.profile), actor, gives=gift, due_on=due_on)
        row.save(update_fields=["collaboration", "changed_at"])
    record(verbs.HANDSHAKE_OFFERED, card.exchange, actor=actor)
    return row


def has_account(person: Participant) -> bool:
    """Can the person be a side of a collaboration, and answer for themselves?"""
    return person.profile is not None and person.profile.user_id is not None and not person.is_minor


def _propose_between(
    card: Card,
    sides: tuple[Profile | None, Profile | None],
    actor: User,
    *,
    gives: dict[str, str],
    due_on: date | None,
) -> Collaboration:
    """`sides`: the actor's own first."""
    own, other = sides
    if own is None or other is None:
        raise DomainError(_("Both sides need an account in the city."), code="exchange.no_account")
    return propose_collaboration(
        [other],
        actor=actor,
        own=own,
        gives=gives,
        title={card.language: card.text},
        circle=Collaboration.Circle.CITY,
        area=card.area,
        lab=_find_lab(card),
        due_on=due_on,
    )


def _find_lab(card: Card) -> Lab | None:
    """The lab whose cohort meets in the session."""
    session = card.exchange.session
    owner = session.group.owner if session else None
    return getattr(owner, "lab", None)


@transaction.atomic
def answer_handshake(row: Handshake, me: Participant, *, actor: User | None, gives: str) -> None:
    """This side takes the hand, on its own phone: a collaboration is agreed by the same act as everywhere."""
    check_writable(me.exchange)
    row = lock_row(row, "card__exchange", "card__participant", "other")
    answering = row.other if row.is_by_owner else row.card.participant
    if answering.pk != me.pk:
        raise DomainError(_("The other side answers this handshake."), code="exchange.not_asked")
    if row.answered_at is not None:
        return
    if gives:
        apply_changes(row, {"other_gives" if row.is_by_owner else "owner_gives": gives})
    row.answered_at = timezone.now()
    row.save(update_fields=["owner_gives", "other_gives", "answered_at", "changed_at"])
    _agree_for(row, me, actor, {me.language: gives} if gives else {})
    record(verbs.HANDSHAKE_ANSWERED, row.card.exchange, actor=actor)


def _agree_for(row: Handshake, me: Participant, actor: User | None, gives: dict[str, str]) -> None:
    """The person's side of the collaboration has agreed, where there is one and it is still asked."""
    if row.collaboration_id is None or actor is None:
        return
    sides = Party.objects.select_related("collaboration", "profile", "organisation")
    side = sides.get(collaboration_id=row.collaboration_id, profile=me.profile)
    if side.state == Party.State.ASKED:
        agree_to_collaboration(side, actor=actor, gives=gives)


@transaction.atomic
def shake_for_team(card: Card, other: Participant, *, actor: User, gives: str, due_on: date | None) -> Handshake:
    """Whoever leads the exchange shakes hands for a team: no child is a side, and no adult is alone with one."""
    check_writable(card.exchange)
    if not card.participant.is_minor or other.is_minor or other.exchange_id != card.exchange_id:
        raise DomainError(_("This is not the card of a team."), code="exchange.no_team_card")
    if not has_account(other):
        text = _("The other side needs an account in the city, so that it can confirm.")
        raise DomainError(text, code="exchange.no_account")
    card = lock_row(card, "exchange", "participant", "area")
    if found := card.handshakes.filter(other=other).first():
        return found
    row = Handshake.objects.create(card=card, other=other, is_by_owner=True, owner_gives=gives, due_on=due_on)
    gift = {other.language: gives} if gives else {}
    row.collaboration = _propose_between(card, (find_profile(actor), other.profile), actor, gives=gift, due_on=due_on)
    row.save(update_fields=["collaboration", "changed_at"])
    record(verbs.HANDSHAKE_OFFERED, card.exchange, actor=actor)
    return row
