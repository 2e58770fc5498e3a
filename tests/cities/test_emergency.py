"""The platform's staff enter a city's office for an hour, with a reason that its directors read at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.actions import close_emergency_access, open_emergency_access
from cities.models import City, EmergencyAccess
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Message, Notice
from educities.tenancy.scope import city_scope
from tests.support import refused

pytestmark = pytest.mark.django_db
WHY = "The only director lost her phone and her second step"
OFFICE = ("roles", "city_settings", "history", "deliveries")


def answers(client: Any, city: City, names: tuple[str, ...]) -> set[int]:
    return {client.get(reverse(name, args=[city.slug])).status_code for name in names}


def test_the_office_is_open_for_an_hour_and_nothing_else(client: Any, city: City, operator: User, sign_in: Any) -> None:
    sign_in(client, operator)
    assert answers(client, city, OFFICE) == {403}
    page = reverse("open_emergency", args=[city.pk])
    assert client.post(page, {"reason": WHY}).url == reverse("roles", args=[city.slug])
    assert answers(client, city, OFFICE) == {200}
    closed = ("people", "dashboard", "labs", "organisations", "program", "invite_to_role", "partners", "admit_partner")
    assert answers(client, city, closed) == {403}
    assert "End my access now" in client.get(reverse("platform_city", args=[city.pk])).content.decode()
    EmergencyAccess.objects.update(
        ends_at=timezone.now() - timedelta(seconds=1), opened_at=timezone.now() - timedelta(hours=1)
    )
    assert answers(client, city, OFFICE) == {403}


def test_the_directors_read_why_at_once(city: City, operator: User, director: User) -> None:
    open_emergency_access(city, actor=operator, reason=WHY)
    with city_scope(city.pk):
        assert Notice.objects.get(user=director).data["reason"] == WHY
        mail = Message.objects.get(kind="cities.emergency_opened", user=director)
        assert mail.available_at <= timezone.now()
        assert AuditEntry.objects.get(verb="cities.emergency_opened").reason == WHY


def test_twice_is_once(city: City, operator: User) -> None:
    first = open_emergency_access(city, actor=operator, reason=WHY)
    assert open_emergency_access(city, actor=operator, reason=WHY + " again") == first
    assert EmergencyAccess.objects.count() == 1


def test_signs_that_nobody_sees_are_no_reason(client: Any, city: City, operator: User, sign_in: Any) -> None:
    for padded in ("xxxxx" + 30 * "\u200f", "\u2063".join("Urgent, please") + 9 * "\u200d", 30 * "\u3164"):
        act = lambda padded=padded: open_emergency_access(city, actor=operator, reason=padded)  # noqa: E731
        assert refused(act) == "cities.short_reason"
    sign_in(client, operator)
    assert client.post(reverse("open_emergency", args=[city.pk]), {"reason": "x" + 30 * "\u200f"}).status_code == 422
    open_emergency_access(city, actor=operator, reason=f"\u200f{WHY}\u200f\u200f")
    with city_scope(city.pk):
        assert AuditEntry.objects.get(verb="cities.emergency_opened").reason == WHY


def test_a_word_is_no_reason(client: Any, city: City, operator: User, sign_in: Any) -> None:
    assert refused(lambda: open_emergency_access(city, actor=operator, reason="Urgent")) == "cities.short_reason"
    sign_in(client, operator)
    answer = client.post(reverse("open_emergency", args=[city.pk]), {"reason": "Urgent"})
    assert answer.status_code == 409
    assert "Write at least 20 characters" in answer.content.decode()


def test_it_is_closed_before_its_hour(client: Any, city: City, operator: User, sign_in: Any) -> None:
    sign_in(client, operator)
    client.post(reverse("open_emergency", args=[city.pk]), {"reason": WHY})
    assert client.post(reverse("close_emergency", args=[city.pk])).status_code == 302
    assert answers(client, city, OFFICE) == {403}
    assert refused(lambda: close_emergency_access(city, actor=operator)) == "cities.no_emergency"


def test_it_opens_one_city_and_only_to_staff_with_a_second_step(
    client: Any, city: City, other_city: City, operator: User, director: User, sign_in: Any
) -> None:
    open_emergency_access(city, actor=operator, reason=WHY)
    sign_in(client, operator)
    assert answers(client, other_city, OFFICE) == {403}
    User.objects.filter(pk=operator.pk).update(is_operator=False)
    assert answers(client, city, OFFICE) == {403}
    sign_in(client, director)
    assert client.get(reverse("open_emergency", args=[city.pk])).status_code == 403


def test_an_hour_without_a_second_step_opens_nothing(
    client: Any, city: City, operator: User, sign_in: Any, settings: Any
) -> None:
    settings.EMBEDDED = False
    open_emergency_access(city, actor=operator, reason=WHY)
    sign_in(client, operator, second_factor=False)
    assert 200 not in answers(client, city, OFFICE)


def test_what_the_staff_changed_stands_in_the_history(
    client: Any, city: City, operator: User, director: User, sign_in: Any
) -> None:
    sign_in(client, operator)
    client.post(reverse("open_emergency", args=[city.pk]), {"reason": WHY})
    client.post(reverse("city_look", args=[city.slug]), {"colour": "plum", "read": "{}"})
    sign_in(client, director)
    page = client.get(reverse("history", args=[city.slug])).content.decode()
    assert "platform operator" in page.lower()
    assert WHY in page


def test_what_is_open_says_until_when_and_is_not_opened_once_more(
    client: Any, city: City, operator: User, sign_in: Any
) -> None:
    sign_in(client, operator)
    page = reverse("open_emergency", args=[city.pk])
    access = open_emergency_access(city, actor=operator, reason=WHY)
    shown = client.get(page).content.decode()
    assert f"open to you until {access.ends_at.astimezone(city.zone):%H:%M}" in shown
    assert "Open the office for 60 minutes" not in shown
    close_emergency_access(city, actor=operator)
    assert "Open the office for 60 minutes" in client.get(page).content.decode()


def test_who_heard_of_it_hears_that_it_is_over(city: City, operator: User, director: User) -> None:
    open_emergency_access(city, actor=operator, reason=WHY)
    close_emergency_access(city, actor=operator)
    with city_scope(city.pk):
        assert Notice.objects.filter(user=director, verb="cities.emergency_closed").count() == 1
        assert Message.objects.filter(user=director, kind="cities.emergency_closed").count() == 1
