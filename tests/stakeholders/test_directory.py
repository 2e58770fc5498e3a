"""The list of people is searched by names and by what each shows this reader; members of the city read it too."""

from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from cities.models import Membership
from educities.tenancy.scope import city_scope
from stakeholders import actions
from stakeholders.models import Profile
from stakeholders.queries import PAGE
from stakeholders.queries.people_found import find_by_words_and_areas
from stakeholders.queries.people_listed import listed_people
from stakeholders.queries.people_pages import Reach, find_first_people, list_people
from stakeholders.queries.visibility import find_sight
from tests.factories import (
    AreaFactory,
    ChildFactory,
    CohortFactory,
    CohortMemberFactory,
    MembershipFactory,
    ProfileFactory,
    StrengthClaimFactory,
    in_days,
)
from tests.stakeholders.test_visibility import fresh, member, seated
from tests.support import assert_same_queries, queries_of

pytestmark = pytest.mark.django_db
BICYCLES = {"he": "תיקון אופניים", "ar": "إصلاح الدرّاجات"}


def found(reader: Any, city: Any, text: str) -> list[str]:
    people = find_by_words_and_areas(listed_people(), text, find_sight(fresh(reader), city))
    return sorted(people.values_list("display_name", flat=True))


@pytest.fixture
def people(scope: Any) -> Any:
    """A line for each level, of a person who is called after it."""
    cohort = CohortFactory()
    for level in ("me", "cohort", "lab", "resident", "public", "city", "team"):
        person = ProfileFactory(display_name=level, offer=BICYCLES, visibilities={"offer": level})
        CohortMemberFactory(profile=person, cohort=cohort)
    ChildFactory(display_name="child", offer=BICYCLES, visibilities={"offer": "public"})
    return cohort


def test_lines_are_found_by_whoever_sees_them(scope: Any, people: Any) -> None:
    assert found(member(scope), scope, "אופניים") == ["public", "resident"]
    assert found(seated(scope, people), scope, "אופניים") == ["cohort", "lab", "public", "resident"]
    assert found(seated(scope, CohortFactory(lab=people.lab)), scope, "אופניים") == ["lab", "public", "resident"]
    assert found(member(scope, "director"), scope, "אופניים") == ["city", "public", "resident"]
    assert found(member(scope, "facilitator"), scope, "אופניים") == [
        "city",
        "cohort",
        "lab",
        "public",
        "resident",
        "team",
    ]


@pytest.mark.parametrize("text", ["אופני", "תִּיקּוּן", "תיקון אופניים", "الدراجات", "دراج"])
def test_in_any_spelling_and_by_the_beginning_of_a_word(scope: Any, people: Any, text: str) -> None:
    assert found(member(scope), scope, text) == ["public", "resident"]


def test_two_words_may_be_in_the_name_and_in_a_line(scope: Any, people: Any) -> None:
    assert found(member(scope), scope, "public אופניים") == ["public"]
    assert found(member(scope), scope, "public guitar") == []


def test_a_strength_is_found_by_the_name_of_its_area(scope: Any) -> None:
    area = AreaFactory(label={"en": "Beekeeping", "he": "גידול דבורים"})
    StrengthClaimFactory(profile=ProfileFactory(display_name="Amal"), area=area, visibility="resident")
    StrengthClaimFactory(profile=ProfileFactory(display_name="Noam"), area=area, visibility="cohort")
    StrengthClaimFactory(profile=ProfileFactory(display_name="Gal"), area=area, visibility="resident", kind="growth")
    assert found(member(scope), scope, "דבור") == ["Amal"]
    assert found(member(scope), scope, "beek") == ["Amal"]


def test_what_was_taken_back_is_found_no_more(scope: Any) -> None:
    user = member(scope)
    person = Profile.objects.get(user=user)
    actions.change_profile(person, actor=user, offer={"en": "Kites"}, visibilities={"offer": "resident"})
    assert found(member(scope), scope, "kites") == [person.display_name]
    actions.change_profile(person, actor=user, visibilities={"offer": "me"})
    assert found(member(scope), scope, "kites") == []
    actions.change_profile(person, actor=user, visibilities={"offer": "resident"})
    actions.erase_profile(person, actor=None)
    person.refresh_from_db()
    assert "kites" not in person.search + person.search_lines


