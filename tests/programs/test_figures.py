import re
from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import translation

from educities.activity.models import AuditEntry, Notice
from educities.kit.errors import DomainError
from programs import actions, texts
from programs.actions import Figure
from programs.forms.pasted import read_number, read_pairs
from programs.models import IndicatorValue
from programs.queries import figures_of
from programs.queries.entered import list_revisions, name_writers
from programs.texts.revisions import revision_rows
from tests.factories import IndicatorFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def url(city, name, *args):
    return reverse(name, args=[city.slug, *args])


@pytest.fixture
def as_director(client, sign_in, director):
    return sign_in(client, director)


@pytest.fixture
def program(scope, director):
    return ProgramFactory(starts_on=date(2024, 9, 1), actor=director, signed=True)


@pytest.fixture
def indicator(scope):
    return IndicatorFactory(code="diploma", is_main=True)


def standing_of(indicator):
    return figures_of([indicator])[0].standing()


def confirm(indicator, director):
    actions.submit_values(indicator, actor=director)
    actions.confirm_values(indicator, actor=director)


def test_what_is_wrong_in_an_earlier_year_is_in_sight(as_director, city, program, indicator):
    page = url(city, "enter_values", indicator.pk)
    folded = re.compile(r'<details class="card">\s*<summary class="label">Earlier years')
    assert folded.search(as_director.get(page).content.decode())
    refused = as_director.post(page, {"actual-2021": "700"})
    assert refused.status_code == 422
    assert not folded.search(refused.content.decode())


def test_figures_from_drafts_to_revision(as_director, city, program, indicator):
    page = url(city, "enter_values", indicator.pk)
    assert as_director.get(page).status_code == 200
    data = {"actual-2024": "61,2", "actual-2025": "63", "benchmark-2025": "70%", "target-2028": "75"}
    assert as_director.post(page, data).status_code == 302
    assert as_director.post(url(city, "submit_values", indicator.pk)).status_code == 302
    seen = {"seen": as_director.get(url(city, "indicator", indicator.pk)).context["to_confirm"].stamp}
    assert as_director.post(url(city, "confirm_values", indicator.pk), seen).status_code == 302
    row = IndicatorValue.objects.get(series="actual", period=2025)
    assert (row.state, row.value) == ("confirmed", D("63.00"))
    html = as_director.get(url(city, "indicator", indicator.pk)).content.decode()
    assert "7 points below the national average" in html
    revise = url(city, "revise_value", row.pk)
    assert as_director.get(revise).status_code == 200
    assert as_director.post(revise, {"value": "64", "reason": "Corrected"}).status_code == 302
    html = as_director.get(url(city, "indicator", indicator.pk)).content.decode()
    assert "Corrected" in html


def test_a_revision_names_who_made_it(as_director, city, indicator, director):
    actions.enter_values(indicator, [Figure("actual", 2025, D(60))], actor=director)
    actions.submit_values(indicator, actor=director)
    actions.confirm_values(indicator, actor=director)
    row = IndicatorValue.objects.get()
    as_director.post(url(city, "revise_value", row.pk), {"value": "61", "reason": "Corrected"})
    revised = list_revisions(indicator)
    shown = revision_rows(indicator, revised, name_writers(revised), {})
    assert [one["who"] for one in shown] == ["Ruth"]
    html = as_director.get(url(city, "indicator", indicator.pk)).content.decode()
    assert "<bdi>Ruth</bdi>" in html


def test_confirmed_box_is_closed(as_director, city, indicator, director):
    actions.enter_values(indicator, [Figure("actual", 2025, D(60))], actor=director)
    actions.submit_values(indicator, actor=director)
    actions.confirm_values(indicator, actor=director)
    assert as_director.post(url(city, "enter_values", indicator.pk), {"actual-2025": "99"}).status_code == 302
    assert IndicatorValue.objects.get().value == D(60)


def test_jump_asks_once_and_keeps_what_was_typed(as_director, city, indicator):
    page = url(city, "enter_values", indicator.pk)
    data = {"actual-2024": "61", "actual-2025": "70"}
    asked = as_director.post(page, data)
    assert asked.status_code == 409
    html = asked.content.decode()
    assert 'name="sure"' in html
    assert 'value="70"' in html
    assert not IndicatorValue.objects.exists()
    assert as_director.post(page, {**data, "sure": "on"}).status_code == 302
    assert IndicatorValue.objects.count() == 2


