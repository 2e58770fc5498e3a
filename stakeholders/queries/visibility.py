"""The one place that answers who may see a line of a profile: its page, lists, search, filters and the API ask here."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Func, Q, TextField, Value
from django.db.models.functions import Concat, Left, StrIndex
from django.db.models.lookups import In

from cities.models import City
from cities.rules import is_director, is_facilitator, is_member
from cities.rules.roles import roles_by_city
from educities.accounts.models import Person
from educities.kit.hooks import Hook
from educities.kit.instance_cache import read_once
from educities.tenancy.kept_queries import Given
from stakeholders.models import Profile, StrengthClaim
from stakeholders.models.people import ProfileQuerySet, filter_adults
from stakeholders.models.visibility import Visibility, begin_line_pattern, find_level, open_lines
from stakeholders.queries.people_listed import is_unshared
from stakeholders.rules import is_guardian, is_self, manages_person

EVERY_LEVEL = frozenset(Visibility.values)
# What a member of the city reads of each adult here, and what reaches further than the city.
OF_MEMBERS = frozenset({Visibility.RESIDENTS, Visibility.NETWORK, Visibility.PUBLIC})
OF_NETWORK = frozenset({Visibility.NETWORK, Visibility.PUBLIC})
# As `ProfileQuerySet.grown_up` has it, of the holder of a claim: of a row that was merged its twin claim may be left.
OF_GROWN_UP = filter_adults("profile__")


class Circles(NamedTuple):
    """The people of the scope's city whose cohorts a reader shares or guides, and those whose labs: numbers of profiles."""

    cohorts: frozenset[int]
    labs: frozenset[int]


FindCircles = Callable[[Person], Circles]
CIRCLES: Hook[FindCircles] = Hook(
    "stakeholders.circles",
    "Asked with whom of the scope's city a reader shares a cohort or a lab: (user) -> Circles.",
)


class Sight(NamedTuple):
    """What a reader sees in a city: `levels` of each adult there, and more of the adults in the `circles`."""

    levels: frozenset[str]
    circles: Circles = Circles(frozenset(), frozenset())


SIGHT_OF_NOBODY = Sight(frozenset())
# What every director and facilitator of a city sees of its adults.
SIGHT_OF_STAFF = Sight(OF_MEMBERS | {Visibility.STAFF})
# What partner apps with the scope see: their city's people chose the network or everyone.
SIGHT_OF_PARTNERS = Sight(OF_NETWORK)


def find_sight(reader: Person, city: City) -> Sight:
    """What this reader sees of the adults of the scope's city. Kept on the reader: at most one query, and what the apps
    above ask.
    """
    return read_once(reader, f"_sight_{city.pk}", lambda: _read_sight(reader, city))


def _read_sight(reader: Person, city: City) -> Sight:
    found = [find(reader) for find in CIRCLES] if getattr(reader, "pk", None) else []
    cohorts = frozenset[int]().union(*(circle.cohorts for circle in found))
    labs = frozenset[int]().union(*(circle.labs for circle in found))
    return Sight(frozenset(_list_levels(reader, city)), Circles(cohorts, labs))


def _list_levels(reader: Person, city: City) -> set[str]:
    if not is_member(reader, city):
        return _list_levels_of_outsider(reader, city)
    levels: set[str] = set(OF_MEMBERS)
    if is_director(reader, city) or is_facilitator(reader, city):
        levels.add(Visibility.STAFF)
    if is_facilitator(reader, city):
        levels.add(Visibility.GUIDES)
    return levels


def _list_levels_of_outsider(reader: Person, city: City) -> set[str]:
    """Of a city that is not shown yet nobody outside it reads anything."""
    if not city.is_shown:
        return set()
    return set(OF_NETWORK) if _takes_part_elsewhere(reader, city) else {Visibility.PUBLIC}


def _takes_part_elsewhere(reader: Person, city: City) -> bool:
    """Whoever tries the practice city is no member of the network for it."""
    cities = City.objects.filter(pk__in=list(roles_by_city(reader)))
    return (cities if city.is_practice else cities.filter(is_practice=False)).exists()


def is_near(reader: Person, profile: Profile) -> bool:
    """The person, who keeps the profile, and a minor's guardian: they see every line."""
    return is_self(reader, profile) or manages_person(reader, profile) or is_guardian(reader, profile)


def find_levels(reader: Person, profile: Profile) -> frozenset[str]:
    """The levels of which this reader sees the lines of this person. Kept on the profile.

    Of a minor nobody sees anything but the minor, who keeps the profile and a guardian; nor of whoever has not said yet
    whether they are one.
    """
    key = f"_levels_for_{getattr(reader, 'pk', None)}"
    return read_once(profile, key, lambda: _read_levels(reader, profile))


