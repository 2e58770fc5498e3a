"""A year is closed for good: its page says so, and which figures stand against it."""

from datetime import date

import pytest
from django.urls import reverse

from educities.kit.errors import DomainError
from programs import actions
from programs.models import Indicator, IndicatorValue, ProgramYear
from tests.factories import IndicatorFactory, ProgramFactory
from tests.programs.support import review_year, show_by_session, show_milestone

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(scope, director):
    program = ProgramFactory(starts_on=date(2024, 9, 1), signed=True, actor=director)
    ProgramYear.objects.filter(program=program, number=1).update(state="in_review")
    year = ProgramYear.objects.select_related("program").get(program=program, number=1)
    review_year(year)
    return year


@pytest.fixture
def read(client, scope, director, sign_in):
    sign_in(client, director)

    def get(name, *numbers):
        return " ".join(client.get(reverse(name, args=[scope.slug, *numbers])).content.decode().split())

    return get


def test_it_says_that_it_is_final_and_which_figures_are_missing(year, read):
    missing, waiting, done = (IndicatorFactory(kind=Indicator.Kind.POPULATION) for _n in range(3))
    common = {"series": IndicatorValue.Series.ACTUAL, "period": 2024, "value": 5}
    IndicatorValue.objects.create(indicator=waiting, state="submitted", **common)
    IndicatorValue.objects.create(indicator=done, state="confirmed", **common)
    page = read("close_year", year.pk)
    assert "You cannot undo this." in page
    assert dict(actions.list_lacking_figures(year)) == {missing: False, waiting: True}
    assert f"{missing.name['en']}</bdi></a></div> <small> missing" in page
    assert f"{waiting.name['en']}</bdi></a></div> <small> not confirmed yet" in page
    assert done.name["en"] not in page


def test_a_closed_year_shows_it_and_opens_no_more(year, read, director):
    actions.close_year(year, actor=director, reason="None of them is published")
    assert ">closed</span>" in read("program")
    for name, words in (
        ("close_year", "This year is closed already."),
        ("reopen_year", "A closed year cannot be opened again."),
    ):
        page = read(name, year.pk)
        assert words in page
        assert "<textarea" not in page
    with pytest.raises(DomainError) as refused:
        actions.reopen_year(year, actor=director, reason="late figures")
    assert refused.value.code == "programs.year_not_reopened"


def test_a_year_that_goes_on_is_neither_closed_nor_opened_again(year, read, director):
    year.state = "open"
    year.save()
    assert "A year can be closed once its last day has passed." in read("close_year", year.pk)
    assert "This year is not waiting to be closed." in read("reopen_year", year.pk)
    with pytest.raises(DomainError) as refused:
        actions.close_year(year, actor=director, reason="None of them is published")
    assert refused.value.code == "programs.year_not_closed"


def test_closing_and_keeping_open_are_asked_as_questions(year, read):
    assert "Put off closing the year" in read("program")
    closing, keeping = read("close_year", year.pk), read("reopen_year", year.pk)
    assert f"<h1>Close year {year.number}?</h1>" in closing
    assert "You cannot undo this." in closing
    assert f"<h1>Keep year {year.number} open?</h1>" in keeping
    assert "Close it when you are ready" in keeping
    for page in (closing, keeping):
        assert "No, go back" in page


def test_a_year_that_was_opened_again_can_still_be_closed(year, read, director):
    actions.reopen_year(year, actor=director, reason="late figures")
    assert reverse("close_year", args=[year.city.slug, year.pk]) in read("program")
    actions.close_year(year, actor=director, reason="None of them is published")
    assert ProgramYear.objects.get(pk=year.pk).state == "closed"


def test_in_a_closed_year_focus_and_milestones_stay(year, read, client, scope, director):
    reached, planned = list(year.milestones.all())[:2]
    actions.reach_milestone(reached, actor=director, link=show_milestone(reached))
    actions.close_year(year, actor=director, reason="None of them is published")
    year.refresh_from_db()
    for each in (reached, planned):
        each.refresh_from_db()
    for step in (
        lambda: actions.change_focus(year, actor=director, focus={"en": "Other"}),
        lambda: actions.add_milestone(
            year, actor=director, title={"en": "One"}, due_on=year.ends_on, link=show_by_session()
        ),
        lambda: actions.change_milestone(planned, actor=director, title={"en": "Other"}),
        lambda: actions.move_milestone(reached, "planned", actor=director, reason="A mistake"),
    ):
        with pytest.raises(DomainError) as refused:
            step()
        assert refused.value.code == "programs.year_closed"
    for name, number in (
        ("change_focus", year.pk),
        ("add_milestone", year.pk),
        ("change_milestone", planned.pk),
        ("milestone", reached.pk),
    ):
        assert "This year is closed. Its focus and its milestones stay as they are." in read(name, number)
    # What was left open may still find its end.
    assert actions.move_milestone(planned, "missed", actor=director, reason="No room was found").state == "missed"


def test_a_status_that_changed_meanwhile_is_said_in_words(year, client, scope, director, sign_in):
    milestone = year.milestones.first()
    actions.reach_milestone(milestone, actor=director, link=show_milestone(milestone))
    sign_in(client, director)
    url = reverse("move_milestone", args=[scope.slug, milestone.pk])
    page = client.post(url, {"state": "reached", "words": "The minutes"}).content.decode()
    assert "The status has changed in the meantime. Choose again." in page


@pytest.fixture
def last_year(year, director):
    """The last year waits to be closed, those before are."""
    years = ProgramYear.objects.filter(program=year.program)
    years.filter(number__lt=5).update(state="closed")
    years.filter(number=5).update(state="in_review")
    last = years.select_related("program").get(number=5)
    review_year(last)
    return last


def test_the_last_year_says_that_the_program_ends_with_it(last_year, read, client, scope, director, sign_in):
    page = read("close_year", last_year.pk)
    assert "<h1>Close year 5 and complete the five-year program?</h1>" in page
    assert "Afterwards no year, focus or milestone of it can be changed." in page
    count = last_year.program.years.filter(milestones__state__in=["planned", "at_risk"]).count()
    assert f"{count} milestones are still open and stay so." in page
    sign_in(client, director)
    done = client.post(reverse("close_year", args=[scope.slug, last_year.pk]), {"reason": "None"}, follow=True)
    assert "The year is closed, and the five-year program is completed." in done.content.decode()


def test_where_nothing_else_is_open_only_the_end_is_said(last_year, read):
    type(last_year.program.years.first().milestones.first()).objects.update(state="dropped")
    page = read("close_year", last_year.pk)
    assert "The five-year program is completed with this year." in page
    assert "still open" not in page


def test_another_year_says_nothing_of_the_program(year, read):
    assert "The five-year program is completed with this year." not in read("close_year", year.pk)


def test_a_figure_that_is_missing_is_not_called_optional(year, read):
    IndicatorFactory(kind=Indicator.Kind.POPULATION)
    page = read("close_year", year.pk)
    assert "(needed if a figure is missing or not confirmed)" in page
    assert "(optional)" not in page
