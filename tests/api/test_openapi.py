"""The description says the truth: each route, status and content type of it is answered so, and nothing else is served."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import get_resolver
from jsonschema import Draft202012Validator, FormatChecker

from educities.api import authentication, views
from educities.api.schema import LocalizedText, NamedChoice, render_openapi
from educities.api.scopes import scope_labels
from educities.embedded.steps import ROOT
from educities.tenancy.scope import city_scope
from tests.api.world import BODY, World, make_api_world
from tests.factories import (
    AnnotationFactory,
    IndicatorFactory,
    OrganisationFactory,
)
from tests.test_urls import walk

pytestmark = pytest.mark.django_db
SPEC = yaml.safe_load(views.OPENAPI.read_text())
VERBS = ("get", "post", "put", "patch", "delete")


def template(route: str) -> str:
    """The route as the description writes it."""
    return "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route).removeprefix("api/v1/")


ROUTES = {template(route): entry for route, entry in walk(get_resolver()) if route.startswith("api/v1/")}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in SPEC["paths"].items():
        for verb in VERBS:
            if verb in item:
                yield path, verb, item[verb]


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """The node that a reference names, or itself."""
    if "$ref" not in node:
        return node
    found: Any = SPEC
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


PROMISED = [
    (path, verb, status, kind)
    for path, verb, operation in operations()
    for status, answer in operation["responses"].items()
    for kind in resolved(answer)["content"]
]


def check(schema: dict[str, Any], value: Any) -> None:
    whole = {**schema, "components": SPEC["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(value)


@pytest.fixture(scope="module")
def kept_world(keep: Any) -> World:
    return keep(make_api_world)


@pytest.fixture
def world(db: None, kept_world: World) -> World:
    """A copy of its own for each test."""
    return deepcopy(kept_world)


def fails(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Every endpoint meets this error."""

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise error

    for entry in ROUTES.values():
        endpoint = getattr(entry.callback, "view_class", None)
        for verb in VERBS:
            if hasattr(endpoint, verb):
                monkeypatch.setattr(endpoint, verb, fail)


