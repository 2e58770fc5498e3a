"""The same people pasted into two cohorts at the same moment: both get all of them, whatever order the lists have."""

import threading
from typing import Any

import pytest
from django.db import connection

from cities.models import City
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from labs.actions.members import NewMember, add_members
from labs.models import Cohort, CohortMember
from stakeholders.models import Profile
from tests.factories import CohortFactory, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = [NewMember(f"Person {sign}", f"{sign}@example.org") for sign in "abcdefghijklmnop"]


def paste_at_once(city: City, actor: User, lists: list[tuple[Cohort, list[NewMember]]]) -> list[Any]:
    """What came of each list: None, or the error."""
    barrier, outcomes = threading.Barrier(len(lists)), list[Any]([None] * len(lists))

    def paste(number: int) -> None:
        cohort, people = lists[number]
        try:
            with city_scope(city.pk):
                barrier.wait()
                add_members(cohort, actor=actor, people=people, sector=1)
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=paste, args=(number,)) for number in range(len(lists))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_cohorts_get_the_same_people_from_lists_in_another_order(city: City) -> None:
    actor = MembershipFactory(city=city, role="director").user
    with city_scope(city.pk):
        cohorts = [CohortFactory(state="recruiting", capacity=40) for _ in range(2)]
    lists = [(cohorts[0], PEOPLE), (cohorts[1], PEOPLE[::-1])]
    assert paste_at_once(city, actor, lists) == [None, None]
    with city_scope(city.pk):
        assert CohortMember.objects.count() == 2 * len(PEOPLE)
        emails = [person.email for person in PEOPLE]
        assert Profile.objects.filter(user__email__in=emails).count() == len(PEOPLE)
