"""Every address with a row of another city: a foreign number is not there, and a role of one's own city says nothing abroad."""

from typing import Any

import pytest

from tests.access.test_every_address import ROOMS, _short_refusals, has, may, undo
from tests.access.world import PEOPLE, address, clients_with, cookies_of, make_world
from tests.examples import make_examples
from tests.matrix import WORDS, asked_by_page

pytestmark = pytest.mark.django_db
__all__ = ["_short_refusals"]
# Who has a role in the foreign city, in none, or in all.
OUTSIDE = {"other_director", "operator", "anonymous"}


def make_world_with_foreign_rows() -> dict[str, Any]:
    made = make_world()
    return {**made, "foreign": make_examples(made["other"]), "cookies": cookies_of(made["people"])}


@pytest.fixture(scope="module")
def kept_world(keep: Any) -> dict[str, Any]:
    return keep(make_world_with_foreign_rows)


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_row_of_another_city_is_not_there(room: str, kept_world: dict[str, Any]) -> None:
    """A foreign number under one's own city, and one's own role under the foreign city: not found, never forbidden-but-there."""
    world, clients, wrong = kept_world, clients_with(kept_world["cookies"]), []
    for route, entry in ROOMS[room]:
        view = entry.callback.view_class
        if not route.startswith("c/") or "<int:pk>" not in route:
            continue
        hidden = address(route, entry.name, view.model, world["city"], world["foreign"])
        abroad = address(route, entry.name, view.model, world["other"], world["foreign"])
        with undo(may_write=False):
            for who in PEOPLE:
                for verb in ("get", "post") if may(entry, who) else ("get",):
                    status = getattr(clients[who], verb)(hidden).status_code
                    expected = {404} if may(entry, who, verb) else {302, 403, 404}
                    if status not in expected | ({405} if not has(entry, verb) else set()):
                        wrong.append(f"{verb.upper()} {hidden} by {who}: {status}")
                # Abroad everybody is a stranger: what a stranger may, they may.
                if who in OUTSIDE or may(entry, "stranger") or asked_by_page(entry.name) in WORDS:
                    continue
                verb = "post" if has(entry, "post") else "get"
                status = getattr(clients[who], verb)(abroad).status_code
                if status not in {403, 404}:
                    wrong.append(f"{verb.upper()} {abroad} by {who}: {status}")
    assert wrong == [], "\n".join(wrong)
