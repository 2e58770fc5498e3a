"""While a database is replaced nobody comes in; and what it holds then neither goes out nor opens a door."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.core.management.base import CommandError
from django.db import connections
from django.utils import timezone

from challenges.models import PendingAct
from cities.models import Invitation
from consents.models import GuardianLink
from educities.activity.models import EventEpoch, Message, Schedule
from educities.tenancy.inspect import find_isolation_problems
from educities.tenancy.scope import city_scope
from journeys.models import TripConsent
from journeys.queries.trip_links import build_answer_url, read_answer_token
from operations.actions import db_logins
from operations.actions.backup import count_rows
from operations.actions.post_restore import SETTLE, post_restore_sql
from reports.actions.partners import make_partner, revoke_partner
from tests.database import leave, owner_cursor
from tests.examples import make_guardian_link, make_trip_consent
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "network", "owner"], transaction=True)


def come_in(alias: str = "default") -> Any:
    params = connections[alias].get_connection_params()
    return psycopg2.connect(**{key: params.get(key) for key in ("host", "port", "user", "password", "dbname")})


@pytest.fixture
def _nobody_in() -> None:
    """Whoever another test left behind is gone."""
    for alias in ("default", "network"):
        connections[alias].close()
    leave(connections["default"].settings_dict["NAME"])


@pytest.fixture
def _opened_afterwards(_nobody_in: None) -> Iterator[None]:
    yield
    db_logins.restore_db_logins(["PUBLIC"])


@pytest.mark.usefixtures("_opened_afterwards")
def test_only_the_owner_comes_in_until_the_doors_are_opened() -> None:
    before = db_logins._fetch_rows(db_logins.ADMITTED)
    admitted = db_logins.block_db_logins()
    for alias in ("default", "network"):
        with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
            come_in(alias)
    come_in("owner").close()
    db_logins.restore_db_logins(admitted)
    for alias in ("default", "network"):
        come_in(alias).close()
    assert db_logins._fetch_rows(db_logins.ADMITTED) == before


@pytest.mark.usefixtures("_opened_afterwards")
def test_doors_that_a_killed_restore_left_shut_are_opened_by_the_next() -> None:
    db_logins.block_db_logins()
    db_logins.restore_db_logins(db_logins.block_db_logins())
    for alias in ("default", "network"):
        come_in(alias).close()


@pytest.mark.usefixtures("_opened_afterwards")
def test_whoever_is_about_to_leave_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of PostgreSQL outlives its connection by a moment."""
    guest = come_in()
    monkeypatch.setattr(db_logins, "LEAVING_SECONDS", 60)
    monkeypatch.setattr(db_logins.time, "sleep", lambda _seconds: guest.close())
    db_logins.block_db_logins()


@pytest.mark.usefixtures("_nobody_in")
def test_whoever_is_in_is_seen_and_the_doors_stay_as_they_were() -> None:
    guest = come_in()
    before = db_logins._fetch_rows(db_logins.ADMITTED)
    with pytest.raises(CommandError, match=r"1 connections serve people\..* a PgBouncer .* tell it RECONNECT"):
        db_logins.block_db_logins()
    guest.close()
    assert db_logins._fetch_rows(db_logins.ADMITTED) == before
    come_in().close()


def settle(rows: dict[str, int]) -> None:
    with owner_cursor() as cursor:
        cursor.execute("SET row_security = off")
        cursor.execute(post_restore_sql(rows))


def test_rows_that_are_missing_are_an_error(city: Any) -> None:
    with connections["owner"].cursor() as cursor:
        rows = count_rows(cursor)
    settle(rows)
    with pytest.raises(psycopg2.errors.RaiseException, match="cities_city"):
        settle({**rows, "cities_city": rows["cities_city"] + 1})


def test_a_database_that_gave_temporary_tables_gives_none_afterwards() -> None:
    """One made by hand for the restore does; nothing of a backup says whether."""
    with owner_cursor() as cursor:
        cursor.execute("SELECT current_database()")
        cursor.execute(f"GRANT TEMPORARY ON DATABASE {cursor.fetchone()[0]} TO PUBLIC")
    assert {"default", "network"} == {problem.split(":")[0] for problem in find_isolation_problems()}
    settle({})
    assert find_isolation_problems() == []


def test_tables_of_the_settlement_are_there() -> None:
    with owner_cursor() as cursor:
        for table in SETTLE:
            cursor.execute("SELECT to_regclass(%s)", [table])
            assert cursor.fetchone()[0] == table


def test_what_was_due_is_not_done_again_and_links_have_ended(city: Any) -> None:
    now = timezone.now()
    soon = now + timedelta(days=3)
    person = UserFactory()
    with city_scope(city.pk):
        EventEpoch.objects.create(epoch="before")
        for state in Message.State.values:
            Message.objects.create(channel="mail", kind="k", dedupe_key=state, recipient="a@example.org", state=state)
        wall = {"local_date": now.date(), "local_time": now.time(), "time_zone": "UTC", "expires_at": soon}
        for number, due in enumerate((now - timedelta(minutes=1), now + timedelta(hours=1))):
            Schedule.objects.create(rule="r", subject_type="x", subject_id=number, due_at=due, **wall)
        given = {"email": "a@example.org", "language": "he", "expires_at": soon, "token_hash": "t"}
        Invitation.objects.create(display_name="A", role="resident", invited_by=person, **given)
        PendingAct.objects.create(challenge=ChallengeFactory(), kind="join", **given)
        minor = ProfileFactory()
        GuardianLink.objects.create(minor=minor, guardian_email="g@example.org", token_hash="t", expires_at=soon)
    settle({})
    with city_scope(city.pk):
        states = dict(Message.objects.values_list("dedupe_key", "state"))
        assert [key for key, state in states.items() if state == "held"] == ["held", "leased", "pending"]
        assert list(Schedule.objects.order_by("due_at").values_list("state", flat=True)) == ["missed", "waiting"]
        for model in (Invitation, PendingAct, GuardianLink):
            assert model.objects.get().expires_at <= timezone.now(), model
        assert not EventEpoch.objects.exists()


def test_programs_of_partners_wait_for_a_directors_word(city: Any) -> None:
    director, until = UserFactory(), timezone.now().date() + timedelta(days=30)
    with city_scope(city.pk):
        waits, _secret = make_partner(city, actor=director, name="A", scopes=["labs:read"], expires_on=until)
        out, _secret = make_partner(city, actor=director, name="B", scopes=["labs:read"], expires_on=until)
        revoke_partner(out, actor=director)
    settle({})
    waits.refresh_from_db()
    out.refresh_from_db()
    assert (waits.is_valid, waits.revoked_at, waits.paused_at is not None) == (False, None, True)
    assert out.paused_at is None


def test_a_mail_about_an_expedition_of_before_opens_nothing(city: Any) -> None:
    """Its answer may have been taken back since; whoever plans the expedition asks once more, on the same day too."""
    with city_scope(city.pk):
        link = make_guardian_link()
        consent = make_trip_consent()
        TripConsent.objects.update(link=link)
        before = build_answer_url(city.slug, consent.pk, consent.link_number, link).split("/")[-2]
        assert read_answer_token(before) == consent
    settle({})
    with city_scope(city.pk):
        assert read_answer_token(before) is None
        consent.refresh_from_db()
        now = build_answer_url(city.slug, consent.pk, consent.link_number, link).split("/")[-2]
        assert read_answer_token(now) == consent
