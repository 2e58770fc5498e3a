"""How a resident is named in public."""

from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from challenges.values import guess_first_name
from consents.queries import has_consent
from stakeholders.models import AgeBand, Profile

Policy = Challenge.NamePolicy
# What a guardian has to agree to before words of a child are published.
PUBLIC_NEEDS = ("lab", "publication")
CHILD = _("a child of the city")
YOUTH = _("a young person of the city")


def public_display_name(profile: Profile, challenge: Challenge) -> str:
    """The public name of a grown-up by the challenge's rule; empty for minors, whose words stand without a name."""
    if profile.is_minor:
        return ""
    name = profile.display_name.strip()
    if challenge.name_policy == Policy.FIRST:
        name = guess_first_name(name)
        place = profile.public_neighbourhood
        return f"{name}, {place}" if name and place else name
    return name


def public_name(profile: Profile, challenge: Challenge) -> str:
    """What stands beside an idea of this person."""
    return public_display_name(profile, challenge) or minor_label(profile.age_band)


def may_be_public(profile: Profile) -> bool:
    """May words of this person be read by others? Of a minor under the city's age only with a guardian's consent."""
    return all(has_consent(profile, purpose) for purpose in PUBLIC_NEEDS)


def minor_label(band: str) -> str:
    """What stands in place of a minor's name."""
    return str(CHILD if band == AgeBand.CHILD else YOUTH)