def test_two_columns_are_pasted(as_director, city, indicator):
    page = url(city, "enter_values", indicator.pk)
    pasted = "School year\tShare\n2023/24\t60.5\n2024/25\t61,5\n2025\t62"
    assert as_director.post(page, {"paste": pasted, "paste_into": "benchmark"}).status_code == 302
    rows = IndicatorValue.objects.values_list("series", "period", "value")
    assert list(rows) == [
        ("benchmark", 2023, D("60.50")),
        ("benchmark", 2024, D("61.50")),
        ("benchmark", 2025, D("62.00")),
    ]


def test_a_percent_sign_stands_in_no_number(as_director, city, indicator, director):
    row = actions.define_indicator(actor=director, code="calm", name={"en": "Feel calm"}, unit="number")
    page = url(city, "enter_values", row.pk)
    year = city.school_year() - 1
    for data in ({"paste": "2023/24\t27.9%", "paste_into": "actual"}, {f"actual-{year}": "27.9 %"}):
        refused = as_director.post(page, data)
        assert refused.status_code == 422
        assert "Write it without a percent sign." in refused.content.decode()
    assert not IndicatorValue.objects.exists()
    # Of a percentage it says what it is; of how many were counted it says nothing.
    page = url(city, "enter_values", indicator.pk)
    assert as_director.post(page, {f"actual-{year}": "27.9 %"}).status_code == 302
    assert as_director.post(page, {f"numerator-{year}": "5%", f"denominator-{year}": "9"}).status_code == 422


def test_emptying_the_box_takes_the_draft_away(as_director, city, indicator, director):
    actions.enter_values(indicator, [Figure("actual", 2024, D(60)), Figure("benchmark", 2024, D(70))], actor=director)
    confirm(indicator, director)
    actions.enter_values(indicator, [Figure("actual", 2025, D(61)), Figure("target", 2026, D(80))], actor=director)
    page = url(city, "enter_values", indicator.pk)
    assert 'name="initial-actual-2025" value="61"' in as_director.get(page).content.decode()
    shown = {"initial-actual-2025": "61", "initial-target-2026": "80"}
    answer = as_director.post(page, {**shown, "actual-2025": "", "target-2026": "80"}, follow=True)
    assert "The emptied drafts are gone." in answer.content.decode()
    left = {("actual", 2024): "confirmed", ("benchmark", 2024): "confirmed", ("target", 2026): "draft"}
    rows = IndicatorValue.objects.all()
    assert {(row.series, row.period): row.state for row in rows} == left
    # Sent once more as it is, nothing is kept as a draft and nobody is told so.
    answer = as_director.post(page, {"initial-target-2026": "80", "target-2026": "80"}, follow=True)
    assert "No figure was changed." in answer.content.decode()
    assert "kept as drafts" not in answer.content.decode()
    assert AuditEntry.objects.get(verb="programs.values_removed").data["count"] == 1


def test_a_box_that_was_empty_takes_nothing_away(as_director, city, indicator, director):
    actions.enter_values(indicator, [Figure("actual", 2025, D(61))], actor=director)
    assert as_director.post(url(city, "enter_values", indicator.pk), {"actual-2024": "60"}).status_code == 302
    assert IndicatorValue.objects.count() == 2


@pytest.mark.parametrize(
    "data", [{"actual-2025": "a lot"}, {"paste": "nothing here\nnor here"}, {"paste": "2024 1\n2024 2"}]
)
def test_what_is_no_figure_is_refused_with_a_word(as_director, city, indicator, data):
    assert as_director.post(url(city, "enter_values", indicator.pk), data).status_code == 422


def test_figures_are_sent_back(as_director, city, indicator, director):
    actions.enter_values(indicator, [Figure("actual", 2025, D(60))], actor=director)
    as_director.post(url(city, "submit_values", indicator.pk))
    assert as_director.post(url(city, "return_values", indicator.pk), {"reason": "A slip"}).status_code == 302
    assert IndicatorValue.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("61.2", D("61.2")),
        ("61,2", D("61.2")),
        ("1,204", D(1204)),
        ("1,204.5", D("1204.5")),
        (" 61.2 % ", D("61.2")),
        ("٦١٫٢", D("61.2")),
        ("-3", D(-3)),
        ("", None),
        ("\u200f61\u200e", D(61)),
    ],
)
def test_numbers_as_people_write_them(said, number):
    assert read_number(said) == number


