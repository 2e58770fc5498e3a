"""The doctor says what is wrong and how to mend it; of a healthy installation only that it is well."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from cities.models import CityDomain
from educities.activity.models import Message
from operations.actions.pg_tools import pg_env
from operations.queries import doctor
from operations.queries.doctor import run_checks
from tests.factories import UserFactory

OLD_KEY = settings.SECRET_KEY
pytestmark = pytest.mark.django_db(databases=["default", "network", "owner"], transaction=True)


@pytest.fixture(autouse=True)
def _collected(settings: Any, tmp_path: Any) -> None:
    (tmp_path / "staticfiles.json").write_text("{}")
    settings.STATIC_ROOT = tmp_path


def cures() -> dict[str, str]:
    return {finding.what.partition(":")[0]: finding.cure for finding in run_checks() if finding.cure}


def message(key: str, **fields: Any) -> None:
    given = {"channel": "mail", "kind": "k", "recipient": "amal@example.org", **fields}
    Message.objects.create(dedupe_key=key, **given)


def test_a_healthy_installation_has_nothing_to_mend() -> None:
    found = [finding.what.partition(":")[0] for finding in run_checks()]
    assert cures() == {}
    assert {"settings", "disk", "database", "clock", "tables", "wall between cities", "broker", "outbox"} <= set(found)


def test_mail_that_nobody_sends_failed_or_is_held(city: Any) -> None:
    message("late", available_at=timezone.now() - timedelta(minutes=9))
    message("soon", available_at=timezone.now() + timedelta(minutes=9))
    message("dead", state="dead")
    message("held", state="held")
    told = [finding.what for finding in run_checks() if finding.cure]
    assert told == [
        "outbox: 1 messages late by more than 5 minutes",
        "outbox: 1 messages failed",
        "outbox: 1 messages held after a restore",
    ]


@pytest.mark.parametrize("sender", ["nobody", "City <city@>", ""])
def test_a_sender_that_is_no_address(settings: Any, sender: str) -> None:
    settings.DEFAULT_FROM_EMAIL = sender
    assert list(cures()) == ["sender"]


@pytest.mark.parametrize("sender", ["city@example.org", "The city <city@example.org>"])
def test_a_sender_with_or_without_a_name(settings: Any, sender: str) -> None:
    settings.DEFAULT_FROM_EMAIL = sender
    assert cures() == {}


def test_a_media_folder_that_cannot_be_made(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "not" / "yet" / "made"
    assert cures() == {}
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert list(cures()) == ["media"]


@pytest.mark.parametrize("name", ["statement_timeout", "lock_timeout"])
def test_a_limit_that_does_not_hold_in_the_database(name: str) -> None:
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '0', true)", [name])
        (told,) = [finding.what for finding in run_checks() if finding.cure]
    assert told.startswith(f"limits: {name} is ")
    assert cures() == {}


def test_no_limit_that_is_wanted_is_none_that_is_missing(settings: Any) -> None:
    settings.STATEMENT_TIMEOUT = "0"
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        assert cures() == {}


def test_second_steps_of_another_key(settings: Any) -> None:
    TOTP.activate(UserFactory(), "JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = "the key of the new machine, which is long enough"
    assert [finding.what for finding in run_checks() if finding.cure] == [
        "second steps: those of 1 accounts were sealed with another SECRET_KEY"
    ]
    settings.SECRET_KEY_FALLBACKS = [OLD_KEY]
    assert cures() == {}


def test_a_citys_own_host_that_is_refused(city: Any, settings: Any) -> None:
    CityDomain.objects.create(city=city, host="known.example.org")
    CityDomain.objects.create(city=city, host="school.example.org")
    settings.ALLOWED_HOSTS = ["known.example.org"]
    assert [f.what for f in run_checks() if f.cure] == ["hosts: school.example.org leads to a city, and is refused"]


def test_static_files_and_settings(settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path / "nothing"
    settings.EMBEDDED, settings.TESTING, settings.SECRET_KEY = False, False, "short"
    assert {"static files", "settings"} <= set(cures())


def test_a_database_that_is_away_ends_the_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("no route to it")

    monkeypatch.setattr(connections["default"], "cursor", away)
    assert [finding.what for finding in run_checks()][-1] == "database: away (no route to it)"


def test_a_restore_that_was_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    def shut() -> None:
        raise DatabaseError('permission denied for database "educities"')

    monkeypatch.setattr(connections["default"], "cursor", shut)
    assert cures() == {"database": "A restore was cut short: run it once more."}


def test_a_hole_in_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_isolation_problems", lambda: ["labs_lab: no policy"])
    assert cures() == {
        "wall between cities": "manage.py check_tenancy names them; do not serve people before they are closed."
    }


def test_who_is_not_the_owner_can_neither_back_up_nor_restore(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    same = {**settings.DATABASES["owner"], "USER": settings.DATABASES["default"]["USER"]}
    monkeypatch.setitem(settings.DATABASES, "owner", same)
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        pg_env()
