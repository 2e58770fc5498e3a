"""A person of every kind, and the address with a row in every hole."""

import re
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cities.models import City
from educities.tenancy.scope import city_scope
from stakeholders.models import AgeBand
from tests import factories
from tests.examples import EXAMPLES, make_example, make_examples
from tests.support import sign_in
from tests.test_urls import VIEWS

# Which of them stands in a city by a role alone: nobody has a seat, a cohort or words of their own.
BY_ROLE = ("director", "facilitator", "steward", "resident", "organisation", "teacher")
# `other_facilitator`: of another lab of the city. `minor`: a resident of 13. `other_director`: of another city.
PEOPLE = (*BY_ROLE, "stranger", "operator", "other_director", "other_facilitator", "minor", "anonymous")


def make_people(city: City, other_city: City) -> dict[str, Any]:
    """An account for each kind of person; None is nobody."""
    people = {who: factories.UserFactory(email=f"{who}@example.org") for who in PEOPLE if who != "anonymous"}
    for who in BY_ROLE:
        factories.MembershipFactory(user=people[who], city=city, role=who)
    factories.MembershipFactory(user=people["minor"], city=city, role="resident")
    factories.MembershipFactory(user=people["other_director"], city=other_city, role="director")
    people["operator"].is_operator = True
    people["operator"].save()
    with city_scope(city.pk):
        lab = factories.LabFactory()
        for who in (*BY_ROLE, "other_facilitator"):
            factories.ProfileFactory(user=people[who], display_name=who.title())
        next_month = date.today().replace(day=1) + timedelta(days=400)
        factories.ProfileFactory(user=people["minor"], age_band=AgeBand.CHILD, next_band_month=next_month)
    common = {"user": people["other_facilitator"], "city": city, "role": "facilitator"}
    factories.MembershipFactory(**common, scope_type="lab", scope_id=lab.pk)
    return {**people, "anonymous": None}


def make_world() -> dict[str, Any]:
    """Two cities, a person of every kind, and the number of a plain row of each model."""
    city, other = factories.make_city(), factories.make_other_city()
    return {"city": city, "other": other, "people": make_people(city, other), "rows": make_examples(city)}


def clients_of(people: dict[str, Any]) -> dict[str, Client]:
    """A browser for each of these people, signed in."""
    made = {}
    for who, user in people.items():
        client = made[who] = Client(raise_request_exception=False)
        if user is not None:
            sign_in(client, user)
    return made


def cookies_of(people: dict[str, Any]) -> dict[str, Any]:
    """What the browsers of these people keep once they are signed in."""
    return {who: client.cookies for who, client in clients_of(people).items()}


def client_with(kept: Any, **more: bool) -> Client:
    """A fresh browser that keeps these cookies."""
    made = Client(**more)
    made.cookies = deepcopy(kept)
    return made


def clients_with(cookies: dict[str, Any]) -> dict[str, Client]:
    """Fresh browsers that keep this."""
    return {who: client_with(kept, raise_request_exception=False) for who, kept in cookies.items()}


@pytest.fixture(scope="module")
def kept_world(keep: Any) -> dict[str, Any]:
    return keep(make_world)


@pytest.fixture
def world(db: None, kept_world: dict[str, Any]) -> dict[str, Any]:
    """A copy of its own for each test."""
    return deepcopy(kept_world)


# Views that look their row up by themselves.
MODEL_OF = {
    # Files of figures are in the table of all files that are brought in.
    **dict.fromkeys(
        ("figure_file", "choose_figures", "undo_figures", "discard_figures", "figures_progress"), "programs.FigureFile"
    ),
    **dict.fromkeys(
        ("national_file", "choose_national", "undo_national", "discard_national", "national_progress"),
        "programs.NationalFile",
    ),
    "end_role": "cities.Membership",
    "give_role_back": "cities.Membership",
    "platform_city": "cities.City",
    "remove_day": "cities.CityCalendarDay",
    "resume_partner": "accounts.PartnerClient",
    "revoke_partner": "accounts.PartnerClient",
    "support_idea": "challenges.Contribution",
}


def label_of(name: str, model: Any) -> str:
    """The label of the model whose number the address of this name holds."""
    if name not in MODEL_OF and model is None:
        msg = f'Add to MODEL_OF in tests/access/world.py the label of the model whose number "{name}" holds.'
        raise LookupError(msg)
    return MODEL_OF.get(name) or model._meta.label


def address(route: str, name: str, model: Any, city: City, rows: dict[str, int]) -> str:
    """The address with this city and its row in every hole. `rows`: numbers by the models' labels."""
    found = route.replace("<slug:city>", city.slug)
    if "<int:pk>" in found:
        label = label_of(name, model)
        if label not in rows:
            msg = f"{route}: add to tests/factories, or to EXAMPLES in tests/examples.py, how a plain row of {label} is made."
            raise LookupError(msg)
        found = found.replace("<int:pk>", str(rows[label]))
    words = {
        "<int:person>": str(rows["stakeholders.Profile"]),
        "<str:token>": "nothing",
        "<str:digest>": "nothing",
        "<str:record>": f"lab:{rows['labs.Lab']}",
        "<slug:move>": "paused" if name == "move_city" else "review",
    }
    words |= {"<str:number>": "nothing", "<slug:code>": "diploma-learners"}
    words |= {"<str:code>": "L1" if "lab" in name else "G11", "<slug:name>": "nothing"}
    words |= {"<slug:kind>": "whole", "<int:number>": "1", "<slug:form>": "json"}
    for hole, word in words.items():
        found = found.replace(hole, word)
    assert "<" not in found, f"{route}: add to `words` in tests/access/world.py what stands in the hole"
    return f"/{found}"


IN_API = "api/v1/cities/<slug:city>/"
# Every address of the partner API below its city, with its holes; a hole is named after the model whose number it holds.
API_PATHS = [route.removeprefix(IN_API) for route, _entry in VIEWS if route.startswith(IN_API)]
API_HOLE = re.compile(r"<int:(\w+)>")


def make_rows_of_holes(city: City) -> dict[str, int]:
    """The number of a plain row for each hole in an address of the API, made in the city."""
    labels = {label.partition(".")[2].lower(): label for label in EXAMPLES}
    with city_scope(city.pk):
        rows = {hole: make_example(labels[hole], city) for hole in set(API_HOLE.findall(" ".join(API_PATHS)))}
        # A note is asked for below its indicator.
        if "annotation" in rows:
            rows["indicator"] = rows["annotation"].indicator
        return {hole: row.pk for hole, row in rows.items()}


def fill_holes(path: str, rows: dict[str, int]) -> str:
    """The path of the API with a row's number in each hole."""
    return API_HOLE.sub(lambda hole: str(rows[hole[1]]), path)
