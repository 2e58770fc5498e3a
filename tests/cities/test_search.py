"""The one search of a city: what it finds, for whom, and that it costs the same however much is found."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from cities.queries.search import MAX_LINES, PAGE_LINES, SEARCH
from educities.logs import JsonFormatter
from educities.tenancy.scope import city_scope
from programs.models import Milestone
from tests import factories
from tests.examples import make_year
from tests.factories import in_days
from tests.support import assert_same_queries, queries_of

pytestmark = pytest.mark.django_db
WORD = "Lantern"
STAFF = ("director", "facilitator", "steward")
KINDS = [kind.key for kind in SEARCH]


def make_milestone(**values: Any) -> Milestone:
    return Milestone.objects.create(year=make_year(), due_on=in_days(9), baseline_due_on=in_days(9), **values)


# How a row is made that holds the word, by the key of its kind.
MAKERS: dict[str, Callable[[str], Any]] = {
    "people": lambda name: factories.ProfileFactory(display_name=name),
    "organisations": lambda name: factories.OrganisationFactory(name={"en": name}),
    "sites": lambda name: factories.SiteFactory(name={"en": name}),
    "commitments": lambda name: factories.CommitmentFactory(title={"en": name}),
    "labs": lambda name: factories.LabFactory(name={"en": name}),
    "cohorts": lambda name: factories.CohortFactory(name={"en": name}),
    "sessions": lambda name: factories.SessionFactory(title={"en": name}),
    "challenges": lambda name: factories.ChallengeFactory(question={"en": name}, state="framed"),
    "expeditions": lambda name: factories.ExpeditionFactory(question={"en": name}),
    "initiatives": lambda name: factories.InitiativeFactory(title={"en": name}),
    "forum_decisions": lambda name: factories.DecisionFactory(words={"en": name}),
    "intakes": lambda name: factories.AcceleratorFactory(name={"en": name}),
    "collaborations": lambda name: factories.CollaborationFactory(title={"en": name}),
    "engines": lambda name: factories.EngineFactory(area__label={"en": name}),
    "milestones": lambda name: make_milestone(title={"en": name}),
    "indicators": lambda name: factories.IndicatorFactory(name={"en": name}),
}


def make_rows(count: int, kinds: list[str] = KINDS) -> None:
    for key in kinds:
        for number in range(count):
            MAKERS[key](f"The {WORD} {number}")


@pytest.fixture
def find(client: Any, city: Any, sign_in: Any) -> Callable[..., Any]:
    """What a search answers this person."""

    def look(user: Any, text: str = WORD, **asked: Any) -> Any:
        sign_in(client, user)
        return client.get(reverse("search", args=[city.slug]), {"q": text, **asked})

    return look


@pytest.fixture(params=STAFF)
def staff(request: Any) -> Any:
    return request.getfixturevalue(request.param)


def groups(page: Any) -> dict[str, Any]:
    return {group.key: group for group in page.context["groups"]}


def test_of_each_kind_a_row_is_made_here() -> None:
    assert set(MAKERS) == set(KINDS), "Add to MAKERS in tests/cities/test_search.py how a row of the kind is made"


def test_what_can_be_found_is_named_inside_a_sentence(find: Any, scope: Any, director: Any) -> None:
    page = find(director, "").content.decode()
    box = '<span class="one"><bdi>%s</bdi>,</span> '
    assert box % "people" + box % "organisations" + box % "labs" in page
    assert "The / key leads to the search from every page of the city." in page


@pytest.mark.parametrize("signs", ["%", "'", "_", "״", "?", "-", "…"])
def test_signs_alone_find_nothing(find: Any, scope: Any, director: Any, signs: str) -> None:
    for make in MAKERS.values():
        make(f"What - {signs} about it?")
    page = find(director, signs)
    assert "groups" not in page.context
    assert "There is nothing to look for." in page.content.decode()


def test_a_day_says_which_one_it_is(find: Any, scope: Any, director: Any) -> None:
    make_rows(1, ["milestones"])
    page = find(director)
    assert groups(page)["milestones"].lines[0].day_label == "due"
    assert '<small>due <time class="when"' in page.content.decode()


class TestWhoFindsWhat:
    def test_whoever_finds_a_row_may_open_it(self, client: Any, find: Any, scope: Any, staff: Any) -> None:
        make_rows(1)
        urls = [line.url for group in groups(find(staff)).values() for line in group.lines]
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)

    def test_all_kinds_that_they_may_open_are_found(self, find: Any, scope: Any, staff: Any) -> None:
        make_rows(1)
        assert list(groups(find(staff))) == [kind.key for kind in SEARCH if staff.has_perm(kind.permission, scope)]

    def test_a_director_finds_every_kind(self, find: Any, scope: Any, director: Any) -> None:
        make_rows(1)
        assert list(groups(find(director))) == KINDS

    def test_a_kind_is_not_even_read_for_whom_its_permission_refuses(
        self, find: Any, scope: Any, director: Any, monkeypatch: Any
    ) -> None:
        def read(_text: str) -> Any:
            raise AssertionError("read")

        make_rows(1)
        for key in KINDS:
            closed = replace(SEARCH[key], permission="cities.create_city", find=read)
            with monkeypatch.context() as patch:
                patch.setitem(SEARCH.answers, key, closed)
                found = list(groups(find(director)))
                assert set(found) == set(KINDS) - {key}, key
                assert list(groups(find(director, kind=key))) == found, key

    def test_a_steward_finds_no_people_whose_pages_are_closed_to_them(
        self, find: Any, scope: Any, steward: Any
    ) -> None:
        make_rows(1)
        assert set(KINDS) - set(groups(find(steward))) == {"people", "challenges", "commitments", "collaborations"}

    def test_a_child_is_never_found(self, find: Any, scope: Any, staff: Any) -> None:
        factories.ChildFactory(display_name=WORD)
        assert groups(find(staff)) == {}

    @pytest.mark.parametrize("who", ["resident", "stranger", "operator"])
    def test_it_is_closed_to_everybody_else(self, find: Any, scope: Any, request: Any, who: str) -> None:
        assert find(request.getfixturevalue(who)).status_code == 403

    def test_rows_of_another_city_are_never_found(self, find: Any, city: Any, other_city: Any, staff: Any) -> None:
        with city_scope(other_city.pk):
            make_rows(1)
        assert groups(find(staff)) == {}
        pages = [find(staff, kind=kind.key) for kind in SEARCH if staff.has_perm(kind.permission, city)]
        assert [page.context["lines"] for page in pages] == [[]] * len(pages)


class TestWhatIsShown:
    def test_the_first_rows_and_the_number_of_all(self, find: Any, scope: Any, director: Any) -> None:
        make_rows(MAX_LINES + 2)
        shown = {key: (len(group.lines), group.total) for key, group in groups(find(director)).items()}
        assert shown == dict.fromkeys(KINDS, (MAX_LINES, MAX_LINES + 2))

    @pytest.mark.parametrize("key", KINDS)
    def test_all_of_a_kind_are_as_many_as_it_says(
        self, client: Any, find: Any, scope: Any, director: Any, key: str
    ) -> None:
        make_rows(MAX_LINES + 2, [key])
        MAKERS[key]("Something else")
        group = groups(find(director))[key]
        context = client.get(group.all_url).context
        rows = context.get("lines") or context.get("rows") or context["object_list"]
        assert len(rows) == group.total == MAX_LINES + 2

    def test_all_of_a_kind_stand_on_pages(self, find: Any, scope: Any, director: Any) -> None:
        make_rows(PAGE_LINES + 1, ["indicators"])
        assert len(find(director, kind="indicators").context["lines"]) == PAGE_LINES
        assert len(find(director, kind="indicators", page=2).context["lines"]) == 1
        assert len(find(director, kind="indicators", page="none").context["lines"]) == PAGE_LINES

    def test_a_person_is_told_apart_by_role_and_organisation(
        self, client: Any, find: Any, city: Any, scope: Any, director: Any
    ) -> None:
        user = factories.UserFactory()
        factories.MembershipFactory(user=user, city=city, role="facilitator")
        person = factories.ProfileFactory(user=user, display_name=WORD)
        school = factories.OrganisationFactory(name={"en": "Reali"})
        factories.RepresentationFactory(profile=person, organisation=school)
        (line,) = groups(find(director))["people"].lines
        assert [str(fact) for fact in line.facts] == ["facilitator", "<bdi>Reali</bdi>"]

    def test_a_neighbourhood_that_the_person_shows_to_few_is_not_shown(
        self, find: Any, scope: Any, director: Any
    ) -> None:
        factories.ProfileFactory(display_name=WORD, neighbourhood="Hadar", visibilities={"neighbourhood": "me"})
        assert groups(find(director))["people"].lines[0].facts == []

    def test_an_empty_search_says_what_can_be_found(self, find: Any, scope: Any, director: Any) -> None:
        page = find(director, " \u200f ")
        assert page.context["text"] == ""
        assert '<span class="one"><bdi>people</bdi>' in page.content.decode()
        assert 'name="q"' in page.content.decode()

    def test_more_than_a_search_takes_is_said_at_the_field(self, find: Any, scope: Any, director: Any) -> None:
        page = find(director, WORD * 20)
        assert page.context["text"] == ""
        assert page.context["form"].errors["q"]

    def test_nothing_found_is_said(self, find: Any, scope: Any, director: Any) -> None:
        assert "Nothing found." in find(director).content.decode()

    def test_a_kind_that_is_none_shows_all(self, find: Any, scope: Any, director: Any) -> None:
        make_rows(1)
        assert list(groups(find(director, kind="zzz"))) == KINDS


class TestWords:
    @pytest.mark.parametrize("text", ["lantern", "  LANTERN ", "\u200fLan\u200btern", "the   lantern", "ant"])
    def test_case_blanks_and_signs_that_nobody_sees_do_not_matter(
        self, find: Any, scope: Any, director: Any, text: str
    ) -> None:
        make_rows(1)
        assert list(groups(find(director, text))) == KINDS

    @pytest.mark.parametrize("text", ["בֵּית הַסֵּפֶר", "בית־הספר", 'בי"ת ספר'])
    def test_an_organisation_is_found_however_it_is_spelled(
        self, find: Any, scope: Any, director: Any, text: str
    ) -> None:
        factories.OrganisationFactory(name={"he": "בית הספר"})
        assert list(groups(find(director, text))) == ["organisations"]

    @pytest.mark.parametrize(("written", "typed"), [("أحمد", "احمد"), ("דנה", "דָּנָה"), ("ראש־העין", "ראש העין")])
    def test_every_kind_is_found_however_it_is_spelled(
        self, find: Any, scope: Any, director: Any, written: str, typed: str
    ) -> None:
        for make in MAKERS.values():
            make(written)
        assert list(groups(find(director, typed))) == KINDS

    def test_signs_alone_find_no_organisation(self, find: Any, scope: Any, director: Any) -> None:
        factories.OrganisationFactory()
        assert "groups" not in find(director, "׳").context

    def test_an_expedition_is_found_by_its_place_and_a_lab_by_its_question(
        self, find: Any, scope: Any, director: Any
    ) -> None:
        factories.ExpeditionFactory(place=WORD)
        factories.LabFactory(question={"he": WORD})
        assert list(groups(find(director))) == ["labs", "expeditions"]


class TestCosts:
    def test_as_many_queries_for_one_row_and_for_three(self, find: Any, scope: Any, director: Any) -> None:
        assert_same_queries(lambda: find(director), make_rows)

    def test_of_one_kind_too(self, find: Any, scope: Any, director: Any) -> None:
        assert_same_queries(lambda: find(director, kind="sessions"), make_rows)

    def test_one_query_for_each_kind(self, find: Any, scope: Any, director: Any) -> None:
        make_rows(1)
        find(director)
        empty, found = queries_of(lambda: find(director, "")), queries_of(lambda: find(director))
        assert len(found) - len(empty) == len(KINDS)


class TestHeader:
    @pytest.fixture
    def way_on(self, client: Any, city: Any, sign_in: Any) -> Iterator[Callable[[Any], bool]]:
        url = reverse("search", args=[city.slug])
        yield lambda user: url in sign_in(client, user).get(city.get_absolute_url()).content.decode()

    def test_who_works_in_the_city_has_the_field(self, way_on: Any, staff: Any) -> None:
        assert way_on(staff)

    @pytest.mark.parametrize("who", ["resident", "stranger", "operator"])
    def test_nobody_else_has_it(self, way_on: Any, request: Any, who: str) -> None:
        assert not way_on(request.getfixturevalue(who))


def test_what_is_looked_for_is_not_logged(find: Any, scope: Any, director: Any, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG, logger="educities"):
        find(director)
    written = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert "c/<slug:city>/search/" in [line.get("route") for line in written]
    assert WORD not in str(written)
