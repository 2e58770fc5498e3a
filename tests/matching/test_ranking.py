"""Matching against a slow and obvious computation, over random small cities: `MACHINE_RUNS=200` cities, else twenty."""

from random import Random

import pytest

from matching.actions.suggesting import suggest_in_city
from matching.models import MatchSuggestion
from matching.queries.town import read_town
from matching.values.factors import Side
from matching.values.ranking import Need, Offer, Town, rank_pairs
from tests.factories import AreaFactory, ChildFactory
from tests.machines import count_runs
from tests.matching.slow import rank_slowly
from tests.matching.support import grows, knows, make_house, make_person


def make_random_town(number: int) -> Town:
    """Up to thirty people and a few organisations in up to eight areas of up to three groups."""
    chosen = Random(number)
    people = chosen.sample(range(1, 500), chosen.randint(2, 30))
    sides = [*people, *(-one for one in chosen.sample(range(1, 50), chosen.randint(0, 5)))]
    areas = {area: chosen.choice([None, 1, 1, 2, 3]) for area in range(101, 102 + chosen.randint(0, 7))}

    def some(among: list[int], most: int) -> set[int]:
        return set(chosen.sample(among, min(len(among), chosen.randint(0, most))))

    claims = iter(range(1, 100_000))
    return Town(
        needs=[
            Need(next(claims), one, area, chosen.randint(1, 3)) for one in people for area in some(list(areas), 3)
        ],
        offers=[
            Offer(next(claims), side, area, chosen.randint(1, 3), chosen.random() < 0.3, chosen.random() < 0.9, chosen.random() < 0.9)
            for side in sides
            for area in some(list(areas), 4)
        ],
        groups=areas,
        sides={side: Side(chosen.choice([None, 1, 2, 3, 4]), chosen.choice(["he", "ar", None])) for side in sides},
        strong={one: some(list(areas), 3) for one in people},
        wanted={area: some(sides, 6) for area in areas},
        barred={one: some(sides, 3) for one in people},
        tied={one: some(sides, 3) for one in people},
        places={one: chosen.randint(0, 5) for one in people},
    )  # fmt: skip


def test_it_finds_what_a_slow_computation_finds() -> None:
    for number in range(count_runs(20)):
        town = make_random_town(number)
        found = {seeker: pairs for seeker, pairs in rank_pairs(town).items() if pairs}
        assert found == rank_slowly(town), f"city {number}"


@pytest.mark.django_db
def test_no_minor_is_ever_in_a_pair_and_the_database_holds_what_was_computed(scope) -> None:
    """Children who show and look for the same as everybody, in a city read from the database."""
    chosen = Random(7)
    areas = AreaFactory.create_batch(4)
    people = [make_person(scope) for _number in range(8)] + [make_house(scope)]
    children = [
        ChildFactory(user=make_person(scope).user.__class__.objects.create(email=f"c{n}@example.org")) for n in range(3)
    ]
    for one in [*people, *children]:
        for area in chosen.sample(areas, 2):
            knows(one, area, chosen.randint(1, 3))
        for area in chosen.sample(areas, 2):
            grows(one, area, chosen.randint(1, 3), chosen.choice(["me", "resident"]))
    expected = rank_slowly(read_town())
    suggest_in_city(scope)
    rows = MatchSuggestion.objects.values_list(
        "seeker_id", "person_id", "organisation_id", "need_id", "strength_id", "score"
    )
    found = {(one, person or -house, need, strength, score) for one, person, house, need, strength, score in rows}
    assert found == {(one, p.side, p.need, p.strength, p.score) for one, pairs in expected.items() for p in pairs}
    assert found
    minors = {child.pk for child in children}
    assert not minors & {number for pair in found for number in pair[:2]}
