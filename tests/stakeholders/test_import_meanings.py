"""What the values of a file mean: asked where they are few, kept for the city's next file."""

from typing import Any

import pytest

from stakeholders import actions
from stakeholders.forms.imports import ColumnsForm
from stakeholders.imports.columns import FEW_VALUES, list_few_values, read_value
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
