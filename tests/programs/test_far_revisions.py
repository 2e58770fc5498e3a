"""A confirmed figure that is revised far is asked about once."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from programs import actions
from programs.models import IndicatorValue, ValueRevision
from tests.factories import IndicatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(client: Any, scope: Any, director: Any, sign_in: Any) -> str:
    indicator = IndicatorFactory(code="diploma")
    (row,) = actions.enter_values(
        indicator, [actions.Figure("actual", 2024, Decimal("72.5"))], actor=director, sure=True
    )
    actions.submit_values(indicator, actor=director)
    actions.confirm_values(indicator, actor=director)
    sign_in(client, director)
    return reverse("revise_value", args=[scope.slug, row.pk])


def test_a_far_revision_is_asked_about(client: Any, where: str) -> None:
    typed = {"value": "27.5", "reason": "The ministry counted again"}
    page = client.post(where, typed)
    assert page.status_code == 409
    assert "changes from \u206672.5%\u2069 to \u206627.5%\u2069" in page.content.decode()
    assert 'type="checkbox" name="sure"' in page.content.decode()
    assert client.post(where, {**typed, "sure": "on"}).status_code == 302
    assert IndicatorValue.objects.live().get().value == Decimal("27.50")


def test_a_near_one_is_not(client: Any, where: str) -> None:
    assert client.post(where, {"value": "73", "reason": "The ministry counted again"}).status_code == 302


def test_the_question_is_no_mistake_and_has_its_unit(client: Any, where: str) -> None:
    page = client.post(where, {"value": "27.5", "reason": "The ministry counted again"}).content.decode()
    assert "Are you sure?" in page
    assert "Something is missing or not right" not in page
    assert "changes from \u206672.5%\u2069 to \u206627.5%\u2069" in page


def test_the_same_figure_is_no_revision(client: Any, where: str) -> None:
    page = client.post(where, {"value": "72,50", "reason": "The ministry counted again"})
    assert (page.status_code, "The figure has not changed." in page.content.decode()) == (409, True)
    assert not ValueRevision.objects.exists()


def test_what_was_typed_beside_another_revision_is_still_there(client: Any, where: str, facilitator: Any) -> None:
    first = {"value": "73", "reason": "The ministry counted again"}
    assert client.post(where, first).status_code == 302
    late = client.post(where, {"value": "73.5", "reason": "Counted for the second time"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "A revision of this figure waits already" in page
    assert "Counted for the second time" in page
    assert 'value="73.5"' in page
    # Who has typed nothing yet is shown no box that could only be refused.
    assert "Why it changes" not in client.get(where).content.decode()


def test_the_first_entry_of_a_revised_figure_stays_in_the_list_of_entries(
    client: Any, where: str, scope: Any, facilitator: Any
) -> None:
    client.post(where, {"value": "73", "reason": "The ministry counted again"})
    row = ValueRevision.objects.get()
    actions.confirm_revision(row, actor=facilitator)
    page = client.get(row.figure.indicator.get_absolute_url())
    assert [one["value"] for one in page.context["entered"]] == ["73%", "72.5%"]
