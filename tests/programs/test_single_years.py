"""A year alone, such as 2018, is one of two school years: how it is read is said, chosen, and kept with its file."""

import time
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from cities.models import City
from educities.kit.errors import DomainError
from programs import actions
from programs.actions.figure_files import apply_figures, begin_file, check_figures, choose_figures
from programs.forms.breakdowns import read_group
from programs.imports.figure_columns import ROLES
from programs.models import Indicator, IndicatorValue, NationalFigure
from programs.texts.figure_files import describe_single_year
from programs.values.catalogue import find_definition
from stakeholders.models import ImportRun
from tests.factories import IndicatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(director: Any, scope: City) -> Indicator:
    definition = find_definition("diploma-residents", 1)
    assert definition is not None
    (row,) = actions.adopt_definitions([definition], actor=director)
    return row


def bring(text: str, indicator: Indicator, actor: Any) -> ImportRun:
    defaults = begin_file("figures", indicator=str(indicator.pk), source="CBS, 2018")
    return check_figures(text.encode(), "figures.csv", kind="figures", defaults=defaults, actor=actor)


def say(run: ImportRun) -> str:
    return describe_single_year(run).replace("\u2066", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("country", "text", "period", "because"),
    [
        ("IL", "year,percent\n2018,70\n2019,71\n", 2017, "In this country sources name a school year by the year in which"),
        ("PT", "year,percent\n2018,70\n2019,71\n", 2018, "Nothing in the file says that it means the school year that ends"),
        ("IL", "year,שנה,percent\n2018,תשע״ט,70\n", 2018, "The school years beside it in the file say so."),
        ("PT", "year,שנה,percent\n2018,תשע״ח,70\n", 2017, "The school years beside it in the file say so."),
        ("PT", "year,name of it,percent\n٢٠١٨,2017/18,70\n", 2017, "The school years beside it in the file say so."),
        ("IL", "freq,geo\\time,2018,2019\nA,Bat Galim,70,71\n", 2018, "In files of Eurostat a year is the school year that begins"),
        ("IL", "authority,2018,2019\nBat Galim,70,71\n", 2017, "In this country sources name a school year by the year in which"),
    ],
)  # fmt: skip
def test_a_year_alone_is_read_by_what_is_known_and_it_says_why(
    country: str, text: str, period: int, because: str, director: Any, indicator: Indicator, scope: City
) -> None:
    City.objects.filter(pk=scope.pk).update(country=country, name={"en": "Bat Galim"})
    scope.refresh_from_db()
    run = bring(text, indicator, director)
    assert run.touched[0]["period"] == period
    said = say(run)
    assert f"2018 in the file is read as the school year {period}/{period % 100 + 1}." in said
    assert because in said


def test_a_file_of_whole_school_years_says_nothing_of_it(director: Any, indicator: Indicator) -> None:
    run = bring("year,percent\n2018/19,70\nתש״ף,71\n", indicator, director)
    assert say(run) == ""
    assert [line["period"] for line in run.touched] == [2018, 2019]


def test_it_is_chosen_for_one_file_and_the_next_begins_with_its_own(
    client: Client, sign_in: Any, director: Any, indicator: Indicator
) -> None:
    text = "year,percent\n2018,70\n"
    run = bring(text, indicator, director)
    page = sign_in(client, director).get(run.get_absolute_url()).content.decode()
    assert "CBS, 2018" in page
    assert "Read it otherwise" in page
    form = client.get(f"{run.get_absolute_url()}choose/").context["form"]
    assert form["single_year"].value() == "ends"
    sent = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    client.post(f"{run.get_absolute_url()}choose/", {**sent, "single_year": "begins"})
    run.refresh_from_db()
    assert "2018/19. This was chosen for this file." in say(run)
    apply_figures(run, actor=director)
    assert list(indicator.values.values_list("period", flat=True)) == [2018]
    again = bring("year,percent\n2016,70\n", indicator, director)
    assert [line["period"] for line in again.touched] == [2015]


