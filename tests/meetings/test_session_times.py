"""What speaks against the time of a session: after the cohort's end it is refused, the rest is asked about once."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import CityCalendarDay
from meetings.actions import sessions as actions
from meetings.models import Session
from tests.factories import CohortFactory, SessionFactory
from tests.labs.ways import session_plan
from tests.support import refused

pytestmark = pytest.mark.django_db
JERUSALEM = ZoneInfo("Asia/Jerusalem")
SUNDAY, FRIDAY, SATURDAY = 6, 4, 5
PLAN = {"title_en": "Round", "begins": "11:00", "ends": "13:00", "place": "Hall"}


def next_weekday(weekday: int) -> date:
    """A day of the week at least ten days from now."""
    day = timezone.now().astimezone(JERUSALEM).date() + timedelta(days=10)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


class Planning:
    """A facilitator at the form of a new session."""

    def __init__(self, client: Any, slug: str) -> None:
        self.client, self.slug, self.cohort = client, slug, CohortFactory(state="running")

    def send(self, **typed: Any) -> Any:
        return self.client.post(reverse("new_session", args=[self.slug, self.cohort.pk]), {**PLAN, **typed})

    def asks(self, **typed: Any) -> str:
        """What the form says below the day; the box to plan it all the same is there, and does."""
        page = self.send(**typed)
        errors = page.context["form"].errors
        assert list(errors) == ["sure"]
        assert 'type="checkbox" name="sure"' in page.content.decode()
        assert self.send(**typed, sure="on").status_code == 302
        return str(errors["sure"][0])


@pytest.fixture
def planning(client: Any, scope: Any, facilitator: Any, sign_in: Any) -> Planning:
    sign_in(client, facilitator)
    return Planning(client, scope.slug)


def test_nothing_speaks_against_a_sunday(planning: Planning) -> None:
    page = planning.client.get(reverse("new_session", args=[planning.slug, planning.cohort.pk])).content.decode()
    assert "Plan it all the same" not in page
    assert planning.send(date=next_weekday(SUNDAY)).status_code == 302


def test_who_plans_for_now_is_not_told_to_invite(planning: Planning, monkeypatch: pytest.MonkeyPatch) -> None:
    day = next_weekday(SUNDAY)
    now = datetime(day.year, day.month, day.day, 11, 0, 30, tzinfo=JERUSALEM)
    monkeypatch.setattr(timezone, "now", lambda: now)
    page = planning.client.get(planning.send(date=day).url).content.decode()
    assert "it can be opened at once" in page
    assert "When you invite" not in page


@pytest.mark.parametrize(
    ("weekday", "begins", "ends"),
    [(FRIDAY, "13:00", "14:30"), (SATURDAY, "11:00", "13:00"), (SATURDAY, "20:00", "22:00")],
)
def test_the_sabbath_is_asked_about(planning: Planning, weekday: int, begins: str, ends: str) -> None:
    assert "Sabbath" in planning.asks(date=next_weekday(weekday), begins=begins, ends=ends)


@pytest.mark.parametrize(("weekday", "begins", "ends"), [(FRIDAY, "11:00", "14:00"), (SATURDAY, "20:30", "22:00")])
def test_before_and_after_it_is_not(planning: Planning, weekday: int, begins: str, ends: str) -> None:
    assert planning.send(date=next_weekday(weekday), begins=begins, ends=ends).status_code == 302


def test_a_city_that_does_not_keep_it_is_not_asked(planning: Planning, scope: Any) -> None:
    type(scope).objects.filter(pk=scope.pk).update(keeps_sabbath=False)
    assert planning.send(date=next_weekday(SATURDAY)).status_code == 302


@pytest.mark.parametrize("kind", ["feast", "quiet"])
def test_days_of_the_citys_calendar_are_asked_about(planning: Planning, kind: str) -> None:
    day = next_weekday(SUNDAY)
    CityCalendarDay.objects.create(date=day, kind=kind, name={"en": "Passover"})
    assert "Passover" in planning.asks(date=day)


def test_a_school_holiday_is_not(planning: Planning) -> None:
    day = next_weekday(SUNDAY)
    CityCalendarDay.objects.create(date=day, kind="school_holiday", name={"en": "Summer"})
    assert planning.send(date=day).status_code == 302


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=JERUSALEM)


def test_a_session_of_the_same_people_is_named(planning: Planning) -> None:
    day = next_weekday(SUNDAY)
    SessionFactory(cohort=planning.cohort, starts_at=at(day, 12), title={"en": "Walk"}, place="Park")
    assert "“Walk”, from 12:00 until 14:00" in planning.asks(date=day)


def test_a_session_in_the_same_place_is_asked_about_and_not_named(planning: Planning) -> None:
    day = next_weekday(SUNDAY)
    SessionFactory(starts_at=at(day, 12), title={"en": "Secret"}, place="hall")
    said = planning.asks(date=day)
    assert "A session of others takes place there then, from 12:00 until 14:00." in said
    assert "Secret" not in said


@pytest.mark.parametrize(
    "other", [{"state": "cancelled", "place": "Hall"}, {"state": "recorded", "place": "Hall"}, {"place": "Library"}]
)
def test_what_is_cancelled_over_or_elsewhere_is_not(planning: Planning, other: dict[str, Any]) -> None:
    day = next_weekday(SUNDAY)
    SessionFactory(starts_at=at(day, 12), **other)
    assert planning.send(date=day).status_code == 302


def test_what_was_planned_all_the_same_is_not_asked_about_again(planning: Planning) -> None:
    day = next_weekday(SATURDAY)
    planning.send(date=day, sure="on")
    session = Session.objects.get()
    where = reverse("change_session", args=[planning.slug, session.pk])
    read = planning.client.get(where).context["form"]["read"].value()
    assert planning.client.post(where, {**PLAN, "date": day, "plan_en": "Sing", "read": read}).status_code == 302
    session.refresh_from_db()
    assert session.plan == {"en": "Sing"}


def test_after_the_cohorts_end_it_is_refused_at_the_day(planning: Planning) -> None:
    day = next_weekday(SUNDAY)
    type(planning.cohort).objects.filter(pk=planning.cohort.pk).update(ends_on=day - timedelta(days=1))
    page = planning.send(date=day, sure="on")
    assert page.status_code == 409
    assert "The last day for sessions is" in page.context["form"].errors["date"][0]
    assert planning.send(date=day - timedelta(days=1), sure="on").status_code == 302


def test_nor_is_it_moved_or_announced_there(scope: Any, facilitator: Any) -> None:
    cohort = CohortFactory(state="running")
    draft = actions.plan_session(cohort.group, actor=facilitator, **session_plan())
    type(cohort).objects.filter(pk=cohort.pk).update(ends_on=timezone.now().date() + timedelta(days=2))
    draft = Session.objects.with_group().get(pk=draft.pk)
    later = session_plan(starts_at=draft.starts_at + timedelta(days=1), ends_at=draft.ends_at + timedelta(days=1))
    assert refused(lambda: actions.change_session(draft, actor=facilitator, **later)) == "meetings.after_the_end"
    assert refused(lambda: actions.schedule_session(draft, actor=facilitator)) == "meetings.after_the_end"
