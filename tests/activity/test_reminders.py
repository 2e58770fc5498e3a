"""Reminders: once for each who still owes, by any number of tickers; what has begun is missed."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from educities.activity.models import Message, Schedule
from educities.activity.register import VERBS
from educities.activity.reminders import RULES, cancel_reminders, reminder, schedule_reminder, tick
from educities.tenancy.scope import city_scope
from tests.factories import CityFactory, OrganisationFactory, UserFactory

RULE = "tests.rule"


@pytest.fixture
def rule() -> Any:
    people: list[Any] = []
    reminder(RULE, recipients=lambda subject: people, verb=VERBS["labs.session_reminded"])
    yield people
    RULES.pop(RULE)


def due(row: Any, **more: Any) -> Schedule:
    now = timezone.now().replace(tzinfo=None)
    schedule = schedule_reminder(row, RULE, now - timedelta(minutes=1), "UTC", timezone.now() + timedelta(days=1))
    Schedule.objects.filter(pk=schedule.pk).update(due_at=timezone.now() - timedelta(seconds=1), **more)
    return schedule


@pytest.mark.django_db
def test_a_reminder_goes_once_to_those_who_owe(scope: Any, rule: Any) -> None:
    rule += [UserFactory(), UserFactory()]
    due(OrganisationFactory())
    assert tick() == 1
    assert tick() == 0
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_what_has_begun_is_missed(scope: Any, rule: Any) -> None:
    rule.append(UserFactory())
    schedule = due(OrganisationFactory(), expires_at=timezone.now() - timedelta(seconds=1))
    tick()
    schedule.refresh_from_db()
    assert (schedule.state, Message.objects.count()) == ("missed", 0)


@pytest.mark.django_db
def test_a_moved_subject_cancels_the_old_reminder_and_its_mails(scope: Any, rule: Any) -> None:
    rule.append(UserFactory())
    row = OrganisationFactory()
    due(row)
    tick()
    again = due(row)
    assert again.generation == 2
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    assert cancel_reminders(row) == 1


@pytest.mark.django_db(transaction=True)
def test_four_tickers_at_once_write_each_message_once(rule: Any) -> None:
    city = CityFactory()
    with city_scope(city.pk):
        rule += [UserFactory() for _ in range(25)]
        for _n in range(8):
            due(OrganisationFactory())

    def work() -> None:
        try:
            while tick(3):
                pass
        finally:
            connection.close()

    tickers = [threading.Thread(target=work) for _ in range(4)]
    for ticker in tickers:
        ticker.start()
    for ticker in tickers:
        ticker.join()
    with city_scope(city.pk):
        tick()
        assert Message.objects.count() == 200
        assert set(Schedule.objects.values_list("state", flat=True)) == {"done"}
