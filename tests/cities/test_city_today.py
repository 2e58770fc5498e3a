"""Between midnight in the city and midnight at the server the city's date counts."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from cities.queries import city_today
from educities.tenancy.scope import NoCity, city_scope
from labs.models import Lab
from meetings.models import Session
from reports.management.practice import build_practice_city
from stakeholders.models import Representation

# A quarter past midnight in Jerusalem, still the day before in Greenwich; and a quarter to midnight there.
MOMENTS = [datetime(2026, 11, 23, 22, 15, tzinfo=UTC), datetime(2026, 11, 23, 21, 45, tzinfo=UTC)]


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_day_of_the_city_is_whole(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The practice city, which goes the way of every action, is laid out whole at any hour."""
    monkeypatch.setattr(timezone, "now", lambda: moment)
    call_command("load_areas", verbosity=0)
    city = build_practice_city("practice-password-9")
    with city_scope(city.pk):
        assert Representation.objects.current().count() == Representation.objects.exclude(accepted_at=None).count() > 9
        assert Lab.objects.filter(state="launched").count() >= 4
        days = {session.starts_at.astimezone(city.zone).strftime("%a") for session in Session.objects.all()}
        assert not days & {"Fri", "Sat"}


@pytest.mark.django_db
def test_the_date_is_the_citys(city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENTS[0])
    with city_scope(city.pk):
        assert city_today() == date(2026, 11, 24)
    with pytest.raises(NoCity):
        city_today()
