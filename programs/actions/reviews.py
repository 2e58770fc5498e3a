"""The review of a year: drawn up from the records, written on in words, confirmed once by the forum or a second person."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Membership, Role, Scope
from cities.queries.second_hands import find_principal
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.multilingual import join_localised
from educities.kit.rows import apply_changes, lock_row
from programs import verbs
from programs.actions.program import unconfirmed_indicators
from programs.models import ProgramYear, YearReview
from programs.queries.contract import has_steward
from programs.queries.reviews import (
    compute_facts,
    find_answer,
    find_decision,
    keep_pictures,
    list_hands,
    stamp_review,
)
from programs.values.reviews import EARLIEST_DAYS

State, Year = YearReview.State, ProgramYear.State
WORDS = ("words", "changes", "missing")


@transaction.atomic
def draft_review(year: ProgramYear, *, actor: User) -> YearReview:
    """The year has a review that can be written on; what the records say is in it by itself.

    After one that is confirmed it is another version, with the words of the one before.
    """
    locked = lock_row(year, "program")
    if refusal := describe_why_not_drafted(locked):
        raise DomainError(refusal, code="programs.review_not_drafted")
    before = year.reviews.first()
    words = {name: getattr(before, name) for name in WORDS} if before else {}
    review = YearReview.objects.create(year=year, version=before.version + 1 if before else 1, **words)
    _record_review(verbs.REVIEW_DRAFTED, review, actor, [])
    return review


@transaction.atomic
def write_review(review: YearReview, *, actor: User, **words: dict[str, str]) -> YearReview:
    """The director's words stand changed. One that was submitted stays as it was read."""
    if refusal := describe_why_words_stay(review):
        raise DomainError(refusal, code="programs.review_stays")
    changed = apply_changes(review, {name: words[name] for name in WORDS if name in words})
    if changed:
        review.save(update_fields=changed)
        _record_review(verbs.REVIEW_WRITTEN, review, actor, [], changed=changed)
    return review


@transaction.atomic
def submit_review(review: YearReview, *, actor: User) -> YearReview:
    """The review waits for the forum's decision or a second person, who read it as it is."""
    locked = lock_row(review, "year__program")
    if refusal := describe_why_not_submitted(locked):
        raise DomainError(refusal, code="programs.review_not_submitted")
    review.move(
        State.SUBMITTED,
        submitted_by=actor,
        acting_for_id=find_principal(review.city_id, actor.pk),
        submitted_at=timezone.now(),
    )
    _record_review(verbs.REVIEW_SUBMITTED, review, actor, list_confirmers(review))
    return review


@transaction.atomic
def return_review(review: YearReview, *, actor: User, reason: str) -> YearReview:
    """It is a draft again; whoever submitted it reads what is missing."""
    told = _list_submitters(review, actor)
    review.move(State.DRAFT)
    _record_review(verbs.REVIEW_RETURNED, review, actor, told, reason=reason)
    return review


def _list_submitters(review: YearReview, actor: User) -> list[User]:
    """Who submitted it, where somebody else acts now."""
    return [review.submitted_by] if review.submitted_by is not None and review.submitted_by != actor else []


@transaction.atomic
def confirm_review(
    review: YearReview, *, actor: User, on: date | None = None, seen: str | None = None, by_forum: bool = False
) -> YearReview:
    """The review stands as it was read, for good: by the forum's decision where there is one, else by a second person.

    What the records say is written down in all languages, with what the pictures show; the worker draws the PDFs.
    `on`: the day, where it lies behind. `seen`: the stamp of what whoever confirms has read, `stamp_review`;
    None where nobody reads it first. What is kept is what was compared. `by_forum`: the actor says that what the forum
    decided about it confirms it, which nobody noted then.
    """
    locked = lock_row(review, "year__program", "submitted_by")
    facts = compute_facts(locked.year)
    if seen is not None and (refusal := describe_why_unread(locked, seen, facts)):
        raise DomainError(refusal, code="programs.review_changed")
    if refusal := describe_why_not_confirmed(locked, actor):
        raise DomainError(refusal, code="programs.review_not_confirmed")
    if by_forum and (refusal := describe_why_not_stated(locked, actor)):
        raise DomainError(refusal, code="programs.review_no_answer")
    decision, told = (
        find_decision(locked) or (find_answer(locked) if by_forum else None),
        _list_submitters(locked, actor),
    )
    review.move(
        State.CONFIRMED,
        facts=facts,
        pictures=keep_pictures(locked.year),
        confirmed_on=decision.day if decision else on or review.city.today(),
        confirmed_by=actor,
        decision_kind=decision.kind if decision else "",
        decision_id=decision.number if decision else None,
    )
    _record_review(verbs.REVIEW_CONFIRMED, review, actor, told)
    return review


