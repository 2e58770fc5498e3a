"""Figures from a file: a preview first, only the city's own rows, drafts that another person confirms, and the way back."""

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cities.models import City
from educities.kit.errors import DomainError
from programs import actions
from programs.actions import AskAgain, Figure
from programs.actions.figure_files import apply_figures, begin_file, check_figures, choose_figures, undo_figures
from programs.actions.figure_trials import read_file
from programs.models import Indicator, NationalFigure
from programs.queries import figures_of
from programs.queries.figure_files import list_targets
from programs.texts.figure_files import describe_hindrance
from programs.values.catalogue import find_definition
from stakeholders.actions.import_jobs import run_due_imports
from stakeholders.models import ImportRun
from tests.factories import CityFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
ROOT = Path(os.environ.get("EDUCITIES_REAL_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))
BAGRUT = ROOT / "bagrut-authorities" / "authorities-1999-2018.csv"
EUROSTAT = ROOT / "eurostat" / "edat_lfse_03.tsv"
PAGE = "/c/bat-galim/indicators/files/"
OWN = "code,name,year,pct\n77,Bat Galim,2021/22,70\n77,Bat Galim,2022/23,71.5\n88,Elsewhere,2021/22,12\n"


@pytest.fixture
def indicator(director: Any, scope: City) -> Indicator:
    """What the figures are of; the city is known by a code."""
    City.objects.filter(pk=scope.pk).update(registry_code="77")
    scope.registry_code = "77"
    definition = find_definition("diploma-residents", 1)
    assert definition is not None
    (row,) = actions.adopt_definitions([definition], actor=director)
    return row


def bring(text: str | bytes, indicator: Indicator | None, actor: Any, kind: str = "figures") -> ImportRun:
    data = text if isinstance(text, bytes) else text.encode()
    key = str(indicator.pk) if indicator else ""
    return check_figures(
        data, "figures.csv", kind=kind, defaults=begin_file(kind, indicator=key, source="CBS"), actor=actor
    )


def values(indicator: Indicator) -> dict[int, Decimal]:
    return {row.period: row.value for row in indicator.values.live()}


def test_a_director_brings_a_file_in_and_takes_it_back(
    client: Client, sign_in: Any, director: Any, facilitator: Any, indicator: Indicator
) -> None:
    assert sign_in(client, facilitator).get(PAGE).status_code == 403
    page = sign_in(client, director).get(f"{PAGE}?indicator={indicator.pk}")
    assert page.context["form"]["indicator"].value() == str(indicator.pk)
    file = SimpleUploadedFile("figures.csv", OWN.encode("utf-16"))
    answer = client.post(PAGE, {"file": file, "indicator": indicator.pk, "source": "CBS"}, follow=True)
    text = answer.content.decode()
    assert "Nothing is saved yet" in text
    assert "2022/23" in text
    assert "Elsewhere" not in text
    assert not indicator.values.exists()
    run = ImportRun.objects.get()
    assert (run.counts["figures"], run.counts["own_rows"], run.counts["authorities"]) == (3, 2, 2)
    assert run.rows[1:] == [["77", "Bat Galim", "2021/22", "70"], ["77", "Bat Galim", "2022/23", "71.5"]]
    answer = client.post(run.get_absolute_url(), follow=True)
    assert "2 figures are drafts." in answer.content.decode()
    assert {row.state for row in indicator.values.all()} == {"draft"}
    assert values(indicator) == {2021: Decimal(70), 2022: Decimal("71.5")}
    assert {row.source for row in indicator.values.all()} == {"CBS"}
    run.refresh_from_db()
    assert (run.state, bytes(run.file), run.rows) == ("done", b"", [])
    undo = client.get(f"{run.get_absolute_url()}undo/").content.decode()
    assert "2 figures are again as they were before the file." in undo
    client.post(f"{run.get_absolute_url()}undo/", {"reason": "The wrong file"})
    assert values(indicator) == {}
    run.refresh_from_db()
    assert (run.state, run.counts["undone"]) == ("undone", 2)


def test_a_file_says_what_became_of_its_figures(
    client: Client, sign_in: Any, director: Any, facilitator: Any, indicator: Indicator
) -> None:
    """Drafts alone are asked to be submitted, and only while some are left can the file be undone."""
    run = bring("year,percent\n2020/21,69\n2021/22,70\n2022/23,71.5", indicator, director)
    apply_figures(run, actor=director)
    sign_in(client, director)

    def read() -> str:
        return " ".join(client.get(run.get_absolute_url()).content.decode().split())

    assert "The figures are drafts. Submit them" in read()
    assert "You can undo this until" in read()
    actions.enter_values(indicator, [Figure("actual", 2022, Decimal(72), source="Own")], actor=director)
    assert "2 of 3 figures are still drafts: submit them" in read()
    assert "You can undo this until" in read()
    actions.submit_values(indicator, actor=director)
    actions.confirm_values(indicator, actor=facilitator)
    assert "None of the figures is a draft of this file any more" in read()
    assert "You can undo this until" not in read()
    assert "Undo the whole import" not in read()
    undo = client.get(f"{run.get_absolute_url()}undo/").content.decode()
    assert "Every figure of this file was handed over or changed since." in undo
    assert "figures are again as they were" not in undo


def test_what_a_file_says_of_drafts_and_of_confirmed_figures(director: Any, indicator: Indicator) -> None:
    typed = [Figure("actual", 2020, Decimal(69), source="Own"), Figure("actual", 2021, Decimal(68))]
    actions.enter_values(indicator, typed, actor=director)
    actions.submit_values(indicator, actor=director)
    actions.confirm_values(indicator, actor=director)
    actions.enter_values(indicator, [Figure("actual", 2022, Decimal(70), source="Own")], actor=director)
    text = "year,percent,remark\n2020/21,69,\n2021/22,70,\n2022/23,71.5,p\n2023/24,:,u\n2040/41,72,\nlater,72,\n2024/25,many,"
    run = bring(text, indicator, director)
    assert [(line["period"], line["old"] and line["old"][0], line["new"]) for line in run.touched] == [
        (2022, "70", ["71.5", None, None, "p"])
    ]
    assert run.counts["same"] == 1
    assert run.counts["own_gaps"] == 1
    assert [(note["row"], note["code"]) for note in run.problems] == [
        (3, "is_confirmed"),
        (6, "not_begun"),
        (7, "no_year"),
        (8, "no_figure"),
    ]
    apply_figures(run, actor=director)
    assert indicator.values.get(period=2022).flags == "p"
    assert not indicator.values.filter(period=2023).exists()
    run.refresh_from_db()
    undo_figures(run, actor=director, reason="Wrong")
    row = indicator.values.get(period=2022)
    assert (row.value, row.flags, row.source) == (Decimal(70), "", "Own")


def test_a_remark_stays_when_the_screen_is_saved_and_breaks_the_line(director: Any, indicator: Indicator) -> None:
    run = bring("year,percent,flag\n2020/21,69,\n2021/22,70,b\n2022/23,71,\n", indicator, director)
    apply_figures(run, actor=director)
    actions.enter_values(indicator, [Figure("actual", 2021, Decimal(70))], actor=director)
    assert indicator.values.get(period=2021).flags == "b"
    (figures,) = figures_of([indicator])
    assert figures.breaks == [2021]
    assert figures.first_alike(2022) == 2021
    assert figures.start(2022)[0] == 2021


def test_jumps_and_shrinking_numbers_are_asked_about(
    client: Client, sign_in: Any, director: Any, indicator: Indicator
) -> None:
    text = "year,numerator,denominator\n2020/21,700,1000\n2021/22,800,1000\n2022/23,400,500\n"
    run = bring(text, indicator, director)
    asked = [(one["code"], one["one"], one["two"]) for one in run.counts["questions"]]
    assert asked == [("jump", 2020, 2021), ("shrinks", 2021, 2022)]
    with pytest.raises(AskAgain):
        apply_figures(run, actor=director)
    page = sign_in(client, director).get(run.get_absolute_url()).content.decode()
    assert "out of only" in page
    answer = client.post(run.get_absolute_url())
    assert answer.status_code == 409
    assert not indicator.values.exists()
    client.post(run.get_absolute_url(), {"sure": "on"})
    row = indicator.values.get(period=2022)
    assert (row.value, row.numerator, row.denominator) == (Decimal(80), Decimal(400), Decimal(500))


def test_figures_that_changed_meanwhile_give_a_new_preview(director: Any, indicator: Indicator) -> None:
    run = bring(OWN, indicator, director)
    actions.enter_values(indicator, [Figure("actual", 2021, Decimal(70))], actor=director)
    with pytest.raises(DomainError, match="changed since the preview"):
        apply_figures(run, actor=director)
    run.refresh_from_db()
    assert (run.state, run.counts["new"], run.counts["same"]) == ("checked", 1, 1)
    assert apply_figures(run, actor=director) == 1


def test_a_city_takes_no_row_of_another_one(director: Any, indicator: Indicator, scope: City) -> None:
    CityFactory(registry_code="88", name={"en": "Elsewhere"})
    run = bring(OWN.replace("77,Bat Galim", "99,Far away"), indicator, director)
    assert (run.counts["is_here"], run.touched, run.rows[1:]) == (False, [], [])
    assert "No row of this file is about" in describe_hindrance(run, list_targets(run, scope))
    with pytest.raises(DomainError, match="another city of the network"):
        choose_figures(run, actor=director, meanings={}, words=["88"])
    # Its own code of before, which no other city has.
    run = choose_figures(run, actor=director, meanings={}, words=["99"])
    assert [line["period"] for line in run.touched] == [2021, 2022]


def test_names_of_indicators_and_rows_that_divide_a_year_are_chosen(
    client: Client, sign_in: Any, director: Any, indicator: Indicator
) -> None:
    lines = [("Bagrut", "all", 70), ("Bagrut", "girls", 75), ("Dropout", "all", 3), ("Dropout", "girls", 2)]
    text = "measure;gender;שנה;שיעור\n" + "".join(f"{name};{who};תשפ״ב;{value}\n" for name, who, value in lines)
    run = bring(text.encode("cp1255"), None, director)
    assert run.counts["unknown"] == ["Bagrut", "Dropout"]
    assert run.defaults["only"] == {"1": "all"}
    page = sign_in(client, director).get(f"{run.get_absolute_url()}choose/")
    form = page.context["form"]
    sent = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    bagrut = next(name for name, text in form.words.items() if text == "Bagrut")
    client.post(f"{run.get_absolute_url()}choose/", {**sent, bagrut: indicator.pk})
    run.refresh_from_db()
    assert [(line["key"], line["period"], line["new"][0]) for line in run.touched] == [(str(indicator.pk), 2021, "70")]
    # The city's next file begins with it.
    assert not bring(text.encode("cp1255"), None, director).counts["unknown"]


def test_of_two_figures_of_a_year_neither_counts_before_one_is_chosen(
    client: Client, sign_in: Any, director: Any, indicator: Indicator
) -> None:
    run = bring("year,pct\n2018/19,43\n2019/20,44\n2019/20,45\nsoon,46\n", indicator, director)
    assert [line["period"] for line in run.touched] == [2018]
    assert [(note["row"], note["code"]) for note in run.problems] == [(3, "several"), (4, "several"), (5, "no_year")]
    page = sign_in(client, director).get(run.get_absolute_url())
    assert "Choose which rows count" in page.content.decode()
    assert [(one.row, one.column, one.value) for one in page.context["problems"][:2]] == [
        (3, "\u20662019/20\u2069", "44"),
        (4, "\u20662019/20\u2069", "45"),
    ]
    choose = f"{run.get_absolute_url()}choose/"
    form = client.get(choose).context["form"]
    assert [text for _row, text in form.fields["row_0"].choices] == ["none of them", "Row 3: 44%", "Row 4: 45%"]
    sent = {name: "" if (kept := form[name].value()) is None else kept for name in form.fields}
    assert client.post(choose, {**sent, "row_0": "4"}).status_code == 302
    run.refresh_from_db()
    assert [(line["period"], line["new"][0]) for line in run.touched] == [(2018, "43"), (2019, "45")]
    assert [(note["row"], note["code"]) for note in run.problems] == [(3, "another_counts"), (5, "no_year")]
    assert client.get(choose).context["form"]["row_0"].value() == 4
    apply_figures(run, actor=director, sure=True)
    assert values(indicator) == {2018: Decimal(43), 2019: Decimal(45)}


def test_two_names_of_one_indicator_are_two_figures_of_a_year(director: Any, indicator: Indicator) -> None:
    text = "year,name,pct\n2019/20,Diplomas,44\n2019/20,Diplomas (new),45\n"
    run = bring(text, None, director)
    meanings = dict.fromkeys(("Diplomas", "Diplomas (new)"), str(indicator.pk))
    run = choose_figures(run, actor=director, meanings=meanings, columns={"period": 0, "indicator": 1, "value": 2})
    assert [run.touched, [note["code"] for note in run.problems]] == [[], ["several", "several"]]
    run = choose_figures(run, actor=director, meanings=meanings, rows=[3])
    assert [line["new"][0] for line in run.touched] == ["45"]


def test_another_row_of_headings_is_chosen(client: Client, sign_in: Any, director: Any, indicator: Indicator) -> None:
    run = bring("Year report\n\nyear,percent\n2021/22,70\n", indicator, director)
    assert run.defaults["heading"] == 3
    sign_in(client, director)
    form = client.get(f"{run.get_absolute_url()}choose/").context["form"]
    sent = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    client.post(f"{run.get_absolute_url()}choose/", {**sent, "place": "0-1"})
    run.refresh_from_db()
    assert (run.defaults["heading"], run.touched) == (1, [])


def test_a_steward_brings_the_national_rows(
    client: Client, sign_in: Any, steward: Any, director: Any, scope: City
) -> None:
    page = "/c/bat-galim/indicators/national/files/"
    assert sign_in(client, director).get(page).status_code == 403
    sign_in(client, steward)
    text = "geo\\time,2021,2022 \nIL,76.0 ,75.9 b\nPT,12.0,: u\n"
    file = SimpleUploadedFile("national.csv", text.encode())
    client.post(page, {"file": file, "indicator": "diploma-residents", "source": "Ministry"})
    run = ImportRun.objects.get()
    assert run.get_absolute_url() == f"{page}{run.pk}/"
    assert client.get(f"/c/bat-galim/organisations/import/{run.pk}/").status_code == 404
    client.post(run.get_absolute_url())
    said = NationalFigure.objects.values_list("period", "value", "flags", "source")
    assert list(said.order_by("period")) == [
        (2021, Decimal(76), "", "Ministry"),
        (2022, Decimal("75.9"), "b", "Ministry"),
    ]
    client.post(f"{run.get_absolute_url()}undo/", {"reason": "Of another definition"})
    assert not NationalFigure.objects.exists()


def test_a_large_file_is_read_and_taken_in_by_the_worker(
    client: Client, sign_in: Any, director: Any, indicator: Indicator, monkeypatch: Any
) -> None:
    monkeypatch.setattr("programs.views.figure_files.SMALL_BYTES", 10)
    monkeypatch.setattr("programs.views.figure_files.SMALL_ROWS", 1)
    sign_in(client, director)
    client.post(PAGE, {"file": SimpleUploadedFile("figures.csv", OWN.encode()), "indicator": indicator.pk})
    run = ImportRun.objects.get()
    assert run.state == "reading"
    assert client.get(f"{run.get_absolute_url()}progress/").status_code == 200
    assert run_due_imports() == 1
    assert len(ImportRun.objects.get().touched) == 2
    client.post(run.get_absolute_url())
    assert run_due_imports() == 1
    assert values(indicator) == {2021: Decimal(70), 2022: Decimal("71.5")}
    client.post(f"{run.get_absolute_url()}undo/", {"reason": "The wrong file"})
    assert run_due_imports() == 1
    assert values(indicator) == {}


def test_the_pages_ask_as_often_for_many_figures(
    client: Client, sign_in: Any, director: Any, indicator: Indicator
) -> None:
    sign_in(client, director)
    runs = []

    def add_figures(number: int) -> None:
        text = "year,percent\n" + "".join(f"{2015 + n}/{16 + n},70\n" for n in range(number))
        runs.append(bring(text, indicator, director))

    assert_same_queries(lambda: client.get(runs[-1].get_absolute_url()), add_figures, most=16)


@pytest.mark.skipif(not BAGRUT.exists(), reason=f"REAL DATA IS MISSING: {BAGRUT} (EDUCITIES_REAL_DATA)")
def test_the_diplomas_of_all_authorities(director: Any, indicator: Indicator, scope: City) -> None:
    scope.registry_code, scope.name = "6200", {"he": "בת ים"}
    scope.save()
    data = BAGRUT.read_bytes()
    for sent in (data, data.decode("utf-8-sig").encode("cp1255")):
        run = bring(sent, indicator, director)
        assert (run.counts["figures"], run.counts["gaps"], run.counts["own_rows"]) == (4480, 640, 20)
        assert run.counts["own_gaps"] == 1
        assert run.counts["plain_years"]
    run = choose_figures(run, actor=director, meanings={}, single_year="ends", words=[])
    assert len(run.touched) == 19
    apply_figures(run, actor=director, sure=True)
    found = values(indicator)
    assert [found[year] for year in (2015, 2016, 2017)] == [Decimal("70.8"), Decimal("74.3"), Decimal("74.5")]
    # A code of a town and of a council: the city's own name decides.
    scope.registry_code, scope.name = "26", {"he": "ראש פינה"}
    scope.save()
    run = bring(data, indicator, director)
    assert run.defaults["only"] == {"1": "ראש פינה"}
    assert not any(note["code"] == "several" for note in run.problems)


@pytest.mark.skipif(not EUROSTAT.exists(), reason=f"REAL DATA IS MISSING: {EUROSTAT} (EDUCITIES_REAL_DATA)")
def test_the_download_of_eurostat(steward: Any, scope: City) -> None:
    scope.country = "FR"
    scope.save()
    run = ImportRun(kind="national", defaults={"source": "Eurostat", "indicator": "upper-secondary-completion"})
    run.city = scope
    run.made_by = steward
    read_file(run, EUROSTAT.read_bytes(), steward)
    counts = run.counts
    assert (counts["figures"], counts["gaps"], counts["remarked_gaps"], counts["authorities"]) == (
        100_300,
        26_060,
        524,
        39,
    )
    assert counts["remarks"] == {"b": 15_484, "u": 1_375, "d": 867, "bu": 75, "du": 56}
    assert counts["own_rows"] == 108
    run.file = EUROSTAT.read_bytes()
    run.save()
    only = {"0": "T", "1": "Y25-64", "3": "ED5-8"}
    run = choose_figures(run, actor=steward, meanings={}, only=only, words=["FR"])
    apply_figures(run, actor=steward, sure=True)
    newest = NationalFigure.objects.get(period=2021)
    assert (newest.value, newest.flags) == (Decimal("40.7"), "b")
    assert not NationalFigure.objects.filter(period=1992).exists()