def _read_levels(reader: Person, profile: Profile) -> frozenset[str]:
    if is_near(reader, profile):
        return EVERY_LEVEL
    if profile.is_minor or profile.is_age_unsaid:
        return frozenset()
    sight = find_sight(reader, profile.city)
    if sight.levels == OF_NETWORK and Profile.objects.filter(is_unshared(), pk=profile.pk).exists():
        return frozenset({Visibility.PUBLIC})
    return sight.levels | _find_shared_levels(sight.circles, profile)


def _find_shared_levels(circles: Circles, profile: Profile) -> frozenset[str]:
    shared = ((Visibility.COHORT, circles.cohorts), (Visibility.LAB, circles.labs))
    return frozenset(level for level, people in shared if profile.pk in people)


def list_fields(levels: Collection[str], profile: Profile) -> dict[str, Any]:
    """The lines with something in them that a reader with these levels sees."""
    return {line: text for line in open_lines(profile.visibilities, levels) if (text := getattr(profile, line))}


def list_claims(levels: Collection[str], profile: Profile) -> list[StrengthClaim]:
    """The strengths and growth areas that a reader with these levels sees, strengths first. One query."""
    rows = profile.claims.filter(visibility__in=levels).select_related("area", "entered_by")
    return sorted(rows, key=lambda claim: (claim.kind != "strength", str(claim.area)))


def find_neighbourhood(sight: Sight, profile: Profile) -> str:
    """The neighbourhood of an adult as far as this sight takes it in; "" else. Reads no other line of the row."""
    levels = sight.levels | _find_shared_levels(sight.circles, profile)
    return profile.neighbourhood if find_level("neighbourhood", profile.visibilities) in levels else ""


def is_named_to(reader: Person, profile: Profile) -> bool:
    """Does this reader of a list that is not the team's own read the person's name? Of whoever has not said an age yet, or is
    under 18 in another city, the team alone does, and the person."""
    is_team = is_director(reader, profile) or is_facilitator(reader, profile)
    return bool(profile.is_adult or is_self(reader, profile) or is_team)


def sees_some_line(reader: Person, profile: Profile) -> bool:
    """May this reader see any line of this person? The name alone is none."""
    levels = find_levels(reader, profile)
    return bool(levels) and bool(list_fields(levels, profile) or profile.claims.filter(visibility__in=levels).exists())


def list_circles(sight: Sight) -> list[tuple[str, frozenset[int]]]:
    """The levels that reach a circle of people, each with the numbers of those in it; none that is empty."""
    levels = ((Visibility.COHORT, sight.circles.cohorts), (Visibility.LAB, sight.circles.labs))
    return [(level.value, people) for level, people in levels if people]


def show_to(people: ProfileQuerySet, sight: Sight) -> ProfileQuerySet:
    """The adults, each with `is_shown`: does this sight take in any line or strength?"""
    seen = _has_line(sight.levels, "") if sight.levels else Q(pk=None)
    for level, circle in list_circles(sight):
        seen |= _has_line({level}, "") & Q(pk__in=circle)
    claims = StrengthClaim.objects.filter(filter_seen_claims(sight))
    is_shown = ~Q(search_lines="") & seen | Q(pk__in=claims.values("profile_id"))
    shown: ProfileQuerySet = people.annotate(is_shown=ExpressionWrapper(is_shown, output_field=BooleanField()))
    return shown


def find_people_saying(sight: Sight, word: Any, pattern: Any, *, is_short: bool) -> Q:
    """The adults in a line of whom, as far as this sight takes it in, the word stands (in one spelling, `normalise_text`),
    as a condition on `Profile`; `pattern` means the word. The first part is cheap and lets few through to the others.
    """
    seen = _has_line(sight.levels, pattern) if sight.levels else Q(pk=None)
    if sight.levels and not is_short:
        # Most often the line in which it stands first is shown, which costs a third of the pattern. A word of one letter
        # may be the end of a level's own name.
        seen = Q(In(_read_first_level(word), sorted(sight.levels))) | seen
    for level, people in list_circles(sight):
        seen |= _has_line({level}, pattern) & Q(pk__in=people)
    return Q(search_lines__contains=word) & seen


def _read_first_level(word: Any) -> Func:
    """The level of the line in which the word stands first."""
    said = word if isinstance(word, Given) else Value(word)
    until = Left("search_lines", StrIndex("search_lines", said))
    line = Func(until, Value("\n"), Value(-1), function="split_part", output_field=TextField())
    return Func(line, Value(" "), Value(1), function="split_part", output_field=TextField())


def _has_line(levels: Collection[str], pattern: Any) -> Q:
    begin = begin_line_pattern(levels)
    if isinstance(pattern, str):
        return Q(search_lines__regex=begin + pattern)
    return Q(search_lines__regex=Concat(Value(begin), pattern, output_field=TextField()))


def filter_seen_claims(sight: Sight) -> Q:
    """The claims of adults that this sight takes in, as a condition on `StrengthClaim`: of those who stand in lists."""
    seen = Q(visibility__in=sight.levels)
    for level, people in list_circles(sight):
        seen |= Q(visibility=level, profile__in=people)
    return seen & OF_GROWN_UP
