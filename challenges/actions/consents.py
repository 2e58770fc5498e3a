"""A guardian or the child answered: what rests on the consent follows in the same transaction."""

from django.db import transaction
from django.db.models import Q

from challenges import verbs
from challenges.actions.ideas import rest_ideas, wake_ideas, withdraw_idea
from challenges.actions.participation import leave_challenge, stand_back, take_up_again
from challenges.actions.supports import count_supports, take_support_back, uncount_supports
from challenges.first_act import has_begun
from challenges.models import Challenge, Contribution, Participation, PendingAct, Support
from challenges.names import may_be_public
from cities.actions import end_role, grant_role
from cities.models import Membership, Role
from educities.accounts.actions import close_account, open_account
from educities.activity.models import Notice
from educities.activity.record import record
from labs.actions.members import leave_cohort
from labs.models import CohortMember
from stakeholders.actions import blank_profile
from stakeholders.models import Profile

# What of an idea still can be taken back; of the others the words go.
STANDING = (
    Contribution.State.DRAFT,
    Contribution.State.PENDING,
    Contribution.State.VISIBLE,
    Contribution.State.HIDDEN,
)


def consent_changed(profile: Profile, purpose: str, given: bool) -> None:
    """What rested on the consent follows: everything on the account, the rest purpose by purpose."""
    _lock_challenges(profile)
    if purpose == "account":
        return open_child(profile) if given else close_child(profile)
    if purpose == "lab":
        _taking_part(profile, given)
    if purpose in {"lab", "publication"}:
        if not given:
            rest_ideas(profile, None)
        elif may_be_public(profile):
            wake_ideas(profile, None)
    return None


def _lock_challenges(profile: Profile) -> None:
    """Challenges before the city's page counter, and in one order: else two such answers could wait for each other."""
    own = Q(participations__profile=profile) | Q(contributions__author=profile)
    own |= Q(contributions__supports__profile=profile)
    ids = set(Challenge.objects.filter(own).values_list("pk", flat=True))
    list(Challenge.objects.filter(pk__in=ids).select_for_update(no_key=True, of=["self"]).order_by("pk"))


def _taking_part(profile: Profile, given: bool) -> None:
    if given:
        take_up_again(profile)
        count_supports(profile)
    else:
        stand_back(profile)
        uncount_supports(profile)


@transaction.atomic
def close_child(profile: Profile) -> None:
    """No grown-up agrees, or the child does not want it: words, places, supports and profile are gone, and the role ends.

    Where the person has no other part in any city, the account is closed. What is closed already is left alone.
    """
    roles = _roles(profile)
    if not roles and not has_begun(profile):
        return
    _take_everything_back(profile)
    blank_profile(profile, actor=None)
    for membership in roles:
        end_role(membership, actor=None, quietly=True)
    user = profile.user
    closes = user is not None and not user.memberships.current().exists()
    if user is not None and closes:
        close_account(user)
    record(verbs.CHILD_CLOSED, profile, actor=None, notify=[user], url="", city=profile.city.name, closed=closes)


def _roles(profile: Profile) -> list[Membership]:
    if profile.user is None:
        return []
    own = profile.user.memberships.current().filter(city=profile.city_id, role=Role.RESIDENT)
    return list(own.select_related("user"))


def _take_everything_back(profile: Profile) -> None:
    taking = Participation.objects.filter(profile=profile).exclude(
        state__in=[Participation.State.CANCELLED, Participation.State.DONE]
    )
    for row in taking.select_related("challenge", "profile").order_by("challenge_id"):
        leave_challenge(row, actor=None)
    for idea in Contribution.objects.filter(author=profile, state__in=STANDING).select_related("challenge"):
        withdraw_idea(idea, actor=None)
    for one in Support.objects.filter(profile=profile).select_related("contribution").order_by("contribution_id"):
        take_support_back(one.contribution, profile=profile, actor=None)
    for seat in CohortMember.objects.filter(profile=profile, state__in=CohortMember.HOLDS_PLACE):
        leave_cohort(seat, actor=None)
    _erase_words(profile)


def _erase_words(profile: Profile) -> None:
    Contribution.objects.filter(author=profile).update(text="", shown_as="", hidden_because="")
    Participation.objects.filter(profile=profile).update(bring="")
    if profile.user:
        PendingAct.objects.filter(email__iexact=profile.user.email, done_at=None).delete()
        Notice.objects.filter(user=profile.user).delete()


@transaction.atomic
def open_child(profile: Profile) -> None:
    """A grown-up agrees: what was closed is open again, and empty. What is open stays as it is."""
    if profile.user is None or _roles(profile):
        return
    open_account(profile.user)
    grant_role(profile.city, profile.user, Role.RESIDENT, actor=None, quietly=True)
    record(verbs.CHILD_OPENED, profile, actor=None, notify=[profile.user], url="", city=profile.city.name)
