"""What a balancer is told while an upgrade is on its way."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from educities.health import views
from tests.database import owner_cursor

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "network", "owner"])


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_migrated", [])


def test_code_is_ready_on_its_own_tables(client: Any) -> None:
    assert client.get("/readyz").status_code == 200


def test_new_code_on_old_tables_is_not_ready_until_they_are_migrated(client: Any) -> None:
    last = MigrationLoader(connection).graph.leaf_nodes("accounts")[0]
    with owner_cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE (app, name) = (%s, %s)", last)
    try:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["migrations"]) == (503, "1 missing: run manage.py migrate")
    finally:
        with owner_cursor() as cursor:
            cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", last)
    assert client.get("/readyz").status_code == 200


def test_old_code_on_newer_tables_is_ready(client: Any) -> None:
    with owner_cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_later', now())")
    try:
        assert client.get("/readyz").status_code == 200
    finally:
        with owner_cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")


def test_a_hole_in_the_wall_is_seen_once_the_last_look_is_five_minutes_old(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_wall", {"stood_at": 0.0})
    assert client.get("/readyz").json()["tenancy"] == "stands"
    looked_at = views._wall["stood_at"]
    with owner_cursor() as cursor:
        cursor.execute("CREATE POLICY extra ON stakeholders_profile FOR ALL USING (true)")
    try:
        monkeypatch.setattr(views.time, "monotonic", lambda: looked_at + views.WALL_SECONDS - 1)
        assert client.get("/readyz").status_code == 200
        monkeypatch.setattr(views.time, "monotonic", lambda: looked_at + views.WALL_SECONDS)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["tenancy"]) == (503, "1 holes: run manage.py check_tenancy")
    finally:
        with owner_cursor() as cursor:
            cursor.execute("DROP POLICY extra ON stakeholders_profile")
    assert client.get("/readyz").status_code == 200
