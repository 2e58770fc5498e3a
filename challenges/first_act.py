"""A child under the city's age begins one thing and waits with it for a grown-up's yes."""

from challenges.models import Contribution, Participation, Support
from educities.accounts.actions import check_account, has_consent, may_begin
from stakeholders.models import Profile


def check_may_act(profile: Profile) -> None:
    """Raises DomainError, with what happens next, for a child that has begun already and has no yes yet."""
    if has_consent(profile, "account") or (may_begin(profile) and not has_begun(profile)):
        return
    check_account(profile)


def has_begun(profile: Profile) -> bool:
    """Does anything of this person stand in the city's challenges?"""
    ideas = Contribution.objects.filter(author=profile).exclude(state=Contribution.State.WITHDRAWN)
    taking = Participation.objects.filter(profile=profile).exclude(state=Participation.State.CANCELLED)
    return ideas.exists() or taking.exists() or Support.objects.filter(profile=profile).exists()
