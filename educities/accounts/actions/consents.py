"""Consents: asked, given, refused, taken back, past. One function says whether one holds."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from educities.accounts import verbs
from educities.accounts.models import Consent
from educities.accounts.texts import VERSION
from educities.activity.record import record
from educities.kit.hooks import Hook

State = Consent.State
ANSWERED_NO = (State.REFUSED, State.WITHDRAWN)
# Profiles are kept by an app above, so their type is not known here.
ConsentChanged = Callable[[Any, str, bool], None]
CONSENT_CHANGED: Hook[ConsentChanged] = Hook(
    "accounts.consent_changed",
    "Called in the same transaction when a consent was given, refused, taken back or ran out: (profile, purpose, given).",
)


def has_consent(profile: Any, purpose: str) -> bool:
    """Is there a consent of this person for this purpose that holds today? Who needs no guardian needs none.

    The one function that is asked; every gate for minors goes through it.
    """
    if not profile.needs_guardian:
        return True
    return given_on(profile.city.today()).filter(subject=profile, purpose=purpose).exists()


def given_on(day: date) -> Any:
    """The consents of the scope's city that hold on that day."""
    given = Consent.objects.filter(state=State.GIVEN)
    return given.filter(Q(valid_until=None) | Q(valid_until__gte=day))


def last_consent(profile: Any, purpose: str) -> Consent | None:
    """The latest question about this purpose, with what became of it."""
    return Consent.objects.filter(subject=profile, purpose=purpose).order_by("-pk").first()


def declined_by(profile: Any) -> set[str]:
    """The purposes that the child itself did not want and has not asked for since."""
    last = {row.purpose: row for row in Consent.objects.filter(subject=profile).order_by("pk")}
    return {purpose for purpose, row in last.items() if row.state in ANSWERED_NO and row.assent_of_child is False}


@transaction.atomic
def ask_consent(profile: Any, purpose: str, *, actor: Any) -> Consent:
    """A question about this purpose stands open; one that is open or given already is kept."""
    consent, made = Consent.objects.get_or_create(
        subject=profile,
        purpose=purpose,
        state__in=[State.REQUESTED, State.GIVEN],
        defaults={"text_version": VERSION, "language": (get_language() or "en")[:2], "state": State.REQUESTED},
    )
    if made:
        record(verbs.CONSENT_ASKED, consent, actor=actor, purpose=purpose)
    return consent


@transaction.atomic
def give_consent(
    consent: Consent, *, actor: Any, given_by: Any, assent: bool | None = None, channel: str = "web"
) -> None:
    """The consent holds from now on, in the words that stand today. One that holds already is left as it is."""
    if consent.state == State.GIVEN:
        return
    consent.move(
        State.GIVEN,
        given_by=given_by,
        answered_at=timezone.now(),
        assent_of_child=assent,
        channel=channel,
        text_version=VERSION,
        language=(get_language() or "en")[:2],
    )
    record(verbs.CONSENT_GIVEN, consent, actor=actor, purpose=consent.purpose)
    _tell(consent, given=True)


@transaction.atomic
def refuse_consent(consent: Consent, *, actor: Any, given_by: Any = None, by_child: bool = False) -> None:
    """The answer was no; one that held is taken back."""
    if consent.state == State.GIVEN:
        return withdraw_consent(consent, actor=actor, by_child=by_child)
    said = {"given_by": given_by, "answered_at": timezone.now(), "text_version": VERSION, **_own(by_child)}
    consent.move(State.REFUSED, **said)
    record(verbs.CONSENT_REFUSED, consent, actor=actor, purpose=consent.purpose)
    return _tell(consent, given=False)


@transaction.atomic
def withdraw_consent(consent: Consent, *, actor: Any, by_child: bool = False) -> None:
    """The consent holds no more, and what rested on it stops in the same transaction."""
    consent.move(State.WITHDRAWN, withdrawn_at=timezone.now(), **_own(by_child))
    record(verbs.CONSENT_WITHDRAWN, consent, actor=actor, purpose=consent.purpose)
    _tell(consent, given=False)


def _own(by_child: bool) -> dict[str, Any]:
    return {"assent_of_child": False} if by_child else {}


@transaction.atomic
def expire_consent(consent: Consent) -> None:
    """Nobody answered in time, and what waited for the answer ends in the same transaction."""
    consent.move(State.EXPIRED)
    record(verbs.CONSENT_EXPIRED, consent, actor=None, purpose=consent.purpose)
    _tell(consent, given=False)


def _tell(consent: Consent, *, given: bool) -> None:
    for answer in CONSENT_CHANGED:
        answer(consent.subject, consent.purpose, given)
