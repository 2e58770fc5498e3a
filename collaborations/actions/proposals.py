"""A collaboration is proposed, and each side answers for itself."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.queries import city_today
from collaborations import verbs
from collaborations.actions.outcomes import conclude_answers, record_outcome
from collaborations.actions.sides import (
    Holder,
    check_holders,
    find_sector,
    key_of_holder,
    key_of_party,
    list_holders,
    name_holder,
)
from collaborations.models import Collaboration, Party
from collaborations.queries import list_side_users
from collaborations.queries.open_ones import describe_limit, list_at_limit
from collaborations.values import ANSWER_DAYS, MOST_ASKED, SAME_PROPOSAL
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row
from stakeholders.actions.adulthood import are_adults
from stakeholders.models import Profile
from stakeholders.queries import find_profile

State = Collaboration.State


@transaction.atomic
def propose_collaboration(
    parties: Iterable[Holder],
    *,
    actor: User,
    own: Holder | None = None,
    gives: dict[str, str] | None = None,
    **fields: Any,
) -> Collaboration:
    """A proposal that each of the `parties` is asked to answer; sent twice it is one.

    `own`: as whom the actor takes part, with what they bring (`gives`); that side has agreed. None: the actor works in
    the city and brings the others together. `fields`: title, purpose, circle, area, starts_on, due_on, what it belongs
    to (lab, challenge, initiative), and of what it is the next circle (began_from).
    """
    holders = list_holders(parties, own)
    profile = find_profile(actor) if own is not None else None
    check_holders(holders, profile)
    if twin := _find_twin(profile, fields["title"], holders):
        return twin
    if profile is not None:
        _check_waiting_proposals(profile)
    today = city_today()
    row = Collaboration.objects.create(
        proposed_by=profile,
        brought_by=None if profile else find_profile(actor),
        proposed_on=today,
        answer_by=today + timedelta(days=ANSWER_DAYS),
        **fields,
    )
    sides = {
        key_of_holder(one): Party.objects.create(collaboration=row, **name_holder(one), sector=find_sector(one))
        for one in holders
    }
    if own is not None:
        _record_yes(sides[key_of_holder(own)], actor, gives or {})
    record_outcome(verbs.PROPOSED, row, actor, list_side_users(row, but=actor))
    return row


def _find_twin(profile: Profile | None, title: dict[str, str], holders: Iterable[Holder]) -> Collaboration | None:
    """The proposal of the same person, words and sides that was made just now, if any."""
    keys = {key_of_holder(one) for one in holders}
    rows = Collaboration.objects.filter(state=State.PROPOSED, proposed_by=profile, title=title)
    for row in rows.filter(proposed_on__gte=city_today() - SAME_PROPOSAL):
        if {key_of_party(one) for one in row.parties.all()} == keys:
            return row
    return None


def _check_waiting_proposals(profile: Profile) -> None:
    """Nobody asks half the city: so many proposals wait for their answers."""
    if Collaboration.objects.filter(state=State.PROPOSED, proposed_by=profile).count() >= MOST_ASKED:
        text = _("%(n)s of your proposals wait for an answer. Wait for one of them before you propose something else.")
        raise DomainError(text % {"n": MOST_ASKED}, code="collaborations.many_asked")


def describe_why_no_account(person: Profile) -> str:
    """That somebody without an account cannot answer, in a sentence; "" for whoever can."""
    if person.user_id is not None:
        return ""
    return _("This person has no account here and could not answer. The keeper of the profile can give them a code.")


def describe_why_no_answer(party: Party) -> str:
    """Why this side answers no more, in a sentence; "" while it is asked."""
    if party.collaboration.state != State.PROPOSED:
        return str(Collaboration.ALREADY[party.collaboration.state])
    return "" if party.state == Party.State.ASKED else str(Party.ALREADY[party.state])


@transaction.atomic
def agree_to_collaboration(party: Party, *, actor: User, gives: dict[str, str] | None = None) -> Collaboration:
    """This side takes part, with what it brings. Once every side has agreed, it is agreed."""
    row = _lock_open_proposal(party)
    _record_yes(party, actor, gives or {})
    record(verbs.ANSWERED, row, actor=actor)
    conclude_answers(row, actor)
    return row


@transaction.atomic
def decline_collaboration(party: Party, *, actor: User) -> Collaboration:
    """This side takes no part. Between two it does not come about; among more nothing is told apart from silence."""
    row = _lock_open_proposal(party)
    _set_answer(party, Party.State.DECLINED, actor)
    record(verbs.REFUSED, row, actor=actor)
    conclude_answers(row, actor)
    return row


def _lock_open_proposal(party: Party) -> Collaboration:
    """The collaboration as it is now: two sides that answer at once answer one after the other.

    The person before the collaboration, as whoever leaves the city locks them.
    """
    is_possible = are_adults(party.profile, party.led_by)
    row = lock_row(party.collaboration, "city")
    party.collaboration = row
    party.refresh_from_db(fields=["state"])
    if not is_possible:
        raise DomainError(str(Collaboration.ALREADY[State.DECLINED]), code="collaborations.answered")
    if refusal := describe_why_no_answer(party):
        raise DomainError(refusal, code="collaborations.answered")
    return row


def _record_yes(party: Party, actor: User, gives: dict[str, str]) -> None:
    _check_open_count(party)
    if apply_changes(party, {"gives": gives}):
        party.save(update_fields=["gives"])
    _set_answer(party, Party.State.AGREED, actor)


def _check_open_count(party: Party) -> None:
    """A person takes part in so many open collaborations at once: each of them should get somewhere."""
    if party.profile is None:
        return
    lock_row(party.profile)
    if full := list_at_limit(party.profile, but=party):
        raise DomainError(describe_limit(full), code="collaborations.enough")


def _set_answer(party: Party, answer: str, actor: User) -> None:
    by = find_profile(actor) if party.organisation_id else None
    # Whoever answers for a class or a group that nobody leads yet is the adult to whom the others turn.
    leads: dict[str, Any] = (
        {"led_by": by} if party.group_name and party.led_by_id is None and answer == Party.State.AGREED else {}
    )
    party.move(answer, answered_at=timezone.now(), answered_by=by, **leads)


def describe_why_no_extension(row: Collaboration) -> str:
    """Why it cannot be taken one circle further now, in a sentence; "" where it can."""
    if row.next_circle:
        return ""
    if row.circle == Collaboration.Circle.WORLD:
        return _("It reaches the whole world already.")
    return _("What is under way or completed can be taken one circle further. This is not.")


@transaction.atomic
def extend_collaboration(
    row: Collaboration,
    parties: Iterable[Holder],
    *,
    actor: User,
    own: Holder | None = None,
    gives: dict[str, str] | None = None,
    **fields: Any,
) -> Collaboration:
    """What works is proposed in the circle around its own, to at least one who was no side of it. It remembers from what
    it came, and is a proposal as every other: each side answers for itself.
    """
    if refusal := describe_why_no_extension(row):
        raise DomainError(refusal, code="collaborations.no_further_circle")
    sides = list(parties)
    known = {key_of_party(one) for one in row.parties.filter(state=Party.State.AGREED)}
    if not {key_of_holder(one) for one in sides} - known:
        text = _(
            "Choose at least one person or organisation that was not part of it: that is what makes the circle wider."
        )
        raise DomainError(text, code="collaborations.nobody_new", field="people")
    further = propose_collaboration(
        sides, actor=actor, own=own, gives=gives, began_from=row, circle=row.next_circle, **fields
    )
    record(verbs.EXTENDED, row, actor=actor, circle=further.circle)
    return further
