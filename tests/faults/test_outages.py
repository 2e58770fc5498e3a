"""What a whole installation does while a part of it is away, and that nothing is lost or done twice."""

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from typing import Any

import psutil
import pytest
from django.utils import timezone

from educities.embedded import valkey
from educities.embedded.paths import database_home
from educities.embedded.services import service_addresses, services_lock, socket_dir
from educities.embedded.steps import ROOT
from tests.api.test_partner import Caller
from tests.faults.visitor import Visitor
from tests.installation import PATIENCE, Installation, installed, owner

pytestmark = pytest.mark.processes
CITY = "/c/practice"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory) as made:
        made.start()
        yield made


def signed_in(installation: Installation, who: str) -> Visitor:
    visitor = Visitor(installation.address)
    visitor.signs_in(f"{who}@practice.example", installation.practice_password)
    return visitor


@pytest.fixture
def ruth(installation: Installation) -> Visitor:
    return signed_in(installation, "ruth")


def column(installation: Installation, sql: str, *values: Any) -> list[Any]:
    with owner(installation.var) as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def waits_for(reached: Any, seconds: float = PATIENCE, pause: float = 0.2) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, "nothing moved"
        time.sleep(pause)


def invite(visitor: Visitor, email: str) -> None:
    fields = {"display_name": "Amal", "email": email, "role": "facilitator", "language": "ar"}
    assert visitor.post(f"{CITY}/roles/new/", fields) == 200, visitor.text
    assert email in visitor.text


