"""A confirmed figure that is revised far is asked about once."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from programs import actions
from programs.models import IndicatorValue
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
    assert "changes from 72.5 to 27.5" in page.content.decode()
    assert 'type="checkbox" name="sure"' in page.content.decode()
    assert client.post(where, {**typed, "sure": "on"}).status_code == 302
    assert IndicatorValue.objects.live().get().value == Decimal("27.50")


def test_a_near_one_is_not(client: Any, where: str) -> None:
    assert client.post(where, {"value": "73", "reason": "The ministry counted again"}).status_code == 302
