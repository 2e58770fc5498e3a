"""What is typed into the forms of labs: days within bounds, a place or a link."""

import pytest
from django.urls import reverse

from tests.factories import CohortFactory, InitiativeFactory, LabFactory
from tests.labs import ways

pytestmark = pytest.mark.django_db
SESSION = {"title_en": "Round", "begins": "00:00", "ends": "01:00", "place": "Hall"}
SPAN = {"question_en": "Why?", "kind": "visit", "place": "Harbour", "ends_on": "2027-02-01"}
FORMS = {
    "new_session": (CohortFactory, "date", SESSION),
    "new_expedition": (CohortFactory, "starts_on", SPAN),
    "change_cohort": (CohortFactory, "starts_on", {"name_en": "Spring", "capacity": 20}),
    "change_lab": (LabFactory, "first_session_on", {"name_en": "Lab"}),
    "change_initiative": (InitiativeFactory, "due_on", {"title_en": "Trees", "starts_on": "2027-01-01"}),
}


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", FORMS)
def test_a_day_of_another_age_is_told_at_its_field(client, scope, director, sign_in, name, day):
    make, field, data = FORMS[name]
    sign_in(client, director)
    answer = client.post(reverse(name, args=[scope.slug, make().pk]), {**data, field: day})
    assert answer.status_code == 422
    assert "between the years 2000 and 2100" in str(answer.context["form"].errors[field])


def test_an_override_has_such_a_day_too(client, scope, director, sign_in):
    lab = ways.ready_lab(but="L1")
    sign_in(client, director)
    url = reverse("request_lab_override", args=[scope.slug, lab.pk, "L1"])
    answer = client.post(url, {"reason": "y" * 30, "remedy": "Later", "wanted_until": "9999-12-31"})
    assert "between the years" in str(answer.context["form"].errors["wanted_until"])


def test_a_place_or_a_link_is_asked_for_and_called_so(client, scope, director, sign_in):
    sign_in(client, director)
    url = reverse("new_session", args=[scope.slug, CohortFactory().pk])
    assert client.get(url).content.decode().count("(a place or a link, or both)") == 2
    given = {**SESSION, "date": "2099-01-05", "place": "", "sure": "on"}
    assert list(client.post(url, given).context["form"].errors) == ["place"]
    assert client.post(url, {**given, "link": "https://example.org/room"}).status_code == 302
