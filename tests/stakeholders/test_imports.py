import csv
import io
import os
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation
from openpyxl import Workbook

from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from stakeholders import actions
from stakeholders.imports import table as reading
from stakeholders.imports.columns import guess_columns, read_field, read_sector
from stakeholders.imports.rows import Known, check_rows, in_words
from stakeholders.imports.table import read_table
from stakeholders.imports.words import PROBLEMS
from stakeholders.models import ImportRun, Organisation
from stakeholders.views.imports import harmless
from tests.factories import OrganisationFactory

ROOT = Path(os.environ.get("EDUCITIES_REAL_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))
REAL = ROOT / "aihr-ngos" / "organisations.csv"
real_file = pytest.mark.skipif(not REAL.exists(), reason=f"THE REAL REGISTER IS NOT THERE: {REAL.name} was not read")

PLAIN = "name_he,name_ar,sector,email\nגן הצבעים,حديقة الألوان,עסקי,a@example.org\nבית הספר,,1,\n"


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
    ("said", "field"), [("جمعية ثقافية", "culture"), ("بيئية", "environment"), ("תרבות", "culture"), ("חינוך", "other")]
)
def test_field_words(said, field):
    assert read_field(said) == field


def check(text, known=None, **defaults):
    table = read_table(text.encode())
    return check_rows(table, guess_columns(table), {"sector": 3, "repeats": "leave", **defaults}, known or Known())


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
    checked = check(text, known=Known(names={"جمعيه البحر"}))
    assert [draft.name["ar"] for draft in checked.drafts] == ["مؤسسة الأمل"]
    assert [(p["row"], p["code"]) for p in checked.problems] == [
        (3, "name_repeated_in_file"),
        (4, "name_already_in_city"),
    ]
    assert check(text, known=Known(names={"جمعيه البحر"}), repeats="take").counts["new"] == 3


def test_repeated_registry_numbers_are_left_out_always():
    text = "name,registry_no\nHouse of culture,1\nThe house of culture,1\nSchool,2\n"
    checked = check(text, known=Known(registry_nos={"2": {"en": "School"}}), repeats="take")
    assert [str(draft) for draft in checked.drafts] == ["House of culture"]
    assert [p["code"] for p in checked.problems] == ["registry_no_repeated_in_file", "registry_no_already_in_city"]


def test_the_number_of_another_one_names_both():
    known = Known(registry_nos={"222": {"ar": "جمعية المدينة"}})
    checked = check("name,registry_no\nמאפייה,222\nHouse of culture,1\nKindergarten,1\n", known=known)
    assert (checked.counts["new"], checked.counts["number_of_another"], checked.counts["already_in_city"]) == (1, 2, 0)
    with translation.override("en"):
        first, second = (words for _row, _column, words, _value in in_words(checked.problems, PROBLEMS.__getitem__))
    assert first.startswith("“מאפייה” has the registry number of “جمعية المدينة” in the city")
    assert second.startswith("“Kindergarten” has the registry number of “House of culture” in an earlier row")


@pytest.mark.parametrize("heading", ["id", "ID", "מספר"])
def test_a_running_number_is_no_registry_number(heading):
    assert guess_columns([["name", heading], ["School", "1"]]) == {"name_en": 0}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_error_file_runs_nothing(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.django_db
def test_trial_writes_no_organisation(scope, director):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    assert run.counts["new"] == 2
    assert not Organisation.objects.exists()
    assert AuditEntry.objects.filter(verb="stakeholders.import_checked").count() == 1


@pytest.mark.django_db
def test_apply_takes_all_and_only_once(scope, director):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    assert actions.apply_import(run, actor=director) == 2
    assert set(Organisation.objects.values_list("state", flat=True)) == {"proposed"}
    assert Organisation.objects.named("حديقه الالوان").count() == 1
    run.refresh_from_db()
    assert (run.state, run.rows) == ("done", [])
    with pytest.raises(DomainError) as refused:
        actions.apply_import(run, actor=director)
    assert refused.value.code == "stakeholders.import_over"
    assert AuditEntry.objects.get(verb="stakeholders.import_applied").data["count"] == 2


@pytest.mark.django_db
def test_apply_looks_at_the_city_as_it_is_now(scope, director):
    run, other = (actions.check_file(PLAIN.encode(), name, sector=None, actor=director) for name in ("a.csv", "b.csv"))
    OrganisationFactory(name={"he": "גן הצבעים"})
    with pytest.raises(DomainError) as refused:
        actions.apply_import(run, actor=director)
    assert refused.value.code == "stakeholders.import_stale"
    run.refresh_from_db()
    assert (run.state, run.counts["new"], run.counts["already_in_city"]) == ("checked", 1, 1)
    assert Organisation.objects.count() == 1
    assert actions.apply_import(run, actor=director) == 1
    with pytest.raises(DomainError):
        actions.apply_import(other, actor=director)
    other.refresh_from_db()
    assert (other.state, other.counts["new"], Organisation.objects.count()) == ("checked", 0, 2)


@pytest.mark.django_db
def test_nothing_is_half_done(scope, director, monkeypatch):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    monkeypatch.setattr("stakeholders.actions.imports.verbs", None)
    with pytest.raises(AttributeError):
        actions.apply_import(run, actor=director)
    assert not Organisation.objects.exists()
    assert ImportRun.objects.get().state == "checked"


@pytest.mark.django_db
def test_columns_can_be_chosen(scope, director):
    run = actions.check_file(b"what,where\nA,x\nB,y\n", "odd.csv", sector=None, actor=director)
    assert (run.columns, run.counts["new"]) == ({}, 0)
    run = actions.choose_columns(
        run, columns={"name_en": 0, "address": 1, "nonsense": 1, "email": 9}, defaults={"sector": 2}, actor=director
    )
    assert (run.columns, run.counts["new"]) == ({"name_en": 0, "address": 1}, 2)


@pytest.mark.django_db
def test_what_is_here_already_is_said(client, sign_in, scope, director):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    actions.apply_import(run, actor=director)
    again = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    html = sign_in(client, director).get(again.get_absolute_url()).content.decode()
    assert "Nothing new: all 2 organisations of this file are in the city already." in html
    assert "choose below which column" not in html


@pytest.mark.django_db
def test_a_number_is_free_again_when_its_organisation_is_gone(scope, director):
    rejected = OrganisationFactory(name={"en": "Bakery"}, registry_no="5", state="proposed")
    actions.reject_organisation(rejected, actor=director, reason="Not of this city")
    actions.archive_organisation(
        OrganisationFactory(name={"en": "School"}, registry_no="6"), actor=director, reason="It closed"
    )
    data = b"name,registry_no,sector\nBakery,5,1\nSchool,6,1\n"
    run = actions.check_file(data, "again.csv", sector=None, actor=director)
    assert actions.apply_import(run, actor=director) == 2


@pytest.mark.django_db
def test_discard_throws_the_rows_away(scope, director):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    actions.discard_import(run, actor=director)
    run = ImportRun.objects.get()
    assert (run.state, run.rows) == ("discarded", [])
    with pytest.raises(DomainError):
        actions.apply_import(run, actor=director)


@pytest.mark.django_db
def test_ten_thousand_rows_are_written_in_few_statements(scope, director, django_assert_max_num_queries):
    lines = "\n".join(f"ארגון {n},{n}" for n in range(10_000))
    run = actions.check_file(f"name_he,registry_no\n{lines}".encode(), "many.csv", sector=1, actor=director)
    with django_assert_max_num_queries(30):
        assert actions.apply_import(run, actor=director) == 10_000


@pytest.mark.django_db
def test_a_whole_register_is_verified_in_few_statements(scope, director, django_assert_max_num_queries):
    lines = "\n".join(f"ארגון {n},{n}" for n in range(717))
    run = actions.check_file(f"name_he,registry_no\n{lines}".encode(), "many.csv", sector=1, actor=director)
    actions.apply_import(run, actor=director)
    began = time.perf_counter()
    with django_assert_max_num_queries(10):
        assert actions.verify_organisations(run.organisations.waiting(), actor=director) == 717
    assert time.perf_counter() - began < 4
    assert AuditEntry.objects.filter(verb="stakeholders.organisation_verified").count() == 717
    assert set(Organisation.objects.values_list("state", "verified_by")) == {("verified", director.pk)}


@real_file
@pytest.mark.django_db
def test_real_register_is_taken_in(scope, director):
    data = REAL.read_bytes()
    run = actions.check_file(data, REAL.name, sector=3, actor=director)
    assert {"name_ar", "name_en", "registry_no", "email", "address", "place", "field", "about_ar"} <= set(run.columns)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert run.counts["rows"] == len(rows) == 761
    assert run.counts["new"] + run.counts["repeated_in_file"] == 761
    assert run.counts["refused"] == run.counts["already_in_city"] == 0
    # 31 rows repeat a name to the letter; other spellings of a name come on top.
    assert run.counts["repeated_in_file"] >= 31
    taken = actions.choose_columns(run, columns=run.columns, defaults={"sector": 3, "repeats": "take"}, actor=director)
    codes = Counter(problem["code"] for problem in taken.problems)
    # Four rows repeat a registry number: three numbers of the file stand twice or three times.
    assert (taken.counts["new"], codes["registry_no_repeated_in_file"]) == (757, 4)
    assert (codes["email_left_out"], codes["email_first_of_several"]) == (40, 39)
    run = actions.choose_columns(run, columns=run.columns, defaults={"sector": 3, "repeats": "leave"}, actor=director)
    assert actions.apply_import(run, actor=director) == run.counts["new"]
    assert Organisation.objects.named("جمعيه").count() > 300
    again = actions.check_file(data, REAL.name, sector=3, actor=director)
    assert (again.counts["new"], again.counts["already_in_city"] + again.counts["repeated_in_file"]) == (0, 761)


@real_file
@pytest.mark.django_db
def test_real_register_keeps_every_good_address(scope, director):
    run = actions.check_file(REAL.read_bytes(), REAL.name, sector=3, actor=director)
    run = actions.choose_columns(run, columns=run.columns, defaults={"sector": 3, "repeats": "take"}, actor=director)
    actions.apply_import(run, actor=director)
    # 563 good ones and 39 firsts of two, without the one in a row that repeats a registry number.
    assert Organisation.objects.exclude(email="").count() == 563 + 39 - 1
    assert Organisation.objects.count() == 757
