"""The same spreadsheet out and in: nothing changes of itself, a changed cell changes its row, a new line adds one."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from educities.kit.errors import DomainError
from stakeholders import actions
from stakeholders.actions.managed import keep_person
from stakeholders.actions.sheet_kinds import SHEETS, make_table
from stakeholders.actions.sheets import apply_sheet, check_sheet
from stakeholders.models import Commitment, ImportRun, Organisation, Profile, Representation, Site
from tests.factories import (
    CommitmentFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    SiteFactory,
    UserFactory,
)
from tests.stakeholders.test_pages import url

KINDS = ("organisations", "sites", "commitments", "representatives", "people")


def make_csv(table: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue().encode("utf-8-sig")


def export(kind: str, actor: Any, language: str = "en") -> list[list[str]]:
    with override(language):
        head, rows = make_table(SHEETS[kind], actor)
    return [head, *rows]


@pytest.fixture
def world(scope: Any, director: Any) -> Any:
    school = OrganisationFactory(
        name={"he": 'בי"ס אור', "ar": "مدرسة"}, registry_no="58-01", email="a@example.org", about={"en": "One\nTwo"}
    )
    SiteFactory(organisation=school, name={"en": "=North"}, units_total="12.5", code="0017")
    CommitmentFactory(organisation=school, title={"en": "+Twenty chairs"}, due_on=date(2026, 5, 1))
    RepresentationFactory(organisation=school, title="@Head", profile=ProfileFactory(user=UserFactory()))
    keep_person(display_name="-Rivka", phone="03-555", actor=director)
    return school


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_what_went_out_comes_in_and_changes_nothing(world: Any, director: Any, language: str) -> None:
    for kind in KINDS:
        table = export(kind, director, language)
        assert len(table) >= 2, kind
        run = check_sheet(make_csv(table), f"{kind}.csv", kind=kind, actor=director)
        expected = {"rows": len(table) - 1, "new": 0, "changed": 0, "same": len(table) - 1, "refused": 0}
        assert (kind, run.counts, run.problems) == (kind, expected, [])


def change(kind: str, actor: Any, line: str, text: str) -> ImportRun:
    """The file with this text in the first row's cell, and its last line taken away where there are several."""
    table = export(kind, actor)
    column = [one.name for one in SHEETS[kind].lines].index(line)
    table[1][column] = text
    run = check_sheet(make_csv(table), "back.csv", kind=kind, actor=actor)
    assert (run.counts["changed"], run.counts["refused"]) == (1, 0), str(run.problems)
    assert apply_sheet(run, actor=actor)["changed"] == 1
    return run


@pytest.mark.django_db
def test_a_changed_cell_changes_its_row(world: Any, director: Any) -> None:
    change("organisations", director, "phone", "03-777")
    change("sites", director, "units_total", "13")
    change("commitments", director, "quantity", "41.5")
    change("representatives", director, "title", "Deputy")
    run = change("people", director, "neighbourhood", "Sea side")
    assert Organisation.objects.get().phone == "03-777"
    assert Site.objects.get().units_total == 13
    assert str(Commitment.objects.get().quantity) == "41.50"
    assert Representation.objects.get().title == "Deputy"
    assert Profile.objects.get(display_name="-Rivka").neighbourhood == "Sea side"
    run.refresh_from_db()
    assert (run.state, run.rows, run.problems) == ("done", [], [])


@pytest.mark.django_db
def test_a_new_line_adds_and_a_missing_one_takes_nothing_away(world: Any, director: Any) -> None:
    head = export("sites", director)[0]
    names = [one.name for one in SHEETS["sites"].lines]
    new = dict.fromkeys(names, "") | {
        "organisation_id": str(world.pk), "name_he": "דרום", "kind": "בית ספר", "units_total": "2,5", "code": "18",
    }  # fmt: skip
    run = check_sheet(make_csv([head, list(new.values())]), "new.csv", kind="sites", actor=director)
    assert (run.counts["new"], run.problems) == (1, [])
    assert Site.objects.count() == 1
    apply_sheet(run, actor=director)
    assert sorted(str(site.units_total) for site in Site.objects.all()) == ["12.5", "2.5"]


