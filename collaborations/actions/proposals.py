"""A collaboration is proposed, and each side answers for itself."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.queries import city_today
from collaborations import verbs
from collaborations.models import Collaboration, Party
from collaborations.queries import find_twin, list_side_users
from collaborations.values import ANSWER_DAYS, MOST_ASKED, MOST_OPEN, MOST_PARTIES
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row
from stakeholders.models import Organisation, Profile
from stakeholders.queries import find_profile

State = Collaboration.State
Holder = Profile | Organisation


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
    the city and brings the others together. `fields`: title, purpose, circle, area, lab, starts_on, due_on.
    """
    holders = _list_holders(parties, own)
    _check_holders(holders)
    profile = find_profile(actor) if own is not None else None
    if profile is not None:
        lock_row(profile)
    if twin := find_twin(profile, fields["title"], holders):
        return twin
    if profile is not None:
        _check_waiting_proposals(profile)
    today = city_today()
    row = Collaboration.objects.create(
        proposed_by=profile, proposed_on=today, answer_by=today + timedelta(days=ANSWER_DAYS), **fields
    )
    for holder in holders:
        Party.objects.create(collaboration=row, **_name_holder(holder), sector=_find_sector(holder))
    if own is not None:
        _record_yes(row.parties.get(**_name_holder(own)), actor, gives or {})
    record(
        verbs.PROPOSED,
        row,
        actor=actor,
        notify=list_side_users(row, but=actor),
        note={"title": row.title},
        **_list_facts(row),
    )
    return row


def _list_holders(parties: Iterable[Holder], own: Holder | None) -> list[Holder]:
    """Each side once, the actor's own first."""
    return list(dict.fromkeys([*([own] if own is not None else []), *parties]))


def _check_holders(holders: Sequence[Holder]) -> None:
    if len(holders) < 2:
        text = _("A collaboration needs two sides. Choose at least one more person or organisation.")
        raise DomainError(text, code="collaborations.one_side", field="people")
    if len(holders) > MOST_PARTIES:
        text = _("%(most)s sides at most take part in a collaboration.") % {"most": MOST_PARTIES}
        raise DomainError(text, code="collaborations.too_many", field="people")
    for holder in holders:
        if isinstance(holder, Profile) and (holder.is_minor or holder.left_at or holder.merged_into_id):
            text = _("Only adults of the city can be asked. Pupils take part through their team, with its facilitator.")
            raise DomainError(text, code="collaborations.no_adult", field="people")
        if isinstance(holder, Organisation) and not holder.is_at_work:
            text = _("%(name)s is not a verified organisation of the city now.") % {"name": holder}
            raise DomainError(text, code="collaborations.organisation_not_at_work", field="organisations")


def _check_waiting_proposals(profile: Profile) -> None:
    """Nobody asks half the city: so many proposals wait for their answers."""
    if Collaboration.objects.filter(state=State.PROPOSED, proposed_by=profile).count() >= MOST_ASKED:
        text = _("%(n)s of your proposals wait for an answer. Wait for one of them before you propose something else.")
        raise DomainError(text % {"n": MOST_ASKED}, code="collaborations.many_asked")


def _name_holder(holder: Holder) -> dict[str, Holder]:
    return {"profile": holder} if isinstance(holder, Profile) else {"organisation": holder}


def _find_sector(holder: Holder) -> int | None:
    """An organisation's sector; a person's is that of all organisations they speak for, where it is one."""
    if isinstance(holder, Organisation):
        return holder.sector
    spoken_for = holder.representations.current().filter(accepted_at__isnull=False)
    sectors = set(spoken_for.values_list("organisation__sector", flat=True))
    return sectors.pop() if len(sectors) == 1 else None


def _list_facts(row: Collaboration) -> dict[str, Any]:
    """What leaves the city of a collaboration: nothing that somebody wrote, and nobody's name."""
    return {"circle": row.circle, "state": row.state}


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
    """This side takes part, with what it brings. Once every side has answered, and two have agreed, it is agreed."""
    row = _lock_open_proposal(party)
    _record_yes(party, actor, gives or {})
    record(verbs.ANSWERED, row, actor=actor)
    conclude_answers(row, actor)
    return row


@transaction.atomic
def decline_collaboration(party: Party, *, actor: User) -> Collaboration:
    """This side takes no part. With two others it goes on without; else it does not come about. Nobody is told who said no."""
    row = _lock_open_proposal(party)
    _set_answer(party, Party.State.DECLINED, actor)
    record(verbs.REFUSED, row, actor=actor)
    conclude_answers(row, actor)
    return row


def _lock_open_proposal(party: Party) -> Collaboration:
    """The collaboration as it is now: two sides that answer at once answer one after the other."""
    row = lock_row(party.collaboration, "city")
    party.collaboration = row
    party.refresh_from_db(fields=["state"])
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
    own = Party.objects.filter(profile=party.profile, state=Party.State.AGREED).exclude(pk=party.pk)
    if own.filter(collaboration__in=Collaboration.objects.live()).count() >= MOST_OPEN:
        text = _("You take part in %(n)s collaborations already. Complete one of them first.") % {"n": MOST_OPEN}
        raise DomainError(text, code="collaborations.enough")


def _set_answer(party: Party, answer: str, actor: User) -> None:
    by = find_profile(actor) if party.organisation_id else None
    party.move(answer, answered_at=timezone.now(), answered_by=by)


def conclude_answers(row: Collaboration, actor: User | None) -> None:
    """Who has not said no decides: with fewer than two it does not come about, and when all of them agreed it is agreed."""
    sides = list(row.parties.exclude(state=Party.State.DECLINED).values_list("state", flat=True))
    told: dict[str, Any] = {"notify": list_side_users(row, but=actor), "note": {"title": row.title}}
    if len(sides) < 2:
        row.move(State.DECLINED, ended_on=row.city.today())
        record(verbs.DECLINED, row, actor=None, **told, **_list_facts(row))
    elif set(sides) == {Party.State.AGREED}:
        row.move(State.AGREED)
        record(verbs.AGREED, row, actor=None, **told, **_list_facts(row))


def lapse_unanswered(most: int = 200) -> int:
    """Proposals of the scope's city whose days to answer are over lapse; those who had agreed are told. Returns how many."""
    today = city_today()
    late = Collaboration.objects.filter(state=State.PROPOSED, answer_by__lte=today).order_by("pk")[:most]
    return sum(_lapse_row(row) for row in late)


@transaction.atomic
def _lapse_row(row: Collaboration) -> int:
    row = lock_row(row, "city")
    if row.state != State.PROPOSED:
        return 0
    row.move(State.LAPSED, ended_on=row.city.today())
    told = list_side_users(row, states=(Party.State.AGREED,))
    record(verbs.LAPSED, row, actor=None, notify=told, note={"title": row.title}, **_list_facts(row))
    return 1
