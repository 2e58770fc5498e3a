"""The weekly email is true when it is handed over, not when it was written: a night, a feast or a broken server lies between."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cities.actions import digests
from cities.actions.digests import send_digests
from cities.models import Membership
from consents.actions.erasure import erase_kept_person
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.preferences import choose_weekly
from educities.activity.actions.records import record
from educities.activity.models import AuditEntry, MailStop, Message
from educities.activity.queries.mail_stops import stop_address
from educities.activity.values import VERBS
from stakeholders import actions as people
from tests.factories import (
    LabFactory,
    MembershipFactory,
    ProfileFactory,
    UserFactory,
    add_second_step,
)
from tests.support import fresh

pytestmark = pytest.mark.django_db
FRIDAY_NOON = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
CODE = "cities.week_told"
NAME = "Zebrafinch Kept"


@pytest.fixture(autouse=True)
def never_quiet(settings: Any, scope: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    scope.quiet_from, scope.quiet_until, scope.keeps_sabbath = "00:00", "00:00", False
    scope.save()


@pytest.fixture
def asked_about(scope: Any, director: Any, facilitator: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A pair that waits for the facilitator's word, with the weekly email written that asks for it."""
    made = people.propose_merge(ProfileFactory(display_name=NAME), ProfileFactory(display_name="Zeb"), actor=director)
    monkeypatch.setattr(digests.timezone, "now", lambda: FRIDAY_NOON)
    send_digests(scope)
    monkeypatch.undo()
    return made


def hand_over() -> list[str]:
    """The week's emails that went out, each as its text."""
    rows = Message.objects.filter(kind=CODE)
    rows.update(available_at=timezone.now() - timedelta(hours=1), expires_at=timezone.now() + timedelta(days=1))
    mail.outbox.clear()
    deliver_due()
    return [f"{one.to[0]}\n{one.subject}\n{one.body}" for one in mail.outbox if "week" in one.subject]


def end_roles(user: Any) -> None:
    Membership.objects.filter(user=user).update(starts_on="2026-10-01", ends_on="2026-11-01")


def test_no_name_stands_in_the_waiting_email(asked_about: Any) -> None:
    waiting = Message.objects.filter(kind=CODE)
    assert waiting.count() >= 1
    assert "Zeb" not in json.dumps(list(waiting.values_list("payload", flat=True)))
    (sent,) = [text for text in hand_over() if NAME in text]
    assert "1 thing waits for you" in sent


def test_whose_role_has_ended_gets_none(asked_about: Any, facilitator: Any) -> None:
    end_roles(facilitator)
    assert not [text for text in hand_over() if facilitator.email in text]
    assert set(Message.objects.filter(kind=CODE, user=facilitator).values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize("how", ["declined", "erased"])
def test_what_is_done_and_who_is_erased_is_told_to_nobody(asked_about: Any, director: Any, how: str) -> None:
    if how == "declined":
        people.decline_merge(asked_about, actor=director)
    else:
        erase_kept_person(fresh(asked_about.kept), actor=director, reason="They asked for it")
    assert not [text for text in hand_over() if "Zebrafinch" in text]


def test_what_came_since_is_told_in_the_readers_language(asked_about: Any, facilitator: Any, director: Any) -> None:
    people.propose_merge(ProfileFactory(), ProfileFactory(display_name="Sparrow"), actor=director)
    (sent,) = [text for text in hand_over() if facilitator.email in text]
    assert "2 things wait for you" in sent


def test_news_of_the_staff_go_to_no_former_staff(scope: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    former, resident = UserFactory(language="en"), UserFactory(language="en")
    add_second_step(former)
    MembershipFactory(user=former, city=scope, role="director")
    MembershipFactory(user=resident, city=scope, role="resident")
    for one in (former, resident):
        choose_weekly(one)
    lab = LabFactory(name={"en": "Zebrafinch Lab"})
    record(VERBS["labs.lab_launched"], lab, actor=None, notify=[former, resident], title=lab.name)
    monkeypatch.setattr(digests.timezone, "now", lambda: FRIDAY_NOON)
    send_digests(scope)
    monkeypatch.undo()
    assert Message.objects.filter(kind=CODE).count() == 2
    end_roles(former)
    (sent,) = hand_over()
    assert resident.email in sent
    assert "Zebrafinch Lab" in sent


def test_a_link_of_a_closed_account_stops_nothing(scope: Any, client: Client, director: Any) -> None:
    gone = UserFactory(is_active=False)
    for number in (gone.pk, 999_999):
        address = stop_address(scope.slug, scope.pk, number, "weekly")
        client.post("/" + address.split("/", 3)[3])
    assert not MailStop.objects.exists()
    assert not AuditEntry.objects.filter(verb="activity.mail_stopped").exists()
