"""A form below something that is over says why it takes nothing, or takes what is sent: it refuses nothing after the writing.

Each page is asked as its row was made, and once more with each thing over whose tables that first answer has touched, by a
trigger too. What an answer reads and writes nothing of makes no other answer of it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import ERROR, get_messages
from django.db import connection
from django.test import Client
from django.urls import URLPattern, resolve

from cities.models import City
from educities.tenancy.scope import city_scope
from tests import factories
from tests.access.filling import FormReader, fill_form
from tests.access.test_every_address import ROOMS, has, may, undo
from tests.access.test_twice_at_once import SENDERS, make_fresh_row, owner_of, prepare_row, sender_of, typed_into
from tests.access.twice_table import OWNERS, REFUSED, TYPED
from tests.access.world import address, client_with, cookies_of, label_of, make_world, world
from tests.support import forget_cache, sign_in

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
Page = tuple[str, URLPattern]
# Every page of one row, with all the buttons on it.
SHOWN: dict[str, list[Page]] = {
    room: [page for page in pages if page[0].startswith("c/") and "<int:pk>" in page[0] and has(page[1], "get")]
    for room, pages in sorted(ROOMS.items())
}
# Those with a form of their own. Of a form that needs more than a plain row nobody can tell here why it is refused; tests of
# its app ask for it.
PAGES: dict[str, list[Page]] = {
    room: [
        (route, entry)
        for route, entry in pages
        if has(entry, "post") and entry.name not in REFUSED and (sender_of(entry) is not None or entry.name in OWNERS)
    ]
    for room, pages in SHOWN.items()
}
# What holds other rows, whose pages stay when it is over.
PARENTS = ("completed cohort", "cancelled cohort", "closed lab", "ended program", "closed challenge")


# How often each table was read and written in this transaction so far, by triggers and foreign keys too, and the written part.
TABLES = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del AS written, seq_scan + coalesce(idx_scan, 0) AS read
  FROM pg_stat_xact_user_tables
"""


def count_uses() -> dict[str, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return {table: (written, read) for table, written, read in cursor.fetchall()}


@contextmanager
def note_tables(*, written_only: bool = False) -> Iterator[set[str]]:
    """The tables that were touched within it, once it is left."""
    found: set[str] = set()
    before = count_uses()
    yield found
    for table, (written, read) in count_uses().items():
        written_before, read_before = before.get(table, (0, 0))
        if written > written_before or (read > read_before and not written_only):
            found.add(table)


def make_world_with_an_area() -> dict[str, Any]:
    with city_scope(None):
        factories.AreaFactory()
    made = make_world()
    ended = {name: written_by_the_end(made["city"], name) for name in OVER}
    return {**made, "cookies": cookies_of(made["people"]), "ended": ended}


def written_by_the_end(city: City, name: str) -> set[str]:
    """The tables that change when this is over."""
    with undo(may_write=True), note_tables(written_only=True) as found:
        end_rows(city, *OVER[name])
    return found


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


def refusals_of_forms(browser: Client, where: str, name: str) -> list[str]:
    """The refusals that a person reads only after writing into a form of this address."""
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


def refusals_of_buttons(browser: Client, where: str, name: str) -> list[str]:
    """The refusals of what the page shows."""
    found = []
    for button, action, data in list(list_buttons(browser, where)):
        with undo(may_write=True):
            refusal = find_refusal(browser.post(action, data))
        found += [f"shows {button}: {refusal}"] if refusal else []
    return found


def find_as(cookies: Any, find: Callable[[Client, str, str], list[str]], where: str, name: str) -> list[str]:
    """What is found by a browser that keeps these cookies and knows nothing else."""
    return find(client_with(cookies), where, name)


def refusals_when_over(
    world: dict[str, Any], names: Any, find: Callable[[], list[str]]
) -> Iterator[tuple[str, list[str]]]:
    """What is refused when each of these is over. Asked anew is what the answers before the end had to do with."""
    with undo(may_write=True), note_tables() as touched:
        forget_cache()
        plain = find()
    for name in names:
        if not world["ended"][name] & touched:
            yield name, plain
            continue
        with undo(may_write=True):
            # What was kept before the end is not what is over.
            forget_cache()
            end_rows(world["city"], *OVER[name])
            yield name, find()


def test_what_an_end_touches_is_seen(world: dict[str, Any]) -> None:
    """The table of what is over is among those that its end writes to, and a page that reads it is asked once more."""
    for name, (label, _state) in OVER.items():
        assert apps.get_model(label)._meta.db_table in world["ended"][name], name
    with city_scope(world["city"].pk):
        with note_tables() as read:
            list(apps.get_model("labs.Cohort").objects.all())
        with note_tables() as other:
            list(apps.get_model("labs.Lab").objects.all())
    assert "labs_cohort" in read
    assert "labs_cohort" not in other


@pytest.mark.parametrize("room", [room for room, pages in SHOWN.items() if pages])
def test_no_page_shows_a_button_that_refuses(world: dict[str, Any], room: str) -> None:
    city, wrong = world["city"], set()
    for route, entry in SHOWN[room]:
        model, who = entry.callback.view_class.model, next((who for who in SENDERS if may(entry, who)), None)
        if who is None:
            continue
        with undo(may_write=True):
            rows = world["rows"] | make_fresh_row(label_of(entry.name, model), city)
            where = address(route, entry.name, model, city, rows)
            find = partial(find_as, world["cookies"][who], refusals_of_buttons, where, entry.name)
            for over, found in refusals_when_over(world, PARENTS, find):
                wrong |= {f"{over}: {entry.name} {refusal}" for refusal in found}
    assert wrong == set(), "\n".join(sorted(wrong))


@pytest.mark.parametrize("room", [room for room, pages in PAGES.items() if pages])
def test_no_form_refuses_after_the_writing(world: dict[str, Any], room: str) -> None:
    city, wrong = world["city"], []
    for route, entry in PAGES[room]:
        name, model = entry.name, entry.callback.view_class.model
        with undo(may_write=True):
            rows = world["rows"] | make_fresh_row(label_of(name, model), city)
            prepare_row(name, rows, model)
            who = sender_of(entry)
            cookies = world["cookies"][who] if who else sign_in(Client(), owner_of(name, rows, model, city)).cookies
            where = address(route, name, model, city, rows)
            find = partial(find_as, cookies, refusals_of_forms, where, name)
            for over, found in refusals_when_over(world, OVER, find):
                wrong += [f"{over}: {name}: {refusal}" for refusal in found]
    assert wrong == [], "\n".join(wrong)