def tell(installation: Installation, command: bytes) -> None:
    """A command to the cache by itself."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(socket_dir(installation.var) / "valkey.sock"))
        line.sendall(command + b"\r\n")
        line.recv(100)


def test_without_cache_and_broker_people_go_on_and_their_mail_follows(
    installation: Installation, ruth: Visitor
) -> None:
    home = socket_dir(installation.var)
    with services_lock(home):  # so that it is not started again meanwhile
        valkey.stop_valkey(home)
        assert not valkey.is_answering(home)
        assert ruth.get(f"{CITY}/today/") == 200
        assert Visitor(installation.address).get(f"{CITY}/challenges/") == 200
        invite(ruth, "while-away@example.org")
        installation.becomes("/readyz", 200)
        assert '"broker": "away"' in installation.ask("/readyz").read().decode()
        waiting = column(installation, "SELECT state FROM activity_message WHERE recipient = 'while-away@example.org'")
        assert len(waiting) == 1
    operator = signed_in(installation, "operator")

    def has_come() -> bool:
        operator.get("/platform/mailbox/")
        return "while-away@example.org" in operator.text

    waits_for(has_come)
    assert operator.text.count("while-away@example.org") == 1


@contextmanager
def stopped(installation: Installation, name: str) -> Iterator[None]:
    """Every process of the service stands still, and all its sockets stay open."""
    found = [process for process in service_processes(installation, name) if process.status() != psutil.STATUS_ZOMBIE]
    assert found
    for process in found:
        process.suspend()
    try:
        yield
    finally:
        for process in found:
            process.resume()


def service_processes(installation: Installation, name: str) -> list[psutil.Process]:
    if name == "valkey-server":
        return [p for p in installation.processes() if name in " ".join(p.cmdline())]
    number = (database_home(installation.var) / "postmaster.pid").read_text().split("\n", 1)[0]
    postmaster = psutil.Process(int(number))
    return [postmaster, *postmaster.children(recursive=True)]


def timed(visitor: Visitor, path: str) -> tuple[int, float]:
    start = time.monotonic()
    return visitor.get(path), time.monotonic() - start


def test_a_cache_that_hangs_holds_nobody_up(installation: Installation, ruth: Visitor) -> None:
    guest = Visitor(installation.address)
    guest.get(f"{CITY}/challenges/")
    usual = timed(guest, f"{CITY}/challenges/")[1] + timed(ruth, f"{CITY}/today/")[1]
    with stopped(installation, "valkey-server"):
        pages = ((guest, f"{CITY}/challenges/"), (ruth, f"{CITY}/today/")) * 5
        ten = [timed(visitor, path) for visitor, path in pages]
        assert {status for status, _seconds in ten} == {200}
        assert sum(seconds for _status, seconds in ten) < 6 + 10 * usual, (usual, ten)
        signed_in(installation, "noa")
        assert '"broker": "away"' in installation.ask("/readyz").read().decode()
    waits_for(lambda: '"broker": "there"' in installation.ask("/readyz").read().decode())


def test_a_database_that_hangs_is_said(installation: Installation, ruth: Visitor) -> None:
    assert ruth.get(f"{CITY}/today/") == 200
    with stopped(installation, "postgres"):
        start = time.monotonic()
        assert installation.ask("/readyz").status == 503
        # Before the ten seconds after which the line of any request is cut.
        assert time.monotonic() - start < 9
        status, taken = timed(ruth, f"{CITY}/today/")
        assert (status, taken < 60) == (503, True), (status, taken)
        assert (installation.ask("/livez").status, installation.ask("/readyz").status) == (200, 503)
    installation.becomes("/readyz", 200)
    waits_for(lambda: ruth.get(f"{CITY}/today/") == 200)


def test_an_emptied_cache_signs_nobody_out(installation: Installation, ruth: Visitor) -> None:
    before = Visitor(installation.address)
    before.get(f"{CITY}/challenges/")
    tell(installation, b"FLUSHALL")
    assert (ruth.get(f"{CITY}/today/"), ruth.url) == (200, f"{installation.address}{CITY}/today/")
    after = Visitor(installation.address)
    assert (after.get(f"{CITY}/challenges/"), after.text) == (200, before.text)


def partner_of(installation: Installation, ruth: Visitor) -> Caller:
    until = (timezone.now() + timedelta(days=30)).date()
    fields = {"name": "Registry", "scopes": ["indicators:read", "indicators:write"], "expires_on": until}
    assert ruth.post(f"{CITY}/partners/new/", fields) == 200
    shown = [unescape(text) for text in re.findall(r'<dd class="code"><bdi[^>]*>([^<]+)</bdi>', ruth.text)]
    # Below them stand the addresses to call.
    client_id, secret = shown[:2]
    caller = Caller(installation.address, client_id, secret)
    assert caller.fetch_token() == 200
    return caller


def test_a_call_repeated_after_the_web_was_killed_has_one_effect(installation: Installation, ruth: Visitor) -> None:
    caller = partner_of(installation, ruth)
    base = "/api/v1/cities/practice/indicators"
    indicator = next(row["id"] for row in caller.ask("GET", base)[2]["results"])
    sent = [(f"key-{n}", {"series": "target", "period": 2035 + n, "value": str(50 + n)}) for n in range(40)]

    def call(key: str, body: dict[str, Any]) -> int:
        return caller.ask("POST", f"{base}/{indicator}/values", body, **{"Idempotency-Key": key})[0]

    failed: list[str] = []
    answered: list[str] = []

    def call_all() -> None:
        for key, body in sent:
            try:
                call(key, body)
                answered.append(key)
                # On a fast machine all would be through before the web is killed.
                time.sleep(0.05)
            except (OSError, ValueError):
                failed.append(key)
                time.sleep(0.1)

    calls = threading.Thread(target=call_all)
    calls.start()
    waits_for(lambda: len(answered) > 2, pause=0.01)
    for process in [*installation.web_process().children(), installation.web_process()]:
        process.kill()
    calls.join()
    installation.becomes("/livez", 200)
    assert failed, "the web was killed when all calls were through"
    waits_for(lambda: all(call(key, body) == 201 for key, body in sent))
    found = column(
        installation,
        "SELECT count(*) FROM programs_indicatorvalue WHERE indicator_id = %s AND series = 'target' AND period >= 2035"
        " GROUP BY period",
        indicator,
    )
    assert found == [1] * len(sent)


def test_two_beats_and_two_senders_remind_once(installation: Installation) -> None:
    """A second beat and a sender without broker run beside those of the installation; each person gets one mail."""
    command = [sys.executable, "manage.py", "crank", "--seconds", "0.2"]
    beat = [sys.executable, "-m", "celery", "--app", "educities", "--quiet", "beat", "--pidfile", ""]
    beat += ["--schedule", str(installation.var / "second-beat"), "--loglevel", "ERROR"]
    env = {**installation.environment(), **service_addresses(installation.var), "BASE_URL": installation.address}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT, "env": env}
    beside = [subprocess.Popen(command, **quiet), subprocess.Popen(beat, **quiet)]
    try:
        with owner(installation.var) as cursor:
            cursor.execute(
                "UPDATE cities_city SET quiet_from = '00:00', quiet_until = '00:00', keeps_sabbath = false"
                " WHERE slug = 'practice'"
            )
            cursor.execute(
                "UPDATE activity_schedule SET due_at = now(), state = 'waiting'"
                " WHERE subject_type = 'meetings.session' AND state = 'waiting' RETURNING id"
            )
            taken = [row[0] for row in cursor.fetchall()]
        assert taken, "the practice city has no session to come"
        # Of these alone: what else the practice city reminds of meanwhile may wait for mails of the same moment.
        mails = "SELECT state FROM activity_message WHERE dedupe_key LIKE ANY(%s)"
        keys_of_taken = [f"rem:{number}:%" for number in taken]
        waits_for(lambda: set(column(installation, mails, keys_of_taken)) == {"sent"})
        time.sleep(3)  # for a second mail to come, were there one; a busy machine makes this no stricter
    finally:
        for process in beside:
            process.terminate()
            process.wait(timeout=PATIENCE)
    keys = column(installation, "SELECT dedupe_key FROM activity_message WHERE dedupe_key LIKE 'rem:%%'")
    states = column(installation, "SELECT DISTINCT state FROM activity_schedule WHERE id = ANY(%s)", taken)
    assert (len(keys), states) == (len(set(keys)), ["done"])
    letters = list((installation.var / "mailbox").glob("*.eml"))
    said = [one.read_bytes() for one in letters]
    ids = [re.search(rb"Message-ID:\s*(<[^>]+>)", text)[1] for text in said]
    assert len(ids) == len(set(ids))
