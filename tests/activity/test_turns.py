"""Nobody waits behind others: the urgent go first, each city has its turn, and one failure holds up nobody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import yaml
from django.core import mail
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from cities.models import City
from educities import celery as crank
from educities.activity.actions import delivery
from educities.activity.actions.delivery import MOST_TRIES, back_off, claim_messages, deliver_due, expire_messages
from educities.activity.actions.reminders import REMINDER_RULES, ReminderRule, enqueue_due_reminders, schedule_reminder
from educities.activity.models import Message, Schedule
from educities.activity.tasks import tick_reminders
from educities.activity.values import VERBS
from educities.embedded.steps import ROOT
from educities.embedded.supervisor import Place, process_commands
from educities.tenancy.scope import city_scope
from educities.tenancy.tasks import in_each
from operations.queries.doctor import _check_outbox
from tests.database import owner_cursor
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = "2020-01-01T00:00Z"


@pytest.fixture(autouse=True)
def _post(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def wait(city: Any, count: int, **more: Any) -> None:
    """So many mails of the city wait; it is never quiet."""
    city.quiet_from, city.quiet_until, city.keeps_sabbath = "00:00", "00:00", False
    city.save()
    with city_scope(city.pk):
        start = Message.objects.count()
        for n in range(start, start + count):
            payload = {"subject": f"{city.slug} {n}", "text": "Text"}
            given = {"recipient": "a@example.org", "payload": payload, "available_at": timezone.now(), **more}
            Message.objects.create(channel="mail", kind="mail", dedupe_key=str(n), **given)


def test_a_city_with_much_to_say_leaves_room_for_another(city: Any, other_city: Any) -> None:
    wait(city, 20, available_at=AT)
    wait(other_city, 2)
    assert sorted(one.city_id for one in claim_messages(6)) == sorted([city.pk] * 4 + [other_city.pk] * 2)


def test_what_is_urgent_goes_first_whichever_city_it_is_of(city: Any, other_city: Any) -> None:
    wait(city, 3, available_at=AT)
    wait(other_city, 1, priority=1)
    assert [one.priority for one in claim_messages(1)] == [1]
    wait(other_city, 1, priority=1)
    deliver_due()
    assert mail.outbox[0].subject == "har-ilan 1"
    assert len(mail.outbox) == 4


def test_behind_a_slow_server_cities_take_turns(city: Any, other_city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "TURN_SECONDS", -1)
    wait(city, 3)
    wait(other_city, 3)
    deliver_due()
    assert [one.subject.split()[0] for one in mail.outbox] == ["bat-galim", "har-ilan"] * 3


def test_a_mail_server_may_be_away_over_a_weekend() -> None:
    waited = sum((back_off(attempts) for attempts in range(1, MOST_TRIES)), timedelta())
    assert timedelta(days=2) < waited < timedelta(days=3.2)


def test_what_has_expired_is_not_sent_and_waits_no_longer(scope: Any) -> None:
    past = {"expires_at": timezone.now() - timedelta(minutes=1), "available_at": AT}
    wait(scope, 1, **past)
    wait(scope, 1, **past, state="leased", lease_until=AT, lease_token="6f1c2f6e-7a8c-4b7e-9a51-0c8f5f1f1a11")
    wait(scope, 1, expires_at=timezone.now() + timedelta(days=1))
    assert [finding.cure for finding in _check_outbox()] == [""]
    assert len(claim_messages()) == 1
    assert (expire_messages(), expire_messages()) == (2, 0)
    assert list(Message.objects.order_by("pk").values_list("state", "payload"))[:2] == [("cancelled", {})] * 2


def test_the_ticker_ends_what_has_expired(scope: Any) -> None:
    wait(scope, 1, expires_at=timezone.now() - timedelta(minutes=1))
    tick_reminders()
    assert Message.objects.get().state == "cancelled"


@pytest.fixture
def fragile() -> Any:
    """A reminder whose rule fails for organisations of the second sector."""

    def owing(subject: Any) -> list[Any]:
        if subject.sector == 2:
            msg = "amal@example.org cannot be reminded"
            raise ValueError(msg)
        return [UserFactory()]

    REMINDER_RULES.register(ReminderRule("tests.fragile", owing, VERBS["meetings.session_reminded"]))
    yield
    REMINDER_RULES.answers.pop("tests.fragile")


@pytest.mark.usefixtures("fragile")
def test_a_reminder_that_cannot_be_written_holds_up_no_other(
    city: Any, other_city: Any, caplog: pytest.LogCaptureFixture
) -> None:
    now = timezone.now()
    for minutes, (one, sector) in enumerate([(city, 2), (city, 1), (other_city, 1)]):
        with city_scope(one.pk):
            row = OrganisationFactory(sector=sector)
            made = schedule_reminder(row, "tests.fragile", now.replace(tzinfo=None), "UTC", now + timedelta(days=1))
            Schedule.objects.filter(pk=made.pk).update(due_at=now - timedelta(hours=1) + timedelta(minutes=minutes))
    assert (enqueue_due_reminders(), enqueue_due_reminders()) == (2, 0)
    with city_scope(city.pk):
        late = Schedule.objects.get(state="waiting")
        assert late.due_at > now
        assert Message.objects.count() == 1
    (line,) = [record for record in caplog.records if record.name == "educities.reminders"]
    assert line.problem.startswith("ValueError at test_turns.py:")
    assert "amal" not in str(line.__dict__)


def test_the_nights_work_of_one_city_holds_up_no_other(city: Any, other_city: Any) -> None:
    done = []

    def act(one: Any) -> int:
        if one == city:
            raise KeyError(one.pk)
        done.append(one)
        return 3

    assert in_each([city, other_city], act) == 3
    assert done == [other_city]


def test_the_nights_work_of_a_city_goes_by_its_own_clocks(city: Any, other_city: Any) -> None:
    """A day that Django reads of a moment is the city's, also in the hours in which UTC still has the day before."""
    City.objects.filter(pk=city.pk).update(time_zone="Asia/Jerusalem")
    City.objects.filter(pk=other_city.pk).update(time_zone="America/New_York")
    at, days = datetime(2026, 11, 30, 22, 30, tzinfo=UTC), []

    def act(_one: Any) -> int:
        days.append(timezone.localdate(at))
        return 0

    in_each(City.objects.order_by("pk"), act)
    assert sorted(days) == [date(2026, 11, 30), date(2026, 12, 1)]


