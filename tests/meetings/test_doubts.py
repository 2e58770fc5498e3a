"""Days that are likely slips of the finger, and days of rest, are asked about once and never refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from cities.models import CityCalendarDay
from tests.factories import (
    ActivityAreaFactory,
    CohortFactory,
    ExpeditionFactory,
    InitiativeFactory,
    LabFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
SUNDAY, SATURDAY = 6, 5
VISIT = {"question_en": "How?", "kind": "visit", "place": "Harbour", "budget": "0"}
# (page, the row in its address, the field of a day, what else is typed)
FORMS = {
    "new_cohort": (LabFactory, "starts_on", {"name_en": "Spring", "capacity": "12"}),
    "change_cohort": (CohortFactory, "starts_on", {"name_en": "Spring", "capacity": "12"}),
    "change_lab": (LabFactory, "first_session_on", {"name_en": "Lab"}),
    "new_expedition": (CohortFactory, "starts_on", VISIT),
    "new_initiative": (CohortFactory, "starts_on", {"title_en": "Trees"}),
    "change_initiative": (InitiativeFactory, "due_on", {"title_en": "Trees"}),
}
WITH_HOLIDAYS = {"change_lab", "new_expedition"}


class Typing:
    """A director at one of these forms."""

    def __init__(self, client: Any, city: Any, name: str) -> None:
        make, self.field, self.data = FORMS[name]
        row = make()
        self.client, self.where = client, reverse(name, args=[city.slug, row.pk])
        if name == "new_expedition":
            self.data = {**self.data, "activity_area": ActivityAreaFactory(cohort=row).pk}
        if name.endswith("initiative"):
            self.data = {**self.data, "owner": OrganisationFactory().pk}
        if name == "change_lab":
            self.data = {**self.data, "host": row.host_id or ""}

    def send(self, day: date, **more: str) -> Any:
        others = {"ends_on": day, "due_on": day, "starts_on": day} if self.field != "first_session_on" else {}
        return self.client.post(self.where, {**self.data, **others, self.field: f"{day}", **more})

    def asks(self, day: date) -> str:
        """What is asked; ticked, it is saved."""
        page = self.send(day)
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["sure"])
        assert 'type="checkbox" name="sure"' in page.content.decode()
        assert self.send(day, sure="on").status_code == 302
        return str(page.context["form"].errors["sure"][0])


@pytest.fixture(params=sorted(FORMS))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def typing(client: Any, scope: Any, director: Any, sign_in: Any, name: str) -> Typing:
    sign_in(client, director)
    return Typing(client, scope, name)


def near(city: Any, weekday: int) -> date:
    """Such a day of the week, one to two weeks from now."""
    day = city.today() + timedelta(days=8)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def test_a_sunday_soon_is_not_asked_about(typing: Typing, scope: Any) -> None:
    assert typing.send(near(scope, SUNDAY)).status_code == 302


def test_a_day_of_long_ago_is(typing: Typing) -> None:
    assert "2\u00a0January 2005 is more than a year ago" in typing.asks(date(2005, 1, 2))


def test_a_day_behind_the_five_years_is(typing: Typing, scope: Any) -> None:
    said = typing.asks(near(scope, SUNDAY).replace(year=scope.today().year + 8))
    assert "is more than six years away" in said


def test_a_saturday_is_where_people_come_together_on_it(typing: Typing, scope: Any, name: str) -> None:
    saturday = near(scope, SATURDAY)
    if name in WITH_HOLIDAYS:
        said = typing.asks(saturday)
        assert "on the Sabbath" in said
        assert said.startswith("“")
    else:
        assert typing.send(saturday).status_code == 302


def test_a_city_that_does_not_keep_it_is_asked_about_its_holidays(typing: Typing, scope: Any, name: str) -> None:
    saturday, feast = near(scope, SATURDAY), near(scope, SUNDAY)
    type(scope).objects.filter(pk=scope.pk).update(keeps_sabbath=False)
    CityCalendarDay.objects.create(date=feast, kind="feast", name={"en": "Feast of trees"})
    assert typing.send(saturday).status_code == 302
    if name in WITH_HOLIDAYS and not name.startswith("new"):
        assert "Feast of trees" in typing.asks(feast)


def test_a_day_that_stood_so_is_not_asked_about_again(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    row = ExpeditionFactory(starts_on=date(2005, 1, 2), ends_on=date(2005, 1, 3))
    sign_in(client, director)
    where = reverse("change_expedition", args=[scope.slug, row.pk])
    typed = {**VISIT, "starts_on": "2005-01-02", "ends_on": "2005-01-03"}
    assert client.post(where, typed).status_code == 302
    page = client.post(where, {**typed, "ends_on": "2005-01-04"})
    assert list(page.context["form"].errors) == ["sure"]
    assert "3\u00a0January" not in page.context["form"].errors["sure"][0]
