"""The frame knows no app: who answers for a program and what it may be allowed to do are said by the apps."""

import pytest
from django.urls import get_resolver

from educities.api.partners import OWNER_CONDITIONS, owner_condition
from educities.api.scopes import scope_labels
from educities.api.views import Endpoint
from tests.support import subclasses_of

get_resolver().url_patterns  # noqa: B018 (every address is read, and with it every endpoint)
ENDPOINTS = sorted(subclasses_of(Endpoint), key=lambda view: view.__name__)


def needed_by(endpoint: type[Endpoint]) -> set[str]:
    return {operation.scope for operation in endpoint.operations.values() if operation.scope}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda view: view.__name__)
def test_a_scope_that_an_endpoint_needs_is_registered(endpoint: type[Endpoint]) -> None:
    assert needed_by(endpoint) <= scope_labels().keys()


def test_every_scope_is_needed_by_an_endpoint() -> None:
    assert set().union(*map(needed_by, ENDPOINTS)) == set(scope_labels())


def test_nobody_answers_for_a_program_where_no_app_says_who(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OWNER_CONDITIONS, "answers", {})
    assert owner_condition.__wrapped__("owner_id", "city_id") == "FALSE"


def test_scopes_come_in_the_order_of_their_places() -> None:
    assert list(scope_labels()) == [
        "stakeholders:read",
        "commitments:read",
        "sites:read",
        "collaborations:read",
        "exchanges:read",
        "matches:read",
        "network:read",
        "growth:read",
        "people:read",
        "labs:read",
        "challenges:read",
        "indicators:read",
        "accelerator:read",
        "forum:read",
        "indicators:write",
        "events:read",
    ]
