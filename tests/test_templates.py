"""Templates are read by people: short lines, short files, one element a line."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_LINE, MOST_LINES = 140, 120
BLOCKS = (
    "address article aside blockquote body dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 head header "
    "html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCK_START = re.compile(rf"<(?:{'|'.join(BLOCKS.split())})(?=[\s>])")


def several_blocks(text: str) -> list[str]:
    """The lines on which more than one block begins."""
    return [line.strip() for line in text.splitlines() if len(BLOCK_START.findall(line)) > 1]


def places(wrong: dict[Path, object]) -> dict[str, object]:
    return {str(path.relative_to(ROOT)): found for path, found in wrong.items() if found}


def test_no_line_is_too_long_to_read() -> None:
    long = {
        path: [n for n, line in enumerate(path.read_text().splitlines(), start=1) if len(line) > LONGEST_LINE]
        for path in TEMPLATES
    }
    assert places(long) == {}


def test_no_template_is_longer_than_two_screens() -> None:
    long = {path: max(len(path.read_text().splitlines()) - MOST_LINES, 0) for path in TEMPLATES}
    assert places(long) == {}, "move a part of it into an include"


def test_one_block_begins_on_a_line() -> None:
    assert places({path: several_blocks(path.read_text()) for path in TEMPLATES}) == {}


@pytest.mark.parametrize(
    "line", ["<ul><li>", "<div class='a'><p>b</p></div>", "{% if a %}<p>a</p>{% else %}<p>b</p>{% endif %}"]
)
def test_two_blocks_on_a_line_are_seen(line: str) -> None:
    assert several_blocks(line) == [line]


@pytest.mark.parametrize(
    "line", ["<li><a href='#'>a</a></li>", "<p>{% translate 'a < b' %}</p>", "<header>", "</ul></li>"]
)
def test_one_block_on_a_line_is_fine(line: str) -> None:
    assert several_blocks(line) == []


def test_no_template_counts_time_in_djangos_words() -> None:
    counted = {path: re.findall(r"\|time(?:since|until)", path.read_text()) for path in TEMPLATES}
    assert places(counted) == {}, "its numbers do not agree in Arabic: say the day"
