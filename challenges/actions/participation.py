"""Taking part: join, wait, leave. Places are counted by the database."""

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from challenges import verbs
from challenges.actions.ages import check_age
from challenges.actions.counts import change_counts
from challenges.actions.ideas import check_open
from challenges.actions.verification import check_verification
from challenges.models import Challenge, Participation
from cities.actions import invalidate_public_pages
from consents.actions import ask_confirmed, check_minor_limit
from consents.queries import has_consent
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.rows import violates
from stakeholders.models import Profile

State = Participation.State


def take_place(challenge: Challenge) -> bool:
    """Was there a free place? One UPDATE takes it, however many ask at once."""
    return change_counts(challenge.pk, Q(places=None) | Q(places_taken__lt=F("places")), places_taken=1)


def _assign_state(participation: Participation, actor: User | None) -> None:
    """The participation is confirmed, on the waiting list, or waiting for a guardian."""
    profile, challenge = participation.profile, participation.challenge
    if not has_consent(profile, "lab"):
        participation.move(State.AWAITING_CONSENT)
        verb = verbs.CONSENT_AWAITED
    elif take_place(challenge):
        participation.move(State.CONFIRMED)
        verb = verbs.JOINED
    elif participation.state != State.WAITLISTED:
        participation.move(State.WAITLISTED)
        verb = verbs.WAITLISTED
    else:
        return
    notify = [profile.user] if verb is not verbs.CONSENT_AWAITED else []
    note = {"when": challenge.when, "where": challenge.where}
    record(verb, participation, actor=actor, notify=notify, note=note, title=challenge.question)
    invalidate_public_pages(challenge.city)


@transaction.atomic
def join_challenge(challenge: Challenge, *, profile: Profile, actor: User | None, bring: str = "") -> Participation:
    """The person takes part, or waits; joining twice is one participation, with what was said last."""
    check_open(challenge)
    check_age(challenge, profile)
    standing = Participation.objects.exclude(state=State.CANCELLED).filter(challenge=challenge, profile=profile)
    if found := standing.first():
        return _update_offer(found, bring.strip(), actor)
    check_verification(challenge, profile)
    check_minor_limit(profile)
    try:
        with transaction.atomic():
            participation = Participation.objects.create(challenge=challenge, profile=profile, bring=bring.strip())
    except IntegrityError as error:
        if not violates(error, "challenges_participation_live"):
            raise
        return standing.get()
    _assign_state(participation, actor)
    if participation.state == State.AWAITING_CONSENT:
        ask_confirmed(profile, "lab", actor=actor)
    return participation


def _update_offer(participation: Participation, bring: str, actor: User | None) -> Participation:
    """Who joins again brings what they say now; nothing said leaves it as it was."""
    if bring and bring != participation.bring:
        participation.bring = bring
        participation.save(update_fields=["bring"])
        record(verbs.BRING_CHANGED, participation, actor=actor, title=participation.challenge.question)
    return participation


@transaction.atomic
def leave_challenge(participation: Participation, *, actor: User | None) -> None:
    """The person takes part no more, and the first of the waiting list takes the place. Twice is once."""
    if participation.state == State.CANCELLED:
        return
    had_place = participation.state == State.CONFIRMED
    participation.move(State.CANCELLED)
    record(verbs.LEFT, participation, actor=actor, title=participation.challenge.question)
    if had_place:
        free_place(participation.challenge, actor)


def free_place(challenge: Challenge, actor: User | None) -> None:
    """One place more; who waits longest gets it."""
    change_counts(challenge.pk, Q(places_taken__gt=0), places_taken=-1)
    invalidate_public_pages(challenge.city)
    fill_places(challenge, actor)


def fill_places(challenge: Challenge, actor: User | None) -> None:
    """Free places go to those who wait, in order, until the places or the people end."""
    waiting = Participation.objects.filter(challenge=challenge, state=State.WAITLISTED).select_related("profile__user")
    waiting = waiting.select_for_update(skip_locked=True, of=["self"]).order_by("joined_at", "pk")
    while (first := waiting.first()) is not None:
        _assign_state(first, actor)
        if first.state == State.WAITLISTED:
            return


def restore_participations(profile: Profile) -> None:
    """What waited for a guardian is settled: a place, or the waiting list."""
    rows = Participation.objects.filter(profile=profile, state=State.AWAITING_CONSENT)
    for row in rows.exclude(challenge__state=Challenge.State.CLOSED).select_related("challenge", "profile__user"):
        _assign_state(row, None)


def suspend_participations(profile: Profile) -> None:
    """A guardian's yes is gone: places are free again, and taking part waits."""
    rows = Participation.objects.filter(profile=profile, state__in=[State.CONFIRMED, State.WAITLISTED])
    for row in rows.select_related("challenge", "profile"):
        had_place = row.state == State.CONFIRMED
        row.move(State.AWAITING_CONSENT)
        record(verbs.CONSENT_AWAITED, row, actor=None, title=row.challenge.question)
        if had_place:
            free_place(row.challenge, None)
