"""`make bench`: speed as ratios against a bare application in the same run. Absolute figures drift; the ratios count.

`python -m tests.benchmarks pages first_visit start work retention directory imports matching five_years room` measures these parts alone.
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("TEST_DB", "bench")
os.environ["EDUCITIES_TEST"] = "1"
# Sessions made here are read by the server, so both sign with one key; the run makes its own.
os.environ.setdefault("SECRET_KEY", "bench" * 12)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "educities.settings")

import django
from django.conf import settings

django.setup()

from django.core.management import call_command

from educities.embedded.services import ensure_services
from reports.management.practice import build_practice_city
from tests import database
from tests.benchmarks import (
    directory,
    first_visit,
    five_years,
    imports,
    matching,
    pages,
    retention,
    room,
    rows,
    start,
    work,
)
from tests.benchmarks.measure import say

PARTS = {
    "pages": pages.measure,
    "first_visit": first_visit.measure,
    "start": start.measure,
    "work": work.measure,
    "retention": retention.measure,
    "directory": directory.measure,
    "imports": imports.measure,
    "matching": matching.measure,
    "five_years": five_years.measure,
    "room": room.measure,
}


def main(wanted: list[str]) -> None:
    ensure_services(Path(settings.VAR_DIR))
    begun = time.perf_counter()
    name = database.make()
    try:
        print()
        say("an empty database migrated", f"{time.perf_counter() - begun:7.1f} s")
        call_command("load_areas", verbosity=0)
        rows.collect_static()
        city = build_practice_city("bench-password-9")
        for part in wanted or PARTS:
            PARTS[part](city)
    finally:
        database.drop(name)


main(sys.argv[1:])
