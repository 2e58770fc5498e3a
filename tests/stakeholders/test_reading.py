import csv
import io
import zipfile

import pytest
from django.utils import translation
from openpyxl import Workbook

from educities.kit.csv_cells import escape_formula
from educities.kit.errors import DomainError
from stakeholders.imports import limits as reading
from stakeholders.imports.choice_words import read_field, read_sector
from stakeholders.imports.columns import guess_columns
from stakeholders.imports.headings import choose_sheet
from stakeholders.imports.rows import ExistingData, check_rows, in_words
from stakeholders.imports.table import cut_table, read_sheets
from stakeholders.imports.texts import PROBLEMS
from stakeholders.models.organisations import Sector

PLAIN = "name_he,name_ar,sector,email\nגן הצבעים,حديقة الألوان,עסקי,a@example.org\nבית הספר,,1,\n"


def read_table(data):
    sheet, heading = choose_sheet(read_sheets(data))
    return cut_table(sheet.rows, heading)


def code_of(data):
    with pytest.raises(DomainError) as refused:
        read_table(data)
    return refused.value.code.removeprefix("stakeholders.import_")


def xlsx(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_read_alike(encoding):
    assert read_table(PLAIN.encode(encoding))[1][:2] == ["גן הצבעים", "حديقة الألوان"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1255", "שם,מגזר\nעמותת קשרים למען הילדים,עמותה\nבית הספר הקהילתי בשכונה,ציבורי\n"),
        ("cp1256", "الاسم,القطاع\nجمعية الأمل للثقافة والتنمية,جمعية\nمدرسة الحي الشرقي الجديدة,عام\n"),
    ],
)
def test_old_windows_files_are_read(encoding, text):
    assert read_table(text.encode(encoding)) == read_table(text.encode())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(delimiter):
    rows = [["name", "about"], ["A, B; C", "x"], ["D", "y"]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    assert read_table(file.getvalue().encode()) == rows


def test_quoted_lines_and_short_rows_keep_their_columns():
    data = 'name,about,email\n"One ""two""","line 1\nline 2"\n\n,,\nB,c,d,e\n'
    assert read_table(data.encode()) == [
        ["name", "about", "email"],
        ['One "two"', "line 1\nline 2", ""],
        ["B", "c", "d"],
    ]


def test_spreadsheet_is_read():
    data = xlsx(["name", "registry_no", "since"], ["גן", 580123456.0, None], [None, None, None], ["=1+1", "07", 3.5])
    assert read_table(data)[:2] == [["name", "registry_no", "since"], ["גן", "580123456", ""]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"name,email\n", "no_rows"),
        (b"%PDF-1.7 something", "wrong_kind"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "wrong_kind"),
        (b"<html><table></table></html>", "wrong_kind"),
        (b"\xd0\xcf\x11\xe0 old excel", "wrong_kind"),
        (b"PK\x03\x04 broken", "broken"),
        (b"name\n" + b"x" * (reading.MAX_BYTES + 1), "too_big"),
        (b"name\n" + b"x\n" * (reading.MAX_ROWS + 1), "too_many"),
        (",".join(map(str, range(61))).encode() + b"\n1\n", "columns"),
        (b'name,about\nA,"x\nB,y\nC,z\n', "quotes"),
        (b'name,about\nA,"x"y\n', "quotes"),
    ],
)
def test_bad_files_answer_clearly(data, code):
    assert code_of(data) == code


def test_a_quotation_mark_left_open_is_found_in_its_line():
    lines = [f'{n},"about {n}"' for n in range(2, 301)]
    lines[98] = '100,"about 100'
    with translation.override("en"), pytest.raises(DomainError, match="In line 100 of the file"):
        read_table("\n".join(["name,about", *lines]).encode())


def test_other_archive_is_the_wrong_kind():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "x")
    assert code_of(file.getvalue()) == "wrong_kind"


def test_bomb_is_refused_before_it_is_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (reading.MAX_UNZIPPED + 1))
    assert len(file.getvalue()) < 200_000
    assert code_of(file.getvalue()) == "too_big"


def test_cut_spreadsheet_is_broken():
    assert code_of(xlsx(["name"], ["a"])[:-400]) == "broken"


def test_columns_are_guessed_in_three_languages():
    assert guess_columns([["שם הארגון", "מגזר", "אימייל", "כתובת"], ["א", "", "", ""]]) == {
        "name_he": 0,
        "sector": 1,
        "email": 2,
        "address": 3,
    }
    assert guess_columns([["name", "e-mail"], ["بيت الثقافة", ""]]) == {"name_ar": 0, "email": 1}
    assert guess_columns([["name"], ["House of culture"]]) == {"name_en": 0}


