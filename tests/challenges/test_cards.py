from typing import Any

from django.template import Context, Engine
from django.utils.translation import override

from challenges.models import Challenge
from cities.models import City
from stakeholders.models import Area
from tests.factories import ChallengeFactory

ENGINE = Engine(libraries={"residents": "challenges.templatetags.residents"})


def draw_cards(city: City, *rows: Challenge) -> str:
    template = ENGINE.from_string("{% load residents %}{% challenge_cards rows %}")
    return template.render(Context({"city": city, "rows": rows}))


def make_row(city: City, **fields: Any) -> Challenge:
    usual = {"pk": 7, "question": {"en": "A <quiet> street?"}, "state": "open"}
    row = Challenge(**{**usual, **fields})
    row.city, row.area_label = city, None
    return row


def test_a_card_leads_to_its_challenge_and_escapes_its_question(scope: City) -> None:
    card = draw_cards(scope, make_row(scope))
    assert f'href="/c/{scope.slug}/challenges/7/"' in card
    assert "<h3><bdi>A &lt;quiet&gt; street?</bdi></h3>" in card


def test_each_card_says_its_own_numbers(scope: City) -> None:
    rows = [make_row(scope, contributions_count=n, places_taken=2) for n in (1, 2, 1)]
    cards = draw_cards(scope, *rows)
    assert cards.count("1 idea<") == 2
    assert cards.count("2 ideas<") == 1
    assert cards.count("2 people take part<") == 3


def test_numbers_are_said_in_the_language_of_each_reader(scope: City) -> None:
    row = make_row(scope, contributions_count=3)
    with override("he"):
        hebrew = draw_cards(scope, row)
    assert "3 ideas" not in hebrew
    assert "3 ideas" in draw_cards(scope, row)


def test_only_a_challenge_that_takes_no_ideas_says_its_state(scope: City) -> None:
    assert 'class="tag' not in draw_cards(scope, make_row(scope))
    assert "no longer open" in draw_cards(scope, make_row(scope, closes_on=scope.today().replace(year=2020)))


def test_the_area_is_read_with_its_challenge(scope: City, django_assert_num_queries: Any) -> None:
    row = ChallengeFactory(area=Area.objects.create(label={"en": "Music & dance"}))
    ChallengeFactory()
    with django_assert_num_queries(1):
        cards = draw_cards(scope, *Challenge.objects.with_area_label().order_by("pk"))
    assert cards.count("<small><bdi>Music &amp; dance</bdi></small>") == 1
    assert str(row.pk) in cards
