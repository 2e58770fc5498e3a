"""Every address x every verb x every kind of person: expected from the declared tables, never from what is answered.

The rows are those of a child where a child has some, so that the same answers show whom they name.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import URLPattern

import educities.urls
from educities.tenancy.scope import city_scope
from tests.access.canary import NAMED, RULED, aviary, city, kept_aviary, rows, traces_in
from tests.access.world import PEOPLE, address, clients_with, cookies_of
from tests.examples import make_example
from tests.labs.matrix import LEADERS
from tests.matrix import WORDS, asked_by_page, people_with
from tests.test_urls import OWN

__all__ = ["aviary", "city", "kept_aviary", "rows"]
VERBS = ("get", "head", "options", "post", "put", "patch", "delete")
SAFE = {"get", "head", "options"}
# The verbs that are not of a form or a page go the same way for everybody, and so does a POST where no form is taken: at
# each address one of them is asked by each of these, another one at the next address.
OTHER = ("head", "options", "put", "patch", "delete", "post")
ASK_OTHERS = ("anonymous", "resident", "director")
# A POST is asked of all who may, and of so many of those who may not, others at the next address: who may is asked before the
# verb (`educities.kit.views.Permitted.dispatch`), and a GET is asked of all.
REFUSED = 2
# What a GET may write: where the person is led after setting up the second step, kept in the session.
WRITES_SESSION = {"second_factor"}
# What a facilitator of any lab may do in the whole city, though it is about labs and their challenges.
OF_THE_CITY = {"challenges.manage_challenge", "challenges.add_challenge"}
# The record that is sent up to the forum is a lab's.
OF_ONE_LAB = {"labs.resolve_override", "forum.send_to_charter"}
# An intake is led by those whom the director has named, the forum by its chair, of whom nobody here is one
# (tests/accelerator and tests/forum show who may).
OF_NAMED_LEADERS = {"new_accelerator_session", "new_forum_meeting"}
ROOMS: dict[str, list[tuple[str, URLPattern]]] = defaultdict(list)
for _route, _entry in OWN:
    _module = _entry.callback.view_class.__module__.split(".")
    ROOMS[".".join(_module[:3] if _module[0] in {"labs", "journeys", "meetings"} else _module[:1])].append(
        (_route, _entry)
    )


def may(entry: URLPattern, who: str, verb: str = "get") -> bool:
    """What the declared table says of this person on a row that is not theirs."""
    asks = asked_by_page(entry.name)
    if asks in WORDS:
        return asks == "anybody" or (asks == "signed in" and who != "anonymous")
    if entry.name in OF_NAMED_LEADERS and who in {"facilitator", "other_facilitator"}:
        return False
    permission = asks
    allowed = people_with(permission)
    if who == "other_facilitator":
        of_a_lab = (
            permission.startswith(("labs.", "journeys.", "meetings.", "challenges.")) and permission not in OF_THE_CITY
        )
        led = of_a_lab and allowed == LEADERS
        return "facilitator" in allowed and not led and permission not in OF_ONE_LAB
    return {"minor": "resident", "other_director": "stranger"}.get(who, who) in allowed


def has(entry: URLPattern, verb: str) -> bool:
    """Does the view answer to this verb? A HEAD goes where a GET goes."""
    wanted, view = "get" if verb == "head" else verb, entry.callback.view_class
    names = entry.callback.view_initkwargs.get("http_method_names", view.http_method_names)
    return wanted in names and (wanted == "options" or hasattr(view, wanted))


def fault(entry: URLPattern, verb: str, who: str, answer: Any) -> str:
    """What is wrong with the answer; nothing when it is as declared."""
    status = answer.status_code
    if status >= 500:
        return "an error of ours"
    if may(entry, who, verb):
        asks = asked_by_page(entry.name)
        if status == 404 and (asks == "signed in" or "<slug:name>" in str(entry.pattern)):
            return ""  # a page of one's own things, of which this person has none; a letter that is not there
        if asks == "anybody" and status in {404, 410}:
            return ""  # a link that leads nowhere says so to everybody and to every verb
        if not has(entry, verb):
            return "" if status in {302, 405} else "answers to a verb it has not"
        return "keeps out who may" if status in {401, 403, 404, 405} else ""
    if who == "anonymous":
        led = status == 302 and answer["Location"].startswith("/accounts/login/")
        return "" if led or status == 404 else "lets nobody in particular in"
    return "" if status in {403, 404} else "lets in who may not"


@contextmanager
def undo(*, may_write: bool) -> Iterator[None]:
    """Nothing stays of what is asked within it. Where only pages are shown nothing may be written at all."""
    with transaction.atomic():
        if not may_write:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL transaction_read_only = on")
        yield
        transaction.set_rollback(True)


def ask(client: Any, verb: str, where: str, *, may_write: bool) -> Any:
    """The answer to one question."""
    with undo(may_write=may_write):
        return getattr(client, verb)(where)


def questions(entry: URLPattern, number: int) -> Iterator[tuple[str, str, bool]]:
    """Who asks by which verb, and whether that may write; those that may not come first."""
    others = OTHER[: -1 if has(entry, "post") else None]
    other = {who: others[(number + turn) % len(others)] for turn, who in enumerate(ASK_OTHERS)}
    kept_out = [who for who in PEOPLE if not may(entry, who, "post")]
    posts = set(PEOPLE) - set(kept_out) | {
        kept_out[(number + turn) % len(kept_out)] for turn in range(REFUSED) if kept_out
    }
    asked = [
        (who, verb, (verb not in SAFE and may(entry, who, verb)) or entry.name in WRITES_SESSION)
        for who in PEOPLE
        for verb in VERBS
        if verb == "get" or verb == other.get(who) or (verb == "post" and verb not in others and who in posts)
    ]
    yield from sorted(asked, key=itemgetter(2))


def answers(clients: dict[str, Any], entry: URLPattern, where: str, number: int) -> Iterator[tuple[str, str, Any]]:
    """Each question's answer. What only reads is asked in one transaction: the same refusals, a third fewer statements."""
    for may_write, asked in groupby(questions(entry, number), key=itemgetter(2)):
        if may_write:
            for who, verb, _ in asked:
                yield who, verb, ask(clients[who], verb, where, may_write=True)
            continue
        with undo(may_write=False):
            yield from ((who, verb, getattr(clients[who], verb)(where)) for who, verb, _ in list(asked))


