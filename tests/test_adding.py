"""docs/adding.md says where a new model goes: each place is there and holds what the page shows of it."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "adding.md").read_text()
MOST_PLACES = 20
ITEM = re.compile(r"^(\d+)\. `([^`]+)`(.*?)(?=^\d+\. |^## |\Z)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"```\w+\n(.*?)```", re.DOTALL)
PLACES = [(path, [dedent(block) for block in CODE.findall(rest)]) for _number, path, rest in ITEM.findall(PAGE)]
# What each place says of the example: its model, its action, its texts or its address.
NAME = re.compile(r"annotat|A note was added", re.IGNORECASE)


def shown_lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]


def test_places_are_numbered_and_few() -> None:
    assert [int(number) for number, _path, _rest in ITEM.findall(PAGE)] == list(range(1, len(PLACES) + 1))
    assert len({path for path, _blocks in PLACES}) == len(PLACES) <= MOST_PLACES


@pytest.mark.parametrize(("path", "blocks"), PLACES, ids=[path for path, _blocks in PLACES])
def test_a_place_is_there_and_holds_what_is_shown(path: str, blocks: list[str]) -> None:
    text = (ROOT / path).read_text()
    assert NAME.search(text)
    there = [line.strip() for line in text.splitlines()]
    assert [line for block in blocks for line in shown_lines(block) if line not in there] == []


def test_every_other_file_that_the_page_names_is_there() -> None:
    named = re.findall(r"`((?:tests|docs|educities)/[\w/.]+)`|\]\((\w+\.md)\)", PAGE)
    assert [name for name, _link in named if name and not (ROOT / name).exists()] == []
    assert [link for _name, link in named if link and not (ROOT / "docs" / link).exists()] == []


def test_no_other_file_of_the_project_knows_the_example() -> None:
    """What the example touches is on the page; the rest is drawn."""
    drawn = {"docs/data.md", "docs/hooks.md", "docs/adding.md", "docs/method.md", "educities/api/openapi.yaml"}
    folders = ["cities", "docs", "educities", "labs", "meetings", "programs", "reports", "stakeholders", "templates"]
    files = [path for name in folders for path in (ROOT / name).rglob("*.*") if path.suffix in {".py", ".html", ".md"}]
    knows = {str(path.relative_to(ROOT)) for path in files if re.search(r"\bAnnotation|annotate_ind", path.read_text())}
    assert knows - drawn - {path for path, _blocks in PLACES} == set()
