"""A cohort before its beginning: where it is planned, in which year, how it is drawn, and where it is opened."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from programs.models import ProgramYear
from tests.factories import CohortFactory, LabFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last", "asks"),
    [
        (date(2027, 3, 1), date(2027, 12, 1), True),
        (date(2028, 3, 1), date(2029, 3, 1), False),
        (date(2029, 10, 1), None, True),
        (None, None, False),
    ],
)
def test_days_of_another_year_are_asked_about(
    client: Any, sign_in: Any, scope: City, director: User, first: date | None, last: date | None, asks: bool
) -> None:
    ProgramFactory(starts_on=date(2024, 9, 1), actor=director, signed=True)
    year = ProgramYear.objects.get(number=5)
    data = {
        "name_0": "en",
        "name_en": "C",
        "program_year": year.pk,
        "capacity": 9,
        "starts_on": first or "",
        "ends_on": last or "",
    }
    sign_in(client, director)
    answer = client.post(reverse("new_cohort", args=[scope.slug, LabFactory(state="launched").pk]), data)
    errors = {} if answer.status_code == 302 else answer.context["form"].errors
    assert list(errors) == (["sure"] if asks else []), errors
    assert asks == any("These days are not in" in said for said in errors.get("sure", []))


@pytest.mark.parametrize(("state", "label"), [("planned", "Before the first stage"), ("running", "Stage 1 of 4")])
def test_the_path_begins_with_the_cohort(
    client: Any, sign_in: Any, director: User, scope: City, state: str, label: str
) -> None:
    cohort = CohortFactory(state=state)
    sign_in(client, director)
    assert f'class="path" aria-label="{label}"' in client.get(cohort.get_absolute_url()).content.decode()


def test_a_planned_cohort_is_opened_on_the_page_of_its_members(
    client: Any, sign_in: Any, director: User, scope: City
) -> None:
    cohort = CohortFactory(state="planned", lab__state="launched")
    sign_in(client, director)
    page = client.get(reverse("cohort_members", args=[scope.slug, cohort.pk])).content.decode()
    assert reverse("open_cohort", args=[scope.slug, cohort.pk]) in page
    assert "Start with the people who have a seat" not in page


@pytest.mark.parametrize("page", ["board", "cohorts"])
def test_a_cohort_is_planned_from_the_lists_too(
    client: Any, sign_in: Any, director: User, steward: User, scope: City, page: str
) -> None:
    lab, closed = LabFactory(state="launched"), LabFactory(state="closed")
    address = reverse(page, args=[scope.slug])
    sign_in(client, director)
    found = client.get(address).content.decode()
    assert reverse("new_cohort", args=[scope.slug, lab.pk]) in found
    assert reverse("new_cohort", args=[scope.slug, closed.pk]) not in found
    sign_in(client, steward)
    assert "Plan a cohort in" not in client.get(address).content.decode()
