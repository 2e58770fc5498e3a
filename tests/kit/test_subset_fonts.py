"""The files of letters hold what the style sheet promises of them, and what our own pages write."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.subset import parse_unicodes
from fontTools.ttLib import TTFont

from educities.kit.management.commands.subset_fonts import RANGES

CSS = (Path(settings.BASE_DIR) / "static/css/main.css").read_text()
FACES = dict(re.findall(r"@font-face \{[^}]*rubik-([a-z-]+)\.woff2[^}]*unicode-range: ([^;]+);", CSS))
FOLDER = Path(settings.VAR_DIR) / "static/fonts"
# A page of any one script and the common signs; the scripts that a city mixes in one list.
MOST_BYTES = 46_000


def test_the_sheet_names_each_file() -> None:
    assert set(FACES) == set(RANGES)


@pytest.mark.parametrize("name", RANGES)
def test_the_sheet_fetches_a_file_for_each_of_its_signs(name: str) -> None:
    known = set(TTFont(FOLDER / f"rubik-{name}.woff2").getBestCmap())
    assert known - set(parse_unicodes(FACES[name])) == set()


def test_the_common_files_are_small() -> None:
    assert sum((FOLDER / f"rubik-{name}.woff2").stat().st_size for name in RANGES if "more" not in name) <= MOST_BYTES


@pytest.mark.parametrize(("language", "script"), [("he", "hebrew"), ("ar", "arabic")])
def test_our_own_texts_need_no_rare_letters(language: str, script: str) -> None:
    text = (Path(settings.BASE_DIR) / f"locale/{language}/LC_MESSAGES/django.po").read_text()
    letters = {ord(one) for one in text if one.isalpha() and ord(one) > 0x24F}
    assert letters - set(parse_unicodes(RANGES[script])) == set()
