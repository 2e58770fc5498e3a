"""Challenges: framed, opened, reviewed, answered."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges import verbs
from challenges.actions.participation import fill_places
from challenges.models import Challenge, Contribution, Phase
from challenges.queries import moderation_queue
from cities.actions import invalidate_public_pages
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages
from educities.kit.rows import apply_changes, lock_row
from educities.kit.signs import count_seen, tidy_signs
from educities.kit.states import describe_refused_move

State = Challenge.State
SHORTEST_REASON = 3
FIRST_PHASES = (Phase.Kind.GATHER, Phase.Kind.SUPPORT)


@transaction.atomic
def frame_challenge(*, actor: User, **fields: Any) -> Challenge:
    """A challenge of a lab stands, framed; residents do not see it before it is opened."""
    challenge = Challenge.objects.create(**fields)
    challenge.move(State.ACCEPTED)
    challenge.move(State.FRAMED)
    Phase.objects.bulk_create([Phase(challenge=challenge, kind=kind) for kind in FIRST_PHASES])
    record(verbs.CHALLENGE_FRAMED, challenge, actor=actor, title=challenge.question)
    return challenge


@transaction.atomic
def change_challenge(challenge: Challenge, *, actor: User, **values: Any) -> Challenge:
    """The given lines are changed; new places go to those who wait. Fewer places than people is refused."""
    now = lock_row(challenge)
    places = values.get("places", now.places)
    if places is not None and places < now.places_taken:
        text = ngettext(
            "%(n)s person is already taking part. Set at least that many places.",
            "%(n)s people are already taking part. Set at least that many places.",
            now.places_taken,
        ) % {"n": now.places_taken}
        raise DomainError(text, code="challenges.places_below_people", field="places")
    changed = apply_changes(now, values)
    if changed:
        now.save(update_fields=changed)
        if "places" in changed:
            fill_places(now, actor)
        invalidate_public_pages(now.city)
        record(verbs.CHALLENGE_CHANGED, now, actor=actor, title=now.question, changed=changed)
    return now


@transaction.atomic
def plan_phases(challenge: Challenge, *, actor: User, phases: dict[str, tuple[Any, Any]]) -> None:
    """The challenge runs through exactly these phases: kind -> (opens_at, closes_at), either may be None."""
    if not phases:
        raise DomainError(_("Choose at least one phase."), code="challenges.phase_needed")
    if any(opens and closes and closes <= opens for opens, closes in phases.values()):
        raise DomainError(_("A phase cannot end before it begins."), code="challenges.phase_backwards")
    challenge.phases.exclude(kind__in=phases).delete()
    for kind, (opens, closes) in phases.items():
        dates = {"opens_at": opens, "closes_at": closes}
        Phase.objects.update_or_create(challenge=challenge, kind=kind, defaults=dates)
    invalidate_public_pages(challenge.city)
    record(verbs.PHASES_PLANNED, challenge, actor=actor, title=challenge.question, phases=sorted(phases))


@transaction.atomic
def open_challenge(challenge: Challenge, *, actor: User, reason: str = "") -> None:
    """Residents see the challenge and answer it. It needs a question, two sentences and a last day to come, if any.

    What is opened once more needs a reason.
    """
    check_step(challenge, State.OPEN)
    again = challenge.state == State.REVIEWING
    if again and count_seen(reason) < SHORTEST_REASON:
        raise DomainError(_("Give a reason for opening the challenge again."), code="challenges.reason_needed")
    changes: dict[str, Any] = {} if again else {"opened_at": timezone.now()}
    challenge.move(State.OPEN, **changes)
    invalidate_public_pages(challenge.city)
    record(verbs.CHALLENGE_OPENED, challenge, actor=actor, title=challenge.question, reason=tidy_signs(reason))


@transaction.atomic
def move_challenge(challenge: Challenge, to: str, *, actor: User, reason: str = "") -> None:
    """The challenge is reviewed, answered, in action or closed. Answered needs an answer to every visible idea."""
    if to == State.OPEN:
        return open_challenge(challenge, actor=actor, reason=reason)
    check_step(challenge, to)
    challenge.move(to)
    invalidate_public_pages(challenge.city)
    record(
        verbs.CHALLENGE_MOVED, challenge, actor=actor, title=challenge.question, state=in_all_languages(State(to).label)
    )
    return None


def describe_why_not_moved(challenge: Challenge, to: str) -> str:
    """Why the challenge cannot take this step now, in a sentence; "" when it can."""
    if refusal := describe_refused_move(challenge, to):
        return refusal
    try:
        check_step(challenge, to)
    except DomainError as error:
        return str(error)
    return ""


def check_step(challenge: Challenge, to: str) -> None:
    """Raises DomainError for what has to be done before the challenge takes this step."""
    if to == State.OPEN:
        _check_complete(challenge)
    if to == State.ANSWERED:
        _check_answered(challenge)


def _check_complete(challenge: Challenge) -> None:
    if not any(challenge.intro.values()):
        raise DomainError(
            _("Fill in “two sentences about it” before you open the challenge."), code="challenges.intro_needed"
        )
    if challenge.closes_on and challenge.closes_on < challenge.city.today():
        raise DomainError(
            _("The last day has passed. Set a later one, then open the challenge."), code="challenges.past_its_day"
        )


def _check_answered(challenge: Challenge) -> None:
    waiting = challenge.contributions.filter(state=Contribution.State.VISIBLE, answer="").count()
    if waiting:
        text = ngettext(
            "%(n)s idea has no answer yet. Answer it first.",
            "%(n)s ideas have no answer yet. Answer each one first.",
            waiting,
        ) % {"n": localize(waiting)}
        raise DomainError(text, code="challenges.unanswered")
    unread = moderation_queue().filter(challenge=challenge).count()
    if unread:
        text = ngettext(
            "%(n)s idea still needs to be checked. Check it first.",
            "%(n)s ideas still need to be checked. Check each one first.",
            unread,
        ) % {"n": localize(unread)}
        raise DomainError(text, code="challenges.unread")
