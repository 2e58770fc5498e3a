"""Two sides say what each does and by when; between people of the city it becomes a proposed collaboration."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborations.actions.outcomes import withdraw_proposal
from collaborations.actions.proposals import agree_to_collaboration, decline_collaboration, propose_collaboration
from collaborations.models import Collaboration, Party
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, is_same_row, lock_row
from exchange import verbs
from exchange.actions.cards import lock_card
from exchange.actions.exchanges import check_writable, count_again
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
    card = lock_card(card, "exchange", "participant__profile", "area")
    second = other if is_by_owner else me
    words = (gives, asks) if is_by_owner else (asks, gives)
    facts = {"is_by_owner": is_by_owner, "owner_gives": words[0], "other_gives": words[1], "due_on": due_on}
    if found := _find_earlier(card, second, facts):
        return found
    row = Handshake.objects.create(card=card, other=second, **facts)
    if actor is not None and has_account(me) and has_account(other):
        gift = {me.language: gives} if gives else {}
        row.collaboration = _propose_between(card, (me.profile, other.profile), actor, gives=gift, due_on=due_on)
        row.save(update_fields=["collaboration", "changed_at"])
    record(verbs.HANDSHAKE_OFFERED, card.exchange, actor=actor)
    return row


def _find_earlier(card: Card, second: Participant, facts: dict[str, Any]) -> Handshake | None:
    """The same offer, sent once more. Raises DomainError, in words about it, for another one about the same card; a "not
    now" makes room for a hand of whoever said it.
    """
    found = card.handshakes.filter(other=second).first()
    if found is None:
        return None
    is_same_side = found.is_by_owner == facts["is_by_owner"]
    if found.declined_at and not is_same_side:
        found.delete()
        return None
    if found.is_open and is_same_side and is_same_row(found, facts):
        return found
    raise _refuse_second(found, is_same_side)


def _refuse_second(found: Handshake, is_same_side: bool) -> DomainError:
    """Why there is no other hand about the same card between the two."""
    if found.answered_at:
        return DomainError(_("You two have shaken hands on this card already."), code="exchange.shaken_already")
    if found.declined_at:
        return DomainError(_("The other side has said “not now” to this."), code="exchange.not_now")
    if not is_same_side:
        text = _("The other side has offered you its hand already. Answer on your own page.")
        return DomainError(text, code="exchange.offered_already")
    text = _("You have offered your hand on this card already. Withdraw it first, if you mean something else.")
    return DomainError(text, code="exchange.offered_before")


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
    row = _lock_open_hand(row, me)
    if row.asked_side.pk != me.pk:
        raise DomainError(_("The other side answers this handshake."), code="exchange.not_asked")
    if row.answered_at is not None:
        return
    if row.declined_at is not None:
        raise DomainError(_("You have said “not now” to this already."), code="exchange.declined_already")
    # Whoever shakes a hand says yes to the line that stands on the phone: it is what they bring, as if they had typed it.
    language = me.language if gives and gives != row.asked_gives else row.offering_side.language
    if gives:
        apply_changes(row, {"other_gives" if row.is_by_owner else "owner_gives": gives})
    row.answered_at = timezone.now()
    row.save(update_fields=["owner_gives", "other_gives", "answered_at", "changed_at"])
    _agree_for(row, me, actor, {language: row.asked_gives} if row.asked_gives else {})
    count_again(row.card.exchange)
    record(verbs.HANDSHAKE_ANSWERED, row.card.exchange, actor=actor)


def _lock_open_hand(row: Handshake, me: Participant) -> Handshake:
    """The handshake as it is now. Raises DomainError once it was taken back, or nothing arrives any more."""
    check_writable(me.exchange)
    try:
        return lock_row(row, "card__exchange", "card__participant", "other")
    except Handshake.DoesNotExist:
        raise DomainError(_("This hand was withdrawn."), code="exchange.hand_gone") from None


@transaction.atomic
def decline_handshake(row: Handshake, me: Participant, *, actor: User | None) -> None:
    """This side says "not now"; a proposed collaboration does not come about."""
    row = _lock_open_hand(row, me)
    if row.asked_side.pk != me.pk:
        raise DomainError(_("The other side answers this handshake."), code="exchange.not_asked")
    if row.answered_at is not None:
        raise DomainError(_("You two have shaken hands on this card already."), code="exchange.shaken_already")
    if row.declined_at is not None:
        return
    row.declined_at = timezone.now()
    row.save(update_fields=["declined_at", "changed_at"])
    side = _find_side(row, me)
    if side is not None and actor is not None and side.state == Party.State.ASKED:
        decline_collaboration(side, actor=actor)
    record(verbs.HANDSHAKE_ANSWERED, row.card.exchange, actor=actor)


@transaction.atomic
def take_hand_back(row: Handshake, me: Participant, *, actor: User | None) -> None:
    """Whoever offered a hand takes it back before it is answered; a proposed collaboration goes with it."""
    row = _lock_open_hand(row, me)
    # For a team whoever leads the exchange has offered it: no pupil's phone takes it back.
    if row.offering_side.pk != me.pk or me.is_minor:
        raise DomainError(_("Only the side that offered a hand can withdraw it."), code="exchange.not_offered")
    if not row.is_open:
        raise DomainError(_("The other side has answered already."), code="exchange.answered_already")
    _withdraw_with_hand(row, actor)
    record(verbs.HAND_TAKEN_BACK, row.card.exchange, actor=actor)
    row.delete()


def _withdraw_with_hand(row: Handshake, actor: User | None) -> None:
    """The collaboration that the hand was to become does not come about, and the other side reads why."""
    proposal = row.collaboration
    if proposal is not None and actor is not None and proposal.state == Collaboration.State.PROPOSED:
        withdraw_proposal(proposal, actor=actor, reason=_("The hand was withdrawn at the exchange."))


def answer_for_typed(row: Handshake, *, actor: User, is_yes: bool) -> None:
    """Who leads the exchange says what somebody without a phone has answered beside them."""
    person = row.asked_side
    if person.has_phone or person.is_minor:
        raise DomainError(_("This person answers on the phone."), code="exchange.has_phone")
    person.exchange = row.card.exchange
    if is_yes:
        answer_handshake(row, person, actor=actor, gives="")
    else:
        decline_handshake(row, person, actor=actor)


def _agree_for(row: Handshake, me: Participant, actor: User | None, gives: dict[str, str]) -> None:
    """The person's side of the collaboration has agreed, where there is one and it is still asked."""
    side = _find_side(row, me)
    if side is not None and actor is not None and side.state == Party.State.ASKED:
        agree_to_collaboration(side, actor=actor, gives=gives)


