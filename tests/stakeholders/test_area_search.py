"""What people say of themselves finds the area that they mean, in three languages and however it is spelled."""

from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from educities.kit.search_select import SHOWN
from educities.tenancy.scope import city_scope
from journeys.models import ActivityArea
from stakeholders.models import Area, Profile, StrengthClaim
from tests.factories import CohortFactory, OwnAreaFactory, ProfileFactory
from tests.stakeholders.area_sentences import SENTENCES
from tests.support import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary() -> None:
    call_command("load_areas", verbosity=0)


def find(text: str, **asked: Any) -> list[str]:
    return [area.code for area in Area.objects.choosable(**asked).named(text)]


def test_thirty_sentences_in_each_language_find_their_area_among_the_first_five(vocabulary: None, scope: Any) -> None:
    asked = [(text, code) for sentences in SENTENCES.values() for text, code in sentences.items()]
    assert len(asked) == 90
    assert [(text, code, found) for text, code in asked if code not in (found := find(text)[:5])] == []


@pytest.mark.parametrize(
    "same",
    [
        ("שחמ", "שַׁחְמָט", "והשחמט", "בשחמט", "שחמאט", "شطر", "الشَّطْرَنج", "والشطرنج", "بالشطرنج", "chess", "CHES", "ches"),
        ("music", "موسيقا", "المُوسيقى", "מוזיקה", "מוסיקה"),
        ("robots", "רובוטים", "الروبوتات", "روبوت", "robtics"),
    ],
)
def test_one_word_in_many_spellings_finds_one_area(vocabulary: None, scope: Any, same: tuple[str, ...]) -> None:
    assert len({find(text)[0] for text in same}) == 1


def test_nonsense_signs_alone_and_nothing_find_nothing(vocabulary: None, scope: Any) -> None:
    assert [find(text) for text in ("", "  ", "?!", "xqzwv", "\x00", "٪")] == [[]] * 6


def test_a_retired_word_is_not_found_and_a_quality_only_where_it_is_asked_for(vocabulary: None, scope: Any) -> None:
    assert find("patience")[0] == "patience"
    assert "patience" not in find("patience", skills_only=True)
    with city_scope(None):
        chess = Area.objects.get(code="chess")
        Area.objects.filter(pk=chess.pk).update(retired_at=chess.city_id or "2026-01-01T00:00Z")
    assert "chess" not in find("chess")


def test_a_citys_own_word_is_found_in_the_city_alone(vocabulary: None, scope: Any, other_city: Any) -> None:
    OwnAreaFactory(code="own-lanterns", label={"en": "Lantern parade"}, synonyms={"he": ["תהלוכת פנסים"]})
    assert (find("lantern")[0], find("פנסים")[0]) == ("own-lanterns", "own-lanterns")
    with city_scope(other_city.pk):
        assert "own-lanterns" not in find("lantern") + find("פנסים")


class TestChoosing:
    """Three letters are typed, some areas are seen, one is chosen; the whole list is folded below."""

    @pytest.fixture
    def claim_page(self, client: Any, director: Any, scope: Any, vocabulary: None) -> Any:
        profile = Profile.objects.get(user=director)
        sign_in(client, director)
        return client, reverse("claim_area", args=[profile.city.slug, profile.pk]), profile

    def test_the_page_has_a_search_and_the_whole_list_folded(self, claim_page: Any) -> None:
        client, url, _profile = claim_page
        text = client.get(url).content.decode()
        assert 'name="area-q"' in text
        assert text.count('type="radio" name="area"') == Area.objects.choosable().count()
        assert "All areas, by group" in text

    def test_what_is_chosen_in_the_folded_list_is_taken(self, claim_page: Any) -> None:
        client, url, profile = claim_page
        chess = Area.objects.get(code="chess")
        given = {"kind": "strength", "area": chess.pk, "level": 2, "words": "", "visibility": "city"}
        assert client.post(url, given).status_code == 302
        assert profile.claims.get().area == chess

    @pytest.mark.parametrize("typed", ["chess", "שחמט", "شطرنج", "שח מט"])
    def test_a_whole_name_or_synonym_is_enough_without_scripts(self, claim_page: Any, typed: str) -> None:
        client, url, profile = claim_page
        given = {"kind": "strength", "area-q": typed, "level": 2, "words": "", "visibility": "city"}
        assert client.post(url, given).status_code == 302
        assert profile.claims.get().area.code == "chess"

    def test_a_sentence_offers_what_it_means(self, claim_page: Any) -> None:
        client, url, profile = claim_page
        given = {"kind": "strength", "area-q": "אני מנגנת בגיטרה", "level": 2, "words": "", "visibility": "city"}
        answer = client.post(url, given)
        assert answer.status_code == 422
        assert not profile.claims.exists()
        instruments = Area.objects.get(code="instruments")
        found = answer.content.decode().partition('class="found"')[2].partition("<details")[0]
        assert f'value="{instruments.pk}"' in found

    def test_typing_shows_some_and_asks_as_often_for_each_text(
        self, claim_page: Any, scope: Any, django_assert_num_queries: Any
    ) -> None:
        client, _url, _profile = claim_page
        url = reverse("find_areas", args=[scope.slug])
        client.get(url, {"name": "area", "area-q": "gu"})
        for typed in ("gui", "learn"):
            with django_assert_num_queries(5):
                answer = client.get(url, {"name": "area", "area-q": typed})
            assert 0 < answer.content.decode().count("<input") <= SHOWN
        assert "patience" not in client.get(url, {"name": "a", "a-q": "patience", "skills": 1}).content.decode().lower()

    def test_people_are_found_by_what_is_typed_in_any_language(self, claim_page: Any, scope: Any) -> None:
        client, _url, profile = claim_page
        chess = Area.objects.get(code="chess")
        StrengthClaim.objects.create(profile=profile, area=chess, kind="strength", visibility="city")
        other = ProfileFactory(display_name="Somebody else")
        for asked in ({"area": chess.pk}, {"area-q": "שחמט"}):
            lines = client.get(reverse("people", args=[scope.slug]), asked).context["lines"]
            assert [line.person.pk for line in lines] == [profile.pk]
            assert other.pk not in [line.person.pk for line in lines]

    def test_a_cohort_chooses_something_to_learn_and_no_quality(self, claim_page: Any, scope: Any) -> None:
        client, _url, _profile = claim_page
        cohort = CohortFactory(stage=2)
        url = reverse("areas", args=[scope.slug, cohort.pk])
        given = {"reason_en": "Because", "decided_on": str(scope.today())}
        patience, chess = (Area.objects.get(code=code) for code in ("patience", "chess"))
        assert client.post(url, {**given, "area": patience.pk}).status_code == 422
        assert client.post(url, {**given, "area": chess.pk}).status_code == 302
        assert ActivityArea.objects.get().area == chess
