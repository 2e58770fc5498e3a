"""Under a heading each column keeps to itself, and a broken address is no part of a name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from labs.forms.pasted_people import read_people
from labs.models import Cohort, CohortMember
from tests.factories import CohortFactory

HEADING = "שם\tמייל\tמגזר\n"


@pytest.mark.parametrize("word", ["אין", "לא ידוע", "-", "–", "none", "None", "لا يوجد", "לא ידועה", "n/a"])
@pytest.mark.parametrize("heading", [HEADING, ""])
def test_that_there_is_no_address_is_understood(word: str, heading: str) -> None:
    (person,) = read_people(f"{heading}דוד כהן\t{word}\tציבורי")
    assert (person.name, person.email, person.sector, person.problem) == ("דוד כהן", "", 1, "")
    assert not heading or person.no_address == word


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("not-an-address", "“not-an-address” is no email address."),
        ("dana7 m@example.org", "“dana7 m@example.org” is no email address."),
        ("m@example.org dana7", "“m@example.org dana7” is no email address."),
        ("a@example", "“a@example” is no email address."),
        ("dana.example.org", "“dana.example.org” is no email address."),
        (
            "a@example.org, b@example.org",
            "There are several addresses on it. Write each person on a line of their own.",
        ),
        ("יבוא בהמשך", "“יבוא בהמשך” is no email address."),
    ],
)
def test_what_is_no_address_is_a_fault_at_its_row(cell: str, problem: str) -> None:
    good, wrong = read_people(f"{HEADING}רחל לוי\trachel@example.org\tעסקי\nמשה\t{cell}\tעסקי")
    assert (good.name, good.email, good.problem) == ("רחל לוי", "rachel@example.org", "")
    assert (wrong.number, wrong.name, wrong.email, wrong.problem) == (3, "משה", "", problem)


@pytest.mark.parametrize(
    "line",
    [
        "משה\tdana7 m@example.org\tעסקי",
        "משה dana7 m@example.org",
        "משה\tnot-an-address\tעסקי",
        "משה\tm(at)example.org",
        "משה\tm at example dot org",
        "משה\tm_cohen",
        "משה\tm.cohen.example.xyz",
        "משה\tm @example.org",
        "משה\tm@ example.org",
    ],
)
def test_a_broken_address_becomes_no_name_without_a_heading_too(line: str) -> None:
    assert [person.problem for person in read_people(line) if not person.problem or person.email] == []


@pytest.mark.parametrize(
    ("text", "name", "email"),
    [
        (
            "שם פרטי\tשם משפחה\tטלפון\tהערות\tמייל\nדנה\tלוי\t03-5551234\tרכזת\tDana@example.org",
            "דנה לוי",
            "dana@example.org",
        ),
        ('name,email\n"Levi, Dana",dana@example.org', "Levi, Dana", "dana@example.org"),
        ("name\tsector\tremarks\nLevi, Dana\tpublic\tgood, kind", "Levi, Dana", ""),
        ("name,email\nDana <dana@example.org>", "Dana", "dana@example.org"),
        ("#\tשם\tכתובת\n1\tדנה\tהרצל 5", "דנה", ""),
        ("#\tשם\tכתובת\n1\tדנה\tmailto:dana@example.org", "דנה", "dana@example.org"),
        ("שם;דוא״ל\nדנה;Dana Levi <dana@example.org>", "דנה", "dana@example.org"),
    ],
)
def test_each_column_keeps_to_itself(text: str, name: str, email: str) -> None:
    (person,) = read_people(text)
    assert (person.name, person.email, person.problem) == (name, email, "")


@pytest.fixture
def cohort(scope: City) -> Cohort:
    return CohortFactory(state="recruiting", capacity=8)


@pytest.mark.django_db
def test_an_unknown_sector_is_said_and_can_be_chosen(
    client: Client, sign_in: Callable[..., Client], director: User, city: City, cohort: Cohort
) -> None:
    sign_in(client, director)
    address = reverse("paste_members", args=[city.slug, cohort.pk])
    form: dict[str, Any] = {
        "people": f"{HEADING}דנה\tdana@example.org\tחייזרי",
        "agreed": "on",
        "sector": "1",
        "language": "he",
    }
    answer = client.post(address, form)
    (line,) = answer.context["form"].lines
    assert (answer.status_code, line.name, line.email) == (422, "דנה", "dana@example.org")
    assert "“חייזרי” is none of the four sectors." in answer.content.decode()
    assert f'name="{line.sector_box}"' in answer.content.decode()
    chosen = {**form, line.sector_box: "3"}
    preview = client.post(address, chosen)
    client.post(address, {**chosen, "seen": preview.context["form"].digest})
    with city_scope(city.pk):
        assert CohortMember.objects.values_list("profile__display_name", "sector").get() == ("דנה", 3)


@pytest.mark.django_db
def test_a_word_for_no_address_is_shown_as_it_was_understood(
    client: Client, sign_in: Callable[..., Client], director: User, city: City, cohort: Cohort
) -> None:
    sign_in(client, director)
    form = {"people": f"{HEADING}דוד כהן\tאין\tציבורי", "agreed": "on", "language": "he"}
    page = client.post(reverse("paste_members", args=[city.slug, cohort.pk]), form).content.decode()
    assert "<bdi>“אין”</bdi>: understood as: no address" in page
