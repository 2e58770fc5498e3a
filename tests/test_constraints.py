"""What the database refuses is said in words, at the field that it is about."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from tests.factories import CohortFactory
from tests.test_house import APPS

ASKED = (models.CheckConstraint, models.UniqueConstraint, ExclusionConstraint)
CONSTRAINTS = [
    pytest.param(model, constraint, id=constraint.name)
    for model in apps.get_models()
    if model.__module__.partition(".")[0] in APPS
    for constraint in model._meta.constraints
    if isinstance(constraint, ASKED)
]


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS)
def test_every_constraint_has_a_sentence_of_its_own(model: Any, constraint: Any) -> None:
    assert constraint.violation_error_message != constraint.default_violation_error_message
    assert isinstance(constraint.violation_error_message, Promise)


@pytest.mark.parametrize("language", ["he", "ar"])
@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS)
def test_the_sentence_is_translated(model: Any, constraint: Any, language: str) -> None:
    with translation.override("en"):
        english = constraint.get_violation_error_message()
    with translation.override(language):
        assert constraint.get_violation_error_message() != english


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS)
def test_the_sentence_names_a_field_of_its_model(model: Any, constraint: Any) -> None:
    assert constraint.violation_error_code in {field.name for field in model._meta.get_fields()}


@pytest.mark.django_db
def test_a_cohort_that_ends_before_it_starts_is_answered_at_its_last_day(
    client: Any, scope: Any, director: Any, sign_in: Any
) -> None:
    cohort = CohortFactory()
    sign_in(client, director)
    typed = {"name_en": "Cohort", "capacity": "12", "starts_on": "2026-05-02", "ends_on": "2026-05-01"}
    page = client.post(reverse("change_cohort", args=[scope.slug, cohort.pk]), typed)
    assert page.status_code == 422
    assert page.context["form"].errors == {"ends_on": ["The last day cannot be before the first."]}


# Forms of rows whose constraints are asked otherwise.
OTHERWISE = {
    "AreaForm": "an area is a city's or the network's; its action finds a free code, and asks for the name in any spelling",
    "CityForm": "a city is no row of a city; creating one asks all its constraints (full_clean)",
    "HostForm": "a host is no row of a city; its only constraint is that of its own field",
    "ClaimForm": "the same area said again changes its line, so its constraint is met by the action",
    "OpenClaimForm": "as ClaimForm",
}


def all_subclasses(kind: Any) -> set[Any]:
    return {one for child in kind.__subclasses__() for one in {child, *all_subclasses(child)}}


def test_every_form_of_a_row_asks_its_constraints() -> None:
    from django.forms import ModelForm

    from educities.kit.forms import CityModelForm

    ours = {one for one in all_subclasses(ModelForm) if one.__module__.partition(".")[0] in APPS}
    plain = {
        one.__name__ for one in ours if not issubclass(one, CityModelForm) and one.__module__ != "educities.kit.forms"
    }
    assert plain == set(OTHERWISE)


@pytest.mark.django_db
def test_what_only_the_database_refuses_is_answered_at_its_field(
    client: Any, scope: Any, director: Any, sign_in: Any, monkeypatch: Any
) -> None:
    """Whatever an action writes past its form's questions: no 500, and no name of a constraint."""
    from labs.models import Cohort
    from labs.views import cohorts as views

    cohort = CohortFactory(starts_on="2026-05-02")

    def write_wrong(row: Any, **_values: Any) -> None:
        from django.db import transaction

        with transaction.atomic():
            Cohort.objects.filter(pk=row.pk).update(ends_on="2026-05-01")

    monkeypatch.setattr(views.actions, "change_cohort", write_wrong)
    sign_in(client, director)
    typed = {"name_en": "Cohort", "capacity": "12", "starts_on": "2026-05-02", "sure": "on"}
    page = client.post(reverse("change_cohort", args=[scope.slug, cohort.pk]), typed)
    assert page.status_code == 409
    assert page.context["form"].errors == {"ends_on": ["The last day cannot be before the first."]}


@pytest.mark.django_db
def test_a_refusal_of_an_action_stands_at_its_box(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    from tests.factories import ProgramFactory

    year = ProgramFactory().years.first()
    sign_in(client, director)
    where = reverse("add_milestone", args=[scope.slug, year.pk])
    page = client.post(where, {"title_en": "First lab", "due_on": "2090-01-01", "sure": "on"})
    assert page.status_code == 409
    assert list(page.context["form"].errors) == ["due_on"]