def lines_of(client: Any, city: Any, **asked: str) -> list[str]:
    page = client.get(reverse("people", args=[city.slug]), asked)
    return sorted(line.person.display_name for line in page.context["lines"])


def test_a_resident_reads_of_those_who_show_something(scope: Any, people: Any, client: Any, sign_in: Any) -> None:
    ProfileFactory(display_name="Silent")
    StrengthClaimFactory(profile=ProfileFactory(display_name="Strong"), area=AreaFactory(), visibility="network")
    sign_in(client, member(scope))
    assert lines_of(client, scope) == ["Strong", "public", "resident"]
    page = client.get(reverse("people", args=[scope.slug]))
    assert set(page.context["filter"].fields) == {"q", "area"}
    assert all((line.roles, line.takes_part) == ([], []) for line in page.context["lines"])
    for line in page.context["lines"]:
        assert client.get(line.person.get_absolute_url()).status_code == 200


def test_a_child_has_no_list_of_adults(scope: Any, client: Any, sign_in: Any) -> None:
    child = member(scope)
    child.is_minor = True
    child.save()
    assert sign_in(client, child).get(reverse("people", args=[scope.slug])).status_code == 403


@pytest.mark.parametrize("role", ["resident", "steward", "facilitator", "director"])
def test_the_list_costs_the_same_for_one_and_three(scope: Any, client: Any, sign_in: Any, role: str) -> None:
    """More of them than a page holds, with roles, strengths and lines."""
    sign_in(client, member(scope, role))
    Profile.objects.bulk_create(
        [
            Profile(display_name="Bicycles", offer=BICYCLES, visibilities={"offer": "resident"})
            for _number in range(PAGE)
        ]
    )
    area = AreaFactory(label={"en": "Bicycles"})

    def add(count: int) -> None:
        for _n in range(count):
            user = MembershipFactory(city=scope, role="teacher").user
            person = ProfileFactory(
                display_name="A", user=user, offer={"en": "Bicycles"}, visibilities={"offer": "resident"}
            )
            StrengthClaimFactory(profile=person, area=area, visibility="network")

    address = reverse("people", args=[scope.slug])
    assert_same_queries(lambda: client.get(address, {"q": "bicycles"}), add, most=8)


def test_a_row_that_is_changed_without_a_form_is_found_by_what_it_says_now(scope: Any) -> None:
    person = ProfileFactory(display_name="Sara", phone="050-1234567", visibilities={"phone": "resident"})
    Profile.objects.filter(pk=person.pk).update(display_name="Dana", phone="")
    person.refresh_from_db()
    assert (person.search, "1234567" in person.search_lines) == ("dana", False)
    assert list(Profile.objects.named("Sara")) == []


MISSPELLED = [
    ("נוועה", "נועה"),
    ("kohen", "Cohen"),
    ("محمود منصر", "محمود منصور"),
    ("فاطمه", "فاطمة"),
    ("רבכה", "רבקה"),
    ("rivkka", ""),
]


def suggest_on(client: Any, city: Any, text: str) -> str:
    page = client.get(reverse("people", args=[city.slug]), {"q": text})
    assert page.context.get("suggested", "") in page.content.decode()
    return page.context.get("suggested", "") or " ".join(line.person.display_name for line in page.context["lines"])


def test_a_name_that_was_misspelled_is_suggested(scope: Any, client: Any, sign_in: Any) -> None:
    for name in ("נועה לוי", "Dana Cohen", "محمود منصور", "فاطمة", "רבקה"):
        ProfileFactory(display_name=name)
    ChildFactory(display_name="Rivka")
    sign_in(client, member(scope, "director"))
    assert {text: suggest_on(client, scope, text) for text, _meant in MISSPELLED} == dict(MISSPELLED)


