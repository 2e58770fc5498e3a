"""Who could meet whom in a city of 20,000 people and 240 areas, against a plain reading of the same claims."""

import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from django.db import connections
from django.utils import timezone

from cities.actions import create_city
from cities.models import City, Membership
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from matching.actions.suggesting import suggest_in_city, suggest_to_person
from matching.models import MatchSuggestion
from matching.queries.town import read_town
from matching.values.ranking import rank_pairs
from stakeholders.models import Area, Organisation, Profile, Representation, StrengthClaim
from tests.benchmarks.measure import say

PEOPLE, AREAS, GROUPS, CLAIMS = 20_000, 240, 20, 3
LANGUAGES, EVERYBODY = ("he", "he", "ar", "en"), "resident"


def fill_city(city: City) -> None:
    """People who all show three strengths and look for three things; each twentieth speaks for an organisation."""
    chosen, begun = Random(PEOPLE), date(2020, 1, 1)
    areas = _make_areas(city)
    users = User.objects.bulk_create([User(email=f"m{n}@bench.example") for n in range(PEOPLE)], batch_size=2000)
    Membership.objects.bulk_create(
        [Membership(city=city, user=user, role="resident", starts_on=begun) for user in users], batch_size=2000
    )
    people = Profile.objects.bulk_create(
        [Profile(city=city, user=user, display_name="A", language=chosen.choice(LANGUAGES)) for user in users], 2000
    )
    houses = Organisation.objects.bulk_create(
        [Organisation(city=city, name={"en": "A"}, sector=n % 4 + 1, state="active") for n in range(PEOPLE // 40)], 2000
    )
    spoken = [
        Representation(
            city=city, profile=one, organisation=houses[n // 40], starts_on=begun, accepted_at=timezone.now()
        )
        for n, one in enumerate(people)
        if n % 20 == 0
    ]
    Representation.objects.bulk_create(spoken, 2000)
    claims = [
        StrengthClaim(
            city=city, profile=one, area=area, kind=kind, level=chosen.randint(1, 3), visibility=EVERYBODY,
            confirmed_at=timezone.now(),
        )
        for one in people
        for kind, named in (("strength", chosen.sample(areas, CLAIMS)), ("growth", chosen.sample(areas, CLAIMS)))
        for area in named
    ]  # fmt: skip
    StrengthClaim.objects.bulk_create(claims, batch_size=5000)


def _make_areas(city: City) -> list[Area]:
    """A city's own words, in groups, so that the network's list is left as it is."""
    groups = [
        Area.objects.create(city=city, code=f"bench-group-{n}", label={"en": f"Group {n}"}) for n in range(GROUPS)
    ]
    return Area.objects.bulk_create(
        [Area(city=city, code=f"bench-{n}", label={"en": f"Area {n}"}, parent=groups[n % GROUPS]) for n in range(AREAS)]
    )


def timed(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def measure(_city: City) -> None:
    city = create_city(actor=None, slug="bench-matching", name={"en": "Bench"})
    city.refresh_from_db()
    with city_scope(city.pk, city):
        fill_city(city)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    with city_scope(city.pk, city):
        measure_night(city)
        measure_person()


def measure_night(city: City) -> None:
    print(f"\nWho could meet whom, of {PEOPLE:,} people and {AREAS} areas:")
    columns = ("pk", "profile_id", "area_id", "level", "kind")
    plain = timed(lambda: list(StrengthClaim.objects.order_by().values_list(*columns)))
    say("the claims, read plainly", f"{plain:7.2f} s")
    town: list[Any] = []
    seconds = timed(lambda: town.append(read_town()))
    say("what is read of the city", f"{seconds:7.2f} s")
    say("the best pairs", f"{timed(lambda: rank_pairs(town[0])):7.2f} s")
    town.clear()
    seconds = timed(lambda: suggest_in_city(city))
    say(f"the first night, {MatchSuggestion.objects.count():,} rows", f"{seconds:7.2f} s  {seconds / plain:5.1f} x")
    seconds = timed(lambda: suggest_in_city(city))
    say("a night after it", f"{seconds:7.2f} s  {seconds / plain:5.1f} x")
    MatchSuggestion.objects.all().delete()
    tracemalloc.start()
    suggest_in_city(city)
    say("the most memory of a first night", f"{tracemalloc.get_traced_memory()[1] / 2**20:7.0f} MB")
    tracemalloc.stop()


def measure_person() -> None:
    one = Profile.objects.order_by("pk")[PEOPLE // 2]
    MatchSuggestion.objects.filter(seeker=one).delete()
    suggest_to_person(one)
    times = []
    for _n in range(9):
        MatchSuggestion.objects.filter(seeker=one).delete()
        times.append(timed(lambda: suggest_to_person(one)))
    say("one person", f"{sorted(times)[4] * 1000:7.0f} ms")
