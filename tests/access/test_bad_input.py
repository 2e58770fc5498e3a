"""Every form of every page is sent what nobody should send: no error of ours, and nothing that was typed is lost."""

from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction

from tests.access.test_every_address import ROOMS, has, may
from tests.access.world import address, clients_with, cookies_of, kept_world, world

__all__ = ["kept_world", "world"]

READERS = ("director", "facilitator", "resident", "operator", "minor", "anonymous")
MARK = "קול\u202e <b>\u0645\u062f\u064a\u0646\u0629</b> &amp; 'one'"
# What is put into text, numbers, days and hours, addresses, and choices.
NASTY: dict[str, dict[str, str]] = {
    "nothing": dict.fromkeys(("text", "number", "date", "time", "email", "choice"), ""),
    "days that do not exist": {
        "text": MARK,
        "number": "one",
        "date": "2026-02-31",
        "time": "25:61",
        "email": "noa@",
        "choice": "999999999",
    },
    "huge": {
        "text": "ש" * 200_000,
        "number": "9" * 40,
        "date": "99999-12-31",
        "time": "00:00:00.0000000000",
        "email": "a" * 400 + "@example.org",
        "choice": "9" * 30,
    },
    "broken": {
        "text": "a\x00b\ud7ff\ufffe",
        "number": "\x00",
        "date": "\x000001-01-01",
        "time": "\x00",
        "email": "a\x00@example.org\r\nBcc: b@example.org",
        "choice": "\x00",
    },
    "other signs": {
        "text": "\u2028\u200f",
        "number": "٣٫٥",
        "date": "٢٠٢٦-٠١-٠١",
        "time": "٠٨:٠٠",
        "email": "נועה@דוגמה.ישראל",
        "choice": "-1",
    },
    "infinite": {
        "text": "-0",
        "number": "NaN",
        "date": "0000-00-00",
        "time": "-1:00",
        "email": "@",
        "choice": "1e9",
    },
}
QUERIES = (
    "q=%00",
    "page=99999999999999999999",
    "after=%00",
    "before=zzz",
    "sector=9",
    "state=%F0",
    "field=" + "9" * 5000,
)


class Forms(HTMLParser):
    """The forms of a page that are sent by POST: `found` holds their address and the kind of each field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: dict[str, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.open = {} if told.get("method", "").lower() == "post" else None
            if self.open is not None:
                self.found.append((told.get("action", ""), self.open))
        elif self.open is not None and told.get("name") and told["name"] != "csrfmiddlewaretoken":
            self.open[told["name"]] = kind(tag, told.get("type", "text"))


def kind(tag: str, given: str) -> str:
    """How a field is filled; nothing when it is left as it is."""
    if tag == "select" or given in {"radio", "checkbox"}:
        return "choice"
    if tag == "textarea":
        return "text"
    if tag != "input" or given in {"file", "submit"}:
        return ""
    known = {"number": "number", "date": "date", "time": "time", "email": "email", "datetime-local": "date"}
    return known.get(given, "hidden" if given == "hidden" else "text")


def filled(fields: dict[str, str], values: dict[str, str]) -> dict[str, str]:
    return {name: values["choice" if kind == "hidden" else kind] for name, kind in fields.items() if kind}


def sent(client: Any, where: str, data: dict[str, str]) -> Any:
    with transaction.atomic():
        answer = client.post(where, data)
        transaction.set_rollback(True)
    return answer


def lost(answer: Any, fields: dict[str, str]) -> list[str]:
    """The text fields of the form that the page gives back without what was typed."""
    again = [found for _action, found in Forms(answer.content.decode()).found if set(fields) <= set(found)]
    texts = [name for name, kind in fields.items() if kind == "text"]
    if answer.status_code == 302 or not again or not texts:
        return []
    return [] if answer.content.decode().count(escape(MARK)) >= len(texts) else texts


@pytest.fixture(scope="module")
def kept_cookies(keep: Any, kept_world: dict[str, Any]) -> dict[str, Any]:
    return keep(lambda: cookies_of(kept_world["people"]))


# A room of buttons alone has no page: its forms stand on pages of other rooms, and are sent from there.
WITH_PAGES = sorted(room for room, entries in ROOMS.items() if any(has(entry, "get") for _route, entry in entries))


@pytest.mark.django_db
@pytest.mark.parametrize("room", WITH_PAGES)
def test_no_form_answers_bad_input_with_an_error_or_loses_it(
    room: str, world: Any, kept_cookies: dict[str, Any]
) -> None:
    clients, wrong, forms = clients_with(kept_cookies), [], 0
    for route, entry in ROOMS[room]:
        where = address(route, entry.name, entry.callback.view_class.model, world["city"], world["rows"])
        for who in READERS:
            if not has(entry, "get") or not may(entry, who):
                continue
            page = clients[who].get(where)
            wrong += [f"{where}?{q}: 500" for q in QUERIES if clients[who].get(f"{where}?{q}").status_code >= 500]
            if page.status_code != 200 or "html" not in page["Content-Type"]:
                continue
            for action, fields in Forms(page.content.decode()).found:
                forms += 1
                for name, values in NASTY.items():
                    answer = sent(clients[who], action or where, filled(fields, values))
                    if answer.status_code >= 500:
                        wrong.append(f"{action or where} of {where} by {who}, {name}: {answer.status_code}")
                    elif values["text"] == MARK and (gone := lost(answer, fields)):
                        wrong.append(f"{action or where} by {who} loses {gone}")
            break
    # Where nothing is written: whether the site lives, and what cities have published.
    assert forms or room in {"health", "library"}, "the page shows no form any more"
    assert wrong == [], "\n".join(wrong)
