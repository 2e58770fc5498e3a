"""A form below something that is over says why it takes nothing, or takes what is sent: it refuses nothing after the writing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import ERROR, get_messages
from django.test import Client
from django.urls import URLPattern, resolve

from cities.models import City
from educities.tenancy.scope import city_scope
from tests import factories
from tests.access.filling import FormReader, fill_form
from tests.access.test_every_address import has, may, undo
from tests.access.test_twice_at_once import SENDERS, make_fresh_row, owner_of, prepare_row, sender_of, typed_into
from tests.access.twice_table import OWNERS, REFUSED, TYPED
from tests.access.world import address, client_with, cookies_of, label_of, make_world, world
from tests.support import sign_in
from tests.test_urls import OWN

pytestmark = pytest.mark.django_db
__all__ = ["world"]
# What is over: every row of the model is in this state, and all else is as it was made.
OVER = {
    "completed cohort": ("labs.Cohort", "completed"),
    "cancelled cohort": ("labs.Cohort", "cancelled"),
    "closed lab": ("labs.Lab", "closed"),
    "ended program": ("programs.Program", "terminated"),
    "closed year": ("programs.ProgramYear", "closed"),
    "closed challenge": ("challenges.Challenge", "closed"),
    "archived organisation": ("stakeholders.Organisation", "archived"),
    "cancelled session": ("meetings.Session", "cancelled"),
    "recorded session": ("meetings.Session", "recorded"),
    "cancelled expedition": ("journeys.Expedition", "cancelled"),
    "concluded expedition": ("journeys.Expedition", "learned"),
    "stopped initiative": ("journeys.Initiative", "stopped"),
    "withdrawn model": ("journeys.ModelVersion", "withdrawn"),
    "member who left": ("labs.CohortMember", "withdrawn"),
    "withdrawn idea": ("challenges.Contribution", "withdrawn"),
    "withdrawn override": ("labs.Override", "withdrawn"),
    "dropped milestone": ("programs.Milestone", "dropped"),
    "revised figure": ("programs.IndicatorValue", "revised"),
}
# The pages of one row with a form of their own.
PAGES: list[tuple[str, URLPattern]] = [
    (route, entry)
    for route, entry in OWN
    if route.startswith("c/") and "<int:pk>" in route and has(entry, "get") and has(entry, "post")
]
# Every page of one row, with all the buttons on it.
SHOWN: list[tuple[str, URLPattern]] = [
    (route, entry) for route, entry in OWN if route.startswith("c/") and "<int:pk>" in route and has(entry, "get")
]
# What holds other rows, whose pages stay when it is over.
PARENTS = ("completed cohort", "cancelled cohort", "closed lab", "ended program", "closed challenge")


def make_world_with_an_area() -> dict[str, Any]:
    with city_scope(None):
        factories.AreaFactory()
    made = make_world()
    return {**made, "cookies": cookies_of(made["people"])}


@pytest.fixture(scope="module")
def kept_world(keep: Any) -> dict[str, Any]:
    return keep(make_world_with_an_area)


def end_rows(city: City, label: str, state: str) -> None:
    """Every row of the model in the city is over."""
    with city_scope(city.pk):
        apps.get_model(label)._base_manager.update(state=state)


def list_forms(browser: Client, where: str) -> Iterator[dict[str, Any]]:
    """What a person could send from the page to its own address."""
    page = browser.get(where)
    for action, boxes in FormReader(page.content.decode()).found if page.status_code == 200 else ():
        if action in {"", where}:
            yield fill_form(boxes)


def find_refusal(answer: Any) -> str:
    """With which sentence the form was refused; nothing when what was sent was taken."""
    if answer.status_code == 302:
        return " ".join(str(one) for one in get_messages(answer.wsgi_request) if one.level == ERROR)
    if answer.status_code in {200, 422}:
        # Asked once more, or a field is filled wrongly: of the plain forms `test_twice_at_once.py` sees that they act.
        return ""
    form = (answer.context or {}).get("form")
    return f"{answer.status_code} {form.errors.as_text() if form is not None else ''}"


def find_refusals(world: dict[str, Any], route: str, entry: URLPattern, over: tuple[str, str]) -> list[str]:
    """The refusals that a person reads only after writing into a form of this address."""
    city, name, model = world["city"], entry.name, entry.callback.view_class.model
    label = label_of(name, model)
    rows = world["rows"] | make_fresh_row(label, city)
    prepare_row(name, rows, model)
    who = sender_of(entry)
    browser = client_with(world["cookies"][who]) if who else sign_in(Client(), owner_of(name, rows, model, city))
    end_rows(city, *over)
    where = address(route, name, model, city, rows)
    sent = [typed_into(form, TYPED.get(name, {}), is_page=True) for form in list_forms(browser, where)]
    return [refusal for data in sent if (refusal := find_refusal(browser.post(where, data)))]


def list_buttons(browser: Client, where: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What the page shows of other addresses' forms: the name of each address, where it is, and what would be sent."""
    page = browser.get(where)
    is_page = page.status_code == 200 and "html" in page["Content-Type"]
    for action, boxes in FormReader(page.content.decode()).found if is_page else ():
        name = resolve(action.partition("?")[0]).url_name or "" if action.startswith("/c/") else ""
        if name and action != where and name not in REFUSED:
            yield name, action, typed_into(fill_form(boxes), TYPED.get(name, {}), is_page=True)


@pytest.mark.parametrize("name", PARENTS)
def test_no_page_shows_a_button_that_refuses(world: dict[str, Any], name: str) -> None:
    city, wrong = world["city"], set()
    for route, entry in SHOWN:
        model, who = entry.callback.view_class.model, next((who for who in SENDERS if may(entry, who)), None)
        if who is None:
            continue
        with undo(may_write=True):
            rows = world["rows"] | make_fresh_row(label_of(entry.name, model), city)
            end_rows(city, *OVER[name])
            browser = client_with(world["cookies"][who])
            buttons = list_buttons(browser, address(route, entry.name, model, city, rows))
            for button, where, data in list(buttons):
                with undo(may_write=True):
                    refusal = find_refusal(browser.post(where, data))
                wrong |= {f"{entry.name} shows {button}: {refusal}"} if refusal else set()
    assert wrong == set(), "\n".join(sorted(wrong))


@pytest.mark.parametrize("name", OVER)
def test_no_form_refuses_after_the_writing(world: dict[str, Any], name: str) -> None:
    wrong = []
    for route, entry in PAGES:
        # Of a form that needs more than a plain row nobody can tell here why it is refused; tests of its app ask for it.
        if entry.name in REFUSED or (sender_of(entry) is None and entry.name not in OWNERS):
            continue
        with undo(may_write=True):
            wrong += [f"{entry.name}: {refusal}" for refusal in find_refusals(world, route, entry, OVER[name])]
    assert wrong == [], "\n".join(wrong)
