"""What the pages of people without mail say: to who keeps them, and to the person afterwards."""

from typing import Any

import pytest
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from stakeholders import actions
from stakeholders.actions.managed import KeptPerson
from stakeholders.forms.kept_list import read_line, read_lines
from stakeholders.models import Profile
from stakeholders.queries.kept_lists import find_kept_lists, find_list_of
from stakeholders.queries.managed import find_entered_lines
from tests import factories
from tests.support import fresh

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1\tSara Levi\t050-1234567", ("Sara Levi", "050-1234567")),
        ("Yossi ; 12345", ("Yossi", "12345")),
        ("3. Dan Bar", ("Dan Bar", "")),
        ("Cohen, Dana (née Levy) 0501112229", ("Cohen Dana (née Levy)", "0501112229")),
        ("٠٥٠ ١١١ ٢٢٢٩ Amal", ("Amal", "050 111 2229")),
    ],
)
def test_a_number_on_a_pasted_line_is_no_part_of_the_name(line: str, said: tuple[str, str]) -> None:
    read = read_line(1, line)
    assert (read.name, read.phone) == said


def add_list(client: Any, city: City, **typed: Any) -> Any:
    """The list is looked at, and sent once more as its preview had it."""
    address = reverse("keep_people", args=[city.slug])
    before = Profile.objects.count()
    preview = client.post(address, typed)
    assert (preview.status_code, Profile.objects.count()) == (200, before)
    return client.post(address, {**typed, "seen": preview.context["form"].digest}, follow=True)


@pytest.mark.parametrize(
    "heading",
    ["الاسم, الهاتف", "الاسم\tرقم الهاتف", "שם,טלפון", "שם מלא", "Name; Phone", "First name, Last name", "الأسماء"],
)
def test_a_line_of_headings_is_nobody(heading: str) -> None:
    lines = read_lines(f"{heading}\nSara Levi, 050-1234567\n{heading}")
    assert [line.outcome for line in lines] == ["heading", "new", "heading"]


@pytest.mark.parametrize("line", ["Dana Name", "שם טוב לוי", "Sara Phone, 050-1234567", "אמיר נייד"])
def test_a_name_with_a_word_of_headings_is_a_person(line: str) -> None:
    assert [one.outcome for one in read_lines(f"Adam, 050-1234567\n{line}")] == ["new", "new"]
    assert read_lines(line)[0].outcome == "new"


def test_all_faulty_lines_are_named_at_once_beside_who_is_asked_about(
    scope: City, facilitator: User, client: Any, sign_in: Any
) -> None:
    actions.keep_person(display_name="Sara Levi", actor=facilitator)
    people = "Name, Phone\nDana, 12\n050-1234567\nSara Levi\nYossi, 7\nomar@example.org"
    typed = {"people": people, "language": "en"}
    page = sign_in(client, facilitator).post(reverse("keep_people", args=[scope.slug]), typed)
    form, shown = page.context["form"], page.content.decode()
    assert page.status_code == 422
    assert form.errors["people"] == [
        "Line 2: “12” is no phone number.",
        "Lines 3, 6: the name is missing, or it holds an address.",
        "Line 5: “7” is no phone number.",
    ]
    assert "Line 4: someone called “Sara Levi” is in this city already." in shown
    assert Profile.objects.filter(display_name__in=["Dana", "Yossi", "Name Phone"]).count() == 0


def test_who_is_here_already_is_said_with_the_phone_that_is_not_saved(
    scope: City, facilitator: User, client: Any, sign_in: Any
) -> None:
    sara = actions.keep_person(display_name="Sara Levi", phone="04-8221234", actor=facilitator)
    sign_in(client, facilitator)
    chosen = {read_line(1, "Sara Levi").box: str(sara.pk)}
    page = add_list(client, scope, people="Sara Levi, 050-1234567\nDana", language="en", **chosen)
    said = page.content.decode()
    assert "1 person was added. 1 was here already." in said
    assert "not saved" in said
    assert "1 (Sara Levi 050-1234567)" in said
    new = {
        "display_name": "Sara Levi",
        "phone": "052-3334455",
        "language": "ar",
        "same_as": str(sara.pk),
        "another": "1",
    }
    answer = client.post(reverse("keep_person", args=[scope.slug]), new)
    assert answer["Location"] == f"{reverse('keep_person', args=[scope.slug])}?language=ar"
    assert "The phone number 052-3334455 was not saved." in client.get(answer["Location"]).content.decode()
    assert fresh(sara).phone == "04-8221234"


