"""The embedded mode's mailbox: a mail's HTML stands at an address of its own, where nothing of it can act."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from cities.models import City
from educities.activity import views
from educities.kit.day_words import format_moment
from tests.factories import UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
HTML = "<p style='color:red'>Hello</p><script>alert(1)</script>"


@pytest.fixture
def operator(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, client: Client) -> Client:
    """Signed in as operator of an installation whose mailbox holds one mail."""
    settings.EMBEDDED = True
    head = "Subject: One\nTo: a@example.org\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
    (tmp_path / "abc.eml").write_text(f"{head}{HTML}\n")
    monkeypatch.setattr(views, "mailbox_dir", lambda: tmp_path)
    return sign_in(client, UserFactory(is_operator=True))


def test_the_body_can_neither_act_nor_load(operator: Client) -> None:
    answer = operator.get("/platform/mailbox/abc/body/")
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert HTML in answer.content.decode()


def test_the_letters_page_may_frame_it_and_nothing_else(operator: Client) -> None:
    answer = operator.get("/platform/mailbox/abc/")
    assert 'src="/platform/mailbox/abc/body/"' in answer.content.decode()
    assert "frame-src 'self'" in answer["Content-Security-Policy"]


def test_the_hours_are_those_of_the_platforms_first_city(operator: Client, city: City, tmp_path: Path) -> None:
    City.objects.filter(pk=city.pk).update(time_zone="Asia/Jerusalem")
    at = datetime(2026, 1, 15, 12, 30, tzinfo=UTC)
    noon, shown = at.timestamp(), format_moment(at.astimezone(ZoneInfo("Asia/Jerusalem")))
    os.utime(tmp_path / "abc.eml", (noon, noon))
    assert shown in operator.get("/platform/mailbox/").content.decode()
    assert shown in operator.get("/platform/mailbox/abc/").content.decode()


def test_a_letter_that_is_not_there_is_not_found(operator: Client) -> None:
    assert operator.get("/platform/mailbox/other/body/").status_code == 404


@pytest.mark.parametrize(("page", "ways"), [("", ["/platform/"]), ("abc/", ["/platform/", "/platform/mailbox/"])])
def test_the_ways_up_lead_to_the_platform(operator: Client, page: str, ways: list[str]) -> None:
    crumbs = operator.get(f"/platform/mailbox/{page}").context["crumbs"]
    assert [address for address, _label in crumbs] == ways
