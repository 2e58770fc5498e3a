"""Who is old enough for a challenge."""

from django.utils.translation import gettext as _

from challenges.models import Challenge
from consents.values import OLDEST
from educities.kit.errors import DomainError
from stakeholders.models import Profile


def check_age(challenge: Challenge, profile: Profile) -> None:
    """Raises DomainError when nobody of this person's age band is old enough for the challenge."""
    oldest = OLDEST.get(profile.age_band)
    if challenge.min_age and oldest is not None and oldest < challenge.min_age:
        text = _("This challenge is for people of %(n)s and over.") % {"n": challenge.min_age}
        raise DomainError(text, code="challenges.too_young")
