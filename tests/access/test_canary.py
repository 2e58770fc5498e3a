"""A child with a name that nobody else has: no page, answer, file, event or mail of others holds it."""

import io
import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from challenges.actions import correct_idea, join_challenge, publish_idea, support_idea
from challenges.actions.alerts import add_alert
from challenges.models import Contribution, Phase
from cities.models import City
from consents.actions import assent_to_consent
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.events import number_events
from educities.activity.models import AuditEntry, Event, Message, Notice
from educities.api.scopes import scope_labels
from educities.tenancy.scope import city_scope
from meetings.models import Attendance
from reports.actions import ask_report, build_due
from reports.actions.partners import make_partner
from reports.queries import load_overview
from reports.renderers.content import content_of
from tests import factories
from tests.access.world import API_PATHS, PEOPLE, address, fill_holes, make_people, make_rows_of_holes
from tests.challenges.people import idea_of, published
from tests.consents.people import YES, answered, child_of
from tests.examples import make_examples
from tests.support import sign_in
from tests.test_urls import OWN

pytestmark = pytest.mark.django_db
CANARY = "Zebrafinch"
# What would lead to the child: names, addresses, a phone, the grown-up's address.
TRACES = (CANARY, CANARY.lower(), "Quokka", "0529997771", "wombat@example.org", "Tuatara Street")
# Who leads the cohort calls the roll and keeps the list by name; nobody else's page names a child.
LEADING = {"director", "facilitator"}
LISTS = ("cohort_members", "remove_member", "leave_cohort", "session", "roll", "correct_attendance")
NAMED = {(name, who) for name in LISTS for who in LEADING}


def traces_in(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text]


@pytest.fixture
def child(city: City) -> Iterator[Any]:
    """In everything a child can be in: a cohort, a session's roll, a challenge; two ideas, one of them published."""
    with city_scope(city.pk):
        names = {"display_name": CANARY, "legal_name": "Quokka Levi", "phone": "0529997771"}
        user = factories.UserFactory(email="zebrafinch@example.org")
        found = child_of(city, user=user, neighbourhood="Tuatara Street", **names)
        answered(found, YES, "wombat@example.org")
        yield found


@pytest.fixture
def rows(city: City, child: Any) -> dict[str, int]:
    """Rows for every hole in an address, the child's own wherever a child has some."""
    found = make_examples(city)
    challenge = factories.ChallengeFactory(places=5)
    idea = published(child, challenge, text="A pond with frogs")
    idea_of(child, challenge, text="A roof for rainy days")
    neighbour = published(factories.ProfileFactory(user=factories.UserFactory()), challenge, text="A drinking fountain")
    support_idea(neighbour, profile=child, actor=child.user)
    correct_idea(idea, actor=child.user, text="A pond with frogs and a bench")
    publish_idea(Contribution.objects.select_related("challenge", "author").get(pk=idea.pk), actor=None)
    for consent in child.consents.all():
        assent_to_consent(consent, actor=child.user)
    later = factories.ChallengeFactory()
    Phase.objects.create(challenge=later, kind="gather", opens_at=timezone.now() + timedelta(days=3))
    add_alert(later, user=child.user, profile=child)
    taking = join_challenge(challenge, profile=child, actor=child.user, bring="I can draw")
    seat = factories.CohortMemberFactory(profile=child)
    session = factories.SessionFactory(cohort=seat.cohort, state="held", starts_at=timezone.now() - timedelta(hours=1))
    Attendance.objects.create(session=session, profile=child, sector=1, status="present", how="roll")
    expedition = factories.ExpeditionFactory(cohort=seat.cohort)
    learning = factories.LearningFactory(expedition=expedition, by=child)
    factories.StrengthClaimFactory(profile=child)
    own = {
        "stakeholders.Profile": child,
        "challenges.Challenge": challenge,
        "challenges.Contribution": idea,
        "challenges.Participation": taking,
        "consents.GuardianLink": child.guardians.get(),
        "consents.Consent": child.consents.first(),
        "labs.Cohort": seat.cohort,
        "labs.CohortMember": seat,
        "meetings.Session": session,
        "journeys.Expedition": expedition,
        "journeys.Learning": learning,
    }
    return found | {name: row.pk for name, row in own.items()}


@pytest.fixture
def people(city: City, other_city: City, rows: dict[str, int]) -> dict[str, Any]:
    """A person of every kind, and one who sits in the child's cohort."""
    found = make_people(city, other_city)
    fellow = factories.UserFactory(email="fellow@example.org")
    factories.MembershipFactory(user=fellow, city=city)
    factories.CohortMemberFactory(cohort_id=rows["labs.Cohort"], profile=factories.ProfileFactory(user=fellow))
    return {**found, "fellow": fellow}


def pages(rows: dict[str, int], city: City) -> list[tuple[str, str]]:
    """Every address of the city and the platform: (name, path)."""
    return [
        (entry.name, address(route, entry.name, entry.callback.view_class.model, city, rows)) for route, entry in OWN
    ]


@pytest.mark.parametrize("who", [*PEOPLE, "fellow"])
def test_no_page_names_the_child(who: str, city: City, rows: dict[str, int], people: dict[str, Any]) -> None:
    client = Client()
    if people[who] is not None:
        sign_in(client, people[who])
    found, opened = [], 0
    for name, path in pages(rows, city):
        answer = client.get(path)
        opened += answer.status_code == 200
        if (name, who) not in NAMED and (seen := traces_in(answer.content.decode(errors="replace"))):
            found.append(f"{path}: {seen}")
    assert found == []
    assert opened > 5


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
        for path in ("people/?q=", f"cohorts/{rows['labs.Cohort']}/members/?q=", "organisations/?q=", "overrides/?q="):
            text = client.get(f"/c/{city.slug}/{path}Zebra").content.decode()
            assert CANARY not in text or (path.startswith("cohorts/") and who in LEADING), (who, path)


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
        assert answer.status_code == 200, path
        assert traces_in(answer.content.decode()) == [], path
        opened += bool(answer.json()["results"])
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
