"""What the pages of people without mail say: to who keeps them, and to the person afterwards."""

from typing import Any

import pytest
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from stakeholders import actions
from stakeholders.forms.managed import read_line
from stakeholders.models import Profile
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
    assert read_line(1, line)[1:] == said


def test_a_pasted_line_left_out_is_named_and_an_invisible_one_is_none(
    scope: City, facilitator: User, client: Any, sign_in: Any
) -> None:
    pasted = {"people": "Sara Levi, 050-1234567\n\u200f\nSara Levi, 04-8221234", "language": "en"}
    page = sign_in(client, facilitator).post(reverse("keep_people", args=[scope.slug]), pasted, follow=True)
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
