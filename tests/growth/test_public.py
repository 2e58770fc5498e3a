import pytest
from django.core.cache import cache
from django.urls import reverse

from growth.actions.engines import change_engine
from tests.factories import CollaborationFactory, EngineFactory
from tests.growth.support import make_capable
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
WHY = {"en": "Few children know a story of the harbour"}


@pytest.fixture
def page(client, scope, director):
    type(scope).objects.filter(pk=scope.pk).update(is_public=True)
    address = reverse("city", args=[scope.slug])

    def read():
        cache.clear()
        return client.get(address).content.decode()

    return read


def test_everybody_reads_of_an_engine_once_the_director_shows_it(page, engine, noa, director):
    CollaborationFactory(area=engine.area, state="active", title={"en": "Tales at noon"})
    change_engine(engine, actor=director, why=WHY)
    assert WHY["en"] not in page()
    change_engine(engine, actor=director, is_public=True)
    shown = page()
    assert WHY["en"] in shown
    assert "1 collaboration agreed or under way" in shown
    assert "Noa" not in shown
    assert "Tales at noon" not in shown
    change_engine(engine, actor=director, is_public=False)
    assert WHY["en"] not in page()


def test_of_few_people_no_number_is_told(page, engine, scope, director):
    for _number in range(4):
        make_capable(engine, scope)
    change_engine(engine, actor=director, is_public=True)
    assert "can already" not in page()
    make_capable(engine, scope)
    change_engine(engine, actor=director, why=WHY)
    assert "5 people can already" in page()


def test_the_same_queries_for_one_and_three(page, director):
    def add(n):
        for one in EngineFactory.create_batch(n):
            change_engine(one, actor=director, is_public=True)

    assert_same_queries(page, add)
