"""The method's five years as a file of milestones. A city changes its copy freely afterwards."""

import csv
from functools import lru_cache
from pathlib import Path

from programs.values.template import TemplateLine

# New programs are laid out by this one. Those signed before keep the one that they were laid out by.
VERSION = "2026-2"
LANGUAGES = ("en", "he", "ar")
FOLDER = Path(__file__).resolve().parents[1] / "data"


@lru_cache(maxsize=1)
def load_lines() -> dict[str, TemplateLine]:
    """The milestones of the template by their codes, in the file's order.

    A line's place at the brisk pace is `year:month`, where it has one of its own.
    """
    with (FOLDER / f"milestones-{VERSION}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {row["code"]: _read_line(row) for row in rows}


def _read_line(row: dict[str, str]) -> TemplateLine:
    steady = (int(row["year"]), int(row["month"]))
    year, _colon, month = row["brisk"].partition(":")
    return TemplateLine(
        code=row["code"],
        steady=steady,
        brisk=(int(year), int(month)) if year else steady,
        role=row["role"],
        proof=tuple(row["proof"].split()),
        title={code: row[code] for code in LANGUAGES},
    )
