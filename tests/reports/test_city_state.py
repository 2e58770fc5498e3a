"""What one statement reads of a city is what the models would read, of this city alone."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.forms.models import model_to_dict

from educities.tenancy.scope import city_scope
from labs.queries.ribbon import list_cohorts_with_path
from programs.actions import Figure, enter_values
from programs.models import IndicatorValue, Milestone, Program
from programs.queries import last_program, main_figures
from reports.queries.city_state import load_city_state
from tests.factories import CohortFactory, IndicatorFactory, ProgramFactory

TODAY = "/c/{}/today/"


def test_the_state_is_read_as_the_models_would_read_it(scope: Any, director: Any) -> None:
    program = ProgramFactory(actor=director, signed=True)
    indicator = IndicatorFactory(is_main=True)
    enter_values(indicator, [Figure("actual", 2025, Decimal("60.25"))], actor=director)
    CohortFactory.create_batch(2)
    state = load_city_state(scope)
    assert state.program == program
    assert state.program.signed_at == program.signed_at
    assert [model_to_dict(year) for year in state.years] == [model_to_dict(year) for year in last_program().years.all()]
    assert state.main.rows == main_figures().rows
    assert [row.value for row in state.main.rows.values()] == [Decimal("60.25")]
    assert model_to_dict(state.main.indicator) == model_to_dict(indicator)


def test_cohorts_come_with_lab_and_path(scope: Any) -> None:
    CohortFactory.create_batch(3)
    CohortFactory(state="cancelled")
    found, expected = load_city_state(scope).cohorts, list_cohorts_with_path()
    assert [model_to_dict(one) for one in found] == [model_to_dict(one) for one in expected]
    assert [one.lab for one in found] == [one.lab for one in expected]
    assert [len(one.path) for one in found] == [len(one.path) for one in expected]


def test_a_figure_that_was_replaced_does_not_count(scope: Any, director: Any) -> None:
    indicator = IndicatorFactory(is_main=True)
    enter_values(indicator, [Figure("actual", 2025, Decimal(60))], actor=director)
    IndicatorValue.objects.update(state="revised", reason="wrong")
    assert load_city_state(scope).main.rows == {}


def test_a_new_city_has_nothing(scope: Any) -> None:
    state = load_city_state(scope)
    assert (state.program, state.main) == (None, None)
    assert state.years == state.cohorts == []


def test_of_two_programs_that_began_and_ended_alike_the_later_one_is_the_last(scope: Any) -> None:
    first = ProgramFactory()
    Program.objects.update(state="terminated")
    second = ProgramFactory()
    Program.objects.update(state="terminated")
    assert first.starts_on == second.starts_on
    assert load_city_state(scope).program == last_program() == second


def test_each_city_reads_its_own(scope: Any, other_city: Any, director: Any) -> None:
    ProgramFactory(actor=director, signed=True)
    IndicatorFactory(is_main=True)
    CohortFactory()
    with city_scope(other_city.pk):
        state = load_city_state(other_city)
    assert (state.program, state.main) == (None, None)
    assert state.years == state.cohorts == []


def test_a_changed_milestone_shows_at_once(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    """The picture is kept by what it shows."""
    program = ProgramFactory(actor=director, signed=True)
    tomorrow = scope.today() + timedelta(days=1)
    # The only one, so that no other of the same day comes first.
    Milestone.objects.all().delete()
    row = Milestone.objects.create(
        year=program.years.first(), title={"en": "First name"}, due_on=tomorrow, baseline_due_on=tomorrow
    )
    sign_in(client, director)
    client.cookies["language"] = "en"
    assert "First name" in client.get(TODAY.format(scope.slug)).text
    Milestone.objects.filter(pk=row.pk).update(title={"en": "Second name"})
    page = client.get(TODAY.format(scope.slug)).text
    assert "Second name" in page
    assert "First name" not in page
