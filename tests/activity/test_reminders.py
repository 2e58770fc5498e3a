"""Reminders: once for each who still owes, by any number of tickers; what has begun is missed."""

import threading
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from cities.models import City, CityCalendarDay
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.reminders import (
    REMINDER_RULES,
    ReminderRule,
    cancel_reminders,
    enqueue_due_reminders,
    schedule_reminder,
    waiting_reminder,
)
from educities.activity.models import Message, Schedule
from educities.activity.values import VERBS
from educities.tenancy.scope import city_scope
from tests.activity.test_batches import FACTS
from tests.factories import CityFactory, OrganisationFactory, UserFactory
from tests.support import queries_of

RULE = "tests.rule"
JERUSALEM = ZoneInfo("Asia/Jerusalem")


@pytest.fixture
def rule() -> Any:
    people: list[Any] = []
    facts = lambda subject, user: {"data": FACTS}  # noqa: E731
    REMINDER_RULES.register(ReminderRule(RULE, lambda subject: people, VERBS["meetings.session_reminded"], facts))
    yield people
    REMINDER_RULES.answers.pop(RULE)


def due(row: Any, **more: Any) -> Schedule:
    now = timezone.now().replace(tzinfo=None)
    schedule = schedule_reminder(row, RULE, now - timedelta(minutes=1), "UTC", timezone.now() + timedelta(days=1))
    Schedule.objects.filter(pk=schedule.pk).update(due_at=timezone.now() - timedelta(seconds=1), **more)
    return schedule


@pytest.mark.django_db
def test_a_reminder_goes_once_to_those_who_owe(scope: Any, rule: Any) -> None:
    rule += [UserFactory(), UserFactory()]
    due(OrganisationFactory())
    assert enqueue_due_reminders() == 1
    assert enqueue_due_reminders() == 0
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_what_has_begun_is_missed(scope: Any, rule: Any) -> None:
    rule.append(UserFactory())
    schedule = due(OrganisationFactory(), expires_at=timezone.now() - timedelta(seconds=1))
    enqueue_due_reminders()
    schedule.refresh_from_db()
    assert (schedule.state, Message.objects.count()) == ("missed", 0)


@pytest.mark.django_db
def test_a_moved_subject_cancels_the_old_reminder_and_its_mails(scope: Any, rule: Any) -> None:
    rule.append(UserFactory())
    row = OrganisationFactory()
    due(row)
    enqueue_due_reminders()
    again = due(row)
    assert again.generation == 2
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    assert cancel_reminders(row) == 1


@pytest.mark.django_db
def test_a_reminder_held_after_a_restore_is_cancelled_too(scope: Any, rule: Any) -> None:
    rule.append(UserFactory())
    row = OrganisationFactory()
    due(row)
    enqueue_due_reminders()
    Message.objects.update(state="held")
    cancel_reminders(row)
    assert Message.objects.get().state == "cancelled"


@pytest.mark.django_db
def test_who_has_answered_meanwhile_is_not_sent_what_was_written(scope: Any, rule: Any, settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    never_quiet(scope)
    owing, answered = UserFactory(), UserFactory()
    rule += [owing, answered]
    due(OrganisationFactory())
    enqueue_due_reminders()
    rule.remove(answered)
    deliver_due()
    assert [letter.to for letter in mail.outbox] == [[owing.email]]
    assert dict(Message.objects.values_list("user_id", "state")) == {owing.pk: "sent", answered.pk: "cancelled"}


@pytest.mark.django_db
def test_a_rule_that_cannot_be_asked_holds_up_no_mail(scope: Any, rule: Any, settings: Any, monkeypatch: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    never_quiet(scope)
    rule.append(UserFactory())
    due(OrganisationFactory())
    enqueue_due_reminders()
    monkeypatch.setattr("educities.activity.actions.reminders._current_recipients", lambda schedule: 1 / 0)
    deliver_due()
    assert Message.objects.get().state == "sent"


def never_quiet(city: Any) -> None:
    city.quiet_from, city.quiet_until, city.keeps_sabbath = "00:00", "00:00", False
    city.save()


@pytest.mark.django_db
def test_any_number_of_answers_is_asked_for_at_once(scope: Any, rule: Any, settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    never_quiet(scope)
    counted = []
    for count in (1, 3):
        rule[:] = UserFactory.create_batch(count)
        due(OrganisationFactory())
        enqueue_due_reminders()
        rule.clear()
        counted.append(len(queries_of(deliver_due)))
    assert counted[0] == counted[1]
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.django_db
def test_a_reminder_due_in_quiet_time_goes_before_it(scope: Any, rule: Any) -> None:
    City.objects.filter(pk=scope.pk).update(keeps_sabbath=True, quiet_from="21:00", quiet_until="08:00")
    CityCalendarDay.objects.create(date=date(2036, 12, 9), kind="feast", name={"en": "Feast"})
    row = OrganisationFactory()
    found = []
    # A Saturday afternoon, a feast's afternoon, an evening in the night, and an hour that is not quiet.
    for wall in (
        datetime(2036, 12, 6, 17),
        datetime(2036, 12, 9, 17),
        datetime(2036, 12, 10, 23),
        datetime(2036, 12, 11, 17),
    ):
        made = schedule_reminder(row, RULE, wall, JERUSALEM, wall.replace(tzinfo=JERUSALEM) + timedelta(hours=18))
        found.append(made.due_at.astimezone(JERUSALEM).replace(tzinfo=None))
    assert found == [
        datetime(2036, 12, 5, 13),
        datetime(2036, 12, 8, 20),
        datetime(2036, 12, 10, 20),
        datetime(2036, 12, 11, 17),
    ]


@pytest.mark.django_db
def test_no_reminder_when_its_last_hour_before_quiet_time_is_past(scope: Any, rule: Any) -> None:
    today = scope.today()
    days = [CityCalendarDay(date=today + timedelta(days=n), kind="feast", name={"en": "Feast"}) for n in range(4)]
    CityCalendarDay.objects.bulk_create(
        [CityCalendarDay(city=scope, date=one.date, kind="feast", name=one.name) for one in days]
    )
    due_on = datetime.combine(today + timedelta(days=2), datetime.min.time().replace(hour=17))
    row = OrganisationFactory()
    assert schedule_reminder(row, RULE, due_on, JERUSALEM, due_on.replace(tzinfo=JERUSALEM) + timedelta(days=3)) is None
    assert waiting_reminder(row) is None


@pytest.mark.django_db(transaction=True)
def test_four_tickers_at_once_write_each_message_once(rule: Any) -> None:
    city = CityFactory()
    with city_scope(city.pk):
        rule += [UserFactory() for _ in range(25)]
        for _n in range(8):
            due(OrganisationFactory())

    def work() -> None:
        try:
            while enqueue_due_reminders(3):
                pass
        finally:
            connection.close()

    tickers = [threading.Thread(target=work) for _ in range(4)]
    for ticker in tickers:
        ticker.start()
    for ticker in tickers:
        ticker.join()
    with city_scope(city.pk):
        enqueue_due_reminders()
        assert Message.objects.count() == 200
        assert set(Schedule.objects.values_list("state", flat=True)) == {"done"}