@pytest.mark.django_db
def test_what_is_wrong_is_said_row_by_row(world: Any, director: Any) -> None:
    table = export("sites", director)
    names = [one.name for one in SHEETS["sites"].lines]
    wrong = [table[1][:] for _n in range(5)]
    wrong[0][names.index("units_total")] = "many"
    wrong[1][names.index("reference")] = "999999"
    wrong[2][names.index("organisation")] = "Another"
    wrong[3][names.index("reference")] = ""
    wrong[4][names.index("reference")], wrong[4][names.index("units_total")] = "", "1.3"
    found = []
    for row in wrong:
        run = check_sheet(make_csv([table[0], row]), "wrong.csv", kind="sites", actor=director)
        found.append([(one["row"], one["code"]) for one in run.problems])
        assert (run.counts["refused"], Site.objects.count()) == (1, 1)
    twice = check_sheet(
        make_csv([*export("sites", director), export("sites", director)[1]]), "a.csv", kind="sites", actor=director
    )
    assert list_codes(twice) == [(3, "reference_twice")]
    assert [codes[0] for codes in found] == [
        (2, "cell_no_number"),
        (2, "reference_unknown"),
        (2, "cell_fixed"),
        (2, "refused"),
        (2, "refused"),
    ]


@pytest.mark.django_db
def test_no_child_and_nobody_elses_person_goes_out(world: Any, director: Any, facilitator: Any) -> None:
    keep_person(display_name="Of another", phone="03-1", actor=facilitator)
    ProfileFactory(user=None, age_band="child", display_name="Small", managed_by=Profile.objects.get(user=director))
    text = str([export(kind, director) for kind in KINDS])
    assert "Of another" not in text
    assert "Small" not in text
    assert "-Rivka" in text


@pytest.mark.django_db
def test_a_director_takes_a_file_home_and_brings_it_back(world: Any, client: Any, sign_in: Any, director: Any) -> None:
    sign_in(client, director)
    page = client.get(url(world.city, "sheets")).content.decode()
    assert "Sites" in page
    answer = client.get(url(world.city, "sheet_file") + "?kind=sites")
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    assert client.get(url(world.city, "sheet_file") + "?kind=none").status_code == 404
    run = check_sheet(answer.content, "sites.xlsx", kind="sites", actor=director)
    assert (run.counts["same"], run.problems) == (1, [])
    assert "says the same as this file" in client.get(run.get_absolute_url()).content.decode()

    table = export("sites", director)
    names = [one.name for one in SHEETS["sites"].lines]
    wrong = [*table[1]]
    wrong[names.index("reference")], wrong[names.index("units_total")] = "", "many"
    table[1][names.index("address")] = "Sea 1"
    file = SimpleUploadedFile("sites.csv", make_csv([*table, wrong]))
    answer = client.post(url(world.city, "sheets"), {"kind": "sites", "file": file}, follow=True)
    text = answer.content.decode()
    assert "Sea 1" in text
    assert "This is not a number that fits here." in text
    run = ImportRun.objects.latest("pk")
    back = client.get(url(world.city, "wrong_rows", run.pk)).content
    again = check_sheet(back, "again.xlsx", kind="sites", actor=director)
    assert [(one["code"], one["value"]) for one in again.problems] == [("cell_no_number", "many")]
    client.post(url(world.city, "apply_sheet", run.pk))
    assert Site.objects.get().address == "Sea 1"
    assert client.post(url(world.city, "apply_sheet", run.pk), follow=True).status_code == 200


@pytest.mark.django_db
def test_a_city_that_has_changed_shows_a_new_preview(world: Any, director: Any) -> None:
    # A file that does not say when it was downloaded.
    table = [row[:-1] for row in export("sites", director)]
    names = [one.name for one in SHEETS["sites"].lines]
    table[1][names.index("address")] = "Sea 1"
    run = check_sheet(make_csv(table), "sites.csv", kind="sites", actor=director)
    Site.objects.update(address="Sea 2")
    with pytest.raises(DomainError) as refused:
        apply_sheet(run, actor=director)
    assert refused.value.code == "stakeholders.import_stale"
    run.refresh_from_db()
    assert (run.problems[0]["before"], Site.objects.get().address) == ("Sea 2", "Sea 2")
    actions.ask_to_apply(run, actor=director)
    assert actions.run_due_imports() == 1
    assert Site.objects.get().address == "Sea 1"


@pytest.mark.django_db
def test_the_page_keeps_the_new_preview_that_it_speaks_of(world: Any, director: Any, client: Any, sign_in: Any) -> None:
    # A file that does not say when it was downloaded.
    table = [row[:-1] for row in export("sites", director)]
    names = [one.name for one in SHEETS["sites"].lines]
    table[1][names.index("address")] = "Sea 1"
    run = check_sheet(make_csv(table), "sites.csv", kind="sites", actor=director)
    Site.objects.update(address="Sea 2")
    sign_in(client, director)
    shown = client.post(url(world.city, "apply_sheet", run.pk), follow=True).content.decode()
    assert "check the preview" in shown
    assert "Sea 2" in shown
    client.post(url(world.city, "apply_sheet", run.pk))
    assert Site.objects.get().address == "Sea 1"