def too_many(world: World, path: str, verb: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(authentication, "CALLS", 0)
    return world.ask(path, verb)


def failure(world: World, path: str, verb: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    fails(monkeypatch, RuntimeError("ours"))
    return world.ask(path, verb)


def away(world: World, path: str, verb: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    fails(monkeypatch, OperationalError("gone"))
    # It holds the rows of all tests here; that it is closed after such an error is asked in tests/faults.
    monkeypatch.setattr(connection, "close", lambda: None)
    return world.ask(path, verb)


def jump(world: World, path: str, verb: str, _monkeypatch: pytest.MonkeyPatch) -> Any:
    world.ask(path, verb, data={**BODY, "value": "1"})
    return world.ask(path, verb, data={**BODY, "period": 2025, "value": "99"})


def reused(world: World, path: str, verb: str, _monkeypatch: pytest.MonkeyPatch) -> Any:
    world.ask(path, verb, headers={"idempotency-key": "k"})
    return world.ask(path, verb, data={**BODY, "value": "2"}, headers={"idempotency-key": "k"})


def forbidden(world: World, path: str, verb: str, _monkeypatch: pytest.MonkeyPatch) -> Any:
    if path == "/me":
        return world.ask(path, verb, world.client(*scope_labels(), resources=["https://elsewhere.example/"]))
    needed = SPEC["paths"][path][verb]["security"][0]["program"]
    return world.ask(path, verb, world.client(*set(scope_labels()) - set(needed)))


# How each status is brought about.
RECIPES: dict[str, Callable[..., Any]] = {
    "200": lambda world, path, verb, _patch: world.ask(path, verb),
    "201": lambda world, path, verb, _patch: world.ask(path, verb),
    "400": lambda world, path, verb, _patch: world.ask(path, verb, query="?nothing=1"),
    "401": lambda world, path, verb, _patch: world.ask(path, verb, Client()),
    "403": forbidden,
    "404": lambda world, path, verb, _patch: world.ask(path, verb, other={"city": "nowhere"}),
    "406": lambda world, path, verb, _patch: world.ask(path, verb, headers={"accept": "text/html"}),
    "409": jump,
    "410": lambda world, path, verb, _patch: world.ask(path, verb, query="?after=before.1"),
    "413": lambda world, path, verb, _patch: world.ask(
        path, verb, data=json.dumps({**BODY, "source": "x" * 5_300_000})
    ),
    "415": lambda world, path, verb, _patch: world.ask(path, verb, content_type="text/plain"),
    "422": reused,
    "429": too_many,
    "500": failure,
    "503": away,
}


@pytest.mark.parametrize(("path", "verb", "status", "kind"), PROMISED, ids=lambda part: str(part).replace("/", " "))
def test_each_promise_is_kept(
    world: World, path: str, verb: str, status: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if status == "200" and path.endswith("/values"):
        world.ask(path, "post")
    if path == "/openapi.yaml":
        answer = world.ask(path, verb, headers={"accept": kind})
    else:
        answer = RECIPES[status](world, path, verb, monkeypatch)
    promised = resolved(SPEC["paths"][path][verb]["responses"][status])
    assert (str(answer.status_code), answer["Content-Type"].partition(";")[0]) == (status, kind), answer.content
    for name, header in promised.get("headers", {}).items():
        if name != "Idempotent-Replay":
            check(header["schema"], answer[name])
    if path != "/openapi.yaml":
        found = answer.json()
        check(promised["content"][kind]["schema"], found)
        assert found.get("results") != [], f"Add a row that {path} lists to World in this file"
        assert found.get("status", answer.status_code) == answer.status_code


def test_a_replay_is_marked(world: World) -> None:
    path = "/cities/{city}/indicators/{indicator}/values"
    first, again = (world.ask(path, "post", headers={"idempotency-key": "k"}) for _n in range(2))
    assert (first.get("Idempotent-Replay"), again.get("Idempotent-Replay")) == (None, "true")
    assert first.json() == again.json()


def served() -> set[tuple[str, str]]:
    """Every path and method that is served."""
    found = set()
    for path, entry in ROUTES.items():
        kind = getattr(entry.callback, "view_class", None)
        found |= {(path, verb) for verb in VERBS if hasattr(kind, verb)} if kind else {(path, "get")}
    return found


def test_whatever_is_served_is_described_and_nothing_else() -> None:
    assert {(path, verb) for path, verb, _operation in operations()} == served()


def test_scopes_and_parameters_are_those_of_the_code() -> None:
    flow = SPEC["components"]["securitySchemes"]["program"]["flows"]["clientCredentials"]
    assert flow["scopes"] == {name: str(text) for name, text in scope_labels().items()}
    for path, verb, operation in operations():
        view = getattr(ROUTES[path].callback, "view_class", None)
        if view is None:
            continue
        promise = view.operations[verb.upper()]
        assert operation["security"][0]["program"] == ([promise.scope] if promise.scope else []), path
        named = {one["name"] for one in map(resolved, operation.get("parameters", [])) if one["in"] == "query"}
        assert named == promise.parameters, path


def test_the_file_is_what_the_endpoints_promise() -> None:
    assert render_openapi() == views.OPENAPI.read_text()


def test_a_file_that_is_out_of_step_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "openapi.yaml"
    other.write_text("openapi: 3.1.0")
    monkeypatch.setattr("educities.api.management.commands.openapi.OPENAPI", other)
    with pytest.raises(CommandError, match="out of step"):
        call_command("openapi", "--check")
    call_command("openapi", verbosity=0)
    assert other.read_text() == views.OPENAPI.read_text()


def test_what_an_endpoint_does_not_declare_fails_the_making(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NamedChoice, "get_match", classmethod(lambda cls, target: None))
    monkeypatch.setattr(LocalizedText, "target_class", "educities.api.serializers.NoQuery")
    with pytest.raises(ValueError, match="guessing"):
        render_openapi()


def test_every_answer_and_its_parts_are_closed() -> None:
    """So that a field that is answered and not described fails the tests above."""
    open_to_all = {
        name
        for name, schema in SPEC["components"]["schemas"].items()
        if schema["type"] == "object" and schema.get("additionalProperties") is not False
    }
    assert open_to_all == {"NewValue"}


def test_what_serves_people_does_not_load_the_maker() -> None:
    """Its modules would cost every worker memory and time at the start."""
    code = """
import sys, educities.wsgi
from django.urls import get_resolver
from django.test import Client
get_resolver().url_patterns
assert Client().get("/api/v1/openapi.yaml").status_code == 200
print([name for name in ("drf_spectacular", "educities.api.schema") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_the_description_is_for_everybody_and_other_methods_are_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.head("/api/v1/openapi.yaml").status_code == 200
    refused = client.post("/api/v1/openapi.yaml")
    assert (refused.status_code, refused["Allow"], refused.json()["code"]) == (405, "GET, HEAD", "method_not_allowed")


def test_the_page_about_the_api_names_every_address() -> None:
    page = (ROOT / "docs" / "api.md").read_text()
    listed = set(re.findall(r"^\| `([A-Z]+) (/[^`?]*)", page, re.MULTILINE))
    served = {(verb.upper(), re.sub(r"{(?!city)\w+}", "{id}", path)) for path, verb, _operation in operations()}
    assert served - listed == set(), "Add a line to the table of docs/api.md"


def test_one_row_is_as_the_list_has_it_and_another_citys_is_none(world: World, other_city: Any) -> None:
    """An event names a row: it can be asked for."""
    for path, name in (("organisations", "organisation"), ("cohorts", "cohort"), ("indicators", "indicator")):
        (listed,) = world.ask(f"/cities/{{city}}/{path}", "get").json()["results"]
        one = f"/cities/{{city}}/{path}/{{{name}}}"
        assert world.ask(one, "get").json() == listed
        for missing in ("0", "999999", "9" * 30):
            assert world.ask(one, "get", other={name: missing}).status_code == 404
    with city_scope(other_city.pk):
        foreign = OrganisationFactory()
    own = "/cities/{city}/organisations/{organisation}"
    assert world.ask(own, "get", other={"organisation": str(foreign.pk)}).status_code == 404


def test_a_note_of_another_indicator_is_none(world: World) -> None:
    with city_scope(world.city.pk):
        other = AnnotationFactory(indicator=IndicatorFactory())
    path = "/cities/{city}/indicators/{indicator}/annotations/{annotation}"
    assert world.ask(path, "get").status_code == 200
    assert world.ask(path, "get", other={"annotation": str(other.pk)}).status_code == 404
