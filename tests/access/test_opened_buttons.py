"""The address of a button is opened as a page: by hand, after signing in, after choosing a language."""

from typing import Any

import pytest
from django.test import Client

from educities.tenancy.scope import city_scope
from tests.access.test_every_address import ROOMS, has
from tests.access.test_twice_at_once import owner_of, sender_of
from tests.access.twice_table import OTHERS
from tests.access.world import address, kept_world, world
from tests.support import sign_in

pytestmark = pytest.mark.django_db
__all__ = ["kept_world", "world"]
BROWSER = {"Accept": "text/html,application/xhtml+xml"}
BUTTONS = {
    room: [(route, entry) for route, entry in entries if has(entry, "post") and not has(entry, "get")]
    for room, entries in sorted(ROOMS.items())
}


@pytest.mark.parametrize("room", [room for room, found in BUTTONS.items() if found])
def test_a_browser_is_led_to_a_page_that_says_so(room: str, world: Any) -> None:
    wrong = []
    for route, entry in BUTTONS[room]:
        view, name = entry.callback.view_class, entry.name
        # Who has shown a second step is led to that proof, whatever is asked.
        if name in OTHERS or name == "send_proof_code":
            continue
        where = address(route, name, view.model, world["city"], world["rows"])
        who = "director" if view.public else sender_of(entry)
        user = world["people"][who] if who else owner_of(name, world["rows"], view.model, world["city"])
        browser = sign_in(Client(raise_request_exception=False), user)
        page = browser.get(where, follow=True, headers=BROWSER)
        if page.status_code == 404:
            continue  # no row of this person
        if page.status_code != 200 or "That link does nothing by itself" not in page.content.decode():
            wrong.append(f"{where}: {page.status_code} {page.redirect_chain}")
        elif browser.head(where, headers=BROWSER).status_code != 405 or browser.get(where).status_code != 405:
            wrong.append(f"{where} does not refuse programs")
    assert wrong == [], "\n".join(wrong)


def test_after_signing_in_it_leads_to_the_thing(client: Any, world: Any) -> None:
    from tests.factories import OrganisationFactory

    with city_scope(world["city"].pk):
        row = OrganisationFactory(state="proposed")
    where = f"/c/{world['city'].slug}/organisations/{row.pk}/verify/"
    assert client.get(where, headers=BROWSER).url == f"/accounts/login/?next={where}"
    assert sign_in(client, world["people"]["director"]).get(where, headers=BROWSER).url == row.get_absolute_url()