@pytest.mark.parametrize(
    ("said", "sector"), [("עסקי", 2), ("Non-profit", 3), ("4", 4), ("القطاع العام", 1), ("nonsense", None), ("", None)]
)
def test_sector_words(said, sector):
    assert read_sector(said) == sector


@pytest.mark.parametrize(
    ("said", "sector"),
    [("عام", 1), ("أعمال", 2), ("أهلي", 3), ("أهلي غير ربحي", 3), ("مشروع اجتماعي", 4)],
)
def test_short_arabic_sector_words_are_read(said, sector):
    """The words that the message about an unknown sector names, and those of older files."""
    assert read_sector(said) == sector


@pytest.mark.parametrize("sector", Sector)
def test_arabic_sector_label_is_read(sector):
    with translation.override("ar"):
        assert read_sector(str(sector.label)) == sector


@pytest.mark.parametrize(
    ("said", "field"), [("جمعية ثقافية", "culture"), ("بيئية", "environment"), ("תרבות", "culture"), ("חינוך", "other")]
)
def test_field_words(said, field):
    assert read_field(said) == field


def check(text, known=None, **defaults):
    table = read_table(text.encode())
    return check_rows(
        table, guess_columns(table), {"sector": 3, "repeats": "leave", **defaults}, known or ExistingData()
    )


def test_rows_become_drafts():
    checked = check(PLAIN)
    first, second = checked.drafts
    assert (first.name, first.sector, first.email) == (
        {"he": "גן הצבעים", "ar": "حديقة الألوان"},
        2,
        "a@example.org",
    )
    assert (second.name, second.sector) == ({"he": "בית הספר"}, 1)
    assert checked.problems == []


def test_bad_address_is_left_out_and_said():
    checked = check('name,email\nA,not an address\nB,"b@example.org, c@example.org"\n')
    assert [draft.email for draft in checked.drafts] == ["", "b@example.org"]
    assert checked.problems == [
        {"row": 2, "column": "email", "code": "email_left_out", "value": "not an address"},
        {"row": 3, "column": "email", "code": "email_first_of_several", "value": "b@example.org, c@example.org"},
    ]


def test_rows_without_name_or_sector_are_left_out():
    checked = check("name,sector\n,1\nA,unknown\nB,\n", sector=None)
    assert checked.drafts == []
    assert [p["code"] for p in checked.problems] == ["name_missing", "sector_unknown", "sector_missing"]
    assert checked.counts["refused"] == 3


def test_repeated_names_meet_across_spellings():
    text = "name_ar\nمؤسسة الأمل\nموسسة الامل\nجمعية البحر\n"
    checked = check(text, known=ExistingData(names={"جمعيه البحر"}))
    assert [draft.name["ar"] for draft in checked.drafts] == ["مؤسسة الأمل"]
    assert [(p["row"], p["code"]) for p in checked.problems] == [
        (3, "name_repeated_in_file"),
        (4, "name_already_in_city"),
    ]
    assert check(text, known=ExistingData(names={"جمعيه البحر"}), repeats="take").counts["new"] == 3


def test_repeated_registry_numbers_are_left_out_always():
    text = "name,registry_no\nHouse of culture,1\nThe house of culture,1\nSchool,2\n"
    checked = check(text, known=ExistingData(registry_nos={"2": {"en": "School"}}), repeats="take")
    assert [str(draft) for draft in checked.drafts] == ["House of culture"]
    assert [p["code"] for p in checked.problems] == ["registry_no_repeated_in_file", "registry_no_already_in_city"]


def test_the_number_of_another_one_names_both():
    known = ExistingData(registry_nos={"222": {"ar": "جمعية المدينة"}})
    checked = check("name,registry_no\nמאפייה,222\nHouse of culture,1\nKindergarten,1\n", known=known)
    assert (checked.counts["new"], checked.counts["number_of_another"], checked.counts["already_in_city"]) == (1, 2, 0)
    with translation.override("en"):
        first, second = (note.words for note in in_words(checked.problems, PROBLEMS.__getitem__))
    assert first.startswith("“מאפייה” has the registry number of “جمعية المدينة” in the city")
    assert second.startswith("“Kindergarten” has the registry number of “House of culture” in an earlier row")


@pytest.mark.parametrize("heading", ["id", "ID", "מספר"])
def test_a_running_number_is_no_registry_number(heading):
    assert guess_columns([["name", heading], ["School", "1"]]) == {"name_en": 0}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_error_file_runs_nothing(cell):
    assert escape_formula(cell) == f"'{cell}"


def test_headings_are_known_by_what_the_page_calls_them():
    headings = ["שם בעברית", "מספר רישום", "כתובת מייל", "תחום עיסוק"]
    assert guess_columns([headings, ["בית ספר", "", "", ""]]) == {
        "name_he": 0,
        "registry_no": 1,
        "email": 2,
        "field": 3,
    }
