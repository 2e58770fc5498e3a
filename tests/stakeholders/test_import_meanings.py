"""What the values of a file mean: asked where they are few, kept for the city's next file."""

from typing import Any

import pytest

from stakeholders import actions
from stakeholders.forms.imports import ColumnsForm
from stakeholders.imports.columns import FEW_VALUES, guess_columns, list_few_values, read_value
from stakeholders.models import ImportRun, Organisation
from stakeholders.queries.imports import remembered_meanings
from tests.stakeholders.test_pages import url

DATA = b"name,sector,field\nBakery,Commerce,food\nMill,Commerce,food\nSchool,State,education\n"
MEANINGS = {"sector": {"Commerce": "2", "State": "1"}, "field": {"food": "employment"}}


@pytest.fixture
def as_director(client: Any, sign_in: Any, director: Any) -> Any:
    return sign_in(client, director)


def check(director: Any, data: bytes = DATA) -> ImportRun:
    return actions.check_file(data, "a.csv", sector=None, actor=director)


def choose(run: ImportRun, director: Any, meanings: dict[str, dict[str, str]] = MEANINGS) -> ImportRun:
    return actions.choose_columns(
        run, columns=run.columns, defaults={"sector": None, "repeats": "leave"}, meanings=meanings, actor=director
    )


@pytest.mark.django_db
def test_rows_of_an_unknown_value_are_taken_once_its_meaning_is_chosen(scope: Any, director: Any) -> None:
    run = check(director)
    assert run.counts["new"] == 0
    run = choose(run, director)
    assert actions.apply_import(run, actor=director) == 3
    found = {str(one): (one.sector, one.field) for one in Organisation.objects.all()}
    assert found == {"Bakery": (2, "employment"), "Mill": (2, "employment"), "School": (1, "other")}


@pytest.mark.django_db
def test_the_next_file_of_the_city_begins_with_what_was_chosen(scope: Any, director: Any) -> None:
    choose(check(director), director)
    run = check(director, b"name,sector\nDairy, COMMERCE\n")
    assert run.counts["new"] == 1
    form = ColumnsForm(run)
    (name,) = form.values["sector"]
    assert form[name].initial == "2"
    assert form.fields[name].help_text == "As in an earlier choice of your city."


@pytest.mark.django_db
def test_the_newest_choice_counts(scope: Any, director: Any) -> None:
    older, newer = check(director), check(director)
    choose(newer, director, {"sector": {"Commerce": "4"}})
    choose(older, director, {"sector": {"Commerce": "2", "State": "1"}})
    assert remembered_meanings()["sector"] == {"commerce": "4", "state": "1"}


@pytest.mark.django_db
def test_another_city_remembers_nothing_of_it(scope: Any, director: Any, other_city: Any) -> None:
    from educities.tenancy.scope import city_scope

    choose(check(director), director)
    with city_scope(other_city.pk):
        assert remembered_meanings() == {"sector": {}, "field": {}}


@pytest.mark.django_db
def test_a_value_that_is_known_by_itself_can_mean_something_else(scope: Any, director: Any) -> None:
    run = check(director, b"name,sector\nA,private\nB,public\n")
    run = choose(run, director, {"sector": {"private": "", "public": "1"}})
    assert (run.counts["new"], run.problems[0]["code"]) == (1, "sector_unknown")
    assert run.meanings["sector"] == {"private": ""}


def test_values_are_listed_while_they_are_few() -> None:
    table = [["sector"], ["B"], ["a"], ["A\u200f"], [""], ["c"]]
    assert list_few_values(table, 0) == [("a", 2), ("B", 1), ("c", 1)]
    assert list_few_values([["sector"], *[[f"value {n}"] for n in range(FEW_VALUES + 1)]], 0) == []


@pytest.mark.parametrize(
    ("line", "text", "value"),
    [("sector", "עסקי", "2"), ("sector", "x", ""), ("field", "תרבות", "culture"), ("field", "x", "")],
)
def test_a_value_is_offered_as_it_is_read(line: str, text: str, value: str) -> None:
    assert read_value(line, text) == value