def list_confirmers(review: YearReview) -> list[User]:
    """Who can be the second person: the stewards, else others of the city's staff; never of one hand with who submitted."""
    roles = [Role.STEWARD] if has_steward(review.year.program) else [Role.DIRECTOR, Role.FACILITATOR]
    held = Membership.objects.current().filter(city_id=review.city_id, scope_type=Scope.CITY, role__in=roles)
    found = held.exclude(user_id__in=list_hands(review)).values("user_id")
    return list(get_user_model().objects.filter(pk__in=found))


def describe_why_not_drafted(year: ProgramYear) -> str:
    """Why no review of the year can be drawn up, in a sentence; "" when one can."""
    if year.state == Year.CLOSED:
        return _("This year is closed. Its review stays as it is.")
    if year.state == Year.UPCOMING or not year.program.is_signed:
        return _("A review is drawn up once the year has begun.")
    if year.reviews.exclude(state=State.CONFIRMED).exists():
        return _("The review of this year is being written already.")
    return ""


def describe_why_words_stay(review: YearReview) -> str:
    """Why the words cannot be changed, in a sentence; "" when they can."""
    if review.state == State.SUBMITTED:
        return _("This review has been submitted. Send it back first to change its words.")
    return str(_("This review has been confirmed and stays as it is.")) if review.state == State.CONFIRMED else ""


def describe_why_not_submitted(review: YearReview) -> str:
    """Why the review cannot be submitted now, in a sentence; "" when it can."""
    if review.state != State.DRAFT:
        return str(review.ALREADY[review.state])
    if refusal := _describe_year(review.year):
        return refusal
    if not review.year.can_be_closed and review.city.today() < review.year.ends_on - timedelta(days=EARLIEST_DAYS):
        return _("A review can be submitted in the last two months of the year, or after it.")
    lacking = [] if any(review.missing.values()) else unconfirmed_indicators(review.year)
    if not lacking:
        return ""
    return _(
        "These have no confirmed figure of this year: %(names)s. Confirm them, or write in the review why there is none."
    ) % {"names": join_localised(lacking)}


def describe_why_not_returned(review: YearReview) -> str:
    """Why the review cannot be sent back, in a sentence; "" when it can."""
    if review.state == State.DRAFT:
        return _("This review is a draft. Nobody has to confirm it yet.")
    return str(_("This review has been confirmed and stays as it is.")) if review.state == State.CONFIRMED else ""


def describe_why_not_confirmed(review: YearReview, actor: User | None = None) -> str:
    """Why the review cannot be confirmed now (by this person), in a sentence; "" when it can."""
    if review.state == State.CONFIRMED:
        return str(review.ALREADY[State.CONFIRMED])
    if review.state == State.DRAFT:
        return _("It has to be submitted first.")
    if refusal := _describe_year(review.year):
        return refusal
    if actor is None or find_decision(review) is not None or actor in list_confirmers(review):
        return ""
    return describe_why_not_stated(review, actor) and _describe_second(review, actor)


def _describe_second(review: YearReview, actor: User) -> str:
    if actor.pk in list_hands(review):
        return _("Someone other than the person who submitted it must confirm it.")
    return _("The network steward confirms it, or the strategic forum by a decision.")


def describe_why_not_stated(review: YearReview, actor: User) -> str:
    """Why this person cannot say that what the forum decided about the review confirms it, in a sentence; "" when they can.

    Whoever leads the forum can, and whoever can be the second person; never of one hand with who submitted it.
    """
    answer = find_answer(review)
    if answer is None:
        return _("The forum has decided nothing about this review as it was submitted.")
    if actor.pk in list_hands(review):
        return _("Someone other than the person who submitted it must confirm it.")
    if actor.pk in answer.leaders or actor in list_confirmers(review):
        return ""
    return _("The forum’s chair, a director or the network steward says so.")


def describe_why_unread(review: YearReview, seen: str, facts: list[dict[str, Any]] | None = None) -> str:
    """Why the review is not the one that was read, in a sentence; "" when it is. `seen`: the stamp of what was read."""
    if review.state == State.CONFIRMED or stamp_review(review, facts) == seen:
        return ""
    if seen.partition(" ")[0] == review.submission:
        return _(
            "What the records say of the year has changed since you opened it. Read it again before you confirm it."
        )
    return _("This review was sent back or submitted again since you opened it. Read it again before you confirm it.")


def _describe_year(year: ProgramYear) -> str:
    if year.state == Year.CLOSED:
        return _("This year is closed. Its review stays as it is.")
    return str(_("This program has ended. It stays on record as it was.")) if year.program.is_ended else ""


def _record_review(
    verb: Verb, review: YearReview, actor: User | None, told: list[User], *, reason: str = "", **data: Any
) -> None:
    number = review.year.number
    record(verb, review, actor=actor, notify=told, reason=reason, number=number, version=review.version, **data)
