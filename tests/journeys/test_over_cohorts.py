"""An expedition that has not set out does not, once its cohort is over; one that has comes home as ever."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from educities.kit.errors import DomainError
from journeys.actions import expeditions as actions
from journeys.models import Expedition
from tests.factories import CohortFactory, ExpeditionFactory

pytestmark = pytest.mark.django_db
OVER = ("completed", "cancelled")
REFUSED = "The cohort is over, so this expedition does not take place."
STEPS: dict[str, tuple[str, Callable[..., None], dict[str, str]]] = {
    "submit_expedition": ("idea", actions.submit_expedition, {}),
    "approve_expedition": ("planned", actions.approve_expedition, {}),
    "set_out": ("approved", actions.start_expedition, {}),
    "send_back_expedition": ("planned", actions.send_back_expedition, {"reason": "Too far away"}),
    "change_expedition": ("planned", actions.change_expedition, {}),
}


def expedition_of(cohort_state: str, state: str) -> Expedition:
    return ExpeditionFactory(state=state, cohort=CohortFactory(state=cohort_state))


@pytest.mark.parametrize("cohort_state", OVER)
@pytest.mark.parametrize("name", STEPS)
def test_nothing_is_prepared_any_further(scope: Any, director: Any, name: str, cohort_state: str) -> None:
    state, step, more = STEPS[name]
    row = expedition_of(cohort_state, state)
    with pytest.raises(DomainError) as told:
        step(row, actor=director, **more)
    assert str(told.value).startswith(REFUSED)
    row.refresh_from_db()
    assert row.state == state


@pytest.mark.parametrize("state", ["idea", "planned", "approved"])
def test_its_page_says_so_and_offers_to_cancel_alone(
    client: Any, scope: Any, director: Any, sign_in: Any, state: str
) -> None:
    row = expedition_of("cancelled", state)
    page = sign_in(client, director).get(row.get_absolute_url()).content.decode()
    offered = {name for name in (*STEPS, "cancel_expedition") if reverse(name, args=[scope.slug, row.pk]) in page}
    assert REFUSED in page
    assert offered == {"cancel_expedition"}
    actions.cancel_expedition(row, actor=director, reason="The cohort is over")
    assert Expedition.objects.get().state == "cancelled"


def test_what_is_under_way_comes_home(scope: Any, director: Any) -> None:
    row = expedition_of("completed", "underway")
    actions.return_expedition(row, actor=director)
    actions.note_learning(row, actor=director, observation="A street full of children", principle="Close it to cars")
    assert row.learnings.count() == 1


@pytest.mark.parametrize(("state", "whose"), [("idea", "facilitator"), ("planned", "director")])
@pytest.mark.parametrize(("cohort_state", "waits"), [("running", True), ("completed", False), ("cancelled", False)])
def test_it_waits_for_nobody(
    client: Any, scope: Any, request: Any, sign_in: Any, state: str, whose: str, cohort_state: str, waits: bool
) -> None:
    row = expedition_of(cohort_state, state)
    page = sign_in(client, request.getfixturevalue(whose)).get(f"/c/{scope.slug}/today/?all=1").content.decode()
    assert (row.get_absolute_url() in page) is waits
