"""Between midnight in the city and midnight at the server the city's date counts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from cities.actions import end_role, give_role_back, grant_role
from cities.models import Membership
from cities.queries import city_today
from cities.rules.roles import cities_of, forget_roles
from educities.accounts.actions.changes import offer_change_undo
from educities.accounts.models import SignedInSession
from educities.kit.day_words import format_moment
from educities.tenancy.scope import NoCity, city_scope
from labs.models import Lab
from meetings.models import Session
from reports.management.practice import build_practice_city
from stakeholders.models import Representation
from tests.factories import MembershipFactory, UserFactory, add_second_step
from tests.support import sign_in

# A quarter past midnight in Jerusalem, still the day before in Greenwich.
PAST_MIDNIGHT = datetime(2026, 11, 23, 22, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_a_day_of_the_city_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The practice city, which goes the way of every action, is laid out whole at any hour: just past midnight here, and at
    those of `make test-clock` in tests/reports/test_practice.py."""
    monkeypatch.setattr(timezone, "now", lambda: PAST_MIDNIGHT)
    call_command("load_areas", verbosity=0)
    city = build_practice_city("practice-password-9")
    with city_scope(city.pk):
        assert Representation.objects.current().count() == Representation.objects.exclude(accepted_at=None).count() > 9
        assert Lab.objects.filter(state="launched").count() >= 4
        days = {session.starts_at.astimezone(city.zone).strftime("%a") for session in Session.objects.all()}
        assert not days & {"Fri", "Sat"}


@pytest.mark.django_db
def test_the_date_is_the_citys(city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: PAST_MIDNIGHT)
    with city_scope(city.pk):
        assert city_today() == date(2026, 11, 24)
    with pytest.raises(NoCity):
        city_today()


# Half past one at night in the city: a new day there, the old one in Greenwich.
NIGHT = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
THE_DAY, DAY_BEFORE = "28\u00a0November", "27\u00a0November"


@pytest.mark.django_db
def test_a_role_given_at_night_begins_that_day_and_counts_at_once(city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)
    user = UserFactory()
    held = grant_role(city, user, "director", actor=None)
    assert held.starts_on == date(2026, 11, 28)
    add_second_step(user)
    forget_roles(user)
    assert cities_of(user) == {city.pk}
    assert Membership.objects.directors().get() == held


@pytest.mark.django_db
def test_a_role_ended_at_night_gives_nothing_and_can_be_given_back(city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)
    user = UserFactory()
    held = grant_role(city, user, "teacher", actor=None)
    end_role(held, actor=None)
    held.refresh_from_db()
    assert held.ends_on == date(2026, 11, 27)
    forget_roles(user)
    assert cities_of(user) == set()
    assert Membership.objects.ended_lately().get() == held
    give_role_back(held, actor=user)
    forget_roles(user)
    assert cities_of(user) == {city.pk}


@pytest.mark.django_db
def test_a_last_day_lasts_until_the_citys_midnight(city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    held = MembershipFactory(city=city, ends_on=date(2026, 11, 27))
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)
    assert not Membership.objects.current().filter(pk=held.pk).exists()
    monkeypatch.setattr(timezone, "now", lambda: NIGHT - timedelta(hours=2))
    assert Membership.objects.current().filter(pk=held.pk).exists()


@pytest.mark.django_db
def test_the_page_of_a_change_names_the_citys_day(city: Any, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)
    secret = offer_change_undo(UserFactory(email="own@example.org"), ["own@example.org"])["own@example.org"]
    shown = client.get(f"/accounts/changes/{secret}/").content.decode()
    assert THE_DAY in shown
    assert DAY_BEFORE not in shown


@pytest.mark.django_db
def test_without_a_city_the_list_of_sessions_goes_by_the_platforms_clock(city: Any, client: Any) -> None:
    user = UserFactory()
    client.force_login(user)
    SignedInSession.objects.filter(user=user).update(started_at=NIGHT)
    shown = client.get("/accounts/sessions/").content.decode()
    assert format_moment(NIGHT.astimezone(ZoneInfo("Asia/Jerusalem"))) in shown


@pytest.mark.django_db
def test_the_list_of_roles_says_the_citys_day(city: Any, director: Any, client: Any) -> None:
    held = Membership(city=city, user=UserFactory(), role="facilitator")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NIGHT)
        held.save()
    sign_in(client, director)
    shown = client.get(f"/c/{city.slug}/roles/").content.decode()
    assert THE_DAY in shown
    assert DAY_BEFORE not in shown
