"""Two who act at the same moment: both ask for each other, and two agreements for the third place of one person."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from collaborations.models import Party
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from matching.actions.introductions import agree_to_introduction, introduce_suggestion
from matching.actions.suggesting import suggest_to_person
from matching.models import MatchSuggestion
from tests.collaborations.support import agree_all, propose
from tests.factories import AreaFactory, CityFactory
from tests.matching.support import grows, introduce, knows, make_person


def run_at_once(city: Any, *acts: Callable[[], Any]) -> list[str]:
    """All of them at the same moment. Returns with which codes some were refused."""
    refused: list[str] = []
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        try:
            with city_scope(city.pk, city):
                ready.wait(30)
                act()
        except DomainError as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return refused


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_for_each_other_have_one_collaboration_and_the_third_place_is_given_once() -> None:
    city = CityFactory()
    city.refresh_from_db()
    with city_scope(city.pk, city):
        area = AreaFactory()
        noa, omar, dana, adam = people = [make_person(city) for _number in range(4)]
        for person in people:
            knows(person, area)
        for person in (noa, omar):
            grows(person, area)
            suggest_to_person(person)
        rows = [MatchSuggestion.objects.with_sides().get(seeker=noa, person=omar)]
        rows.append(MatchSuggestion.objects.with_sides().get(seeker=omar, person=noa))
    assert not run_at_once(city, *(lambda row=row: introduce_suggestion(row, actor=row.seeker.user) for row in rows))
    with city_scope(city.pk, city):
        assert Party.objects.filter(state="agreed", collaboration__state="agreed").count() == 2
        # Noa has one; a second, and two introductions that are answered at the same moment.
        agree_all(propose(noa, make_person(city)))
        asked = [introduce(MatchSuggestion.objects.with_sides().get(seeker=noa, person=one)) for one in (dana, adam)]
    acts = (lambda row=row: agree_to_introduction(row, actor=row.person.user) for row in asked)
    assert run_at_once(city, *acts) == ["matching.other_is_full"]
    with city_scope(city.pk, city):
        assert Party.objects.filter(profile=noa, state="agreed").count() == 3
