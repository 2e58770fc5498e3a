from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from educities.tenancy.scope import city_scope
from programs.models import Indicator, IndicatorValue, Milestone, Program, ProgramYear
from programs.queries import current_year, last_program
from programs.values.calendar import school_year
from reports.queries.city_state import load_city_state
from tests.factories import IndicatorFactory, ProgramFactory
from tests.programs.support import review_year, show_milestone
from tests.support import assert_same_queries

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


def test_no_program_yet_says_what_to_do(as_director, city):
    assert url(city, "start_program") in as_director.get(url(city, "program")).content.decode()


@pytest.mark.parametrize(
    ("data", "starts_on"),
    [({"year": "2025"}, date(2025, 9, 1)), ({"year": "", "starts_on": "2026-01-15"}, date(2026, 1, 15))],
)
def test_program_is_laid_out_and_signed(as_director, city, data, starts_on):
    assert as_director.post(url(city, "start_program"), data).url == url(city, "program")
    with city_scope(city.pk):
        program = Program.objects.get()
        assert (program.starts_on, program.state) == (starts_on, "proposed")
    sign = url(city, "sign_program", program.pk)
    assert sign in as_director.get(url(city, "program")).content.decode()
    assert "The five-year program is ready to be signed" in as_director.get(url(city, "dashboard")).content.decode()
    assert "Sign the program" in as_director.get(sign).content.decode()
    with city_scope(city.pk):
        assert Program.objects.get().state == "proposed"
    # Who sends nothing of what the page showed has read nothing.
    assert as_director.post(sign).status_code == 409
    seen = as_director.get(sign).context["form"]["seen"].value()
    assert as_director.post(sign, {"seen": seen}).url == url(city, "program")
    assert as_director.post(sign, {"seen": seen}).status_code == 409
    assert as_director.get(url(city, "program")).status_code == 200
    with city_scope(city.pk):
        assert Program.objects.get().state == "active"
    assert as_director.post(url(city, "start_program"), data).status_code == 409
    again = as_director.get(url(city, "start_program")).content.decode()
    assert "The city already has a program. End it before you set up another one." in again
    assert 'name="year"' not in again


@pytest.mark.parametrize("data", [{}, {"starts_on": "2026-02-30"}, {"starts_on": "1066-10-14"}, {"year": "1999"}])
def test_dates_that_are_no_start_are_refused(as_director, city, data):
    assert as_director.post(url(city, "start_program"), data).status_code == 422


def test_program_page_costs_the_same_for_one_and_three_milestones_more(as_director, city, program):
    year = program.years.first()

    def add(count):
        with city_scope(city.pk):
            for _n in range(count):
                Milestone.objects.create(
                    year=year, title={"en": "More"}, due_on=year.ends_on, baseline_due_on=year.ends_on
                )

    assert_same_queries(lambda: as_director.get(url(city, "program")), add, most=10)


def test_indicators_cost_the_same_for_one_and_three(as_director, city):
    def add(count):
        with city_scope(city.pk):
            for one in IndicatorFactory.create_batch(count):
                IndicatorValue.objects.create(indicator=one, series="actual", period=2024, value=60)

    assert_same_queries(lambda: as_director.get(url(city, "indicators")), add, most=8)


def test_indicator_page_costs_the_same_for_one_and_three_figures(as_director, city, indicator):
    years = iter(range(2010, 2020))

    def add(count):
        with city_scope(city.pk):
            for _n in range(count):
                IndicatorValue.objects.create(indicator=indicator, series="actual", period=next(years), value=60)

    assert_same_queries(lambda: as_director.get(url(city, "indicator", indicator.pk)), add)


def test_facilitator_reads_but_does_not_sign(client, sign_in, city, facilitator, program):
    sign_in(client, facilitator)
    assert client.get(url(city, "program")).status_code == 200
    assert client.post(url(city, "sign_program", program.pk)).status_code == 403
    assert client.get(url(city, "start_program")).status_code == 403


def test_a_milestone_due_before_the_signing_says_so(as_director, city, program):
    milestone = Milestone.objects.order_by("due_on").first()
    assert (
        "Its day was over before the program was signed"
        in as_director.get(milestone.get_absolute_url()).content.decode()
    )
    assert "before the program was signed" in as_director.get(url(city, "program")).content.decode()


def test_milestone_from_page_to_evidence(as_director, city, program):
    milestone = Milestone.objects.first()
    assert as_director.get(milestone.get_absolute_url()).status_code == 200
    move = url(city, "move_milestone", milestone.pk)
    assert as_director.post(move, {"state": "reached", "words": ""}).status_code == 409
    assert as_director.post(move, {"state": "nonsense", "words": "x"}).status_code == 422
    assert as_director.post(move, {"state": "reached", "words": "Minutes"}).status_code == 409
    kind, number = show_milestone(milestone)
    data = {"state": "reached", "words": "Minutes", "record": f"{kind}:{number}"}
    assert as_director.post(move, data).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.state, milestone.evidence) == ("reached", "Minutes")
    assert as_director.get(milestone.get_absolute_url()).status_code == 200


