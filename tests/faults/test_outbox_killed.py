"""kill -9 of real processes in the middle of their work: nothing is lost, and what comes twice has the same id."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from educities.activity.models import Message, Notice
from educities.tenancy.scope import city_scope
from reports.actions import ask_report, build_due
from reports.models import Report
from tests.factories import CityFactory, UserFactory
from tests.faults.post import Post
from tests.installation import PATIENCE

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
ROOT = Path(settings.BASE_DIR)
COUNT = 1000


def environment(post: Post) -> dict[str, str]:
    """The same database and a real mail server for a process of its own."""
    urls = {}
    for name, alias in (
        ("DATABASE_URL", "default"),
        ("DATABASE_OWNER_URL", "owner"),
        ("NETWORK_DATABASE_URL", "network"),
    ):
        one = connections[alias].settings_dict
        urls[name] = f"postgresql://{one['USER']}@/{one['NAME']}?host={one['HOST']}"
    return {
        **os.environ,
        **urls,
        "REDIS_URL": settings.REDIS_URL,
        "EDUCITIES_TEST": "1",
        "SECRET_KEY": "tests-only",
        "ALLOWED_HOSTS": "*",
        "DELIVERY_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(post.port),
    }


def sender(post: Post) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "manage.py"), "crank", "--seconds", "0.1"]
    return subprocess.Popen(command, env=environment(post), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(reached: Any, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "nothing moved"
        time.sleep(0.02)


def test_a_killed_sender_loses_nothing_and_repeats_with_the_same_id() -> None:
    city = CityFactory(keeps_sabbath=False)
    with city_scope(city.pk):
        Message.objects.bulk_create(
            [
                Message(
                    channel="mail",
                    kind="mail",
                    recipient=f"p{n}@example.org",
                    dedupe_key=f"kill:{n}",
                    priority=1,
                    payload={"subject": "Hello", "text": "Text"},
                )
                for n in range(COUNT)
            ]
        )
    with Post() as post:
        for share in (0.2, 0.5, 0.7):
            process = sender(post)
            wait_for(lambda share=share: len(post.letters) >= COUNT * share)
            process.send_signal(signal.SIGKILL)
            process.wait()
            with city_scope(city.pk):
                Message.objects.filter(state="leased").update(lease_until="2020-01-01T00:00Z")
        process = sender(post)
        try:
            with city_scope(city.pk):
                wait_for(lambda: Message.objects.filter(state="sent").count() == COUNT)
        finally:
            process.terminate()
            process.wait()
        repeated = len(post.letters) - len(set(post.letters))
        assert len(set(post.letters)) == COUNT
        # At most the one mail that was on its way at each of the three kills comes twice, with its own id.
        assert repeated <= 3


def test_a_report_whose_worker_was_killed_is_built_by_the_next_once() -> None:
    city, director = CityFactory(), UserFactory()
    with city_scope(city.pk):
        report = ask_report(actor=director, format="pdf", language="he")
    with Post() as post:
        code = (
            "import django; django.setup()\n"
            "import reports.actions as actions, os, signal\n"
            "actions.build_report = lambda report: os.kill(os.getpid(), signal.SIGKILL)\n"
            "actions.build_due()\n"
        )
        env = {**environment(post), "DJANGO_SETTINGS_MODULE": "educities.settings"}
        done = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    with city_scope(city.pk):
        assert Report.objects.get(pk=report.pk).state == "building"
        Report.objects.update(lease_until="2020-01-01T00:00Z")
    assert build_due() == 1
    with city_scope(city.pk):
        report.refresh_from_db()
        assert (report.state, bytes(report.content)[:4]) == ("ready", b"%PDF")
        assert Notice.objects.filter(verb="reports.report_ready").count() == 1
