"""Somebody is taken off the list, or their profile is merged, at the moment in which another person writes about them."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from journeys.actions import travellers, trip_consents
from journeys.models import Expedition, Traveller, TripConsent
from labs.actions.members import NewMember, add_member, add_members
from labs.models import CohortMember
from stakeholders import actions
from stakeholders.models import Profile
from tests.factories import CohortFactory, ExpeditionFactory, ProfileFactory, UserFactory
from tests.journeys.test_travellers import (  # noqa: F401 (fixtures)
    address_of,
    adults,
    child,
    cohort,
    going,
    guide,
    question_of,
    trip,
)
from tests.support import refused, sign_in, wait_until_somebody_waits

# ruff: noqa: F811 (fixtures)


@pytest.mark.django_db
def test_what_is_said_about_somebody_off_the_list_is_refused_in_words(going: Traveller, guide: Any, scope: Any) -> None:
    question = question_of(going)
    travellers.remove_traveller(Traveller.objects.get(pk=going.pk), actor=guide.user, reason="The bus is full")
    form = {"actor": guide.user, "signed_by": "Mum", "signed_on": scope.today(), "says_yes": True}
    writes: list[Any] = [
        lambda: trip_consents.answer_trip_consent(question, says_yes=True, actor=None),
        lambda: trip_consents.answer_trip_consent(question, says_yes=False, actor=None),
        lambda: trip_consents.enter_trip_form(going, **form),
        lambda: travellers.answer_own_trip(going, actor=UserFactory(), says_yes=False),
    ]
    assert [refused(write) for write in writes] == ["journeys.traveller_gone"] * 4
    assert not TripConsent.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["guardian", "own", "form", "ask"])
def test_a_page_that_waited_for_the_removal_says_so(
    going: Traveller, trip: Expedition, guide: Any, scope: Any, what: str
) -> None:
    question = question_of(going)
    link: Any = question.link
    today = scope.today().isoformat()
    ways = {
        "guardian": (link.account, address_of(question), {"answer": "yes", "phone": "052-1234567"}),
        "own": (going.profile.user, reverse("answer_trip", args=[scope.slug, going.pk]), {"answer": "no"}),
        "form": (
            guide.user,
            reverse("enter_trip_form", args=[scope.slug, going.pk]),
            {"answer": "yes", "signed_by": "Mum", "signed_on": today, "phone": "", "replaces": "on"},
        ),
        "ask": (guide.user, reverse("ask_trip_consents", args=[scope.slug, trip.pk]), {}),
    }
    who, address, data = ways[what]
    if what == "ask":
        TripConsent.objects.all().delete()
    client = sign_in(Client(raise_request_exception=False), who)
    answers: list[Any] = []

    def press() -> None:
        try:
            answers.append(client.post(address, data))
        finally:
            connection.close()

    pressing = threading.Thread(target=press)
    with transaction.atomic():
        row = Traveller.objects.get(pk=going.pk)
        travellers.remove_traveller(row, actor=guide.user, reason="The bus is full")
        pressing.start()
        wait_until_somebody_waits()
    pressing.join(60)
    assert answers[0].status_code == (302 if what == "ask" else 409)
    assert not TripConsent.objects.exists()


@pytest.mark.django_db
def test_nobody_writes_on_a_profile_that_was_merged_meanwhile(scope: Any, director: Any, facilitator: Any) -> None:
    kept, gone = ProfileFactory(user=UserFactory()), ProfileFactory(user=None)
    cohort, before = CohortFactory(state="running", capacity=9), Profile.objects.get(pk=gone.pk)
    actions.agree_to_merge(actions.propose_merge(kept, gone, actor=director), actor=facilitator)
    trip = ExpeditionFactory(cohort=cohort, state="planned")
    pasted = [NewMember(display_name="Ann", email="", profile=before)]
    writes: list[Any] = [
        lambda: add_member(cohort, actor=director, profile=before, sector=1),
        lambda: add_members(cohort, actor=director, people=pasted, sector=1),
        lambda: travellers.add_travellers(trip, actor=director, learners=[before]),
        lambda: travellers.add_travellers(trip, actor=director, responsible=[before]),
    ]
    assert [refused(write) for write in writes] == ["stakeholders.profile_ended"] * 4
    assert not CohortMember.objects.exists()
    assert not Traveller.objects.exists()
