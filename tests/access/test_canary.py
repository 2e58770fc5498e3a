"""A child with a name that nobody else has: no page, answer, file, event or mail of others holds it."""

import io
import json
from base64 import b64encode
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from cities.models import City
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.events import number_events
from educities.activity.models import AuditEntry, Event, Message, Notice
from educities.api.scopes import scope_labels
from reports.actions import ask_report, build_due
from reports.actions.partners import make_partner
from reports.queries import load_overview
from reports.renderers.content import content_of
from tests.access.canary import (
    CANARY,
    LEADING,
    NAMED,
    RULED,
    aviary,
    child,
    city,
    kept_aviary,
    people,
    rows,
    traces_in,
)
from tests.access.world import API_PATHS, address, fill_holes, make_rows_of_holes
from tests.support import sign_in
from tests.test_urls import OWN

pytestmark = pytest.mark.django_db
__all__ = ["aviary", "child", "city", "kept_aviary", "people", "rows"]


def pages(rows: dict[str, int], city: City) -> list[tuple[str, str]]:
    """Every address of the city and the platform: (name, path)."""
    return [
        (entry.name, address(route, entry.name, entry.callback.view_class.model, city, rows)) for route, entry in OWN
    ]


def names_on(found: list[tuple[str, str]], who: str, user: Any) -> list[str]:
    """What these pages, opened by this person, say of the child though they may not; some of them are open to them."""
    client, wrong, opened = Client(), [], 0
    if user is not None:
        sign_in(client, user)
    for name, path in found:
        answer = client.get(path)
        opened += answer.status_code == 200
        if (name, who) not in NAMED and (seen := traces_in(answer.content.decode(errors="replace"))):
            wrong.append(f"{path} by {who}: {seen}")
    return wrong if opened or user is None else [f"{who} opened nothing"]


def test_no_page_names_the_child(city: City, rows: dict[str, int], people: dict[str, Any]) -> None:
    """To one who sits in the child's cohort. What everybody else reads is looked at in test_every_address.py."""
    assert names_on(pages(rows, city), "fellow", people["fellow"]) == []


def test_no_page_about_the_child_names_it(city: City, rows: dict[str, int], people: dict[str, Any]) -> None:
    """The child's own page and what leads to it, for a person of each kind."""
    others = pages(rows | dict.fromkeys(RULED, 0), city)
    about = [page for page, other in zip(pages(rows, city), others, strict=True) if page != other]
    assert len(about) > 4
    about.append(("challenges", f"/c/{city.slug}/challenges/"))
    assert [line for who, user in people.items() for line in names_on(about, who, user)] == []


def test_the_canary_sings_where_it_may(city: City, rows: dict[str, int], people: dict[str, Any], child: Any) -> None:
    """The walk above can fail: the child, the grown-up and who calls the roll do read the name."""
    ways = dict(pages(rows, city))
    guardian = child.guardians.get().guardian.user
    for who, name in ((child.user, "profile"), (guardian, "ward"), (people["facilitator"], "cohort_members")):
        client = Client()
        sign_in(client, who)
        assert CANARY in client.get(ways[name]).content.decode(), name


def test_the_wall_of_a_search_does_not_find_the_child(city: City, rows: Any, people: dict[str, Any]) -> None:
    for who in ("director", "facilitator", "steward", "fellow"):
        client = Client()
        sign_in(client, people[who])
        lists = ("people/?q=", f"cohorts/{rows['labs.Cohort']}/members/?q=", "organisations/?q=", "overrides/?q=")
        for path in (*lists, "search/?q=", "people/find/?name=person&person-q="):
            text = client.get(f"/c/{city.slug}/{path}Zebra").content.decode()
            assert CANARY not in text or (path.startswith("cohorts/") and who in LEADING), (who, path)
        assert CANARY not in client.get(f"/c/{city.slug}/people/?q=Zebrafinhc").content.decode(), "suggested"


def test_no_answer_of_the_interface_names_the_child(client: Any, city: City, rows: Any, director: Any) -> None:
    number_events()
    until = date.today() + timedelta(days=9)
    partner, secret = make_partner(city, actor=director, name="all", scopes=list(scope_labels()), expires_on=until)
    basic = b64encode(f"{partner.client_id}:{secret}".encode()).decode()
    asked = {"grant_type": "client_credentials", "scope": " ".join(scope_labels())}
    token = client.post("/identity/o/api/token", asked, headers={"Authorization": f"Basic {basic}"}).json()
    base, opened = f"/api/v1/cities/{city.slug}", 0
    holes = make_rows_of_holes(city)
    for path in [fill_holes(route, holes) for route in API_PATHS]:
        answer = client.get(f"{base}/{path}", headers={"Authorization": f"Bearer {token['access_token']}"})
        # A single row may be one that programs do not see, as a milestone of a program that is not signed.
        assert answer.status_code in ({200, 404} if path[-1].isdigit() else {200}), path
        assert traces_in(answer.content.decode()) == [], path
        found = answer.json()
        opened += answer.status_code == 200 and bool(found.get("results", found))
    assert opened >= 4


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_no_report_names_the_child(city: City, rows: Any, director: Any, language: str) -> None:
    assert traces_in(json.dumps(content_of(load_overview(city), language), default=str, ensure_ascii=False)) == []
    report = ask_report(actor=director, format="xlsx", language=language)
    build_due()
    report.refresh_from_db()
    book = openpyxl.load_workbook(io.BytesIO(bytes(report.content)))
    cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value]
    assert len(cells) > 10
    assert traces_in("\n".join(cells)) == []


def test_no_record_event_or_mail_to_others_names_the_child(
    city: City, rows: Any, child: Any, mailoutbox: Any, settings: Any
) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert AuditEntry.objects.count() > 10
    for entry in AuditEntry.objects.all():
        assert traces_in(f"{json.dumps(entry.data)} {entry.reason}") == [], entry.verb
    assert Event.objects.exists()
    for event in Event.objects.all():
        assert traces_in(json.dumps(event.data)) == [], event.name
    for notice in Notice.objects.exclude(user=child.user):
        assert traces_in(json.dumps(notice.data)) == [], notice.verb
    for message in Message.objects.exclude(user=child.user):
        assert traces_in(json.dumps(message.payload)) == [], message.kind
    deliver_due()
    assert mailoutbox
    for letter in mailoutbox:
        assert traces_in(letter.subject) == []
        assert traces_in(letter.body) == [] or child.user.email in letter.to
