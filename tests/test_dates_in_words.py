"""Days and hours that cannot be are said in words at their field."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from challenges.models import Phase
from cities.models import CityCalendarDay
from educities.activity.queries.quiet_hours import next_allowed
from educities.activity.texts import mail_dates
from tests.factories import ChallengeFactory, CohortFactory, in_days

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "long", "short", "moment"),
    [
        ("en", "31\u00a0December 2026", "31\u00a0Dec 2026", "31\u00a0Dec 2026, 17:00"),
        ("he", "31\u00a0בדצמבר 2026", "31.12.2026", "31.12.2026, 17:00"),
        ("ar", "31\u00a0ديسمبر 2026", "31.12.2026", "31.12.2026، 17:00"),
    ],
)
def test_a_date_has_one_long_and_one_short_form(language: str, long: str, short: str, moment: str) -> None:
    day = datetime(2026, 12, 31, 17)
    with override(language):
        assert date_format(day, "DATE_FORMAT") == long
        assert date_format(day, "SHORT_DATE_FORMAT") == short
        assert date_format(day, "SHORT_DATETIME_FORMAT") == moment


def test_a_mail_writes_the_weekday_as_a_page_does(monkeypatch: pytest.MonkeyPatch) -> None:
    with override("en"):
        assert mail_dates.long_day(date(2026, 12, 31)) == "Thursday, 31 December 2026"
        monkeypatch.setattr("educities.activity.texts.mail_dates.timezone.localdate", lambda: date(2026, 12, 1))
        assert mail_dates.near_day(date(2026, 12, 31)) == "Thursday, 31 December"
        assert mail_dates.near_day(date(2126, 12, 31)) == "Tuesday, 31 December 2126"
        assert mail_dates.short_day(date(2026, 12, 31)) == "Thu 31 Dec"


@pytest.fixture
def as_director(client: Any, director: Any, sign_in: Any) -> Any:
    return sign_in(client, director)


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("17:00", "The session has no time between beginning and end. Choose a later end."),
        ("16:00", "The session ends before it begins."),
    ],
)
def test_a_session_without_length(as_director: Any, scope: Any, until: str, sentence: str) -> None:
    where = reverse("new_session", args=[scope.slug, CohortFactory(state="running").pk])
    typed = {"title_en": "First", "date": in_days(7), "begins": "17:00", "ends": until, "place": "Library"}
    assert as_director.post(where, typed).context["form"].errors == {"ends": [sentence]}


def test_on_a_day_without_mail_none_is_sent(as_director: Any, scope: Any) -> None:
    where, day = reverse("add_day", args=[scope.slug]), in_days(3)
    scope.refresh_from_db()
    offered = [kind for kind, _label in as_director.get(where).context["form"].fields["kind"].choices if kind]
    for kind in offered:
        CityCalendarDay.objects.create(date=day, kind=kind, name={"en": "Rest"})
        noon = datetime.combine(day, time(12), scope.zone)
        assert next_allowed(scope, noon) > noon
        CityCalendarDay.objects.all().delete()
    assert offered == ["feast", "quiet"]


def test_a_day_without_mail_in_the_past(as_director: Any, scope: Any) -> None:
    where = reverse("add_day", args=[scope.slug])
    for day in ("1999-05-01", in_days(-3)):
        page = as_director.post(where, {"date": day, "kind": "feast", "name_en": "Feast"})
        assert list(page.context["form"].errors) == ["date"]
    assert not CityCalendarDay.objects.exists()


@pytest.fixture
def gathering(scope: Any) -> Any:
    """A challenge that gathers ideas until in ten days."""
    challenge = ChallengeFactory()
    closes = timezone.make_aware(datetime.combine(in_days(11), time.min), scope.zone)
    Phase.objects.create(challenge=challenge, kind="gather", closes_at=closes)
    return challenge


def test_a_challenge_that_closes_before_its_ideas_phase(as_director: Any, scope: Any, gathering: Any) -> None:
    where = reverse("change_challenge", args=[scope.slug, gathering.pk])
    typed = {"question_en": "What?", "intro_en": "Two sentences.", "name_policy": "first", "closes_on": in_days(5)}
    typed |= {"least_verification": gathering.least_verification}
    page = as_director.post(where, typed)
    assert list(page.context["form"].errors) == ["closes_on"]
    assert as_director.post(where, {**typed, "closes_on": in_days(12)}).status_code == 302


def test_a_phase_that_outlasts_its_challenge(as_director: Any, scope: Any) -> None:
    challenge = ChallengeFactory(closes_on=in_days(5))
    where = reverse("plan_phases", args=[scope.slug, challenge.pk])
    page = as_director.post(where, {"gather_on": "on", "gather_until": in_days(10)})
    assert list(page.context["form"].errors) == ["gather_until"]


def test_a_phase_that_runs_backwards(as_director: Any, scope: Any) -> None:
    where = reverse("plan_phases", args=[scope.slug, ChallengeFactory().pk])
    typed = {"gather_on": "on", "gather_from": in_days(10), "gather_until": in_days(10) - timedelta(days=1)}
    assert as_director.post(where, typed).context["form"].errors == {
        "gather_until": ["A phase cannot end before it begins."]
    }


def test_no_phase_at_all(as_director: Any, scope: Any) -> None:
    where = reverse("plan_phases", args=[scope.slug, ChallengeFactory().pk])
    assert list(as_director.post(where, {}).context["form"].errors) == ["gather_on"]
