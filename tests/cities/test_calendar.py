"""A director adds days without mail and takes them out again; each leaves a record."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cities.models import CityCalendarDay
from educities.activity.models import AuditEntry, Message

pytestmark = pytest.mark.django_db


def test_a_day_comes_and_goes(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    day = (scope.today() + timedelta(days=3)).isoformat()
    given = {"date": day, "kind": "feast", "name_en": "City day", "name_he": "", "name_ar": ""}
    answer = client.post("/c/bat-galim/settings/days/new/", given, follow=True)
    assert "City day" in answer.content.decode()
    again = client.post("/c/bat-galim/settings/days/new/", given)
    assert (again.status_code, CityCalendarDay.objects.count()) == (422, 1)

    put_off = Message.objects.create(
        channel="mail", kind="mail", dedupe_key="waits", available_at=timezone.now() + timedelta(days=1)
    )
    row = CityCalendarDay.objects.get()
    client.post(f"/c/bat-galim/settings/days/{row.pk}/remove/")
    assert not CityCalendarDay.objects.exists()
    put_off.refresh_from_db()
    assert put_off.available_at <= timezone.now()
    told = AuditEntry.objects.filter(verb__startswith="cities.day").order_by("pk")
    assert [(entry.verb, entry.actor_id, entry.data) for entry in told] == [
        ("cities.day_added", director.pk, {"date": day, "kind": "feast"}),
        ("cities.day_removed", director.pk, {"date": day, "kind": "feast"}),
    ]