def test_mail_has_a_worker_of_its_own_and_the_nights_work_may_be_late() -> None:
    queues = {queue.name for queue in crank.app.conf.task_queues}
    assert crank.app.conf.task_routes == {"educities.activity.tasks.deliver_mail": {"queue": "mail"}}
    served = [
        command[command.index("--queues") + 1]
        for command in process_commands(Place(ROOT)).values()
        if "worker" in command
    ]
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"].values()
    composed = [
        service["command"].split("--queues ")[1] for service in services if " worker " in service.get("command", "")
    ]
    assert sorted(served) == sorted(composed) == sorted(queues)
    late = {name: entry["options"]["expires"] for name, entry in crank.app.conf.beat_schedule.items()}
    assert (late["deliver mail"], late["turn program years"]) == (60, 6 * 3600)


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_was_empty_a_moment_ago_is_claimed_by_its_key(city: Any) -> None:
    """What the planner knows of the queue dates from when it was empty; the rows read must not depend on it."""
    wait(city, 50, state="sent")
    with owner_cursor() as cursor:
        cursor.execute("ANALYZE activity_message")
    with city_scope(city.pk), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO activity_message (channel, kind, dedupe_key, recipient, payload, state, priority, created_at,"
            " available_at, attempts, last_error, city_id) SELECT 'mail', 'mail', 'many' || n, '', '{}', 'pending', 5,"
            " now(), now(), 0, '', %s FROM generate_series(1, 5000) n",
            [city.pk],
        )
    with transaction.atomic(), connection.cursor() as cursor:
        before_in_rows, before_by_key = _rows_read(cursor)
        assert len(claim_messages(100)) == 100
        in_rows, by_key = _rows_read(cursor)
    assert in_rows - before_in_rows == 0
    assert by_key - before_by_key <= 10 * 100


def _rows_read(cursor: CursorWrapper) -> tuple[int, int]:
    """Rows of the queue read in sequence and by a key. PostgreSQL hands its counts on once a second, so that those of
    the transactions just before are still among them: only a difference says what one statement read."""
    cursor.execute(
        "SELECT seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'activity_message'"
    )
    in_rows, by_key = cursor.fetchone()
    return in_rows, by_key
