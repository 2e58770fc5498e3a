"""A yes to an expedition is to the plan that was read."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from journeys.actions import travellers
from journeys.models import Expedition, Traveller
from journeys.queries.my_trips import find_standing
from journeys.texts.trip_states import describe_own_state
from tests.journeys.test_travellers import (
    address_of,
    adults,
    agree,
    child,
    cohort,
    going,
    guide,
    question_of,
    trip,
)
from tests.support import fresh

pytestmark = pytest.mark.django_db
__all__ = ["adults", "child", "cohort", "going", "guide", "trip"]


class TestPlanThatWasRead:
    """A page that stayed open showed 16 December; its yes counted for 23 December."""

    def test_a_yes_to_another_plan_is_asked_for_once_more(self, going: Traveller, trip: Expedition) -> None:
        where, client = address_of(question_of(going)), Client()
        read = client.get(where).context["form"].initial["plan"]
        Expedition.objects.filter(pk=trip.pk).update(place="Another place")
        answer = client.post(where, {"answer": "yes", "phone": "050-1234567", "plan": read})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "The plan has changed since you opened this page." in page
        assert "050-1234567" in page
        assert question_of(going).state == "asked"
        shown = answer.context["form"]["plan"].value()
        assert client.post(where, {"answer": "yes", "phone": "050-1234567", "plan": shown}).status_code == 302
        assert question_of(going).state == "given"

    def test_a_no_counts_whatever_was_read(self, going: Traveller, trip: Expedition) -> None:
        where, client = address_of(question_of(going)), Client()
        read = client.get(where).context["form"].initial["plan"]
        Expedition.objects.filter(pk=trip.pk).update(place="Another place")
        assert client.post(where, {"answer": "no", "plan": read}).status_code == 302
        assert question_of(going).state == "refused"

    def test_the_child_too_is_asked_about_the_plan_of_now(
        self, going: Traveller, trip: Expedition, sign_in: Any
    ) -> None:
        agree(going)
        client = sign_in(Client(), going.profile.user)
        where = reverse("answer_trip", args=[trip.city.slug, going.pk])
        read = client.get(where).context["form"].initial["plan"]
        Expedition.objects.filter(pk=trip.pk).update(
            starts_on=trip.starts_on + timedelta(days=1), ends_on=trip.ends_on + timedelta(days=1)
        )
        assert client.post(where, {"answer": "yes", "plan": read}).status_code == 422
        assert fresh(going).own_answer is None

    def test_a_plan_that_is_sent_back_is_no_promise(self, going: Traveller, trip: Expedition) -> None:
        agree(going)
        travellers.answer_own_trip(going, actor=going.profile.user, says_yes=True)
        Expedition.objects.filter(pk=trip.pk).update(state="idea")
        said = describe_own_state(find_standing(fresh(going)))
        assert said == "The plan is being changed; you read here what comes of it"
