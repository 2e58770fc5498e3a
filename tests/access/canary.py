"""A child with a name that nobody else has, in everything a child can be in, and the pages that may name it."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from challenges.actions import correct_idea, join_challenge, publish_idea, support_idea
from challenges.actions.alerts import add_alert
from challenges.models import Contribution, Phase
from cities.models import City
from consents.actions import assent_to_consent
from educities.tenancy.scope import city_scope
from journeys.models import Traveller, TripConsent
from meetings.models import Attendance
from tests import factories
from tests.access.world import make_people
from tests.challenges.people import idea_of, published
from tests.consents.people import YES, answered, child_of
from tests.examples import make_examples

CANARY = "Zebrafinch"
# What would lead to the child: names, addresses, a phone, the grown-up's address.
TRACES = (CANARY, CANARY.lower(), "Quokka", "0529997771", "wombat@example.org", "Tuatara Street")
# Who leads the cohort calls the roll and keeps the list by name; nobody else's page names a child.
LEADING = {"director", "facilitator"}
LISTS = (
    *("cohort_members", "remove_member", "leave_cohort", "session", "roll", "correct_attendance"),
    *("cohort_consents", "enter_signed_form", "cohort_endorsements"),
    # Who travels along, and how a guardian is reached on the way.
    *("expedition", "remove_traveller", "enter_trip_form", "trip_contacts", "add_travellers"),
)
NAMED = {(name, who) for name in LISTS for who in LEADING}

# Rows of a child of which rules refuse what the table of permissions allows of a plain one.
RULED = ("labs.CohortMember", "stakeholders.Profile")


def traces_in(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text]


def make_child(city: City) -> Any:
    """In everything a child can be in: a cohort, a session's roll, a challenge; two ideas, one of them published."""
    names = {"display_name": CANARY, "legal_name": "Quokka Levi", "phone": "0529997771"}
    # Everything is offered to everyone; that nobody reads it is the work of the age alone.
    lines = {
        "offer": {"en": f"Songs of {CANARY}"},
        "visibilities": dict.fromkeys(("phone", "legal_name", "offer"), "public"),
    }
    user = factories.UserFactory(email="zebrafinch@example.org")
    found = child_of(city, user=user, neighbourhood="Tuatara Street", **names, **lines)
    answered(found, YES, "wombat@example.org")
    return found


def make_rows(city: City, child: Any) -> dict[str, int]:
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
    traveller = Traveller.objects.create(expedition=expedition, profile=child)
    TripConsent.objects.create(traveller=traveller, link=child.guardians.get(), phone="0529997771", shows_email=True)
    learning = factories.LearningFactory(expedition=expedition, by=child)
    claim = factories.StrengthClaimFactory(profile=child, visibility="public", words=f"By {CANARY}")
    # The city wishes for what the child is good at, and a grown-up has the child's phone: no list puts them together.
    factories.StrengthClaimFactory(profile=None, area=claim.area, kind="growth")
    factories.ProfileFactory(display_name="Kestrel", phone="+972529997771")
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
        "journeys.Traveller": traveller,
    }
    return found | {name: row.pk for name, row in own.items()}


def make_readers(city: City, other_city: City, rows: dict[str, int]) -> dict[str, Any]:
    """A person of every kind, and one who sits in the child's cohort."""
    found = make_people(city, other_city)
    fellow = factories.UserFactory(email="fellow@example.org")
    factories.MembershipFactory(user=fellow, city=city)
    factories.CohortMemberFactory(cohort_id=rows["labs.Cohort"], profile=factories.ProfileFactory(user=fellow))
    return {**found, "fellow": fellow}


def make_aviary() -> dict[str, Any]:
    """The child in its city, all that it is in, and who may come across it."""
    city = factories.make_city()
    with city_scope(city.pk):
        child = make_child(city)
        rows = make_rows(city, child)
        people = make_readers(city, factories.make_other_city(), rows)
    return {"city": city, "child": child, "rows": rows, "people": people}


@pytest.fixture(scope="module")
def kept_aviary(keep: Any) -> dict[str, Any]:
    return keep(make_aviary)


@pytest.fixture
def aviary(db: None, kept_aviary: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A copy of its own for each test, in the scope of the city."""
    with city_scope(kept_aviary["city"].pk):
        yield deepcopy(kept_aviary)


@pytest.fixture
def city(aviary: dict[str, Any]) -> City:
    return aviary["city"]


@pytest.fixture
def child(aviary: dict[str, Any]) -> Any:
    return aviary["child"]


@pytest.fixture
def rows(aviary: dict[str, Any]) -> dict[str, int]:
    return aviary["rows"]


@pytest.fixture
def people(aviary: dict[str, Any]) -> dict[str, Any]:
    return aviary["people"]