def test_forms_about_a_year_open(as_director, city, program):
    year = program.years.first()
    review_year(year)
    for name in ("change_focus", "close_year", "reopen_year", "add_milestone"):
        assert as_director.get(url(city, name, year.pk)).status_code == 200
    milestone = Milestone.objects.first()
    assert as_director.get(url(city, "change_milestone", milestone.pk)).status_code == 200
    assert as_director.post(url(city, "close_year", year.pk), {"reason": ""}).status_code == 302
    year.refresh_from_db()
    assert year.state == "closed"


def test_program_can_be_ended(as_director, city, program):
    assert as_director.post(url(city, "withdraw_program", program.pk), {"reason": "A new plan"}).status_code == 302
    assert as_director.get(url(city, "program")).status_code == 200


def test_indicator_is_defined_on_one_page(as_director, city):
    form = as_director.get(url(city, "define_indicator")).context["form"]
    name = form["name"].subwidgets[0].data["subwidgets"][0]["name"]
    data = {
        name: "Diploma",
        "code": "diploma",
        "kind": "population",
        "unit": "percent",
        "direction": "up",
        "is_main": "on",
    }
    assert as_director.post(url(city, "define_indicator"), data).status_code == 302
    assert as_director.post(url(city, "define_indicator"), data).status_code == 422
    with city_scope(city.pk):
        assert Indicator.objects.get().is_main


def test_an_indicator_needs_no_code_of_the_director(as_director, city):
    for name in ("name_en", "name_he", "name_he"):
        data = {name: "Reading aloud", "code": "", "kind": "population", "unit": "percent", "direction": "up"}
        assert as_director.post(url(city, "define_indicator"), data).status_code == 302
    with city_scope(city.pk):
        assert list(Indicator.objects.order_by("pk").values_list("code", flat=True)) == [
            "reading-aloud",
            "indicator",
            "indicator-2",
        ]


def test_current_year(program):
    years = list(last_program().years.all())
    assert [year.number for year in years] == [1, 2, 3, 4, 5]
    assert (years[0].program, current_year(years, years[2].ends_on)) == (program, years[2])
    assert current_year([], program.starts_on) is None


def test_the_live_program_goes_before_a_later_one_that_ended(program):
    later = {"starts_on": program.starts_on.replace(year=program.starts_on.year + 1), "state": "terminated"}
    with transaction.atomic():
        ended = Program.objects.create(**later)
        ProgramYear.objects.bulk_create(
            ProgramYear(
                program=ended,
                number=year.number,
                starts_on=year.starts_on.replace(year=year.starts_on.year + 1),
                ends_on=year.ends_on.replace(year=year.ends_on.year + 1),
            )
            for year in program.years.all()
        )
    assert last_program() == program
    assert load_city_state(program.city).program == program


def test_a_year_is_closed_from_one_place(as_director, city, program):
    ProgramYear.objects.filter(number__lte=2).update(state="in_review")
    html = as_director.get(url(city, "program")).content.decode()
    first, second = ProgramYear.objects.filter(state="in_review").order_by("number")
    assert f'<a class="btn primary" href="{url(city, "year_review", first.pk)}"' in html
    review_year(first)
    html = as_director.get(url(city, "program")).content.decode()
    assert html.count(url(city, "close_year", first.pk)) == 1
    assert html.count(url(city, "close_year", second.pk)) == 1
    assert html.count('class="btn primary"') == 1


def test_earlier_years_are_folded_by_one_rule(as_director, city, program, indicator):
    now = city.school_year()
    for ago, state in ((5, "confirmed"), (4, "draft"), (1, "confirmed")):
        IndicatorValue.objects.create(indicator=indicator, series="actual", period=now - ago, value=60, state=state)
    form = as_director.get(url(city, "enter_values", indicator.pk)).context["form"]
    folded = [line["year"] for line in form.folded]
    open_years = {line["year"] for line in form.unfolded}
    assert school_year(now - 5) in folded
    assert school_year(now - 3) in folded
    assert {school_year(now - 4), school_year(now - 1), school_year(now)} <= open_years


def test_a_reached_milestone_says_so_on_its_page(as_director, city, program):
    day = program.starts_on
    told = {
        "title": {"en": "First lab"},
        "due_on": day,
        "baseline_due_on": day,
        "evidence": "Seen",
        "reached_by": "words",
    }
    row = Milestone.objects.create(year=program.years.first(), state="reached", **told)
    page = as_director.get(url(city, "milestone", row.pk)).content.decode()
    assert "· reached" in page
    assert '<span class="tag good">' not in page


def test_the_form_names_the_main_indicator_that_would_give_its_place(as_director, city, indicator):
    with city_scope(city.pk):
        other = IndicatorFactory(code="teachers")
    page = as_director.get(reverse("change_indicator", args=[city.slug, other.pk])).content.decode()
    assert f"It takes the place of “{indicator}”." in page
    page = as_director.get(reverse("change_indicator", args=[city.slug, indicator.pk])).content.decode()
    assert "It takes the place of" not in page
