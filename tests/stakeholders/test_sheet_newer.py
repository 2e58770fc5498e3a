"""A file that was downloaded before somebody else changed the city: it takes back nothing of what others have typed since."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cities.models import City
from educities.accounts.models import User
from educities.kit.errors import DomainError
from stakeholders.actions.commitments import change_commitment
from stakeholders.actions.import_jobs import run_due_imports
from stakeholders.actions.organisations import change_organisation
from stakeholders.actions.sheet_kinds import SHEETS
from stakeholders.actions.sheets import MOST_AT_ONCE, apply_sheet, check_sheet, choose_newer
from stakeholders.imports.sheet_marks import Mark, read_mark
from stakeholders.models import Commitment, ImportRun, Organisation
from tests.factories import CommitmentFactory, MembershipFactory, OrganisationFactory, add_second_step
from tests.stakeholders.test_sheet_pages import check, page_of, place
from tests.stakeholders.test_sheets import export, make_csv
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(scope: City) -> Organisation:
    return OrganisationFactory(name={"en": "Harbour Press", "he": "דפוס"}, phone="", website="", state="verified")


@pytest.fixture
def other(scope: City) -> User:
    user = MembershipFactory(city=scope, role="director").user
    add_second_step(user)
    return user


def column(name: str, kind: str = "organisations") -> int:
    return place(kind, name)


def list_codes(run: ImportRun) -> set[tuple[str, str]]:
    return {(note["column"], note["code"]) for note in run.problems}


def test_what_others_have_typed_since_the_download_stays(school: Organisation, director: User, other: User) -> None:
    table = export("organisations", director)
    change_organisation(school, actor=other, phone="04-8501234", website="https://press.example.org/")
    table[1][column("contact")] = "Noa"
    run = check("organisations", table, director)
    assert (run.counts["changed"], run.counts["newer"], run.counts["refused"]) == (1, 2, 0)
    assert list_codes(run) == {("phone", "newer"), ("website", "newer"), ("contact", "changed")}
    apply_sheet(run, actor=director)
    school.refresh_from_db()
    assert (school.phone, school.website, school.contact) == ("04-8501234", "https://press.example.org/", "Noa")


def test_a_file_in_which_nothing_was_changed_changes_nothing(school: Organisation, director: User, other: User) -> None:
    table = export("organisations", director)
    change_organisation(school, actor=other, phone="04-8501234")
    Organisation.objects.update(state="active")
    run = check("organisations", table, director)
    # That the state is another one by now is no fault of the line.
    assert (run.counts["changed"], run.counts["same"], run.counts["refused"]) == (0, 1, 0)
    assert refused(lambda: apply_sheet(run, actor=director)) == "stakeholders.import_nothing"


def test_a_cell_that_both_have_changed_is_taken_where_somebody_says_so(
    school: Organisation, director: User, other: User, client: Any, sign_in: Any
) -> None:
    table = export("organisations", director)
    change_organisation(school, actor=other, phone="04-8501234", website="https://press.example.org/")
    table[1][column("phone")] = "04-9999999"
    run = check("organisations", table, director)
    assert (run.counts["changed"], list_codes(run)) == (0, {("phone", "newer_both"), ("website", "newer")})
    signed_in = sign_in(client, director)
    page = page_of(run, signed_in)
    for words in ("Changed in the file and in the city", "04-9999999", "04-8501234", "Take this cell from the file"):
        assert words in page, words
    signed_in.post(reverse("take_newer", args=[run.city.slug, run.pk]))
    run.refresh_from_db()
    assert (run.counts["changed"], list_codes(run)) == (1, {("phone", "changed"), ("website", "newer")})
    assert "Leave them as the city has them" in page_of(run, signed_in)
    signed_in.post(reverse("leave_newer", args=[run.city.slug, run.pk]))
    run.refresh_from_db()
    assert run.counts["changed"] == 0
    choose_newer(run, takes_file=True, actor=director)
    run.refresh_from_db()
    apply_sheet(run, actor=director)
    school.refresh_from_db()
    assert (school.phone, school.website) == ("04-9999999", "https://press.example.org/")


def test_the_preview_says_who_has_changed_the_cell_and_when(
    school: Organisation, director: User, other: User, client: Any, sign_in: Any
) -> None:
    table = export("organisations", director)
    change_organisation(school, actor=other, phone="04-8501234")
    change_organisation(school, actor=director, contact="Of another column")
    table[1][column("phone")] = "04-9999999"
    page = sign_in(client, director).get(check("organisations", table, director).get_absolute_url())
    (note,) = page.context["both"]
    (own,) = page.context["newer"]
    assert (note.column, note.words, note.value) == ("phone", "04-8501234", "04-9999999")
    assert note.by
    assert own.by
    assert note.by != own.by
    assert f"({note.by})" in page.content.decode()


def test_the_same_word_in_another_language_is_no_change(school: Organisation, director: User, other: User) -> None:
    commitment = CommitmentFactory(organisation=school, quantity=12, due_on=date(2026, 5, 1))
    with override("he"):
        table = export("commitments", director, "he")
    change_commitment(commitment, actor=other, quantity=20)
    with override("en"):
        table[1][column("quantity", "commitments")] = "12.0"
        table[1][column("unit", "commitments")] = str(Commitment.objects.get().get_unit_display())
        run = check("commitments", table, director)
    assert list_codes(run) == {("quantity", "newer")}


def test_a_line_that_does_not_say_when_it_was_downloaded_is_taken_and_said_so(
    school: Organisation, director: User, client: Any, sign_in: Any
) -> None:
    table = [row[:-1] for row in export("organisations", director)]
    change_organisation(school, actor=director, phone="04-8501234")
    run = check("organisations", table, director)
    assert (run.counts["changed"], run.counts["unmarked"]) == (1, 1)
    assert "1 changed line does not say when it was downloaded" in page_of(run, sign_in(client, director))


def test_a_mark_of_another_row_shows_that_cells_have_moved(school: Organisation, director: User) -> None:
    OrganisationFactory(name={"en": "Sea House"})
    table = export("organisations", director)
    table[1][0], table[2][0] = table[2][0], table[1][0]
    run = check("organisations", table, director)
    assert (run.counts["refused"], {note["code"] for note in run.problems}) == (2, {"mark_other_line"})


def test_a_line_of_another_city_is_refused(school: Organisation, director: User) -> None:
    table = export("organisations", director)
    mark = read_mark(table[1][-1])
    assert mark is not None
    table[1][-1] = Mark(mark.kind, mark.city + 1, mark.pk, mark.at, mark.digests).write()
    assert list_codes(check("organisations", table, director)) == {("reference", "mark_other_city")}


def test_a_copied_line_without_its_reference_is_a_new_one(school: Organisation, director: User) -> None:
    table = export("organisations", director)
    new = table[1][:]
    new[0], new[column("name_en")], new[column("name_he")] = "", "Sea House", ""
    run = check("organisations", [*table, new], director)
    assert (run.counts["new"], run.counts["same"], run.problems) == (1, 1, run.problems)


@pytest.mark.parametrize(
    "text", ["", "nonsense", "1 organisations 1 x 20260101T000000Z", "2 sites 1 1 20260101T000000Z"]
)
def test_a_damaged_mark_is_none(text: str) -> None:
    assert read_mark(text) is None


def test_the_mark_is_hidden_in_excel_and_goes_along(
    school: Organisation, director: User, client: Any, sign_in: Any
) -> None:
    answer = sign_in(client, director).get(reverse("sheet_file", args=[school.city.slug]) + "?kind=organisations")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    last = sheet.cell(row=1, column=sheet.max_column)
    assert sheet.column_dimensions[last.column_letter].hidden
    mark = read_mark(str(sheet.cell(row=2, column=sheet.max_column).value))
    assert mark is not None
    assert (mark.pk, mark.kind) == (school.pk, "organisations")
    assert timezone.now() - mark.at < timedelta(minutes=5)
    run = check_sheet(answer.content, "same.xlsx", kind="organisations", actor=director)
    assert (run.counts["same"], run.problems) == (1, [])


def test_of_a_large_file_the_worker_makes_the_new_preview(school: Organisation, director: User, other: User) -> None:
    for number in range(MOST_AT_ONCE):
        OrganisationFactory(name={"en": f"House {number}"})
    table = export("organisations", director)
    change_organisation(school, actor=other, phone="04-8501234")
    row = next(row for row in table if row[0] == str(school.pk))
    row[column("phone")] = "04-9999999"
    run = check("organisations", table, director)
    choose_newer(run, takes_file=True, actor=director)
    assert ImportRun.objects.get().state == "reading"
    assert run_due_imports() == 1
    run.refresh_from_db()
    assert (run.state, run.counts["changed"], list_codes(run)) == ("checked", 1, {("phone", "changed")})


def test_who_does_not_keep_the_people_of_a_file_chooses_nothing(scope: City, director: User, other: User) -> None:
    run = check_sheet(make_csv([*export("people", director), ["", "Rivka"]]), "p.csv", kind="people", actor=director)
    with pytest.raises(DomainError):
        choose_newer(run, takes_file=True, actor=other)


def test_each_heading_is_found_in_each_language_with_and_without_what_it_says_of_itself(
    scope: City, director: User
) -> None:
    for kind, sheet in SHEETS.items():
        for language in ("en", "he", "ar"):
            head = export(kind, director, language)[0]
            with override(language):
                plain = [str(line.label) for line in sheet.lines]
            for heads in (head, plain):
                run = check_sheet(make_csv([heads, ["999999"]]), "a.csv", kind=kind, actor=director)
                assert [run.columns[line.name] for line in sheet.lines] == list(range(len(sheet.lines))), (
                    kind,
                    language,
                )