@pytest.mark.parametrize(("chosen", "period"), [("ends", 2017), ("begins", 2018)])
def test_pasted_years_say_how_they_were_read(
    chosen: str, period: int, client: Client, sign_in: Any, director: Any, steward: Any, scope: City
) -> None:
    row = IndicatorFactory()
    form = sign_in(client, director).get(f"/c/bat-galim/indicators/{row.pk}/values/").context["form"]
    assert form["single_year"].value() == "ends"
    sent = {"paste": "2018\t60.5\n", "paste_into": "actual", "single_year": chosen}
    answer = client.post(f"/c/bat-galim/indicators/{row.pk}/values/", sent, follow=True).content.decode()
    said = answer.replace("\u2066", "").replace("\u2069", "")
    assert f"The year 2018 was read as the school year {period}/{period % 100 + 1}." in said
    assert IndicatorValue.objects.get().period == period
    sign_in(client, steward)
    national = {"paste": "2018\t60.5\n", "source": "CBS", "single_year": chosen}
    client.post("/c/bat-galim/indicators/national/diploma-residents/", national)
    assert NationalFigure.objects.get().period == period


def test_a_year_alone_of_a_break_down_asks_for_both_years(
    client: Client, sign_in: Any, director: Any, indicator: Indicator
) -> None:
    sent = {"dimension": "gender", "period": "2018", "paste": "a\t10\t20\nb\t11\t20\n"}
    answer = sign_in(client, director).post(f"/c/bat-galim/indicators/{indicator.pk}/groups/new/", sent)
    assert "2018 may be 2017/18 or 2018/19. Write both years." in answer.content.decode()


def test_a_phone_divides_groups_by_the_comma_of_its_keyboard() -> None:
    assert read_group("حي الميناء، ٣٠، ٥٠") == ("حي الميناء", 30, 50)


@pytest.mark.parametrize("word", [words[0] for _label, words in ROLES.values()] + ["רשות", "סמל"])
def test_a_wide_row_costs_no_more_than_a_table_may_be_wide(word: str, director: Any, indicator: Indicator) -> None:
    """A row that is too wide is refused without being read through: cells cost nothing there."""
    spelled = 0

    def count_cells(text: str) -> str:
        nonlocal spelled
        spelled += 1
        return text

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("programs.imports.figure_columns.spell_value", count_cells)
        for text in (f"{word}," * 100_000 + "\n1\n", f'"{",".join([word] * 300)}\\time",2018\n1,2\n'):
            with pytest.raises(DomainError, match="at most 60"), translation.override("en"):
                bring(text, indicator, director)
    assert spelled < 2_000


def test_a_file_as_wide_as_it_may_be_is_read_at_once(director: Any, indicator: Indicator) -> None:
    """Thirty rows of sixty long cells, and many different texts below: each is spelled once."""
    above = "\n".join(",".join(["nothing at all " * 20] * 60) for _row in range(30))
    below = "\n".join(",".join(f"{row}x{n}" for n in range(60)) for row in range(1_000))
    began = time.thread_time()
    bring(f"{above}\n{below}\n", indicator, director)
    assert time.thread_time() - began < 30


def test_a_column_of_the_authority_is_named_although_no_row_is_of_the_city(
    director: Any, indicator: Indicator, scope: City
) -> None:
    text = "רשות,שנה,אחוז\nחיפה,תשע״ח,72.7\nעכו,תשע״ח,60\n"
    run = bring(text, indicator, director)
    assert (run.columns["authority"], run.counts["is_here"]) == (0, False)
    run = choose_figures(run, actor=director, meanings={}, words=["חיפה"], columns=run.columns)
    assert [(line["period"], line["new"][0]) for line in run.touched] == [(2017, "72.7")]


def test_a_year_without_a_figure_is_named_and_a_word_for_none_is_a_gap(director: Any, indicator: Indicator) -> None:
    run = bring("year,percent\nתשפ״ד,70\nתשפ״ה,אין\nתשפ״ג,many\n", indicator, director)
    assert run.counts["own_gaps"] == 1
    assert [(note["row"], note["code"], note["year"]) for note in run.problems] == [(4, "no_figure", "תשפ״ג")]
    assert Decimal(run.touched[0]["new"][0]) == 70