@pytest.fixture(autouse=True)
def _short_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that explains a refusal is tested elsewhere; here only its number counts, thousands of times."""
    monkeypatch.setattr(
        educities.urls, "handler403", lambda request, exception: HttpResponse(status=403), raising=False
    )
    monkeypatch.setattr(
        educities.urls, "handler404", lambda request, exception: HttpResponse(status=404), raising=False
    )


@pytest.fixture(scope="module")
def kept_cookies(keep: Any, kept_aviary: dict[str, Any]) -> dict[str, Any]:
    return keep(lambda: cookies_of(kept_aviary["people"]))


@pytest.mark.django_db
@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_verb_of_every_person_is_answered_as_declared(
    room: str, city: Any, rows: dict[str, int], kept_cookies: dict[str, Any]
) -> None:
    clients, wrong = clients_with(kept_cookies), []
    # The table speaks of plain rows. What is asked of a child's is looked at in test_canary.py.
    with city_scope(city.pk):
        rows = rows | {label: make_example(label, city).pk for label in RULED}
    for number, (route, entry) in enumerate(ROOMS[room]):
        where = address(route, entry.name, entry.callback.view_class.model, city, rows)
        for who, verb, answer in answers(clients, entry, where, number):
            if found := fault(entry, verb, who, answer):
                wrong.append(f"{verb.upper()} {where} by {who}: {answer.status_code}, {found}")
            page = answer.content.decode(errors="replace") if verb == "get" else ""
            if (entry.name, who) not in NAMED and (seen := traces_in(page)):
                wrong.append(f"{where} names the child to {who}: {seen}")
    assert wrong == [], "\n".join(wrong)
