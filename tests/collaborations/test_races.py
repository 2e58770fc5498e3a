"""Two people act at once: both answers count, and nobody ends up in more collaborations than they can do."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connections

from collaborations.actions.proposals import agree_to_collaboration
from collaborations.models import Collaboration, Party
from collaborations.values import MOST_OPEN
from consents.actions.erasure import leave_city
from educities.tenancy.scope import city_scope
from stakeholders.actions.adulthood import become_minor
from stakeholders.models import Profile
from tests.collaborations.support import agree_all, make_person, propose
from tests.factories import CityFactory, RepresentationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def run_at_once(city: Any, acts: Sequence[Callable[[], Any]]) -> list[str]:
    """The codes with which some of them were refused."""
    refused: list[str] = []
    begin = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        try:
            with city_scope(city.pk):
                begin.wait(60)
                act()
        except Exception as error:  # what is no refusal has no code
            refused.append(getattr(error, "code", repr(error)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return refused


def answer(row: Collaboration, person: Any) -> Callable[[], Any]:
    def act() -> None:
        side = Party.objects.select_related("collaboration__city", "profile").get(collaboration=row, profile=person)
        agree_to_collaboration(side, actor=person.user)

    return act


def leave(person: Any) -> Callable[[], Any]:
    return lambda: leave_city(Profile.objects.get(pk=person.pk), actor=person.user, keep_texts=True)


def test_the_last_two_sides_agree_at_once_and_it_is_agreed() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        people = [make_person(city) for _number in range(3)]
        row = propose(*people)
    assert run_at_once(city, [answer(row, people[1]), answer(row, people[2])]) == []
    with city_scope(city.pk):
        row.refresh_from_db()
        assert (row.state, set(row.parties.values_list("state", flat=True))) == ("agreed", {"agreed"})


def test_one_person_agrees_to_the_third_and_the_fourth_at_once_and_takes_part_in_three() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        person = make_person(city)
        others = [make_person(city) for _number in range(MOST_OPEN + 1)]
        rows = [propose(one, person, title={"en": f"Idea {number}"}) for number, one in enumerate(others)]
        for row in rows[: MOST_OPEN - 1]:
            agree_all(row)
    assert run_at_once(city, [answer(row, person) for row in rows[MOST_OPEN - 1 :]]) == ["collaborations.enough"]
    with city_scope(city.pk):
        assert Party.objects.filter(profile=person, state="agreed").count() == MOST_OPEN


@pytest.mark.parametrize("number", range(4))
def test_somebody_agrees_and_leaves_at_once_and_both_acts_are_done(number: int) -> None:
    """Everybody locks the person before the collaboration: neither act ends in a deadlock."""
    city = CityFactory()
    with city_scope(city.pk):
        people = [make_person(city) for _number in range(3)]
        rows = [propose(people[0], one, title={"en": f"Idea {place}"}) for place, one in enumerate(people[1:])]
    acts = [*(answer(row, one) for row, one in zip(rows, people[1:], strict=True)), *(leave(one) for one in people[1:])]
    # Whoever has left agrees no more.
    assert set(run_at_once(city, acts)) <= {"collaborations.answered"}
    with city_scope(city.pk):
        assert set(Party.objects.filter(profile__in=people[1:]).values_list("state", flat=True)) == {"declined"}
        assert set(Profile.objects.filter(pk__in=[one.pk for one in people[1:]]).values_list("user", flat=True)) == {
            None
        }


def test_two_who_propose_to_each_other_at_once_for_their_organisations() -> None:
    """The people of a proposal are locked in one order, whoever proposes."""
    city = CityFactory()
    with city_scope(city.pk):
        speakers = [RepresentationFactory(profile=make_person(city)) for _number in range(2)]

    def ask(one: Any, other: Any) -> Callable[[], Any]:
        return lambda: propose(one.organisation, other.profile, actor=one.profile.user)

    assert run_at_once(city, [ask(*speakers), ask(*reversed(speakers))]) == []


def test_somebody_agrees_while_a_city_learns_that_they_are_under_18() -> None:
    """Whichever comes first: they are no side afterwards."""
    city = CityFactory()
    with city_scope(city.pk):
        one, other = make_person(city), make_person(city)
        row = propose(one, other)
    refused = run_at_once(city, [answer(row, other), lambda: become_minor(other.user)])
    assert set(refused) <= {"collaborations.answered"}
    with city_scope(city.pk):
        assert row.parties.get(profile=other).state == "declined"
        row.refresh_from_db()
        assert row.is_over
