"""Sixty phones and the wall of one evening of offers and needs: how long an act takes, how late the wall is.

Each phone asks for its part every four seconds and each wall every two, as the pages do; each phone writes a card every
fifteen. Every card changes the part of every phone, so this is the busiest quarter of an hour of the plan.
"""

import re
import statistics
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth import get_user_model

from cities.models import City
from educities.tenancy.scope import city_scope
from exchange.actions.exchanges import open_exchange
from exchange.actions.joining import join_exchange
from exchange.models import Exchange
from exchange.queries import find_address
from reports.management.practice import SLUG
from tests.benchmarks import rows
from tests.benchmarks.measure import Server, say, serving

PHONES, PHONE_POLL, WALL_POLL, CARD_EVERY, SECONDS = 60, 4, 2, 15, 60
# The wall counts people first, then cards, in whatever language.
COUNTS = re.compile(r"(\d+)\s*<small>")
VERSION = re.compile(r'id="my-version"[^>]*value="([^"]*)"|id="wall-version"[^>]*value="([^"]*)"')
CSRF = re.compile(r'data-csrf="([^"]+)"')


@dataclass
class Evening:
    """What was measured: the seconds of each act and each look, when a card was taken, what the wall showed when."""

    acts: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    taken_at: list[float] = field(default_factory=list)
    shown: list[tuple[float, int]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Browser:
    """One browser: its cookies and the version of what it shows."""

    server: Server
    cookie: str = ""
    version: str = ""
    token: str = ""

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """(status, text) of a page, or of a form that the page's script sends."""
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Cookie": self.cookie, "Accept-Language": "en"}
        if fields is None:
            connection.request("GET", path, headers=headers)
        else:
            headers |= {"X-Kept": "1", "X-CSRFToken": self.token, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode(fields), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if given := [one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or ()]:
            self.cookie = "; ".join(filter(None, [self.cookie, *given]))
        connection.close()
        if found := VERSION.search(text):
            self.version = found[1] or found[2] or ""
        return answer.status, text


def open_evening(city: City) -> tuple[Exchange, list[str]]:
    """An evening in which everybody writes, and the address of each phone."""
    actor = get_user_model().objects.get(email=rows.OWNER)
    with city_scope(city.pk):
        row = open_exchange(actor=actor, title={"en": "Offers and needs"})
        people = [
            join_exchange(row, actor=None, first_name=f"Phone {number}", language="en") for number in range(PHONES)
        ]
        return row, [find_address(one) for one in people]


def use_phone(browser: Browser, address: str, number: int, evening: Evening, until: float) -> None:
    _status, page = browser.ask(address)
    browser.token = CSRF.search(page)[1]
    start = time.perf_counter()
    look_at, write_at = start + PHONE_POLL * number / PHONES, start + CARD_EVERY * number / PHONES
    while (now := time.perf_counter()) < until:
        if now >= write_at:
            write_at += CARD_EVERY
            kind = "offer" if number % 2 else "need"
            said = {"kind": kind, "area": "", "text": f"Line of phone {number}", "key": str(uuid4()), "age": "0"}
            status, text = browser.ask(address, said)
            done = time.perf_counter()
            evening.acts.append(done - now)
            if status == 200:
                evening.taken_at.append(done)
            else:
                evening.wrong.append(f"{status} {text[:100]}")
        elif now >= look_at:
            look_at += PHONE_POLL
            status, _text = browser.ask(f"{address}part/?{urlencode({'v': browser.version})}")
            evening.looks.append(time.perf_counter() - now)
            if status not in {200, 204}:
                evening.wrong.append(f"{status} of a part")
        else:
            time.sleep(max(0.0, min(write_at, look_at) - time.perf_counter()))


def watch_wall(browser: Browser, path: str, evening: Evening, until: float) -> None:
    while (now := time.perf_counter()) < until:
        status, text = browser.ask(f"{path}part/?{urlencode({'v': browser.version})}")
        if len(counts := COUNTS.findall(text)) > 1:
            evening.shown.append((time.perf_counter(), int(counts[1])))
        if status not in {200, 204}:
            evening.wrong.append(f"{status} of the wall")
        time.sleep(max(0.0, now + WALL_POLL - time.perf_counter()))


def list_delays(evening: Evening, before: int) -> list[float]:
    """Of each card the seconds from the answer to its writer until the wall had as many; `before`: cards of the warm-up."""
    found = []
    for count, at in enumerate(sorted(evening.taken_at), start=before + 1):
        seen = next((when for when, shown in evening.shown if shown >= count), None)
        if seen is not None:
            found.append(max(0.0, seen - at))
    return found


def percentile(values: list[float], part: int) -> float:
    return statistics.quantiles(values, n=100)[part - 1]


def spend_evening(server: Server, row: Exchange, addresses: list[str]) -> Evening:
    """A minute of it, with everybody at their phone."""
    evening, until = Evening(), time.perf_counter() + SECONDS
    wall = Browser(server, rows.cookie_of(rows.OWNER)["Cookie"])
    wall_path = f"/c/{SLUG}/exchanges/{row.pk}/wall/"
    threads = [threading.Thread(target=watch_wall, args=(wall, wall_path, evening, until + 2 * WALL_POLL))]
    threads += [
        threading.Thread(target=use_phone, args=(Browser(server), address, number, evening, until))
        for number, address in enumerate(addresses)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return evening


def measure(city: City) -> None:
    print(f"\nAn evening of offers and needs, {PHONES} phones (aims: an act p95 300 ms, the wall 3 s late at most):")
    row, addresses = open_evening(city)
    with serving("educities.wsgi:application", rows.environment()) as server:
        warm = spend_evening(server, row, addresses[:4])
        before = server.cpu()
        evening = spend_evening(server, row, addresses)
        used = server.cpu() - before
    assert evening.wrong == [], evening.wrong[:5]
    delays = list_delays(evening, len(warm.taken_at))
    for what, found in (("an act", evening.acts), ("a look", evening.looks)):
        p50, p95 = statistics.median(found) * 1000, percentile(found, 95) * 1000
        say(f"{what}: {len(found)} of them, p50 and p95", f"{p50:7.1f} ms  {p95:7.1f} ms")
    say("the wall behind a card, p95 and most", f"{percentile(delays, 95):7.1f} s   {max(delays):7.1f} s")
    say("processors busy with it", f"{used / SECONDS:7.2f}")
