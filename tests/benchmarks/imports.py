"""Fifty thousand organisations through the worker: the file read, then taken in. Against as many bare rows by one COPY."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connections

from cities.models import City
from educities.tenancy.scope import city_scope
from stakeholders.actions import ask_to_apply, ask_to_read, run_due_imports
from stakeholders.models import ImportRun, Organisation
from tests.benchmarks.measure import say

ROWS = 50_000
HEAD = "name_he,name_en,registry_no,sector,email,address,city,phone\n"
# What the worker is at its start, and at its highest.
WORKER = """
import sys, django
django.setup()
from django.db import connections
for one in connections.all():
    one.settings_dict["NAME"] = sys.argv[1]
from stakeholders.actions import run_due_imports
from tests.benchmarks.imports import find_peak
before = find_peak()
assert run_due_imports() == 1
print(before, find_peak())
"""


def find_peak() -> int:
    """Megabytes that this process had at its highest."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def make_file() -> bytes:
    text = io.StringIO()
    text.write(HEAD)
    text.writelines(
        f"ארגון מספר {n},Organisation {n},9758{n:07d},{n % 4 + 1},o{n}@example.org,רחוב הים {n},בת ים,03-{n}\n"
        for n in range(ROWS)
    )
    return text.getvalue().encode("utf-8-sig")


def work_once() -> tuple[float, str]:
    """Seconds and megabytes of a worker of its own that does what waits."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", WORKER, connections["default"].settings_dict["NAME"]],
        env=os.environ,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=600,
    )
    return time.perf_counter() - start, done.stdout.strip().replace(" ", " → ")


def copy_plainly(data: bytes) -> float:
    """The same lines into a table without an index, a key or a policy."""
    columns = ", ".join(f"{name} text" for name in HEAD.strip().split(","))
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_import ({columns})")
        start = time.perf_counter()
        cursor.copy_expert("COPY bench_import FROM STDIN WITH (FORMAT csv, HEADER)", io.BytesIO(data[3:]))
        seconds = time.perf_counter() - start
        cursor.execute("DROP TABLE bench_import")
    return seconds


def measure(city: City) -> None:
    print("\nImport of a large file:")
    actor: Any = get_user_model().objects.get(email="ruth@practice.example")
    data = make_file()
    with city_scope(city.pk):
        run = ask_to_read(data, "organisations.csv", sector=None, actor=actor)
    read, read_memory = work_once()
    with city_scope(city.pk):
        run = ImportRun.objects.get(pk=run.pk)
        assert run.counts["new"] == ROWS, (run.counts, run.problems[:3])
        ask_to_apply(run, actor=actor)
    applied, applied_memory = work_once()
    with city_scope(city.pk):
        run.refresh_from_db()
        assert run.state == "done", run.refusal
        assert Organisation.objects.filter(import_run=run).count() == ROWS
    assert run_due_imports() == 0
    say(f"{ROWS:,} rows of {len(data) / 1e6:.1f} MB: read, taken in", f"{read:7.1f} s  {applied:7.1f} s")
    say("memory of the worker: read, taken in", f"{read_memory} MB  {applied_memory} MB")
    say("against one bare COPY", f"{(read + applied) / copy_plainly(data):7.1f} times")
