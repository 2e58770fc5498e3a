"""Children grow up: their age group follows the calendar, and who is old enough answers alone."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import Q

from cities.models import City
from consents import verbs
from consents.actions.guardians import end_guardian
from consents.models import Consent, GuardianLink
from consents.values import age_now
from educities.accounts.actions import open_account
from educities.activity.actions.records import record
from educities.kit.hooks import Hook
from educities.kit.rows import apply_changes
from stakeholders.actions import make_profile_private
from stakeholders.actions.adulthood import come_of_age
from stakeholders.models import AgeBand, Profile

AnswersAlone = Callable[[Profile], None]
ANSWERS_ALONE: Hook[AnswersAlone] = Hook(
    "consents.answers_alone",
    "Called in the same transaction when a person needs no guardian any more: (profile). What waited for a yes is taken up.",
)
# The lines of a profile in which an `Age` stands, in its order.
AGE_LINES = ("age_band", "next_band_month", "needs_guardian")


@transaction.atomic
def release_from_guardian(profile: Profile, *, today: date) -> bool:
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
        make_profile_private(profile)
        if profile.user is not None:
            come_of_age(profile.user)
    return True


def _set_free(profile: Profile) -> None:
    for link in GuardianLink.objects.filter(minor=profile, state=GuardianLink.State.CONFIRMED):
        end_guardian(link, actor=None)
    for link in GuardianLink.objects.filter(minor=profile, state=GuardianLink.State.INVITED):
        link.move(GuardianLink.State.EXPIRED)
    GuardianLink.objects.filter(minor=profile, state=GuardianLink.State.REFUSED).update(token_hash="")
    given = Q(state=Consent.State.GIVEN) | Q(state=Consent.State.REQUESTED)
    for consent in Consent.objects.filter(given, subject=profile):
        consent.move(Consent.State.EXPIRED)
    for take_up in ANSWERS_ALONE:
        take_up(profile)
    told = [profile.user]
    if profile.user is not None and profile.user.waits_for_guardian:
        open_account(profile.user)
        # Whose account no grown-up agreed to has nothing here to look through, and is not written to.
        told = []
    record(verbs.CAME_OF_AGE, profile, actor=None, notify=told)


def update_age_bands(city: City) -> int:
    """Every minor of the scope's city has today's band. Returns how many changed."""
    today = city.today()
    due = Q(next_band_month__lte=today) | Q(needs_guardian=True)
    minors = Profile.objects.exclude(age_band=AgeBand.ADULT).exclude(next_band_month=None).filter(due)
    return sum(release_from_guardian(profile, today=today) for profile in minors.select_related("city", "user"))