def test_nobody_is_suggested_of_whom_the_reader_knows_nothing(
    scope: Any, other_city: Any, client: Any, sign_in: Any
) -> None:
    ProfileFactory(display_name="Rivka")
    with city_scope(other_city.pk):
        ProfileFactory(display_name="Amalia", offer={"en": "Kites"}, visibilities={"offer": "public"})
    sign_in(client, member(scope))
    assert [suggest_on(client, scope, text) for text in ("rivkka", "amallia")] == ["", ""]
    ProfileFactory(display_name="Rivka", offer={"en": "Kites"}, visibilities={"offer": "resident"})
    assert suggest_on(client, scope, "rivkka") == "Rivka"


def test_the_index_knows_the_people_of_the_scope_alone(scope: Any, other_city: Any) -> None:
    here = ProfileFactory(display_name="Amalia")
    with city_scope(other_city.pk):
        ProfileFactory(display_name="Amalia")
    with connection.cursor() as cursor:
        cursor.execute("SELECT stakeholders_find_people('amal') UNION ALL SELECT stakeholders_find_similar('amlia')")
        assert cursor.fetchall() == [(here.pk,)] * 2


def test_misspelled_costs_no_more(scope: Any, client: Any, sign_in: Any) -> None:
    sign_in(client, member(scope, "director"))
    ProfileFactory(display_name="Rivka")
    address = reverse("people", args=[scope.slug])
    client.get(address, {"q": "rivkka"})
    assert len(queries_of(lambda: client.get(address, {"q": "rivkka"}))) <= 8


def test_the_kept_first_page_is_that_of_the_list(scope: Any, people: Any, other_city: Any) -> None:
    """For each reader and each number of words, also once the statement is kept and asked by the next reader."""
    readers = [member(scope), seated(scope, people), member(scope, "director"), member(scope, "facilitator")]
    with city_scope(other_city.pk):
        ProfileFactory(display_name="resident", offer=BICYCLES, visibilities={"offer": "public"})
    for reader, reach in product(readers, (Reach(False, False), Reach(True, True))):
        sight = find_sight(fresh(reader), scope)
        for text in ("", "אופניים", "תיקון אופ", "תיק א", "resident", "public (%", "_"):
            rows = find_by_words_and_areas(list_people(sight, reach), text, sight).order_by("display_name", "pk")
            found = find_first_people(text, sight, reach, 4)
            assert found is not None
            assert [row.pk for row in found.rows] == [row.pk for row in rows[:4]]
            assert found.all_rows == (rows.count() or None)


def test_the_name_of_a_level_is_no_word_of_a_line(scope: Any) -> None:
    """And a word that stands in a hidden line first is found by the line that is shown."""
    director = member(scope, "director")
    lines = {"offer": {"en": "Bike"}, "wish": {"en": "Bike"}, "visibilities": {"wish": "me", "offer": "city"}}
    ProfileFactory(display_name="Omer", **lines)
    ProfileFactory(display_name="Hidden", **{**lines, "visibilities": {"wish": "me", "offer": "me"}})
    assert [found(director, scope, text) for text in ("y", "ty", "city", "me", "bike")] == [
        [],
        [],
        [],
        ["Omer"],
        ["Omer"],
    ]


def test_what_a_person_shows_from_today_on_a_kept_page_shows(scope: Any) -> None:
    """The day and the moment are those of each time."""
    reader = member(scope, "director")
    sight, office = find_sight(fresh(reader), scope), Reach(sees_office=True, opens_all=True)
    (before,) = find_first_people("", sight, office, 4).rows
    role = Membership.objects.get(user=reader)
    Membership.objects.filter(pk=role.pk).update(starts_on=in_days(-9), ends_on=in_days(-2))
    (after,) = find_first_people("", sight, office, 4).rows
    assert (before.role_codes, after.role_codes) == (["director"], [])


def test_more_words_than_are_kept_are_asked_all_the_same(scope: Any, client: Any, sign_in: Any) -> None:
    sign_in(client, member(scope, "director"))
    ProfileFactory(display_name="Abu Bakr Ibn Omar Saleh")
    answer = client.get(reverse("people", args=[scope.slug]), {"q": "abu bakr ibn omar saleh"})
    assert [line.person.display_name for line in answer.context["lines"]] == ["Abu Bakr Ibn Omar Saleh"]
