"""Who could meet whom in a city of 20,000 people and 240 areas, against a plain reading and writing of the same rows.

Seconds are those of this process and of its database process together: who else works on the machine does not count.
"""

import tracemalloc
from datetime import date
from random import Random
from typing import Any

from django.db import connection, connections, transaction
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
from tests.benchmarks.measure import say, work_seconds

PEOPLE, CHILDREN, AREAS, GROUPS, CLAIMS = 20_000, 2_000, 240, 20, 3
# What the night and the page of one person are to need at most.
NIGHT_SECONDS, NIGHT_MEGABYTES, PERSON_MILLISECONDS = 5, 200, 300
# The same rows once more, without looking for anybody.
WRITE_PLAINLY = """
    INSERT INTO matching_matchsuggestion (city_id, seeker_id, person_id, organisation_id, need_id, strength_id, score,
        shown_on, ends_on, rests_until, state)
    SELECT city_id, seeker_id, person_id, organisation_id, need_id, strength_id, score, shown_on, ends_on, rests_until, state
    FROM bench_suggestions"""
LANGUAGES, EVERYBODY = ("he", "he", "ar", "en"), "resident"


def fill_city(city: City) -> None:
    """People who all show three strengths and look for three things; each twentieth speaks for an organisation; and children."""
    chosen, begun = Random(PEOPLE), date(2020, 1, 1)
    areas = _make_areas(city)
    child = {"age_band": "child", "needs_guardian": True, "next_band_month": date(2040, 5, 1)}
    users = User.objects.bulk_create([User(email=f"m{n}@bench.example") for n in range(PEOPLE)], batch_size=2000)
    Membership.objects.bulk_create(
        [Membership(city=city, user=user, role="resident", starts_on=begun) for user in users], batch_size=2000
    )
    people = Profile.objects.bulk_create(
        [Profile(city=city, user=user, display_name="A", language=chosen.choice(LANGUAGES)) for user in users], 2000
    )
    children = Profile.objects.bulk_create(
        [Profile(city=city, display_name="A", **child) for _n in range(CHILDREN)], batch_size=2000
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
        for one in [*people, *children]
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
    print(f"\nWho could meet whom, of {PEOPLE:,} people, {CHILDREN:,} children and {AREAS} areas:")
    read = work_seconds(_read_plainly)
    town: list[Any] = []
    say("what is read of the city", f"{work_seconds(lambda: town.append(read_town())):7.2f} s")
    say("the best pairs", f"{work_seconds(lambda: rank_pairs(town[0])):7.2f} s")
    town.clear()
    first = work_seconds(lambda: suggest_in_city(city))
    rows, again = MatchSuggestion.objects.count(), work_seconds(lambda: suggest_in_city(city))
    plain = read + _write_plainly()
    say("the claims read and the suggestions written plainly", f"{plain:7.2f} s")
    say(f"the first night, {rows:,} rows (at most {NIGHT_SECONDS} s)", f"{first:7.2f} s  {first / plain:5.1f} x")
    say("a night after it", f"{again:7.2f} s  {again / plain:5.1f} x")
    tracemalloc.start()
    suggest_in_city(city)
    most = tracemalloc.get_traced_memory()[1] / 2**20
    say(f"the most memory of a first night (at most {NIGHT_MEGABYTES} MB)", f"{most:7.0f} MB")
    tracemalloc.stop()


def _read_plainly() -> None:
    columns = ("pk", "profile_id", "organisation_id", "area_id", "level", "kind", "confirmed_at")
    list(StrengthClaim.objects.order_by().values_list(*columns))


def _write_plainly() -> float:
    """The suggestions of the first night are written once more; none is there afterwards."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE bench_suggestions AS SELECT * FROM matching_matchsuggestion")
        cursor.execute("GRANT SELECT ON bench_suggestions TO PUBLIC")
    MatchSuggestion.objects.all().delete()

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(WRITE_PLAINLY)

    seconds = work_seconds(write)
    MatchSuggestion.objects.all().delete()
    return seconds


def measure_person() -> None:
    one = Profile.objects.order_by("pk")[PEOPLE // 2]
    times = []
    for _n in range(9):
        MatchSuggestion.objects.filter(seeker=one).delete()
        times.append(work_seconds(lambda: suggest_to_person(one)))
    say(f"one person (at most {PERSON_MILLISECONDS} ms)", f"{sum(times) / len(times) * 1000:7.0f} ms")
