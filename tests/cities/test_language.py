"""Which language a reader gets."""

import pytest

from tests.factories import CityFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db


def language_of(client, path, **headers):
    return client.get(path, **headers).content.decode().partition('lang="')[2][:2]


@pytest.mark.parametrize(
    ("asks", "gets"),
    [
        ("iw-IL", "he"),
        ("iw", "he"),
        ("ru-RU,IW;q=0.8", "he"),
        ("ru-RU,ru;q=0.9", "ar"),
        ("", "ar"),
        ("*", "ar"),
        ("ru,en;q=0.5", "en"),
        ("he-IL,he", "he"),
    ],
)
def test_a_reader_of_no_language_of_ours_reads_the_citys(client, asks, gets):
    city = CityFactory(languages=["ar", "he", "en"])
    assert language_of(client, city.get_absolute_url(), HTTP_ACCEPT_LANGUAGE=asks) == gets


def test_old_hebrew_is_hebrew_on_the_platforms_pages_too(client):
    assert language_of(client, "/", HTTP_ACCEPT_LANGUAGE="iw-IL,iw;q=0.9,en;q=0.8") == "he"


def test_the_language_chosen_here_goes_first(client):
    city = CityFactory(languages=["ar", "he", "en"])
    client.cookies["language"] = "en"
    assert language_of(client, city.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="ru") == "en"


def test_a_city_that_is_not_there_answers_in_words(client):
    assert client.get("/c/nowhere/", HTTP_ACCEPT_LANGUAGE="ru").status_code == 404


@pytest.mark.parametrize("asks", ["ru", "en"])
def test_looking_for_the_language_costs_no_query_more(client, asks):
    city = CityFactory()
    asked = queries_of(lambda: client.get(city.get_absolute_url(), HTTP_ACCEPT_LANGUAGE=asks))
    assert len([one for one in asked if 'FROM "cities_city"' in one and '"cities_city"."slug" = ' in one]) == 1