def _find_side(row: Handshake, me: Participant) -> Party | None:
    """The person as a side of the collaboration of the handshake, if there is one."""
    if row.collaboration_id is None or me.profile_id is None:
        return None
    sides = Party.objects.select_related("collaboration", "profile", "organisation")
    return sides.filter(collaboration_id=row.collaboration_id, profile=me.profile_id).first()


@transaction.atomic
def shake_for_team(card: Card, other: Participant, *, actor: User, gives: str, due_on: date | None) -> Handshake:
    """Whoever leads the exchange shakes hands for a team: no child is a side, and no adult is alone with one."""
    check_writable(card.exchange)
    if not card.participant.is_minor or other.is_minor or other.exchange_id != card.exchange_id:
        raise DomainError(_("This is not the card of a team."), code="exchange.no_team_card")
    if not has_account(other):
        text = _("The other side needs an account in the city, so that it can confirm.")
        raise DomainError(text, code="exchange.no_account")
    card = lock_card(card, "exchange", "participant", "area")
    if found := card.handshakes.filter(other=other).first():
        return found
    row = Handshake.objects.create(card=card, other=other, is_by_owner=True, owner_gives=gives, due_on=due_on)
    gift = {other.language: gives} if gives else {}
    row.collaboration = _propose_between(card, (find_profile(actor), other.profile), actor, gives=gift, due_on=due_on)
    row.save(update_fields=["collaboration", "changed_at"])
    record(verbs.HANDSHAKE_OFFERED, card.exchange, actor=actor)
    return row
