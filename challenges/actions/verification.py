"""Who is known well enough to the city for a challenge."""

from challenges.models import Challenge
from educities.kit.errors import DomainError
from stakeholders.models import Level, Profile
from stakeholders.queries.verification import find_level
from stakeholders.texts.verification import describe_lacking_level


class LacksLevel(DomainError):
    """The challenge asks for more than the city knows of the person. `level`: what it asks for."""

    level: int = Level.MAIL


def check_verification(challenge: Challenge, profile: Profile | None, *, is_entered: bool = False) -> None:
    """Raises LacksLevel where the challenge asks for more; who is not known here at all has no level yet.

    `is_entered`: the team had the person's paper in hand, or the person at its counter, so it has met them.
    """
    needed = challenge.least_verification
    if needed == Level.MAIL or (is_entered and needed == Level.PERSON):
        return
    if profile is None or find_level(profile) < needed:
        refused = LacksLevel(describe_lacking_level(needed), code="challenges.lacks_level")
        refused.level = needed
        raise refused
