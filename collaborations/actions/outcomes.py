"""What comes of a proposal: agreed by all or by those who said yes in time, withdrawn, not answered. Nobody reads whose no it was."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.queries import city_today
from collaborations import verbs
from collaborations.models import Collaboration, Party
from collaborations.queries import list_interested_users, list_side_users
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row

State = Collaboration.State
# With fewer nothing is done together.
LEAST_SIDES = 2


def list_facts(row: Collaboration) -> dict[str, Any]:
    """What leaves the city of a collaboration: nothing that somebody wrote, and nobody's name."""
    return {"circle": row.circle, "state": row.state}


def record_outcome(verb: Verb, row: Collaboration, actor: User | None, told: list[User], reason: str = "") -> None:
    """It stands in the logs, and these hear of it by the name of the thing."""
    record(verb, row, actor=actor, notify=told, note={"title": row.title}, reason=reason, **list_facts(row))


def conclude_answers(row: Collaboration, actor: User | None) -> None:
    """Once everyone has said yes it is agreed; with one side left, or after a no between two, it does not come about.

    Among three or more a no changes nothing before the last day to answer: what it changed would tell whose it was.
    """
    states = list(row.parties.exclude(Party.HAS_LEFT).values_list("state", flat=True))
    is_refused = Party.State.DECLINED in states and row.is_between_two
    if len(states) < LEAST_SIDES or is_refused:
        row.move(State.DECLINED, ended_on=row.city.today())
        record_outcome(verbs.DECLINED, row, None, list_interested_users(row, but=actor))
    elif set(states) == {Party.State.AGREED}:
        row.move(State.AGREED)
        record_outcome(verbs.AGREED, row, None, list_interested_users(row, but=actor))


def _find_agreed(row: Collaboration) -> QuerySet[Party]:
    return row.parties.filter(state=Party.State.AGREED)


def _agree_without_silent(row: Collaboration, actor: User | None) -> None:
    """It is agreed by those who said yes. Who said no and who was silent are no sides of it, and alike."""
    left_out = list_side_users(row, states=(Party.State.ASKED,))
    row.parties.exclude(state=Party.State.AGREED).update(state=Party.State.DECLINED)
    row.move(State.AGREED)
    told = list_interested_users(row, but=actor)
    record_outcome(verbs.AGREED, row, actor, told)
    reached = {one.pk for one in told}
    record_outcome(verbs.LEFT_OUT, row, None, [one for one in left_out if one.pk not in reached and one != actor])


def describe_why_no_start(row: Collaboration) -> str:
    """Why those who said yes cannot go on without the others now, in a sentence; "" where they can."""
    if row.state != State.PROPOSED:
        return str(Collaboration.ALREADY[row.state])
    if _find_agreed(row).count() < LEAST_SIDES:
        return _("It needs two sides that have agreed. Wait for one more yes.")
    return ""


@transaction.atomic
def go_on_with_agreed(row: Collaboration, *, actor: User) -> None:
    """A side that has agreed, or who proposed it, waits no longer: it is agreed by those who said yes by now."""
    row = lock_row(row, "city")
    if refusal := describe_why_no_start(row):
        raise DomainError(refusal, code="collaborations.no_start")
    _agree_without_silent(row, actor)


def lapse_unanswered(most: int = 200) -> int:
    """Proposals of the scope's city whose days to answer are over: with two yes-answers they are agreed by those, else
    they lapse, and those who had agreed are told. Returns how many.
    """
    today = city_today()
    late = Collaboration.objects.filter(state=State.PROPOSED, answer_by__lte=today).order_by("pk")[:most]
    return sum(_close_row(row) for row in late)


@transaction.atomic
def _close_row(row: Collaboration) -> int:
    row = lock_row(row, "city")
    if row.state != State.PROPOSED:
        return 0
    if _find_agreed(row).count() >= LEAST_SIDES:
        _agree_without_silent(row, None)
        return 1
    told = list_interested_users(row, states=(Party.State.AGREED,))
    row.move(State.LAPSED, ended_on=row.city.today())
    record_outcome(verbs.LAPSED, row, None, told)
    return 1


@transaction.atomic
def withdraw_proposal(row: Collaboration, *, actor: User, reason: str) -> None:
    """Who proposed it takes it back before it is agreed; everyone who was asked and has not said no reads why."""
    row = lock_row(row, "city")
    if row.state != State.PROPOSED:
        raise DomainError(str(Collaboration.ALREADY[row.state]), code="collaborations.answered")
    told = list_interested_users(row, but=actor)
    row.move(State.DECLINED, ended_on=row.city.today(), withdrawn_at=timezone.now())
    record_outcome(verbs.WITHDRAWN, row, actor, told, reason)