@pytest.mark.django_db
def test_values_are_asked_on_the_page(as_director: Any, city: Any, scope: Any, director: Any) -> None:
    run = check(director)
    page = url(city, "import_run", run.pk)
    html = as_director.get(page).content.decode()
    assert "What the sectors in the file mean" in html
    assert "Commerce (2)" in html
    context = as_director.get(page).context
    # Nobody has to look for where rows that would be left out can be saved.
    assert context["asks_columns"]
    # What is wrong is said above the form that asks, in one line.
    assert html.index("Problems by row") < html.index("Match the columns")
    form = context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in shown.items()}
    sent |= {name: MEANINGS["sector"][text] for name, text in form.values["sector"].items()}
    assert as_director.post(page, sent).status_code == 302
    assert ImportRun.objects.get().counts["new"] == 3


@pytest.mark.django_db
def test_what_was_chosen_for_all_rows_is_still_chosen_on_the_page(
    as_director: Any, city: Any, scope: Any, director: Any
) -> None:
    run = actions.check_file(b"name\nA\n", "a.csv", sector=3, actor=director)
    form = as_director.get(url(city, "import_run", run.pk)).context["form"]
    assert (form["sector_default"].value(), form["repeats"].value()) == (3, "leave")


@pytest.mark.django_db
def test_many_choices_stand_two_beside_each_other(scope: Any, director: Any) -> None:
    rows = [row for _label, rows in ColumnsForm(check(director)).LAYOUT for row in rows]
    assert max(len(row) for row in rows) == 2
    assert ("column_sector", "column_field") in rows


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        ("שם הגוף,כתובת דואר אלקטרוני,ח.פ./ע.ר.", "גן,a@b.co,5", {"name_he": 0, "email": 1, "registry_no": 2}),
        ("שם הגוף,מס' רשום", "גן,5", {"name_he": 0, "registry_no": 1}),
        ("name,sector", "גן הילדים Little International Stars,3", {"name_he": 0, "sector": 1}),
        ("name,name_en", "גן,Garden", {"name_he": 0, "name_en": 1}),
        ("name,name_en", "Old name,Garden", {"name_en": 1}),
        ("name", "جمعية", {"name_ar": 0}),
    ],
)
def test_headings_that_offices_write(headings: str, cells: str, expected: dict[str, int]) -> None:
    assert guess_columns([headings.split(","), cells.split(",")]) == expected


def test_a_business_is_one_in_hebrew() -> None:
    assert read_value("sector", "עסק") == "2"


@pytest.mark.django_db
def test_what_is_not_taken_is_named(as_director: Any, scope: Any, director: Any) -> None:
    run = check(director, b"name,sector,fax,year,nothing\nBakery,2,04-1,1999,\nMill,2,04-2,2001,,beyond\n")
    page = as_director.get(run.get_absolute_url()).content.decode()
    assert "Columns that are not imported" in page
    assert "fax" in page.partition("Columns that are not imported")[2].partition("</dd>")[0]
    assert "cells without a heading" in page
    plain = check(director, b"name,sector\nDairy,2\n")
    assert "Columns that are not imported" not in as_director.get(plain.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_missing_sector_is_said_truly_wherever_it_is_read(as_director: Any, scope: Any, director: Any) -> None:
    run = check(director, b"name\nBakery\n")
    problems = as_director.get(f"{run.get_absolute_url()}problems.csv").content.decode()
    assert "above" not in problems
    assert "choose one for all rows before you import" in problems


@pytest.mark.django_db
def test_a_second_tab_is_told_when_and_by_whom(as_director: Any, scope: Any, director: Any) -> None:
    run = check(director, b"name,sector\nBakery,2\nMill,2\n")
    actions.apply_import(run, actor=director)
    page = run.get_absolute_url()
    as_director.post(f"{page}verify/")
    again = as_director.post(f"{page}verify/", follow=True).content.decode()
    assert "The 2 organisations of this file were verified already, on " in again
    as_director.post(f"{page}undo/", {"reason": "Wrong file"})
    again = as_director.post(f"{page}undo/", {"reason": "Wrong file"}).content.decode()
    assert "This import was undone already, on " in again
    assert "Ruth" in again
