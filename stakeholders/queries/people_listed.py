"""Who stands in the lists of a city's people: adults who take part."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet

from cities.models import Membership, Role
from educities.kit.hooks import Hook
from stakeholders.models import Profile, Representation, StrengthClaim
from stakeholders.models.people import ProfileQuerySet

FindProfiles = Callable[[], QuerySet]
HELPERS: Hook[FindProfiles] = Hook(
    "stakeholders.helpers",
    "Asked who is known to the scope's city for somebody else's sake: () -> numbers of profiles, as a query. Such a "
    "person stands in no list without a part of their own.",
)
PARTAKERS: Hook[FindProfiles] = Hook(
    "stakeholders.partakers",
    "Asked who has a part of their own in the scope's city: () -> numbers of profiles, as a query.",
)


def listed_people() -> ProfileQuerySet:
    """The adults of the scope's city, without those who only answer for somebody else. Costs no query of its own."""
    people: ProfileQuerySet = Profile.objects.grown_up()
    helpers = [Q(pk__in=find()) for find in HELPERS]
    if not helpers:
        return people
    takes_part = _has_part_here()
    for find in PARTAKERS:
        takes_part |= Q(pk__in=find())
    for helps in helpers:
        people = people.filter(~helps | takes_part)
    return people


def _has_part_here() -> Q:
    """A role besides the resident's, which everybody has, an organisation to speak for, a strength or growth area."""
    roles = Membership.objects.current().filter(city_id=OuterRef("city_id"), user_id=OuterRef("user_id"))
    speaks = Representation.objects.filter(profile=OuterRef("pk"))
    claims = StrengthClaim.objects.filter(profile=OuterRef("pk"))
    return Q(Exists(roles.exclude(role=Role.RESIDENT))) | Q(Exists(speaks)) | Q(Exists(claims))
