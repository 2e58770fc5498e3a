"""Places, the waiting list, support once: also when many tap at once."""

import threading
from typing import Any

import pytest
from django.db import connection

from challenges.actions import join_challenge, leave_challenge, support_idea, write_idea
from challenges.models import Challenge, Contribution, Participation, Support
from educities.tenancy.scope import city_scope
from tests.factories import ChallengeFactory, CityFactory, ProfileFactory

PLACES, CALLERS = 5, 16


def together(city: Any, acts: list[Any]) -> None:
    def work(act: Any) -> None:
        try:
            with city_scope(city.pk):
                act()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_as_many_come_in_as_there_are_places_and_the_rest_wait_in_order() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        challenge = ChallengeFactory(places=PLACES)
        people = ProfileFactory.create_batch(CALLERS)
    together(city, [lambda p=p: join_challenge(challenge, profile=p, actor=None) for p in people])
    with city_scope(city.pk):
        states = list(Participation.objects.values_list("state", flat=True))
        assert (states.count("confirmed"), states.count("waitlisted")) == (PLACES, CALLERS - PLACES)
        first = Participation.objects.filter(state="waitlisted").order_by("joined_at", "pk").first()
        leave_challenge(Participation.objects.filter(state="confirmed").first(), actor=None)
        first.refresh_from_db()
        assert first.state == "confirmed"
        assert Challenge.objects.get().places_taken == PLACES


@pytest.mark.django_db(transaction=True)
def test_one_person_supports_once_however_often_tapped() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        author, friend = ProfileFactory(), ProfileFactory()
        idea = write_idea(ChallengeFactory(), author=author, actor=None, text="Chess tables for all", language="en")
    together(city, [lambda: support_idea(idea, profile=friend, actor=None)] * 6)
    with city_scope(city.pk):
        assert (Support.objects.count(), Contribution.objects.get().supports_count) == (1, 1)
