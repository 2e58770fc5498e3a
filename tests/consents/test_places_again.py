"""After a no and a yes again the guardian reads what this child has then, and nothing that it never had."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from challenges.models import Participation
from consents.models import GuardianLink
from journeys.actions.trip_consents import answer_trip_consent, ask_trip_consents
from journeys.models import Traveller, TripConsent
from tests.consents.people import YES, answered, child_of
from tests.factories import (
    ChallengeFactory,
    CohortFactory,
    CohortMemberFactory,
    ExpeditionFactory,
    MembershipFactory,
)
from tests.support import sign_in

pytestmark = pytest.mark.django_db
NOWHERE = "The child has no place in a cohort or a challenge now."


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope, display_name="Lior")


@pytest.fixture
def link(child: Any, scope: Any) -> GuardianLink:
    found = answered(child, YES)
    MembershipFactory(user=found.account, city=scope)
    return found


def answer(client: Client, link: GuardianLink, *purposes: str) -> str:
    said = {**{f"consent_{purpose}": "on" for purpose in purposes}, "sure": "on"}
    page = client.post(f"/c/bat-galim/wards/{link.pk}/", said, follow=True)
    return " ".join(page.content.decode().split())


def test_a_child_who_never_had_a_place_is_promised_none(client: Client, link: GuardianLink) -> None:
    sign_in(client, link.account)
    no = answer(client, link, "account")
    assert "Taking part: the child’s ideas are not shown" in no
    assert "is kept." not in no
    yes = answer(client, link, "account", "lab")
    assert NOWHERE in yes
    assert "is there again" not in yes
    assert "applies again" not in yes


def test_after_everything_was_erased_too(client: Client, link: GuardianLink, child: Any) -> None:
    CohortMemberFactory(profile=child)
    sign_in(client, link.account)
    answer(client, link)
    yes = answer(client, link, "account", "lab")
    assert NOWHERE in yes
    assert "The place in the cohort" not in yes


def test_what_the_child_has_is_named(client: Client, link: GuardianLink, child: Any, scope: Any) -> None:
    seat = CohortMemberFactory(profile=child, state="active")
    asked = CohortMemberFactory(profile=child, state="invited", cohort=CohortFactory(name={"en": "Second"}))
    days = dict.fromkeys(("starts_on", "ends_on"), scope.today() + timedelta(days=3))
    trip = ExpeditionFactory(cohort=seat.cohort, state="approved", minors_travel=True, safeguarding="Two", **days)
    Traveller.objects.create(expedition=trip, profile=child)
    ask_trip_consents(trip, actor=None)
    answer_trip_consent(TripConsent.objects.get(), says_yes=True, actor=link.account)
    sign_in(client, link.account)
    no = answer(client, link, "account")
    assert f"The place in the cohort “{seat.cohort}” is kept." in no
    yes = answer(client, link, "account", "lab")
    assert f"The place in the cohort “{seat.cohort}” is there again." in yes
    assert f"The invitation to the cohort “{asked.cohort}” waits for the child’s own answer." in yes
    assert f"The yes to the expedition “{trip}” applies again." in yes
    assert NOWHERE not in yes


def test_a_place_in_a_challenge_is_named_as_it_is(client: Client, link: GuardianLink, child: Any) -> None:
    challenge = ChallengeFactory(state="open")
    Participation.objects.create(challenge=challenge, profile=child, state="confirmed")
    sign_in(client, link.account)
    answer(client, link, "account")
    yes = answer(client, link, "account", "lab")
    assert f"The place in the challenge “{challenge}” is there again." in yes
