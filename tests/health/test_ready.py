"""What a balancer is told while an upgrade is on its way."""

from typing import Any

import pytest

from educities.health import views
from tests.database import owner_cursor

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "network", "owner"])
LAST = ("accounts", "0004_partner_pause")


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_migrated", [])


def test_code_is_ready_on_its_own_tables(client: Any) -> None:
    assert client.get("/readyz").status_code == 200


def test_new_code_on_old_tables_is_not_ready_until_they_are_migrated(client: Any) -> None:
    with owner_cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE (app, name) = (%s, %s)", LAST)
    try:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["migrations"]) == (503, "1 missing: run manage.py migrate")
    finally:
        with owner_cursor() as cursor:
            cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", LAST)
    assert client.get("/readyz").status_code == 200


def test_old_code_on_newer_tables_is_ready(client: Any) -> None:
    with owner_cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_later', now())")
    try:
        assert client.get("/readyz").status_code == 200
    finally:
        with owner_cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
