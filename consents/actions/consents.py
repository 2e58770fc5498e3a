"""Consents: asked, given, refused, taken back, past; and what follows from it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consents import verbs
from consents.actions.children import ClosedBy, close_child, open_child
from consents.models import Consent
from consents.texts import VERSION
from consents.values import ACCOUNT, guardian_needed_until, last_day_of_consent
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from stakeholders.models import Profile

State = Consent.State
ConsentChanged = Callable[[Profile, str, bool], None]
CONSENT_CHANGED: Hook[ConsentChanged] = Hook(
    "consents.consent_changed",
    "Called in the same transaction when a consent was given, refused, taken back or ran out: (profile, purpose, given).",
)


@transaction.atomic
def ask_consent(profile: Profile, purpose: str, *, actor: User | None) -> Consent:
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
def assent_to_consent(consent: Consent, *, actor: User) -> None:
    """The child itself says yes, in the words for children that stand today; a grown-up's answer is needed all the same.

    Once for each question. Raises DomainError for one that is over.
    """
    if consent.state not in {State.REQUESTED, State.GIVEN}:
        raise DomainError(_("This question is no longer open. Reload the page."), code="consents.not_open")
    open_still = Consent.objects.filter(pk=consent.pk, assent_of_child=None, state__in=[State.REQUESTED, State.GIVEN])
    if open_still.update(assent_of_child=True):
        consent.assent_of_child = True
        record(verbs.CHILD_ASSENTED, consent, actor=actor, purpose=consent.purpose, version=VERSION)


@transaction.atomic
def give_consent(
    consent: Consent,
    *,
    actor: User | None,
    given_by: Profile,
    assent: bool | None = None,
    channel: str = "web",
    until: date | None = None,
) -> None:
    """The consent holds from now on, in the words that stand today. One that holds already goes on if its end is later now.

    `until`: the last day; without one, as `find_last_day` has it for a yes of today.
    """
    until = until or find_last_day(consent.subject, consent.subject.city.today())
    if consent.state == State.GIVEN:
        return _extend_consent(consent, actor=actor, until=until)
    consent.move(
        State.GIVEN,
        given_by=given_by,
        answered_at=timezone.now(),
        # What the child itself has answered before stays, unless it has answered anew.
        assent_of_child=consent.assent_of_child if assent is None else assent,
        channel=channel,
        text_version=VERSION,
        language=(get_language() or "en")[:2],
        valid_until=until,
    )
    record(verbs.CONSENT_GIVEN, consent, actor=actor, purpose=consent.purpose)
    return _notify_apps(consent, given=True)


def find_last_day(profile: Profile, given_on: date) -> date:
    """The last day of a yes about this person that was given on that day."""
    end = last_day_of_consent(given_on, profile.city.school_year_start)
    if not profile.needs_guardian or profile.next_band_month is None:
        return end
    alone_from = guardian_needed_until(profile.age_band, profile.next_band_month, profile.city.account_age)
    # A city that has just lowered its age releases its young people this night.
    return min(end, alone_from) if alone_from > given_on else end


def _extend_consent(consent: Consent, *, actor: User | None, until: date) -> None:
    if consent.valid_until is not None and consent.valid_until >= until:
        return
    consent.valid_until, consent.text_version = until, VERSION
    consent.save(update_fields=["valid_until", "text_version"])
    record(verbs.CONSENT_RENEWED, consent, actor=actor, purpose=consent.purpose, until=until.isoformat())


@transaction.atomic
def end_consent(consent: Consent) -> None:
    """The consent's last day is over, and what rested on it stops in the same transaction as after a withdrawal.

    What a child has written is kept for `RESTS_DAYS` when its account's own consent ran out: nobody has said no.
    """
    consent.move(State.EXPIRED)
    record(verbs.CONSENT_RAN_OUT, consent, actor=None, purpose=consent.purpose)
    _call_apps(consent, given=False)


@transaction.atomic
def refuse_consent(
    consent: Consent, *, actor: User | None, given_by: Profile | None = None, by_child: bool = False
) -> None:
    """The answer was no; one that held is taken back."""
    if consent.state == State.GIVEN:
        return withdraw_consent(consent, actor=actor, by_child=by_child)
    said = {"given_by": given_by, "answered_at": timezone.now(), "text_version": VERSION, **_assent_filter(by_child)}
    consent.move(State.REFUSED, **said)
    record(verbs.CONSENT_REFUSED, consent, actor=actor, purpose=consent.purpose)
    return _notify_apps(consent, given=False, closed_by="child" if by_child else "guardian")


@transaction.atomic
def withdraw_consent(consent: Consent, *, actor: User | None, by_child: bool = False) -> None:
    """The consent holds no more, and what rested on it stops in the same transaction."""
    consent.move(State.WITHDRAWN, withdrawn_at=timezone.now(), **_assent_filter(by_child))
    record(verbs.CONSENT_WITHDRAWN, consent, actor=actor, purpose=consent.purpose)
    _notify_apps(consent, given=False, closed_by="child" if by_child else "guardian")


def _assent_filter(by_child: bool) -> dict[str, Any]:
    return {"assent_of_child": False} if by_child else {}


@transaction.atomic
def expire_consent(consent: Consent) -> None:
    """Nobody answered in time, and what waited for the answer ends in the same transaction."""
    consent.move(State.EXPIRED)
    record(verbs.CONSENT_EXPIRED, consent, actor=None, purpose=consent.purpose)
    _notify_apps(consent, given=False, closed_by="time")


def _notify_apps(consent: Consent, *, given: bool, closed_by: ClosedBy = "guardian") -> None:
    _call_apps(consent, given=given)
    if consent.purpose == ACCOUNT and given:
        open_child(consent.subject)
    elif consent.purpose == ACCOUNT:
        close_child(consent.subject, by=closed_by)


def _call_apps(consent: Consent, *, given: bool) -> None:
    for answer in CONSENT_CHANGED:
        answer(consent.subject, consent.purpose, given)
