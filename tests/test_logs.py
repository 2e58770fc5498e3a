"""No personal value and no secret of a link reaches the logs."""

import json
import logging
import sys
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import RequestFactory
from django.urls import resolve

from educities.accounts.models import User
from educities.logs import JsonFormatter
from tests.api.test_doors import admit, bearer
from tests.factories import UserFactory

SECRET = "/c/bat-galim/confirm/LE9HZf68secret/"


def line(message: str, *args: Any, **given: Any) -> dict[str, Any]:
    record = logging.LogRecord("django", logging.ERROR, "", 0, message, args, given.pop("exc_info", None))
    record.__dict__.update(given)
    return json.loads(JsonFormatter().format(record))


def test_a_route_stands_for_a_path() -> None:
    request = RequestFactory().get(SECRET)
    request.resolver_match = resolve(SECRET)
    said = line("Forbidden (%s): %s", "no token", SECRET, request=request)["message"]
    assert said == "Forbidden (no token): /c/<slug:city>/confirm/<str:token>/"


def test_a_path_of_nothing_is_not_named() -> None:
    request = RequestFactory().get("/c/noa@example.org/")
    assert line("Not Found: %s", request.path, request=request)["message"] == "Not Found: an unknown path"


@pytest.mark.django_db
def test_a_failure_of_the_database_quotes_no_row() -> None:
    known = UserFactory().email
    try:
        User.objects.create(email=known)
    except IntegrityError:
        said = line("failed", exc_info=sys.exc_info())["exception"]
    assert "duplicate key value" in said
    assert known not in said


def test_unknown_fields_are_left_out() -> None:
    assert "email" not in line("x", email="noa@example.org")


@pytest.mark.django_db
def test_a_call_of_a_program_names_it_by_its_number(city: Any, director: Any, caplog: Any) -> None:
    partner = admit(city, director)[0]
    with caplog.at_level(logging.INFO, logger="educities.request"):
        assert bearer(partner).get("/api/v1/me").status_code == 200
    written = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert (written["client"], written["status"]) == (partner.pk, 200)
