"""A confirmed year review as data: one file for programs, one for tables, each with all languages."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from educities.kit.csv_cells import escape_formula
from educities.kit.multilingual import LANGUAGES
from programs.models import YearReview

FORM = "educities.year-review/1"
WORDS = ("words", "changes", "missing")


def render_json(review: YearReview) -> bytes:
    """What was kept, with the director's words."""
    return json.dumps(describe_review(review), ensure_ascii=False, indent=1).encode()


def describe_review(review: YearReview) -> dict[str, Any]:
    """The confirmed review as plain data; nobody is named."""
    return {
        "form": FORM,
        "program_starts_on": review.year.program.starts_on.isoformat(),
        "year": review.year.number,
        "version": review.version,
        "state": str(review.state),
        "confirmed_on": review.confirmed_on.isoformat() if review.confirmed_on else None,
        "confirmed_by": ("forum" if review.is_by_forum else "second_person") if review.confirmed_on else None,
        **{name: list_words(review, name) for name in WORDS},
        "parts": review.facts,
    }


def render_csv(review: YearReview) -> bytes:
    """A line of the review a row, a language a column."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(["part", "kind", *LANGUAGES])
    for part, kind, words in list_rows(review):
        if any(words.values()):
            write([part, kind, *(escape_formula(words.get(code, "")) for code in LANGUAGES)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def list_rows(review: YearReview) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The part, what it is, and its words by language."""
    for part in review.facts:
        for line in part["lines"]:
            yield part["key"], "text", line["text"]
            yield part["key"], "note", line["note"]
    for name in WORDS:
        yield name, "words", list_words(review, name)


def list_words(review: YearReview, name: str) -> dict[str, str]:
    """The director's words; nothing of what nobody has confirmed."""
    words: dict[str, str] = getattr(review, name) if review.state == YearReview.State.CONFIRMED else {}
    return words
