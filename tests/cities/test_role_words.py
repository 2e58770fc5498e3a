"""What people read about roles: days and place before they accept, what begins later, and that a role has ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from cities.actions import Term, change_role_days, grant_role, invite_person
from cities.actions.emergency import open_emergency_access
from cities.queries.waiting import WaitingLine
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from reports.queries.staff_days import read_day
from stakeholders.models import Profile
from tests.factories import MembershipFactory, ProfileFactory, UserFactory, add_second_step
from tests.support import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(scope: Any) -> date:
    return scope.today()


@pytest.fixture
def ruth(director: Any, scope: Any) -> Any:
    Profile.objects.filter(user=director).delete()
    ProfileFactory(user=director, display_name="Ruth Cohen")
    return director


def invite(scope: Any, ruth: Any, role: str = "facilitator", **term: Any) -> Any:
    return invite_person(
        scope,
        actor=ruth,
        email="avi@example.org",
        display_name="Avi",
        role=role,
        language="en",
        term=Term(**term),
    )


def mail_of(verb: str, **filters: Any) -> str:
    with translation.override("en"):
        return render_mail(Message.objects.filter(payload__verb=verb, **filters).latest("pk")).text


def test_days_and_place_stand_in_the_list_in_the_mail_and_where_it_is_accepted(
    client: Any, scope: Any, ruth: Any, today: date, sign_in: Any
) -> None:
    invite(scope, ruth, "director", ends_on=today + timedelta(days=9), acting_for=ruth)
    assert "You stand in for Ruth Cohen" in mail_of("cities.person_invited")
    page = client.get(Message.objects.latest("pk").payload["url"]).content.decode()
    assert "Days of the role" in page
    assert "Ruth Cohen" in page
    sign_in(client, ruth)
    page = client.get(reverse("roles", args=[scope.slug])).content.decode()
    assert page.count("until ") == 2
    assert "stands in for Ruth Cohen" in page.replace("\u2068", "").replace("\u2069", "")


def test_what_begins_later_is_said_where_the_person_looks(
    client: Any, scope: Any, ruth: Any, today: date, sign_in: Any
) -> None:
    invitation = invite(scope, ruth, starts_on=today + timedelta(days=9))
    url = Message.objects.latest("pk").payload["url"]
    answer = client.post(url, {"display_name": "Avi", "is_adult": "on"}, follow=True)
    assert "begins on" in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.accepted_at
    for name in ("dashboard", "mine"):
        page = client.get(reverse(name, args=[scope.slug])).content.decode()
        assert "Your role, facilitator, begins on" in page, name
    assert "facilitator, from" in client.get(reverse("account")).content.decode()
    assert "facilitator" in client.get(reverse("leave_city", args=[scope.slug])).content.decode()


def test_a_role_that_has_ended_says_so_and_ends_once(
    client: Any, scope: Any, ruth: Any, today: date, sign_in: Any
) -> None:
    held = MembershipFactory(
        city=scope, role="reader", ends_on=today - timedelta(days=2), starts_on=today - timedelta(9)
    )
    sign_in(client, ruth)
    for name in ("end_role", "change_role_days"):
        address = reverse(name, args=[scope.slug, held.pk])
        assert "This role has already ended" in client.get(address).content.decode()
    answer = client.post(reverse("end_role", args=[scope.slug, held.pk]), {"reason": "Once more"})
    assert answer.status_code == 409
    held.refresh_from_db()
    assert held.ends_on == today - timedelta(days=2)


def test_a_deputys_last_day_is_asked_for_and_no_way_back_is_promised(
    client: Any, scope: Any, ruth: Any, today: date, sign_in: Any
) -> None:
    term = Term(ends_on=today + timedelta(days=9), acting_for=ruth)
    held = grant_role(scope, UserFactory(), "director", actor=ruth, term=term)
    sign_in(client, ruth)
    page = client.get(reverse("change_role_days", args=[scope.slug, held.pk]))
    assert page.context["form"].fields["ends_on"].required
    assert "invite them again" in client.get(reverse("end_role", args=[scope.slug, held.pk])).content.decode()
    roles = client.get(reverse("roles", args=[scope.slug])).content.decode()
    assert roles.count(reverse("end_role", args=[scope.slug, held.pk])) == 1
    assert "leads the city on the platform" in client.get(reverse("invite_to_role", args=[scope.slug])).content.decode()


def test_the_mail_of_new_days_says_what_they_were_in_which_year_and_leads_to_the_day(
    scope: Any, ruth: Any, today: date
) -> None:
    held = grant_role(scope, UserFactory(), "reader", actor=ruth, term=Term(ends_on=today + timedelta(days=9)))
    change_role_days(held, actor=ruth, starts_on=held.starts_on, ends_on=date(today.year + 9, 3, 4))
    text = mail_of("cities.role_days_changed")
    assert f"4 March {today.year + 9}" in text
    assert "Before" in text
    assert reverse("workplace", args=[scope.slug]) in text


def lines_of(scope: Any, user: Any) -> list[WaitingLine]:
    return read_day(scope, fresh(user), 9)[0].lines


def test_what_ends_soon_waits_since_it_is_so_and_speaks_to_the_reader(scope: Any, ruth: Any, today: date) -> None:
    dana = UserFactory()
    add_second_step(dana)
    grant_role(scope, dana, "director", actor=ruth, term=Term(ends_on=today + timedelta(days=9), acting_for=ruth))
    (line,) = lines_of(scope, ruth)
    assert line.wait == ""
    assert "change" in str(line.url) or "days" in str(line.url)
    (own,) = lines_of(scope, dana)
    assert str(own.text).startswith("Your role ends on")
    # Who stands in for a director may not change a director's days.
    assert own.url == reverse("roles", args=[scope.slug])


def test_the_steward_is_led_where_the_steward_may_look(scope: Any, ruth: Any, operator: Any, steward: Any) -> None:
    open_emergency_access(scope, actor=operator, reason="The mails of the city do not go out")
    assert reverse("history", args=[scope.slug]) in mail_of("cities.emergency_opened", user=ruth)
    text = mail_of("cities.emergency_opened", user=steward)
    assert reverse("history", args=[scope.slug]) not in text
    assert reverse("workplace", args=[scope.slug]) in text
    assert Notice.objects.get(user=steward).url == reverse("workplace", args=[scope.slug])
