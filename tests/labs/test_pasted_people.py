"""Members pasted as a list: read line by line, shown before anybody is added, and added once."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cities.models import City
from educities.accounts.models import User
from educities.activity.models import Message
from educities.tenancy.scope import city_scope
from labs.actions.members import add_member
from labs.forms.pasted_people import MOST_LINES, read_people
from labs.models import Cohort, CohortMember
from labs.queries.pasted import SeatedPeople
from stakeholders.models import Profile
from tests.factories import (
    ChildFactory,
    CohortFactory,
    CohortMemberFactory,
    OrganisationFactory,
    ProfileFactory,
    UserFactory,
)
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope: City) -> Cohort:
    return CohortFactory(state="recruiting", capacity=8)


@pytest.fixture
def as_director(client: Client, sign_in: Callable[..., Client], director: User) -> Client:
    return sign_in(client, director)


@pytest.fixture
def address(city: City, cohort: Cohort) -> str:
    return reverse("paste_members", args=[city.slug, cohort.pk])


def send(client: Client, address: str, people: str, **more: Any) -> Any:
    return client.post(address, {"people": people, "sector": "1", "agreed": "on", **more})


def add(client: Client, address: str, people: str, **more: Any) -> Any:
    """The list is looked at, and sent once more as its preview had it."""
    preview = send(client, address, people, **more)
    assert preview.status_code == 200, preview.context["form"].errors
    return send(client, address, people, **more, seen=preview.context["form"].digest)


def test_one_of_organisation_and_sector_is_asked_for(as_director: Client, address: str) -> None:
    page = as_director.get(address).content.decode()
    assert page.count("(an organisation or a sector, or both)") == 2


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("<b>Dana</b>\tdana@example.org", "<b>Dana</b>", "dana@example.org"),
        ("Dana Cohen\tdana@example.org", "Dana Cohen", "dana@example.org"),
        ("Dana\tCohen\tDana@Example.org", "Dana Cohen", "dana@example.org"),
        ("dana@example.org;Dana Cohen", "Dana Cohen", "dana@example.org"),
        ('"Dana Cohen","dana@example.org"', "Dana Cohen", "dana@example.org"),
        ("Dana Cohen <dana@example.org>", "Dana Cohen", "dana@example.org"),
        ("Dana Cohen dana@example.org", "Dana Cohen", "dana@example.org"),
        ("3. Dana Cohen | mailto:dana@example.org | 03-5551234", "Dana Cohen", "dana@example.org"),
        ("\u200f\u202bדנה כהן\u202c\t\u200edana@example.org\u200e", "דנה כהן", "dana@example.org"),
        ("سلمى، salma@example.org", "سلمى", "salma@example.org"),
        ("• Dana\u00a0Cohen", "Dana Cohen", ""),
        ("Dana Cohen", "Dana Cohen", ""),
        ("dana@example.org.", "", "dana@example.org"),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, name: str, email: str) -> None:
    (person,) = read_people(line)
    assert (person.name, person.email, person.problem) == (name, email, "")


def test_lines_keep_their_own_numbers_behind_a_heading_and_empty_ones() -> None:
    people = read_people("שם\tדוא״ל\r\n\r\nDana\tdana@example.org\r\n\u200f\r\nRami\trami@example.org\r\n")
    assert [(person.number, person.name) for person in people] == [(3, "Dana"), (5, "Rami")]


def test_a_line_of_addresses_of_a_mail_is_several_people() -> None:
    people = read_people("Dana Cohen <dana@example.org>; Rami <rami@example.org>, Lea <lea@example.org>")
    assert [person.name for person in people] == ["Dana Cohen", "Rami", "Lea"]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("a@example.org b@example.org", "several addresses"),
        ("Dana\tdana@nowhere", "valid email"),
        ("x" * 81, "80"),
        ("Dana www.example.com", "without a web"),
    ],
)
def test_a_line_that_is_wrong_says_why(line: str, word: str) -> None:
    (person,) = read_people(line)
    assert word in person.problem


@pytest.mark.parametrize("sign", ["a", "a-", "@", "mailto:", "\u0301"])
def test_a_line_as_long_as_the_box_is_read_at_once(sign: str) -> None:
    start = time.monotonic()
    read_people((sign * 20_000)[:20_000])
    assert time.monotonic() - start < 2


def test_a_preview_shows_what_each_line_becomes_and_adds_nobody(
    as_director: Client, city: City, cohort: Cohort, director: User, address: str
) -> None:
    with city_scope(city.pk):
        add_member(cohort, actor=director, display_name="Seated", email="seated@example.org", sector=1)
        Profile.objects.create(user=UserFactory(email="known@example.org"), display_name="Known", language="en")
        messages = Message.objects.count()
    text = "Seated\tSeated@example.org\nNew\tnew@example.org\nnew@example.org\nK\tknown@example.org\nAlone\nalone"
    answer = send(as_director, address, text)
    form = answer.context["form"]
    assert [line.outcome for line in form.lines] == ["seated", "new", "twice", "known", "alone", "twice"]
    assert "is new, and gets an account with this address" in answer.content.decode()
    with city_scope(city.pk):
        assert CohortMember.objects.count() == 1
        assert Message.objects.count() == messages


def test_the_list_sent_once_more_adds_its_people(as_director: Client, city: City, address: str) -> None:
    answer = add(as_director, address, "Dana\tdana@example.org\r\nRami\r\n")
    assert answer.url == reverse("cohort_members", args=[city.slug, address.split("/")[4]])
    with city_scope(city.pk):
        seats = CohortMember.objects.order_by("pk").values_list("profile__display_name", "sector", "state")
        assert list(seats) == [("Dana", 1, "active"), ("Rami", 1, "active")]


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("name\tsector\nDana\tbusiness\nRami\t", [2, None]),
        ("שם\tדוא״ל\tמגזר\nDana\tdana@example.org\tציבורי\nRami\trami@example.org\tעסקי", [1, 2]),
        ("الاسم\tالقطاع\nDana\tخاص\nRami\tحكومي", [2, 1]),
        ("sector,name\n1,Dana\n4,Rami", [1, 4]),
        ("Dana\tnon-profit\tdana@example.org\nRami", [3, None]),
        # A name alone is a name, whatever else the word means.
        ("public\nRami", [None, None]),
    ],
)
def test_a_column_or_a_cell_says_the_sector(text: str, sectors: list[int | None]) -> None:
    people = read_people(text)
    assert [person.sector for person in people] == sectors
    assert [person.name for person in people][-1] == "Rami"
    assert not any(person.problem for person in people)


def test_a_word_under_the_heading_that_is_no_sector_is_told() -> None:
    (person,) = read_people("name\tsector\nDana\tvolunteers")
    assert person.problem == "“volunteers” is none of the four sectors."


def test_each_person_sits_for_the_sector_of_the_line_or_else_of_the_list(
    as_director: Client, city: City, address: str
) -> None:
    add(as_director, address, "Dana\tbusiness\nRami")
    with city_scope(city.pk):
        seats = dict(CohortMember.objects.values_list("profile__display_name", "sector"))
    assert seats == {"Dana": 2, "Rami": 1}


def test_whoever_is_of_another_sector_does_not_sit_for_the_organisation(
    as_director: Client, city: City, address: str
) -> None:
    with city_scope(city.pk):
        shop = OrganisationFactory(sector=2)
    add(as_director, address, "Dana\tbusiness\nRami\npublic\tLea", organisation=shop.pk, sector="")
    with city_scope(city.pk):
        seats = CohortMember.objects.values_list("profile__display_name", "sector", "organisation")
        assert set(seats) == {("Dana", 2, shop.pk), ("Rami", 2, shop.pk), ("Lea", 1, None)}


def test_the_sector_is_chosen_for_each_line_beside_its_preview(as_director: Client, city: City, address: str) -> None:
    people = "Dana\nRami"
    asked = send(as_director, address, people, sector="")
    assert asked.status_code == 422
    assert "or a sector on each line above" in asked.context["form"].errors["sector"][0]
    dana, rami = (line.sector_box for line in asked.context["form"].lines)
    assert f'<select name="{dana}" form="typed"' in asked.content.decode()
    add(as_director, address, people, sector="", **{dana: "3", rami: "4"})
    with city_scope(city.pk):
        assert dict(CohortMember.objects.values_list("profile__display_name", "sector")) == {"Dana": 3, "Rami": 4}


def test_a_sector_changed_behind_the_preview_is_shown_again(as_director: Client, city: City, address: str) -> None:
    form = send(as_director, address, "Dana").context["form"]
    assert send(as_director, address, "Dana", seen=form.digest, **{form.lines[0].sector_box: "3"}).status_code == 200
    with city_scope(city.pk):
        assert not CohortMember.objects.exists()


def test_a_list_added_twice_adds_nobody_more(as_director: Client, city: City, address: str) -> None:
    people = "Dana\tdana@example.org\nRami"
    add(as_director, address, people)
    preview = send(as_director, address, people.upper())
    assert [line.outcome for line in preview.context["form"].lines] == ["seated", "seated"]
    add(as_director, address, people)
    with city_scope(city.pk):
        assert CohortMember.objects.count() == 2


def test_a_list_that_was_changed_behind_its_preview_is_shown_again(
    as_director: Client, city: City, address: str
) -> None:
    seen = send(as_director, address, "Dana").context["form"].digest
    assert send(as_director, address, "Dana\nRami", seen=seen).status_code == 200
    assert send(as_director, address, "Dana", sector="2", seen=seen).status_code == 200
    with city_scope(city.pk):
        assert not CohortMember.objects.exists()


def test_wrong_lines_are_named_with_their_numbers_and_nobody_is_added(
    as_director: Client, city: City, address: str
) -> None:
    answer = send(as_director, address, "Dana\tdana@example.org\nRami\trami@\nnobody@example.org")
    assert answer.status_code == 422
    first, second = answer.context["form"].errors["people"]
    assert first.startswith("Line 2, “Rami rami@”:")
    assert second == "Line 3, “nobody@example.org”: The name is missing."
    assert "Dana\tdana@example.org" in answer.content.decode()


def test_more_people_than_places_are_refused_before_anybody_is_added(
    as_director: Client, city: City, address: str
) -> None:
    answer = send(as_director, address, "\n".join(f"Person {sign}" for sign in "abcdefghi"))
    assert answer.context["form"].errors["people"] == [
        "There are 8 free places, and the list has 9 new people.",
    ]


def test_a_very_long_list_and_an_empty_one_are_refused(as_director: Client, address: str) -> None:
    long = send(as_director, address, "\n".join(f"Person {n} x" for n in range(MOST_LINES + 1)))
    assert "At most 100 people" in long.context["form"].errors["people"][0]
    assert send(as_director, address, " \u200f\n,;\n").status_code == 422


def test_whoever_has_not_agreed_is_asked(as_director: Client, city: City, address: str) -> None:
    people = "Dana\tdana@example.org"
    seen = as_director.post(address, {"people": people, "sector": "1"}).context["form"].digest
    as_director.post(address, {"people": people, "sector": "1", "seen": seen})
    with city_scope(city.pk):
        assert CohortMember.objects.get().state == "invited"


def test_a_preview_tells_nothing_of_a_child(as_director: Client, city: City, address: str) -> None:
    with city_scope(city.pk):
        child = ChildFactory(user=UserFactory(email="child@example.org"))
        assert child.user is not None
    answer = send(as_director, address, "Somebody\tchild@example.org")
    assert [line.outcome for line in answer.context["form"].lines] == ["new"]


def test_a_facilitator_of_another_lab_pastes_nobody(client: Client, sign_in: Any, resident: User, address: str) -> None:
    assert sign_in(client, resident).get(address).status_code == 403


def test_a_preview_costs_the_same_for_one_and_three_people(as_director: Client, city: City, address: str) -> None:
    lines: list[str] = []

    def more(count: int) -> None:
        for _ in range(count):
            lines.append(f"Person {'abcdef'[len(lines)]}\tp{len(lines)}@example.org")

    assert_same_queries(lambda: send(as_director, address, "\n".join(lines)), more)


@pytest.mark.parametrize(("is_seated", "outcome"), [(False, "known"), (True, "seated")])
def test_a_person_is_known_by_a_further_address_of_theirs(cohort: Cohort, is_seated: bool, outcome: str) -> None:
    person = ProfileFactory(user=UserFactory(email="dana@example.org"))
    EmailAddress.objects.create(user=person.user, email="dana@work.example.org", verified=True)
    EmailAddress.objects.create(user=person.user, email="claimed@example.org", verified=False)
    if is_seated:
        CohortMemberFactory(cohort=cohort, profile=person)
    people = SeatedPeople(cohort, ["dana@work.example.org", "claimed@example.org"])
    found = [people.outcome_of("Dana", email, set()) for email in ("dana@work.example.org", "claimed@example.org")]
    assert found == [outcome, "new"]


@pytest.mark.parametrize(
    ("lang", "label", "help_text"),
    [
        ("en", "Language we write to the new people in", "It is the same for everyone who is new."),
        ("he", "השפה שבה נכתוב לאנשים החדשים", "שפה אחת לכל החדשים ברשימה."),
        ("ar", "اللغة التي نكتب بها إلى الأشخاص الجدد", "اللغة واحدة لكل من هو جديد."),
    ],
)
def test_the_language_is_asked_for_all_who_are_pasted(
    as_director: Client, address: str, lang: str, label: str, help_text: str
) -> None:
    as_director.cookies["language"] = lang
    field = as_director.get(address).context["form"]["language"]
    with translation.override(lang):
        assert str(field.label) == label
        assert str(field.help_text).startswith(help_text)
