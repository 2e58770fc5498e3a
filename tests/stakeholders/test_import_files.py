"""Files as people keep them: titles above the headings, blank rows, several sheets, damaged bytes, signs nobody sees."""

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from educities.kit.errors import DomainError
from stakeholders import actions
from stakeholders.imports.columns import guess_columns
from stakeholders.imports.headings import choose_sheet
from stakeholders.imports.limits import MAX_ROWS
from stakeholders.imports.rows import ExistingData, ImportPreview, check_rows
from stakeholders.imports.spreadsheet import read_spreadsheet
from stakeholders.imports.table import Sheet, cut_table, find_gaps, read_sheets
from stakeholders.models import ImportRun
from stakeholders.values import normalise_number
from tests.stakeholders.test_pages import url
from tests.support import refused

HEADINGS = "שם הארגון,מגזר,דואל\n"
BODY = "עמותת הגשר,עמותה,info@gesher.example\nבית ספר אורות,ציבורי,office@orot.example\n"
CASES = Path(
    os.environ.get("EDUCITIES_CASES", Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "import")
)
with_cases = pytest.mark.skipif(not CASES.exists(), reason=f"THE FILES OF THE CASES ARE NOT THERE: {CASES}")


def read(data: bytes, known: ExistingData | None = None) -> tuple[Sheet, int, ImportPreview]:
    sheet, heading = choose_sheet(read_sheets(data))
    table = cut_table(sheet.rows, heading)
    defaults = {"sector": 3, "repeats": "leave"}
    numbers = sheet.numbers[heading + 1 :]
    return (
        sheet,
        sheet.numbers[heading],
        check_rows(table, guess_columns(table), defaults, known or ExistingData(), numbers),
    )


def names(preview: ImportPreview) -> list[str]:
    return [str(draft) for draft in preview.drafts]


def codes(preview: ImportPreview) -> list[tuple[int, str]]:
    return [(problem["row"], problem["code"]) for problem in preview.problems]


def xlsx(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(old: str, new: str) -> bytes:
    """A workbook of two rows with this put in the place of that in its sheet."""
    book = Workbook()
    for cells in (["name"], ["Mill"]):
        book.active.append(cells)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(book))) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part).decode()
            if part.filename == "xl/worksheets/sheet1.xml":
                assert old in data
                data = data.replace(old, new)
            target.writestr(part.filename, data)
    return made.getvalue()


def test_a_small_file_that_unpacks_to_much_or_counts_far_is_refused() -> None:
    """One holds a row of the number a billion, the other one cell of four million letters."""
    far = rewritten('<row r="2">', '<row r="999999999">')
    assert refused(lambda: read_spreadsheet(far)) == "stakeholders.import_broken"
    wide = rewritten("</sheetData>", f"</sheetData><!--{'a' * 4_000_000}-->")
    assert refused(lambda: read_spreadsheet(wide)) == "stakeholders.import_too_big"


BOTH = ["עמותת הגשר", "בית ספר אורות"]


@pytest.mark.parametrize(
    ("above", "heading"), [("", 1), ("רשימת הארגונים בעיר 2026,,\n,,\n", 3), ("רשימה\n\n\nנכון לינואר\n", 5)]
)
def test_titles_above_the_headings_are_passed_over(above: str, heading: int) -> None:
    _sheet, found, preview = read((above + HEADINGS + BODY).encode())
    assert (found, names(preview)) == (heading, BOTH)


def test_a_row_that_fills_the_columns_is_taken_for_headings_none_of_which_is_known() -> None:
    sheet, heading = choose_sheet(read_sheets(b"Register\n\nwhat,where,when\nA,x,1\nB,y,2\n"))
    assert sheet.numbers[heading] == 3


@pytest.mark.parametrize("line", ["sep=;\n", "sep=;\r\n", "\ufeffsep=;\r\n", "SEP=;\r"])
def test_a_line_that_names_the_separator_is_no_row(line: str) -> None:
    end = "\r" if line.endswith("\r") else "\n"
    text = line + (HEADINGS + BODY).replace(",", ";").replace("\n", end)
    _sheet, heading, preview = read(text.encode())
    assert (heading, names(preview)) == (2, BOTH)


