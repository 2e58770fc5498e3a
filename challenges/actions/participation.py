"""Taking part: join, wait, leave. Places are counted by the database."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from challenges import verbs
from challenges.actions.ideas import check_open, unpublished
from challenges.models import Challenge, Contribution, Participation
from cities.actions import touch_pages
from educities.accounts.actions import has_consent
from educities.activity.record import record
from stakeholders.models import Profile

State = Participation.State


def _place(challenge: Challenge) -> bool:
    """Was there a free place? One UPDATE takes it, however many ask at once."""
    free = Challenge.objects.filter(Q(places=None) | Q(places_taken__lt=F("places")), pk=challenge.pk)
    return bool(free.update(places_taken=F("places_taken") + 1))


def _settle(participation: Participation, actor: Any) -> None:
    """The participation is confirmed, on the waiting list, or waiting for a guardian."""
    profile, challenge = participation.profile, participation.challenge
    if not has_consent(profile, "lab"):
        participation.move(State.AWAITING_CONSENT)
        verb = verbs.CONSENT_AWAITED
    elif _place(challenge):
        participation.move(State.CONFIRMED)
        verb = verbs.JOINED
    elif participation.state != State.WAITLISTED:
        participation.move(State.WAITLISTED)
        verb = verbs.WAITLISTED
    else:
        return
    notify = [profile.user] if verb is not verbs.CONSENT_AWAITED else []
    record(verb, participation, actor=actor, notify=notify, title=challenge.question)
    touch_pages(challenge.city)


@transaction.atomic
def join_challenge(challenge: Challenge, *, profile: Profile, actor: Any, bring: str = "") -> Participation:
    """The person takes part, or waits; joining twice is one participation."""
    check_open(challenge)
    try:
        with transaction.atomic():
            participation = Participation.objects.create(challenge=challenge, profile=profile, bring=bring.strip())
    except IntegrityError:
        return Participation.objects.exclude(state=State.CANCELLED).get(challenge=challenge, profile=profile)
    _settle(participation, actor)
    return participation


@transaction.atomic
def leave_challenge(participation: Participation, *, actor: Any) -> None:
    """The person takes part no more, and the first of the waiting list takes the place."""
    had_place = participation.state == State.CONFIRMED
    participation.move(State.CANCELLED)
    record(verbs.LEFT, participation, actor=actor, title=participation.challenge.question)
    if had_place:
        free_place(participation.challenge, actor)


def free_place(challenge: Challenge, actor: Any) -> None:
    """One place more; who waits longest gets it."""
    Challenge.objects.filter(pk=challenge.pk, places_taken__gt=0).update(places_taken=F("places_taken") - 1)
    touch_pages(challenge.city)
    waiting = Participation.objects.filter(challenge=challenge, state=State.WAITLISTED)
    first = waiting.select_for_update(skip_locked=True, of=["self"]).order_by("joined_at", "pk").first()
    if first:
        _settle(first, actor)


def consent_changed(profile: Profile, purpose: str, given: bool) -> None:
    """A guardian answered: what rested on the consent follows in the same transaction."""
    if purpose == "lab":
        _participations(profile, given)
    if purpose in {"lab", "publication"} and not given:
        _hide_traces(profile)


def _participations(profile: Profile, given: bool) -> None:
    rows = Participation.objects.filter(profile=profile).select_related("challenge", "profile")
    if given:
        for row in rows.filter(state=State.AWAITING_CONSENT):
            _settle(row, None)
        return
    for row in rows.filter(state__in=[State.CONFIRMED, State.WAITLISTED]):
        had_place = row.state == State.CONFIRMED
        row.move(State.AWAITING_CONSENT)
        record(verbs.CONSENT_AWAITED, row, actor=None, title=row.challenge.question)
        if had_place:
            free_place(row.challenge, None)


def _hide_traces(profile: Profile) -> None:
    for idea in Contribution.objects.filter(author=profile, state=Contribution.State.VISIBLE):
        idea.move(Contribution.State.HIDDEN, hidden_because="consent")
        unpublished(idea)
