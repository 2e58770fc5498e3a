"""Grown-ups answer for children; children ask them, and grow up."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.actions.participation import take_up_again
from challenges.actions.supports import count_supports
from challenges.ages import age_now
from cities.actions import grant_role
from cities.models import Role
from educities.accounts.actions import (
    account_for,
    answer_consents,
    answer_link,
    end_guardian,
    open_account,
    take_back,
)
from educities.accounts.models import Consent, GuardianLink
from educities.activity.record import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes
from labs.actions.members import resume_seats
from stakeholders.actions import narrow_profile, profile_for
from stakeholders.models import AgeBand, Profile

# The lines of a profile in which an `Age` stands, in its order.
AGE_LINES = ("age_band", "next_band_month", "needs_guardian")


@transaction.atomic
def confirm_guardian(
    link: GuardianLink, *, display_name: str, language: str, consents: Mapping[str, bool]
) -> GuardianLink:
    """The grown-up has an account, a profile and the resident's role, and has answered purpose by purpose.

    Once for each link; who said no before may answer anew. Who holds the link has proven to read that address's mail.
    """
    if link.state not in {GuardianLink.State.INVITED, GuardianLink.State.REFUSED}:
        raise DomainError(_("You have answered already. Sign in to change your answer."), code="challenges.answered")
    user = account_for(link.guardian_email, language)
    if not user.is_active:
        raise DomainError(_("This account is closed."), code="challenges.account_closed")
    profile = profile_for(user, display_name=display_name, language=language)
    grant_role(link.city, user, Role.RESIDENT, actor=None, quietly=True)
    answer_link(link, consents=consents, guardian_profile=profile)
    return link


@transaction.atomic
def change_consents(link: GuardianLink, *, guardian: Profile | None, consents: Mapping[str, bool]) -> None:
    """The grown-up's answers for the child are these from now on."""
    if link.state != GuardianLink.State.CONFIRMED or guardian is None or link.guardian_id != guardian.pk:
        raise DomainError(_("You answer for this child no more."), code="challenges.not_guardian")
    answer_consents(link, consents, given_by=guardian)


@transaction.atomic
def take_consent_back(consent: Consent, *, actor: Any) -> None:
    """The child itself does not want it any more, and that is enough."""
    take_back(consent, actor=actor)


@transaction.atomic
def come_of_age(profile: Profile, *, today: Any) -> bool:
    """The band follows the calendar. Who needs a guardian no more answers alone from now on, and is asked to look through everything.

    Returns whether anything changed. The month is kept while it is needed and erased with coming of age.
    """
    if profile.next_band_month is None:
        return False
    age = age_now(profile.age_band, profile.next_band_month, today, profile.city.account_age)
    # A city that raises its age takes nothing from those who answer for themselves already.
    age = age._replace(needs_guardian=age.needs_guardian and profile.needs_guardian)
    if age == (profile.age_band, profile.next_band_month, profile.needs_guardian):
        return False
    freed = profile.needs_guardian and not age.needs_guardian
    grown = profile.is_minor and age.band == AgeBand.ADULT
    apply_changes(profile, dict(zip(AGE_LINES, age, strict=True)))
    profile.save(update_fields=AGE_LINES)
    record(verbs.BAND_CHANGED, profile, actor=None)
    if freed:
        _set_free(profile)
    if grown:
        narrow_profile(profile)
    return True


def _set_free(profile: Profile) -> None:
    for link in GuardianLink.objects.filter(minor=profile, state=GuardianLink.State.CONFIRMED):
        end_guardian(link, actor=None)
    for link in GuardianLink.objects.filter(minor=profile, state=GuardianLink.State.INVITED):
        link.move(GuardianLink.State.EXPIRED, token_hash="")
    GuardianLink.objects.filter(minor=profile, state=GuardianLink.State.REFUSED).update(token_hash="")
    given = Q(state=Consent.State.GIVEN) | Q(state=Consent.State.REQUESTED)
    for consent in Consent.objects.filter(given, subject=profile):
        consent.move(Consent.State.EXPIRED)
    take_up_again(profile)
    count_supports(profile)
    resume_seats(profile)
    told = [profile.user]
    if profile.user is not None and profile.user.waits_for_guardian:
        open_account(profile.user)
        # Whose account no grown-up agreed to has nothing here to look through, and is not written to.
        told = []
    record(verbs.CAME_OF_AGE, profile, actor=None, notify=told)


def turn_ages(city: Any) -> int:
    """Every minor of the scope's city has today's band. Returns how many changed."""
    today = city.today()
    due = Q(next_band_month__lte=today) | Q(needs_guardian=True)
    minors = Profile.objects.exclude(age_band=AgeBand.ADULT).exclude(next_band_month=None).filter(due)
    return sum(come_of_age(profile, today=today) for profile in minors.select_related("city", "user"))
