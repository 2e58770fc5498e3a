"""Somebody says which strength they saw in another person; that person keeps it, or not, and nobody hears which."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cities.queries import city_today
from collaborations import verbs
from collaborations.models import Endorsement
from collaborations.queries.endorsements import Basis, find_people_of, list_receivers
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_news
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row, refusing
from meetings.models import Session
from stakeholders.actions.adulthood import are_adults
from stakeholders.actions.people import check_levels
from stakeholders.actions.strengths import claim_area
from stakeholders.models import Area, Profile, StrengthClaim
from stakeholders.models.visibility import Visibility

State = Endorsement.State


@transaction.atomic
def give_endorsement(
    basis: Basis, giver: Profile, receiver: Profile, *, actor: User, area: Area, words: dict[str, str] | None = None
) -> Endorsement:
    """The receiver alone reads what the giver saw, and keeps it or not. Said twice after one session it is refused.

    Between an adult and somebody under 18, and among these, only the area is said: no words.
    """
    with_child = not are_adults(giver, receiver)
    _check_people(basis, giver, receiver)
    if not area.is_offered:
        text = _("“%(name)s” is no longer offered. Choose another area.") % {"name": area}
        raise DomainError(text, code="collaborations.area_not_offered", field="area")
    if any((words or {}).values()) and with_child:
        text = _("Choose an area only. We deliver no messages to or from anyone under 18.")
        raise DomainError(text, code="collaborations.words_with_child", field="words")
    own = {"session": basis} if isinstance(basis, Session) else {"collaboration": basis}
    text = _("You have already seen this in this person. Choose another area.")
    with refusing("collaborations_endorsement_once", text=text, code="collaborations.endorsed"):
        row = Endorsement.objects.create(
            giver=giver, receiver=receiver, area=area, words=words or {}, given_on=city_today(), **own
        )
    _record_step(verbs.ENDORSED, row, actor, notify=[receiver.user])
    return row


def _check_people(basis: Basis, giver: Profile, receiver: Profile) -> None:
    if giver.pk == receiver.pk:
        text = _("Choose someone else: nobody endorses themselves.")
        raise DomainError(text, code="collaborations.endorsed_oneself", field="receiver")
    if not find_people_of(basis).filter(pk=giver.pk).exists():
        text = _("You can say what you saw in others once you were at a recorded session, or worked together.")
        raise DomainError(text, code="collaborations.not_there")
    if receiver not in list_receivers(basis, giver):
        text = _("Choose someone who was there with you and has an account here.")
        raise DomainError(text, code="collaborations.receiver_not_there", field="receiver")


@transaction.atomic
def keep_endorsement(row: Endorsement, *, actor: User, visibility: str = Visibility.ME) -> None:
    """It stands on the receiver's page for those whom they let see it; a strength that was not there yet is there now."""
    row = _lock_endorsement(row)
    check_levels(row.receiver, visibility)
    level = Visibility(visibility) if are_adults(row.receiver) else Visibility.ME
    row.move(State.KEPT, answered_on=city_today(), visibility=level)
    claims = StrengthClaim.objects.filter(profile=row.receiver, kind=StrengthClaim.Kind.STRENGTH, area=row.area)
    if row.area.is_offered and not claims.exists():
        claim_area(
            row.receiver,
            actor=actor,
            area=row.area,
            kind=StrengthClaim.Kind.STRENGTH,
            level=StrengthClaim.Level.GOOD,
            visibility=level,
        )
    _record_step(verbs.ENDORSEMENT_KEPT, row, actor)


@transaction.atomic
def leave_endorsement(row: Endorsement, *, actor: User) -> None:
    """It is not on the receiver's page, or no longer. The strength itself, once it stands there, is the person's own."""
    row = _lock_endorsement(row)
    row.move(State.NOT_KEPT, answered_on=city_today(), visibility=Visibility.ME)
    _record_step(verbs.ENDORSEMENT_LEFT, row, actor)


@transaction.atomic
def withdraw_endorsement(row: Endorsement, *, actor: User) -> None:
    """The giver takes it back, whatever was answered: the words are gone, and its mail where it has not been sent.

    On whose page it stood hears of it; the strength itself is that person's own and stays.
    """
    row = _lock_endorsement(row)
    told = [row.receiver.user] if row.state == State.KEPT and row.receiver.user else []
    row.move(State.WITHDRAWN, words={}, visibility=Visibility.ME)
    cancel_news(row, verbs.ENDORSED)
    _record_step(verbs.ENDORSEMENT_WITHDRAWN, row, actor, notify=told)


def _lock_endorsement(row: Endorsement) -> Endorsement:
    return lock_row(row, "city", "area", "giver", "receiver__city")


def _record_step(verb: Verb, row: Endorsement, actor: User | None, **more: Any) -> None:
    """What stands in the logs and goes to partners: the area's code, and nobody."""
    record(verb, row, actor=actor, area=row.area.code, **more)