def test_pairs_take_years_and_figures():
    assert read_pairs("2024/25 61.2\n2025-26;62") == {2024: D("61.2"), 2025: D(62)}


def test_benchmark_compares_the_same_year_only(indicator, director):
    figures = [Figure("actual", 2025, D(63)), Figure("benchmark", 2024, D(70))]
    actions.enter_values(indicator, figures, actor=director)
    standing = standing_of(indicator)
    assert standing.gap is None
    with translation.override("en"):
        assert texts.gap_in_words(indicator, standing) == "There is no national average of 2025/26 to compare with."


def test_standing_in_words(indicator, director):
    figures = [
        Figure("actual", 2023, D(60)),
        Figure("benchmark", 2023, D(70)),
        Figure("actual", 2025, D(66)),
        Figure("benchmark", 2025, D(71)),
        Figure("baseline", 2023, D(60)),
        Figure("target", 2028, D(75)),
    ]
    actions.enter_values(indicator, figures, actor=director, sure=True)
    standing = standing_of(indicator)
    assert (standing.gap, standing.closed, standing.change, standing.progress) == (D(-5), D("0.50"), D(6), D("0.40"))
    with translation.override("en"):
        assert texts.gap_in_words(indicator, standing) == "5 points below the national average"
        assert texts.change_in_words(indicator, standing) == "6 points more than the baseline (2023/24)"
        assert texts.closed_in_words(standing) == "50% of the gap to the national average is closed."
    assert texts.comparison_tone(standing) == "down"


@pytest.mark.parametrize(
    ("baseline", "words"),
    [
        ((2024, 64), "2 points more than the baseline (2024/25)"),
        ((2024, 66), "As at the baseline (2024/25)"),
        ((2024, 69), "3 points less than the baseline (2024/25)"),
        # A baseline of the year itself is nothing to compare with.
        ((2025, 66), "6 points more than in 2023/24"),
        (None, "6 points more than in 2023/24"),
    ],
)
def test_the_change_counts_from_the_baseline(indicator, director, baseline, words):
    figures = [Figure("actual", 2023, D(60)), Figure("actual", 2025, D(66))]
    if baseline:
        figures.append(Figure("baseline", baseline[0], D(baseline[1])))
    actions.enter_values(indicator, figures, actor=director, sure=True)
    with translation.override("en"):
        assert texts.change_in_words(indicator, standing_of(indicator)) == words


@pytest.mark.parametrize(
    ("value", "lang", "words"),
    [
        ("71", "en", "1 point above the national average"),
        ("72.5", "en", "2.5 points above the national average"),
        ("71", "he", "נקודת אחוז אחת מעל הממוצע הארצי"),
        ("72", "ar", "نقطتان مئويتان فوق المعدل القُطري"),
        ("72.5", "ar", "2.5 نقطة مئوية فوق المعدل القُطري"),
    ],
)
def test_points_agree_with_their_number(scope, director, value, lang, words):
    indicator = IndicatorFactory()
    figures = [Figure("actual", 2025, D(value)), Figure("benchmark", 2025, D(70))]
    actions.enter_values(indicator, figures, actor=director)
    (found,) = figures_of([indicator])
    with translation.override(lang):
        assert texts.gap_in_words(indicator, found.standing()) == words


def test_less_is_better_turns_the_tone_not_the_words(scope, director):
    dropout = IndicatorFactory(direction="down")
    actions.enter_values(dropout, [Figure("actual", 2025, D(4)), Figure("benchmark", 2025, D(6))], actor=director)
    (figures,) = figures_of([dropout])
    with translation.override("en"):
        assert texts.gap_in_words(dropout, figures.standing()) == "2 points below the national average"
    assert texts.comparison_tone(figures.standing()) == "up"