@pytest.mark.parametrize("name", ["keep_person", "keep_people"])
def test_the_language_proposed_is_the_one_in_which_is_typed(
    scope: City, facilitator: User, client: Any, sign_in: Any, name: str
) -> None:
    page = sign_in(client, facilitator).get(reverse(name, args=[scope.slug]), headers={"accept-language": "ar"})
    assert page.context["form"].initial["language"] == page.context["LANGUAGE_CODE"]


def test_a_pasted_list_is_taken_back_as_a_whole_for_thirty_days(
    scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    before = actions.keep_person(display_name="Avner", actor=facilitator)
    add_list(sign_in(client, facilitator), scope, people="Dana\nYossi\nSara", language="en")
    dana, yossi, sara = (Profile.objects.get(display_name=name) for name in ("Dana", "Yossi", "Sara"))
    actions.hand_over(sara, to=Profile.objects.get(user=director), actor=facilitator)
    page = client.get(reverse("kept_people", args=[scope.slug])).content.decode()
    assert "can be withdrawn until" in page
    back = reverse("erase_kept_list", args=[scope.slug, yossi.pk])
    assert back in page or reverse("erase_kept_list", args=[scope.slug, dana.pk]) in page
    shown = client.get(back).content.decode()
    assert "2 people are removed: Dana, Yossi." in shown
    assert "still here: Sara." in shown
    said = client.post(back, {"reason": "The wrong list"}, follow=True).content.decode()
    assert "2 people were removed." in said
    assert [fresh(one).left_at is None for one in (before, dana, yossi, sara)] == [True, False, False, True]
    assert "can be withdrawn until" not in said
    assert (
        "was not added with a list"
        in client.get(reverse("erase_kept_list", args=[scope.slug, before.pk])).content.decode()
    )


def test_a_list_of_more_than_thirty_days_ago_is_taken_back_singly(
    scope: City, facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = actions.keep_people([KeptPerson("Dana"), KeptPerson("Yossi")], actor=facilitator)
    assert set(find_list_of(people[1])) == set(people)
    assert [one.people for one in find_kept_lists(facilitator)] == [people]
    monkeypatch.setattr("stakeholders.queries.kept_lists.LIST_DAYS", 0)
    assert (list(find_list_of(people[1])), find_kept_lists(facilitator)) == ([], [])


def test_a_pasted_line_left_out_is_named_and_an_invisible_one_is_none(
    scope: City, facilitator: User, client: Any, sign_in: Any
) -> None:
    pasted = {"people": "Sara Levi, 050-1234567\n\u200f\nSara Levi, 04-8221234", "language": "en"}
    page = add_list(sign_in(client, facilitator), scope, **pasted)
    assert "line 3 (Sara Levi 04-8221234)" in page.content.decode()
    assert Profile.objects.get(display_name="Sara Levi").phone == "050-1234567"


def test_after_saving_a_person_one_stands_there_and_the_form_speaks_of_them(
    scope: City, facilitator: User, client: Any, sign_in: Any
) -> None:
    new = {"display_name": "Sara Levi", "language": "en"}
    keep = reverse("keep_person", args=[scope.slug])
    landed = sign_in(client, facilitator).post(keep, new)["Location"]
    person = Profile.objects.get(display_name="Sara Levi")
    assert landed == person.get_absolute_url()
    page = client.get(reverse("change_profile", args=[scope.slug, person.pk])).content.decode()
    assert "Name next to their ideas" in page
    assert "only me" not in page
    asked = client.post(keep, new).content.decode()
    assert "Is it the same person?" in asked
    assert "This field is required." not in asked


def test_the_preview_shows_what_readers_of_each_language_will_read(
    scope: City, resident: User, client: Any, sign_in: Any
) -> None:
    own = Profile.objects.get(user=resident)
    own.story = {"he": "אמא של ליאור", "en": "I bake."}
    own.visibilities = {"story": "public"}
    own.save()
    page = sign_in(client, resident).get(reverse("me", args=[scope.slug]), {"as": "public"}).content.decode()
    assert "אמא של ליאור" in page
    assert "I bake." in page


def test_who_took_a_profile_over_reads_which_lines_were_entered(scope: City, facilitator: User) -> None:
    person = actions.keep_person(display_name="Suad", phone="050-1234567", actor=facilitator)
    assert find_entered_lines(person) == []
    sara = factories.UserFactory()
    actions.claim_profile(actions.make_code(person, actor=facilitator), actor=sara)
    entry = find_entered_lines(fresh(person))[0]
    assert (entry.act.text, entry.by_name) == ("Name that others see, phone", "Samir")
    actions.change_profile(fresh(person), actor=sara, display_name="Suad M", phone="050-7654321")
    assert find_entered_lines(fresh(person)) == []
