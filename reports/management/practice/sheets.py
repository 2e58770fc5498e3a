"""The spreadsheets of the practice city: one was imported three weeks ago, one waits since yesterday with a cell that is wrong."""

import csv
import io
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import override

from reports.management.practice.cast import Cast
from stakeholders.actions.sheet_kinds import SHEETS, make_table
from stakeholders.actions.sheets import apply_sheet, check_sheet
from stakeholders.models import ImportRun

Kind = ImportRun.Kind
SITES_FILE, ORGANISATIONS_FILE = "אתרים לשנת הלימודים.csv", "مؤسسات الميناء.csv"
# By the number of the line: what its cell says in the file that comes back.
UNITS = {1: "6.5", 3: "4.5"}
PHONES, WRONG_EMAIL = {1: "04-8500101", 2: "04-8500102", 3: "04-8500103"}, {4: "office(at)example"}


def bring_in_sheets(cast: Cast) -> None:
    """The sites have the units of the new school year, and a list of phones waits to be looked at."""
    with override("he"):
        done = _check_changed(cast, Kind.SITES, SITES_FILE, units_total=UNITS)
        apply_sheet(done, actor=cast.director)
    with override("ar"):
        waiting = _check_changed(cast, Kind.ORGANISATIONS, ORGANISATIONS_FILE, phone=PHONES, email=WRONG_EMAIL)
    now = timezone.now()
    weeks_ago, yesterday = now - timedelta(weeks=3), now - timedelta(days=1)
    ImportRun.objects.filter(pk=done.pk).update(made_at=weeks_ago, done_at=weeks_ago)
    ImportRun.objects.filter(pk=waiting.pk).update(made_at=yesterday, done_at=None)


def _check_changed(cast: Cast, kind: str, name: str, **cells: dict[int, str]) -> ImportRun:
    """The preview of the city's own file, with other words in these cells of these lines."""
    head, rows = make_table(SHEETS[kind], cast.director)
    names = [line.name for line in SHEETS[kind].lines]
    for line, texts in cells.items():
        for number, text in texts.items():
            rows[number - 1][names.index(line)] = text
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return check_sheet(out.getvalue().encode("utf-8-sig"), name, kind=kind, actor=cast.director)