def test_the_average_of_an_earlier_year_is_compared_and_named(indicator, director):
    figures = [
        Figure("actual", 2024, D(60)),
        Figure("benchmark", 2024, D(70)),
        Figure("actual", 2025, D(66)),
        Figure("benchmark", 2025, D(71)),
        Figure("actual", 2026, D(68)),
    ]
    actions.enter_values(indicator, figures, actor=director, sure=True)
    standing = standing_of(indicator)
    assert (standing.year, standing.value, standing.compared) == (2026, D(68), 2025)
    with translation.override("en"):
        assert texts.gap_in_words(indicator, standing) == "2025/26: 5 points below the national average"
        assert texts.closed_in_words(standing) == "2025/26: 50% of the gap to the national average is closed."


def test_a_figure_counts_once_it_is_confirmed_and_a_newer_one_waits_beside(as_director, city, indicator, director):
    actions.enter_values(indicator, [Figure("actual", 2024, D(60))], actor=director)
    confirm(indicator, director)
    actions.enter_values(indicator, [Figure("actual", 2025, D(64))], actor=director)
    figures = figures_of([indicator])[0].confirmed()
    assert (figures.actual, figures.standing().value, figures.newer.value) == ({2024: D(60)}, D(60), D(64))
    for page in (url(city, "indicators"), url(city, "indicator", indicator.pk), url(city, "dashboard")):
        html = as_director.get(page).content.decode()
        assert "Not confirmed yet: \u206664%\u2069 (2025/26)" in html
        assert re.search(r'class="(big )?num">(<bdi dir="ltr">)?60%', html)
    confirm(indicator, director)
    assert figures_of([indicator])[0].confirmed().newer is None


def test_a_draft_alone_is_no_figure(as_director, city, indicator, director):
    actions.enter_values(indicator, [Figure("actual", 2025, D(60))], actor=director)
    for page in (url(city, "indicators"), url(city, "indicator", indicator.pk), url(city, "dashboard")):
        html = as_director.get(page).content.decode()
        assert "Not confirmed yet: \u206660%\u2069 (2025/26)" in html
        assert "big num" not in html
        assert 'num"><bdi dir="ltr">60%' not in html


def test_a_withdrawn_figure_is_read_and_counts_no_more(client, sign_in, director, facilitator, scope):
    row = actions.define_indicator(actor=director, code="calm", name={"en": "Feel calm"}, unit="number")
    actions.enter_values(row, [Figure("actual", 2021, D(7)), Figure("actual", 2022, D(8))], actor=facilitator)
    actions.submit_values(row, actor=facilitator)
    actions.confirm_values(row, actor=director)
    value = row.values.get(period=2022)
    where = f"/c/bat-galim/indicators/values/{value.pk}/withdraw/"
    assert sign_in(client, facilitator).get(where).status_code == 403
    sign_in(client, director)
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "Two schools were counted twice"}).status_code == 302
    actions.confirm_withdrawal(value.revisions.get(), actor=facilitator)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Two schools were counted twice" in page
    (figures,) = figures_of([row])
    assert figures.actual == {2021: D(7)}
    assert Notice.objects.filter(user=director, verb="programs.value_withdrawn").exists()
    value.refresh_from_db()
    assert (value.state, value.value) == ("withdrawn", D(8))
    with pytest.raises(DomainError, match="already been withdrawn"):
        actions.propose_withdrawal(value, actor=director, reason="Once more")
    # Another one can be entered for the year.
    actions.enter_values(row, [Figure("actual", 2022, D(6))], actor=facilitator)
    assert row.values.live().filter(period=2022).count() == 1


def test_a_figure_of_the_year_that_still_runs_is_asked_about(indicator, director):
    year = indicator.city.school_year()
    with pytest.raises(actions.AskAgain, match="still runs"):
        actions.enter_values(indicator, [Figure("actual", year, D(61))], actor=director)
    assert actions.enter_values(indicator, [Figure("target", year, D(61))], actor=director)
    assert actions.enter_values(indicator, [Figure("actual", year, D(61))], actor=director, sure=True)


def test_a_draft_that_is_written_over_is_named(client, sign_in, indicator, director):
    actions.enter_values(indicator, [Figure("actual", 2020, D(60))], actor=director)
    page = reverse("enter_values", args=[indicator.city.slug, indicator.pk])
    answer = sign_in(client, director).post(page, {"paste": "2020/21\t62", "series": "actual"}, follow=True)
    assert "Drafts written over:" in answer.content.decode(), answer.context["form"].errors
