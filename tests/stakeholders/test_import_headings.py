"""A heading that nobody has listed is guessed by the words it holds, in three languages."""

import os
from pathlib import Path
from typing import Any

import pytest

from stakeholders.imports.columns import guess_columns
from stakeholders.imports.headings import choose_sheet
from stakeholders.imports.table import cut_table, read_sheets

DATA = Path(os.environ.get("EDUCITIES_REAL_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))
with_data = pytest.mark.skipif(not DATA.exists(), reason=f"THE REAL DATA IS NOT THERE: {DATA}")


def guess(headings: str, row: str) -> dict[str, str]:
    table: Any = [headings.split("|"), row.split("|")]
    return {line: table[0][index] for line, index in guess_columns(table).items()}


@pytest.mark.parametrize(
    ("headings", "row", "found"),
    [
        ("סמל מוסד|שם מוסד|שם ישוב", "1|אורות|חיפה", {"name_he": "שם מוסד", "registry_no": "סמל מוסד", "place": "שם ישוב"}),
        ("שם ישוב|סמל ישוב", "חיפה|4000", {"name_he": "שם ישוב", "registry_no": "סמל ישוב"}),
        ("رقم|اسم المنظمة|العنوان", "2|جمعية|تونس", {"name_ar": "اسم المنظمة", "address": "العنوان"}),
        ("מספר רישום|שם התאגיד", "58|הגשר", {"registry_no": "מספר רישום", "name_he": "שם התאגיד"}),
        ("Name of the institution|Street|Registration year", "A|B|1", {"name_en": "Name of the institution", "address": "Street"}),
        ("اسم المدرسة|اسم المدير|بريد المدرسة", "أ|ب|a@b.co", {"name_ar": "اسم المدرسة", "email": "بريد المدرسة"}),
        ("שם פרטי|שם משפחה|גיל", "א|ב|1", {}),
        ("Teacher name|Principal email", "A|b@c.de", {}),
    ],
)  # fmt: skip
def test_a_heading_is_guessed_by_its_words(headings: str, row: str, found: dict[str, str]) -> None:
    assert guess(headings, row) == found


# The column of the name in each, as a person would choose it.
REAL = {
    "aihr-ngos/organisations.csv": "arabic_name",
    "clever-roster/schools.csv": "School_name",
    "endowments-register/endowments.xlsx": "name",
    "israeli-localities/localities.csv": "name",
    "organisations-windows-1256/organisations-1256.csv": "اسم المنظمة",
    "programmes-he/programmes.csv": "organisation",
    "public-bodies/bodies.csv": "name",
    "schools-register/schools.csv": "school_name_budget",
    "socioeconomic-index/localities.csv": "locality_name",
    "turnout-windows-1255/turnout-2015.csv": "שם ישוב",
}


@with_data
@pytest.mark.parametrize("name", REAL)
def test_the_name_is_found_in_files_that_others_made(name: str) -> None:
    sheet, heading = choose_sheet(read_sheets((DATA / name).read_bytes()))
    table = cut_table(sheet.rows, heading)
    columns = {line: table[0][index].strip() for line, index in guess_columns(table).items()}
    assert REAL[name] in {columns.get(line) for line in ("name_he", "name_ar", "name_en")}


def test_what_speaks_of_something_else_is_no_line_of_an_organisation() -> None:
    headings = ["name", "organisation", "locality_form", "merged_locality_names", "type_of_locality_id"]
    found = guess_columns([headings, ["חוג שחמט", "בית הנוער", "290", "x", "7"]])
    assert {line: headings[index] for line, index in found.items()} == {"name_he": "organisation"}
