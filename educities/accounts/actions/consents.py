"""Consents: asked, given, refused, taken back. One function says whether one holds."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from educities.accounts import verbs
from educities.accounts.models import Consent
from educities.accounts.texts import VERSION
from educities.activity.record import record

State = Consent.State
# What further apps do at once when a consent changes: (subject profile, purpose, given) -> None.
ON_CONSENT_CHANGED: list[Callable[[Any, str, bool], None]] = []


def has_consent(profile: Any, purpose: str) -> bool:
    """Is there a consent of this person for this purpose that holds today? Who needs no guardian needs none.

    The one function that is asked; every gate for minors goes through it.
    """
    if not profile.needs_guardian:
        return True
    today = profile.city.today()
    given = Consent.objects.filter(subject=profile, purpose=purpose, state=State.GIVEN)
    return given.filter(Q(valid_until=None) | Q(valid_until__gte=today)).exists()


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
    """The consent holds from now on, in the words of its version. One that holds already is left as it is."""
    if consent.state == State.GIVEN:
        return
    consent.move(
        State.GIVEN,
        given_by=given_by,
        answered_at=timezone.now(),
        assent_of_child=assent,
        channel=channel,
        language=(get_language() or "en")[:2],
    )
    record(verbs.CONSENT_GIVEN, consent, actor=actor, purpose=consent.purpose)
    _tell(consent, given=True)


@transaction.atomic
def refuse_consent(consent: Consent, *, actor: Any, given_by: Any) -> None:
    """The answer was no; one that held is taken back."""
    if consent.state == State.GIVEN:
        return withdraw_consent(consent, actor=actor)
    consent.move(State.REFUSED, given_by=given_by, answered_at=timezone.now())
    record(verbs.CONSENT_REFUSED, consent, actor=actor, purpose=consent.purpose)
    return _tell(consent, given=False)


@transaction.atomic
def withdraw_consent(consent: Consent, *, actor: Any) -> None:
    """The consent holds no more, and what rested on it stops in the same transaction."""
    consent.move(State.WITHDRAWN, withdrawn_at=timezone.now())
    record(verbs.CONSENT_WITHDRAWN, consent, actor=actor, purpose=consent.purpose)
    _tell(consent, given=False)


def _tell(consent: Consent, *, given: bool) -> None:
    for changed in ON_CONSENT_CHANGED:
        changed(consent.subject, consent.purpose, given)