def test_a_heading_of_two_lines_is_read() -> None:
    table = cut_table(read_sheets('"שם\nהארגון";"מגזר"\n"עמותת הגל";"עמותה"\n'.encode())[0].rows, 0)
    assert table[0] == ["שם הארגון", "מגזר"]
    assert guess_columns(table) == {"name_he": 0, "sector": 1}


def test_commas_in_addresses_do_not_divide_a_file_of_semicolons() -> None:
    text = "name;address\nHouse;Sea Road 3, 2nd floor, Haifa\nSchool;Hill 5, Haifa\nClub;Bay 1, Haifa\n"
    assert cut_table(read_sheets(text.encode())[0].rows, 0)[1] == ["House", "Sea Road 3, 2nd floor, Haifa"]


def test_problems_have_the_numbers_of_the_file() -> None:
    text = "name,sector\n\n\nHouse,3\nSchool,1\n\n,1\nClub,unheard\n"
    sheet, _heading, preview = read(text.encode())
    assert codes(preview) == [(7, "name_missing"), (8, "sector_unknown")]
    assert find_gaps(sheet.numbers) == [(2, 3), (6, 6)]


def test_a_text_of_two_lines_is_one_row() -> None:
    assert codes(read(b'name,about,sector\nA,"one\ntwo",1\n,,x\n')[2])[-1] == (3, "name_missing")


@pytest.mark.parametrize("damage", [b"\xd7 extra,3\n", "עמותה ישנה,עמותה,\n".encode("cp1255")])
def test_damaged_bytes_leave_the_file_as_it_is_and_are_named(damage: bytes) -> None:
    _sheet, _heading, preview = read((HEADINGS + BODY).encode() + damage)
    assert names(preview) == BOTH
    assert codes(preview) == [(4, "damaged")]
    assert preview.counts["refused"] == 1


def test_damage_in_a_column_that_is_not_taken_costs_nothing() -> None:
    preview = read("name,sector,fax\nבית,3,".encode() + b"\xd7\n" + "גן,3,1\n".encode())[2]
    assert (names(preview), preview.problems) == (["בית", "גן"], [])


@pytest.mark.parametrize("encoding", ["cp1255", "cp1256"])
def test_a_file_of_an_older_encoding_is_no_damaged_one(encoding: str) -> None:
    words = {"cp1255": "שם,מגזר\nעמותת הגשר,עמותה\n", "cp1256": "الاسم,القطاع\nجمعية، الأمل؟,عام\n"}[encoding]
    assert "\ufffd" not in str(read_sheets(words.encode(encoding))[0].rows)


def test_one_number_in_four_spellings_is_one() -> None:
    text = (
        "name,registry_no\nSea society,580666666\nSea society one,580666666\u200f\n"
        "Sea society two,58-066666-6\nSea society six,٥٨٠٦٦٦٦٦٦\n"
    )
    preview = read(text.encode())[2]
    assert names(preview) == ["Sea society"]
    assert codes(preview) == [(row, "registry_no_repeated_in_file") for row in (3, 4, 5)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("58-066666-6", "580666666"), ("0580", "580"), ("٥٨٠\u200f", "580"), ("AB 12", "ab12"), ("000", "0"), ("–", "")],
)
def test_registry_numbers_are_compared_by_their_digits(text: str, number: str) -> None:
    assert normalise_number(text) == number


