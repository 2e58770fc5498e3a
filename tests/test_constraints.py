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
