"""docs/asvs.csv: each requirement of OWASP ASVS 5.0 of level 1 and 2 has its line, and what holds is shown by a test."""

import ast
import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COLUMNS = ["chapter", "number", "level", "status", "shown_by", "note"]
STATUSES = {"holds", "not applicable", "partly", "missing"}
# How many requirements of level 1 and 2 each chapter has.
CHAPTERS = {
    "Encoding and Sanitization": 27,
    "Validation and Business Logic": 11,
    "Web Frontend Security": 19,
    "API and Web Service": 10,
    "File Handling": 9,
    "Authentication": 35,
    "Session Management": 18,
    "Authorization": 7,
    "Self-contained Tokens": 7,
    "OAuth and OIDC": 29,
    "Cryptography": 14,
    "Secure Communication": 9,
    "Configuration": 13,
    "Data Protection": 9,
    "Secure Coding and Architecture": 13,
    "Security Logging and Error Handling": 16,
    "WebRTC": 7,
}
LEVELS = {"1": 70, "2": 183}
LONGEST_NOTE = 160
LEAST_SHARE, LEAST_HOLDING = 0.95, 0.90


@cache
def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "asvs.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def applicable() -> list[dict[str, str]]:
    return [row for row in rows() if row["status"] != "not applicable"]


@cache
def list_tests(path: str) -> set[str]:
    """The tests of a file, as pytest names them behind the path."""
    found = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return {name for name in found if name.rpartition("::")[2].startswith("test_")}


def test_each_requirement_has_one_line() -> None:
    numbers = [row["number"] for row in rows()]
    assert len(numbers) == 253
    assert [number for number, times in Counter(numbers).items() if times > 1] == []


def test_each_chapter_is_whole() -> None:
    assert Counter(row["chapter"] for row in rows()) == CHAPTERS
    assert Counter(row["level"] for row in rows()) == LEVELS


def test_lines_stand_in_the_order_of_the_standard() -> None:
    places = [tuple(map(int, row["number"].split("."))) for row in rows()]
    assert places == sorted(places)
    assert [list(CHAPTERS)[place[0] - 1] for place in places] == [row["chapter"] for row in rows()]


def test_each_line_is_of_a_known_kind() -> None:
    assert list(rows()[0]) == COLUMNS
    assert [row["number"] for row in rows() if row["status"] not in STATUSES or None in row.values()] == []


def test_every_test_that_is_named_is_there() -> None:
    named = {(row["number"], test) for row in rows() for test in row["shown_by"].split()}
    parted = {(number, *test.partition("::")[::2]) for number, test in named}
    assert [one for one in parted if not (ROOT / one[1]).exists()] == []
    assert [one for one in parted if one[2] not in list_tests(one[1])] == []


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_what_no_test_shows_has_a_reason(status: str) -> None:
    """So has what holds in part; and what does not apply is shown by nothing."""
    lines = [row for row in rows() if row["status"] == status]
    assert [row["number"] for row in lines if not row["note"] and (status != "holds" or not row["shown_by"])] == []
    if status == "not applicable":
        assert [row["number"] for row in lines if row["shown_by"]] == []


def test_a_reason_is_one_short_sentence() -> None:
    notes = [row["note"] for row in rows() if row["note"]]
    assert [note for note in notes if len(note) > LONGEST_NOTE or not note.endswith(".")] == []


def test_nearly_all_that_applies_is_shown_by_a_test() -> None:
    shown = [row for row in applicable() if row["shown_by"]]
    assert len(shown) >= LEAST_SHARE * len(applicable())


def test_most_of_what_applies_holds_as_a_whole() -> None:
    holding = [row for row in applicable() if row["status"] == "holds" and row["shown_by"]]
    assert len(holding) >= LEAST_HOLDING * len(applicable())