def test_the_number_of_one_in_the_city_is_found_however_it_is_written() -> None:
    known = ExistingData()
    known.add({"en": "Sea society"}, "58-066666-6")
    assert codes(read(b"name,registry_no\nSea society of old,580666666\n", known)[2]) == [
        (2, "registry_no_already_in_city")
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "\u200fa@sea.example",
        "Office <a@sea.example>",
        '"Sea, office" <a@sea.example>',
        "mailto:a@sea.example",
        "MAILTO:a@sea.example?subject=x",
        "a@sea.example.",
        "<a@sea.example>",
        "(a@sea.example)",
        "\u2068a@sea.example\u2069",
    ],
)
def test_the_address_inside_is_taken(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    preview = read(f"name,email\nA,{quoted}\n".encode())[2]
    assert [draft.email for draft in preview.drafts] == ["a@sea.example"]
    assert preview.problems == []


def test_signs_that_nobody_sees_are_no_part_of_a_name() -> None:
    preview = read("name,sector\nHouse\u200f ,3\n\u202eClub,3\n\u200b\u200b,3\n".encode())[2]
    assert names(preview) == ["House", "Club"]
    assert codes(preview) == [(4, "name_missing")]


def test_a_row_of_nothing_but_signs_is_blank() -> None:
    assert read("name,sector\nA,3\n\u200f,\ufeff\nB,3\n".encode())[2].problems == []


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_what_a_spreadsheet_could_not_compute_is_no_name(error: str) -> None:
    preview = read(f"name,address\n{error},x\nSchool,{error}\n".encode())[2]
    assert [(draft.name, draft.address) for draft in preview.drafts] == [({"en": "School"}, "")]
    assert codes(preview) == [(2, "name_error"), (3, "cell_error")]


def test_a_formula_without_its_result_is_named() -> None:
    book = Workbook()
    for row in (["name", "sector"], ['=CONCATENATE("a","b")', "3"], ["School", "1"]):
        book.active.append(row)
    preview = read(xlsx(book))[2]
    assert (names(preview), codes(preview)) == (["School"], [(2, "name_error")])


@pytest.mark.parametrize(
    ("number_format", "number", "text"),
    [
        ("000000000", 12345678, "012345678"),
        (r"00\-0000000", 12345678, "01-2345678"),
        ("General", 580123456, "580123456"),
        ("0", 7, "7"),
        ("0.00", 7, "7"),
        ("#,##0", 1234, "1234"),
        ("000", 12345, "12345"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(number_format: str, number: int, text: str) -> None:
    book = Workbook()
    book.active.append(["name", "registry_no"])
    book.active.append(["A", number])
    book.active["B2"].number_format = number_format
    assert read(xlsx(book))[2].drafts[0].registry_no == text


def two_sheets(first: str = "visible") -> bytes:
    book = Workbook()
    book.active.title, book.active.sheet_state = "Notes", first
    for row in (
        (["name", "sector"], ["Of old", "1"]) if first == "hidden" else (["Fill in the second sheet"], ["Thanks"])
    ):
        book.active.append(row)
    book.create_sheet("Data")
    for row in (["name", "sector"], ["House", "3"]):
        book["Data"].append(row)
    return xlsx(book)


@pytest.mark.parametrize("first", ["visible", "hidden"])
def test_the_sheet_with_headings_is_read(first: str) -> None:
    sheet, _heading, preview = read(two_sheets(first))
    assert (sheet.name, names(preview)) == ("Data", ["House"])


def test_hidden_sheets_are_left_out() -> None:
    assert [sheet.name for sheet in read_sheets(two_sheets("hidden"))] == ["Data"]


def test_a_title_over_merged_cells_is_passed_over() -> None:
    book = Workbook()
    book.active.append(["List of organisations"])
    book.active.merge_cells("A1:D1")
    for row in ([], ["name", "sector"], ["House", "3"]):
        book.active.append(row)
    assert read(xlsx(book))[1] == 3


def test_bordered_and_styled_rows_do_not_count() -> None:
    book = Workbook()
    for row in (["name", "sector"], ["House", "3"]):
        book.active.append(row)
    edge = Border(top=Side("thin"))
    for number in range(3, 200):
        book.active.cell(number, 1).border = edge
    book.active.cell(1_048_576, 1).border = edge
    sheet, _heading, preview = read(xlsx(book))
    assert (sheet.numbers, preview.counts["rows"]) == ([1, 2], 1)


def test_blank_lines_do_not_count_towards_the_limit() -> None:
    assert len(read_sheets(b"name\nA\n" + b",,\n" * (MAX_ROWS * 2 + 100) + b"B\n")[0].rows) == 3


@pytest.mark.django_db
def test_the_preview_keeps_the_numbers_of_the_file(scope: Any, director: Any) -> None:
    run = actions.check_file(b"List\n\nname,sector\n,1\nA,1\n", "a.csv", sector=None, actor=director)
    assert [problem["row"] for problem in run.problems] == [4]
    assert (run.counts["rows"], run.counts["new"]) == (2, 1)


@pytest.mark.django_db
def test_another_row_of_headings_can_be_chosen(scope: Any, director: Any) -> None:
    data = b"name,sector\nfirst,second\nHouse,3\n"
    run = actions.check_file(data, "a.csv", sector=3, actor=director)
    run = actions.choose_heading(run, sheet="", number=2, actor=director)
    run.refresh_from_db()
    assert (run.heading, run.columns, run.counts["rows"]) == (1, {}, 1)
    run = actions.choose_heading(run, sheet="", number=None, actor=director)
    assert (run.heading, run.counts["rows"]) == (0, 2)


@pytest.mark.django_db
def test_another_sheet_can_be_chosen_and_the_first_one_again(scope: Any, director: Any) -> None:
    run = actions.check_file(two_sheets(), "a.xlsx", sector=3, actor=director)
    assert (run.sheet, [other["name"] for other in run.other_sheets]) == ("Data", ["Notes"])
    run = actions.choose_heading(run, sheet="Notes", number=1, actor=director)
    assert (run.sheet, run.rows[1], [other["name"] for other in run.other_sheets]) == ("Notes", ["Thanks"], ["Data"])
    run = actions.choose_heading(run, sheet="Data", number=1, actor=director)
    assert run.counts["new"] == 1


@pytest.mark.django_db
def test_a_row_without_any_below_is_refused_as_headings(scope: Any, director: Any) -> None:
    run = actions.check_file(b"name\nA\n", "a.csv", sector=3, actor=director)
    with pytest.raises(DomainError) as refused:
        actions.choose_heading(run, sheet="", number=2, actor=director)
    assert refused.value.code == "stakeholders.import_no_rows"


@pytest.mark.django_db
def test_nothing_of_the_file_stays_once_it_was_dealt_with(scope: Any, director: Any) -> None:
    for act in (actions.apply_import, actions.discard_import):
        run = actions.check_file(two_sheets(), "a.xlsx", sector=3, actor=director)
        act(run, actor=director)
        run.refresh_from_db()
        assert (run.rows, run.other_sheets) == ([], [])


@pytest.mark.django_db
def test_a_file_read_before_sheets_were_kept_is_taken_in(scope: Any, director: Any) -> None:
    rows = [["name", "sector"], ["House", "3"]]
    run = ImportRun.objects.create(file_name="a.csv", made_by=director, rows=rows, columns={"name_en": 0, "sector": 1})
    run = actions.choose_columns(run, columns=run.columns, defaults={"sector": None}, actor=director)
    assert actions.apply_import(run, actor=director) == 1


# What each file of the cases gives: the sheet, the number of its row of headings, how many are taken, the problems.
EXPECTED: dict[str, tuple[str, int, int, list[tuple[int, str]]]] = {
    "title_rows.csv": ("", 3, 2, []),
    "merged_title.xlsx": ("Sheet", 3, 1, []),
    "sep_line.csv": ("", 2, 2, []),
    "hidden_first.xlsx": ("x", 1, 1, []),
    "second_sheet.xlsx": ("נתונים", 1, 1, []),
    "bordered_blank_rows.xlsx": ("Sheet", 1, 3, []),
    "one_styled_last_cell.xlsx": ("Sheet", 1, 1, []),
    "one_bad_byte.csv": ("", 1, 2, [(4, "damaged")]),
    "mixed_enc.csv": ("", 1, 2, [(4, "damaged")]),
    "header_newline.csv": ("", 1, 1, []),
    "blank_rows_numbers.csv": ("", 1, 2, [(7, "sector_unknown"), (7, "name_missing"), (8, "sector_unknown")]),
    "formulas_errors_zeros.xlsx": ("Sheet", 1, 3, [(2, "name_error"), (3, "name_error"), (4, "name_error")]),
    "rlm.csv": ("", 1, 2, [(3, "registry_no_repeated_in_file"), (4, "registry_no_repeated_in_file")]),
    "bom_semicolon.csv": ("", 1, 2, []),
    "he1255.csv": ("", 1, 2, []),
    "utf16_tab.csv": ("", 1, 2, []),
    "mac_cr.csv": ("", 1, 2, []),
    "dup_headers.csv": ("", 1, 1, []),
    "zero_width.csv": ("", 1, 2, [(2, "name_missing"), (5, "name_missing")]),
    "formula_text.csv": ("", 1, 2, []),
}


@with_cases
@pytest.mark.parametrize("name", EXPECTED)
def test_the_files_of_the_cases(name: str) -> None:
    sheet, heading, preview = read((CASES / name).read_bytes())
    assert (sheet.name, heading, preview.counts["new"], codes(preview)) == EXPECTED[name]


@with_cases
def test_every_file_of_the_cases_is_read() -> None:
    assert {path.name for path in CASES.iterdir()} == set(EXPECTED)


@pytest.fixture
def as_director(client: Any, sign_in: Any, director: Any) -> Any:
    return sign_in(client, director)


def upload(client: Any, city: Any, data: bytes, name: str = "register.csv") -> str:
    sent = {"file": SimpleUploadedFile(name, data), "sector": "3"}
    return str(client.post(url(city, "import_organisations"), sent).url)


@pytest.mark.django_db
def test_the_preview_names_sheet_headings_and_blank_rows(as_director: Any, city: Any) -> None:
    book = Workbook()
    book.active.title = "Instructions"
    book.create_sheet("Register")
    for row in (["List"], [], ["name", "sector"], ["A", "3"], [], [], ["B", "3"]):
        book["Register"].append(row)
    book.active.append(["Thanks"])
    page = as_director.get(upload(as_director, city, xlsx(book), "a.xlsx"))
    assert [words for _what, words in page.context["place"]] == [
        "Register",
        "Instructions",
        "3",
        "\u20664–7\u2069",
        "\u20665–6\u2069",
    ]


@pytest.mark.django_db
def test_a_file_without_known_headings_asks_where_they_are(as_director: Any, city: Any, scope: Any) -> None:
    page = upload(as_director, city, b"Of 2026\nwhat,where\nA,x\nB,y\n")
    run = ImportRun.objects.get()
    assert page == url(city, "choose_import_heading", run.pk)
    form = as_director.get(page).context["form"]
    assert form.sheets[0].rows == [
        ("0-1", 1, "Of 2026"),
        ("0-2", 2, "what · where"),
        ("0-3", 3, "A · x"),
        ("0-4", 4, "B · y"),
    ]
    assert form["place"].value() == "0-2"
    assert as_director.post(page, {"place": "0-99"}).status_code == 422
    assert as_director.post(page, {"place": "0-3"}).url == url(city, "import_run", run.pk)
    run.refresh_from_db()
    assert run.heading == 2


@pytest.mark.django_db
def test_the_other_sheet_is_chosen_on_the_page(as_director: Any, city: Any, scope: Any) -> None:
    upload(as_director, city, two_sheets(), "a.xlsx")
    run = ImportRun.objects.get()
    page = url(city, "choose_import_heading", run.pk)
    assert [sheet.name for sheet in as_director.get(page).context["form"].sheets] == ["Data", "Notes"]
    as_director.post(page, {"place": "1-1"})
    run.refresh_from_db()
    assert (run.sheet, run.heading) == ("Notes", 0)


@pytest.mark.django_db
def test_a_file_that_was_dealt_with_is_not_read_from_another_row(as_director: Any, city: Any, scope: Any) -> None:
    upload(as_director, city, b"name,sector\nA,3\nB,3\n")
    run = ImportRun.objects.get()
    page = url(city, "choose_import_heading", run.pk)
    as_director.post(url(city, "apply_import", run.pk))
    assert as_director.get(page).status_code == 404