@pytest.mark.django_db
def test_a_long_number_is_no_reference(world: Any, director: Any) -> None:
    names = [one.name for one in SHEETS["sites"].lines]
    line = ["" for _name in names]
    line[names.index("organisation_id")], line[names.index("name_en")] = "9" * 5_000, "Hall"
    run = check_sheet(make_csv([names, line]), "sites.csv", kind="sites", actor=director)
    assert "organisation_unknown" in {one["code"] for one in run.problems}


@pytest.mark.django_db
def test_what_takes_long_is_left_to_the_worker(world: Any, director: Any, client: Any, sign_in: Any) -> None:
    sign_in(client, director)
    names = [one.name for one in SHEETS["sites"].lines]
    file = SimpleUploadedFile("sites.csv", make_csv([names, *([""] * len(names) for _line in range(101))]))
    client.post(url(world.city, "sheets"), {"kind": "sites", "file": file})
    assert ImportRun.objects.latest("pk").state == "reading"


@pytest.mark.django_db
def test_a_file_without_references_is_none_of_ours(world: Any, director: Any) -> None:
    with pytest.raises(DomainError) as refused:
        check_sheet(b"name\nA\n", "a.csv", kind="sites", actor=director)
    assert refused.value.code == "stakeholders.import_not_ours"


def read_lines(kind: str, actor: Any, *lines: dict[str, str], above: int = 0) -> ImportRun:
    """A file of new lines that give only these cells; `above`: as many lines of a title above the headings."""
    names = [one.name for one in SHEETS[kind].lines]
    table = [["Of the city"]] * above + [names, *([line.get(name, "") for name in names] for line in lines)]
    return check_sheet(make_csv(table), "file.csv", kind=kind, actor=actor)


def list_codes(run: ImportRun) -> list[tuple[int, str]]:
    return [(one["row"], one["code"]) for one in run.problems]


@pytest.mark.django_db
def test_cells_are_cleaned_and_refused_as_on_the_pages(world: Any, director: Any) -> None:
    line = {"sector": "public", "field": "welfare"}
    found = read_lines(
        "organisations",
        director,
        {**line, "name_en": "#REF!"},
        {**line, "name_en": "#FORMULA!"},
        {**line, "name_en": "Sea \ufffd"},
        {**line, "name_en": "\u200b"},
        {**line, "name_en": "Harbour", "email": "Office <office@waves.example>", "phone": "٠٣-٥٥٥"},
        {**line, "name_en": "harbour"},
        {**line, "name_he": "בי״ס אור"},
        above=2,
    )
    wrong = ["cell_error", "cell_error", "cell_damaged", "cell_missing", "organisation_here", "organisation_here"]
    assert list_codes(found) == list(zip([4, 5, 6, 7, 9, 10], wrong, strict=True))
    assert apply_sheet(found, actor=director)["new"] == 1
    made = Organisation.objects.latest("pk")
    assert (made.email, made.phone) == ("office@waves.example", "03-555")


@pytest.mark.django_db
def test_no_name_of_a_person_leads_anywhere_nor_stands_twice(world: Any, director: Any) -> None:
    link = "Ruth http://evil.example"
    people = read_lines(
        "people",
        director,
        {"display_name": link, "language": "en"},
        {"display_name": "Amal", "neighbourhood": link, "language": "en"},
        {"display_name": "Amal", "language": "en"},
        {"display_name": "amal", "language": "en"},
    )
    assert list_codes(people) == [(2, "cell_link"), (3, "cell_link"), (5, "person_here")]
    # By the digits of its number, however they are written.
    line = {"organisation_id": "٥٨٠١", "display_name": "Ruth", "email": "r@example.org"}
    asked = read_lines(
        "representatives", director, line, {**line, "email": "R@example.org"}, {**line, "display_name": link}
    )
    assert list_codes(asked) == [(3, "asked_above"), (4, "cell_link")]


@pytest.mark.django_db
def test_one_sentence_says_what_is_wrong_with_a_number(world: Any, director: Any) -> None:
    line = {
        "organisation_id": "58-01",
        "title_en": "Pens",
        "kind": "goods",
        "unit": "pieces",
        "period": "2026",
        "due_on": "2027-01-31",
    }
    found = read_lines("commitments", director, {**line, "quantity": "-3"}, {**line, "quantity": "١٬٢٠٠"})
    assert list_codes(found) == [(2, "cell_no_number")]


@pytest.mark.django_db
def test_the_preview_shows_new_lines_and_asks_for_names_once(
    world: Any, director: Any, client: Any, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    lines = [{"display_name": f"New {n}", "language": "en"} for n in range(3)]
    with django_assert_max_num_queries(150) as asked:
        run = read_lines("people", director, *lines)
    names = [one for one in asked.captured_queries if 'SELECT "stakeholders_profile"."display_name"' in one["sql"]]
    assert len(names) == 1
    page = sign_in(client, director).get(run.get_absolute_url()).content.decode()
    assert "display_name: New 2 · language: en" in page
