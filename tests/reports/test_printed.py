import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import typst
from django.utils import translation
from openpyxl import load_workbook

from educities.kit.multilingual import isolate_ltr
from programs.actions import Figure, confirm_values, enter_values, submit_values
from programs.models import Milestone
from reports.actions import ask_report, build_due
from reports.actions.sentence import change_sentence
from reports.models import Report
from reports.queries import load_overview, load_printed_overview
from reports.renderers import pdf
from reports.renderers.content import content_of
from reports.renderers.page import MOST_LANES, one_page
from reports.texts import sentence_of_city
from tests.factories import (
    CohortFactory,
    CohortMemberFactory,
    IndicatorFactory,
    LabFactory,
    OrganisationFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db
LONG = {
    "he": "מחזור ראשון של השכונות הצפוניות, על החינוך המשלים ועל מה שבין בית הספר לבית",
    "ar": "الفوج الأول للأحياء الشمالية حول التعليم المكمّل وما بين المدرسة والبيت والحي",
}


def figures(director: Any, **about: Any) -> Any:
    indicator = IndicatorFactory(is_main=True, **about)
    entered = [
        Figure(series, year, Decimal("61.25") + year - 2015)
        for series in ("actual", "benchmark", "target")
        for year in range(2015, 2027)
    ]
    enter_values(indicator, [*entered, Figure("baseline", 2015, Decimal(58))], actor=director, sure=True)
    submit_values(indicator, actor=director)
    confirm_values(indicator, actor=director)
    return indicator


@pytest.fixture
def full_city(scope: Any, director: Any) -> Any:
    """Twelve cohorts with long names, an indicator of twelve years, and many milestones at risk."""
    program = ProgramFactory(actor=director, signed=True)
    figures(director, name=LONG, source="Ministry of education, yearly report " * 5, no_benchmark_because="None " * 30)
    lab = LabFactory(name=LONG)
    today = scope.today()
    CohortFactory.create_batch(12, lab=lab, name=LONG, starts_on=today, ends_on=today + timedelta(days=300))
    Milestone.objects.filter(year__program=program).update(state="at_risk", title=LONG)
    change_sentence(actor=director, text={code: (f"{words} " * 5)[:280] for code, words in LONG.items()})
    type(scope).objects.filter(pk=scope.pk).update(is_practice=True)
    scope.refresh_from_db()
    return scope


def draw_page(page: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Its pictures: one comes as bytes, several as a list."""
    draw = typst.compile
    monkeypatch.setattr(pdf.typst, "compile", lambda *args, **kwargs: draw(*args, **{**kwargs, "format": "png"}))
    return pdf.render_pdf(page)


def titles_on(page: dict[str, Any]) -> str:
    """Does the drawn page have the titles of the milestones `whole` or `cut`?"""
    found = typst.query(
        str(pdf.TEMPLATE),
        "<titles>",
        field="value",
        one=True,
        sys_inputs={"data": json.dumps(page, ensure_ascii=False, default=str)},
        font_paths=[pdf.static_fonts_dir()],
        ignore_system_fonts=True,
    )
    return str(json.loads(found))


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_a_city_with_room_prints_whole_titles_on_one_page(
    full_city: Any, director: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation.override(language):
        content = content_of(load_printed_overview(full_city), language)
        content["years"]["lanes"] = content["years"]["lanes"][: MOST_LANES - 4]
        page = one_page(content)
    assert LONG.get(language, LONG["he"]) in page["milestones"]["whole"]
    assert titles_on(page) == "whole"
    assert isinstance(draw_page(page, monkeypatch), bytes)


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_a_full_city_stays_on_one_page(
    full_city: Any, director: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation.override(language):
        page = one_page(content_of(load_printed_overview(full_city), language))
    assert [len(page[part]["rows"]) for part in ("indicator", "cohorts", "milestones")] == [5, 5, 5]
    assert "7" in page["cohorts"]["more"]
    assert titles_on(page) == "cut"
    assert isinstance(draw_page(page, monkeypatch), bytes)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Sea city \U0001f331", "Sea city"),
        ("The \U0001f44b\U0001f3fd street ☀️ school", "The street school"),
        ("70 °C · 5 € – “so”", "70 °C · 5 € – “so”"),
        ("عيد  ሰላም", "عيد  ሰላም"),
    ],
)
def test_no_box_stands_where_an_emoji_was(written: str, printed: str) -> None:
    assert pdf.drop_pictures({"rows": [(written, 5)]}) == {"rows": [[printed, 5]]}


def test_the_printed_sentence_says_nothing_private(full_city: Any, director: Any) -> None:
    OrganisationFactory(state="proposed")
    with translation.override("en"):
        said = sentence_of_city(load_overview(full_city))
    assert said == f"Year {load_overview(full_city).now.number} of 5. 12 cohorts are running. 1 lab is launched."


def test_figures_are_numbers_and_days_are_dates(scope: Any, director: Any) -> None:
    ProgramFactory(actor=director, signed=True)
    figures(director)
    CohortFactory()
    report = ask_report(actor=director, format="xlsx", language="en")
    build_due()
    report.refresh_from_db()
    indicator, cohorts, milestones = load_workbook(io.BytesIO(bytes(report.content))).worksheets
    rows = list(indicator.iter_rows())
    head = next(n for n, row in enumerate(rows) if row[0].value == "School year")
    assert [cell.value for cell in rows[head]] == ["School year", "measured", "national average", "target", "baseline"]
    first = rows[head + 1]
    assert [cell.value for cell in first] == ["2015/16", 61.25, 61.25, 61.25, 58]
    assert [cell.number_format for cell in first[1:]] == ['#,##0.0#"%"'] * 3 + ['#,##0"%"']
    assert len(rows) - head - 1 == 12
    assert isinstance(cohorts.cell(cohorts.max_row, 5).value, int)
    due = milestones.cell(milestones.max_row, 2)
    assert (isinstance(due.value, datetime), due.is_date, due.number_format) == (True, True, "dd.mm.yyyy")


def test_the_file_is_named_by_the_citys_day(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    report = ask_report(actor=director, format="pdf", language="he")
    build_due()
    Report.objects.filter(pk=report.pk).update(built_at=datetime(2026, 3, 3, 22, 30, tzinfo=UTC))
    answer = sign_in(client, director).get(f"/c/{scope.slug}/reports/{report.pk}/")
    assert answer["Content-Disposition"] == f'attachment; filename="{scope.slug}-{date(2026, 3, 4)}.pdf"'


def printed(city: Any, language: str = "en") -> dict[str, Any]:
    with translation.override(language):
        return one_page(content_of(load_overview(city), language))


def test_the_page_leads_with_the_figure_and_how_it_compares(scope: Any, director: Any) -> None:
    figures(director)
    page = printed(scope)
    assert page["headline"] == "72.25% · Equal to the national average"
    assert page["indicator"]["compared"] == [
        f"National average: {isolate_ltr('72.25%')}",
        f"Target of the year: {isolate_ltr('72.25%')}",
        f"Baseline: {isolate_ltr('58%')}",
    ]


def test_before_a_figure_is_confirmed_the_page_leads_with_the_city(scope: Any, director: Any) -> None:
    IndicatorFactory(is_main=True)
    page = printed(scope)
    assert (page["headline"], page["indicator"]["chart"]) == ("", None)


def test_the_chart_holds_the_last_nine_years_between_round_numbers(scope: Any, director: Any) -> None:
    figures(director)
    chart = printed(scope)["indicator"]["chart"]
    assert [words for _x, words, _now in chart["periods"]] == [f"{year}/{year + 1}" for year in range(18, 27)]
    assert [words for _y, words in chart["ticks"]] == ["62.5%", "65%", "67.5%", "70%", "72.5%"]
    assert chart["ours"][0] == (0.0, pytest.approx((72.5 - 64.25) / 10))
    assert [now for _x, _words, now in chart["periods"]] == [False] * 8 + [True]


def test_who_is_missing_in_the_cohorts_is_said(scope: Any, director: Any) -> None:
    cohort = CohortFactory(state="running")
    CohortMemberFactory.create_batch(2, cohort=cohort, sector=1)
    part = printed(scope)["sectors"]
    assert part["rows"][0] == ["public", 2]
    assert part["sentence"] == "Still missing: business, non-profit, social business."


@pytest.mark.parametrize(("places", "signs", "scale"), [(17, 17, ""), (41, 21, "One sign: up to 2 places.")])
def test_a_row_of_signs_shows_as_many_as_there_are_places(
    scope: Any, director: Any, places: int, signs: int, scale: str
) -> None:
    """Never cut in silence: of 17 places 14 signs would say that there are 14."""
    CohortMemberFactory.create_batch(places, cohort=CohortFactory(state="running"), sector=1)
    part = printed(scope)["sectors"]
    assert (part["rows"][0][1], part["signs"][0], part["scale"]) == (places, signs, scale)


def test_a_name_that_has_room_is_printed_whole(scope: Any, director: Any) -> None:
    program = ProgramFactory(actor=director, signed=True)
    title = "The second intake of the teacher accelerator begins"
    Milestone.objects.filter(year__program=program).update(title={"en": title})
    page = printed(scope)
    assert set(page["milestones"]["whole"]) == {title}
    assert titles_on(page) == "whole"


def test_the_file_is_for_every_reader(scope: Any, director: Any) -> None:
    figures(director)
    assert b"pdfuaid" in pdf.render_pdf(printed(scope, "ar"))


def test_amharic_letters_are_in_a_typeface() -> None:
    assert {ord(sign) for sign in "ሰላም ለኪ፣ ትግርኛ".replace(" ", "")} <= pdf.drawn_signs()


def test_a_page_in_amharic_is_drawn_with_its_own_typeface(scope: Any, director: Any) -> None:
    page = printed(scope)
    plain = pdf.render_pdf({**page, "title": "Sea city"})
    amharic = pdf.render_pdf({**page, "title": "ሰላም ከተማ"})
    assert b"NotoSansEthiopic" not in plain
    assert b"NotoSansEthiopic" in amharic


@pytest.mark.parametrize(("title", "is_said"), [("ሰላም עיר مدينة Город", False), ("海の町", True)])
def test_the_foot_says_what_could_not_be_printed(scope: Any, director: Any, title: str, is_said: bool) -> None:
    page = {**printed(scope), "title": title}
    assert ("Some letters could not be printed." in pdf.name_missing_letters(page)["footer"]) is is_said
