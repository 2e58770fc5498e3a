"""What a tenant model must look like, asked each time Django starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register
from django.db import models

from educities.tenancy.constraints import CityIsolation, SameCity
from educities.tenancy.inspect import tenant_models
from educities.tenancy.models import CityFK, CityModel


def _field_errors(model: type[models.Model]) -> list[Error]:
    errors = [
        Error(f"{field.name} is many-to-many: its rows would have no city", obj=model, id="tenancy.E001")
        for field in model._meta.local_many_to_many
    ]
    for field in model._meta.local_fields:
        target = field.related_model
        if target and isinstance(target, type) and issubclass(target, CityModel) and not isinstance(field, CityFK):
            errors.append(Error(f"{field.name} must be a CityFK", obj=model, id="tenancy.E002"))
    return errors


def _constraint_errors(model: type[models.Model]) -> list[Error]:
    constraints = model._meta.constraints
    errors = []
    if not any(isinstance(c, CityIsolation) for c in constraints):
        errors.append(Error("no CityIsolation", obj=model, id="tenancy.E003"))
    kept = {name for c in constraints if isinstance(c, SameCity) for name in c.references}
    errors += [
        Error(f"{f.name}: no SameCity", obj=model, id="tenancy.E004")
        for f in model._meta.local_fields
        if isinstance(f, CityFK) and f.name not in kept
    ]
    for constraint in constraints:
        fields = getattr(constraint, "fields", ())
        if isinstance(constraint, models.UniqueConstraint) and fields and fields[0] != "city":
            errors.append(Error(f"{constraint.name} must begin with city", obj=model, id="tenancy.E005"))
    return errors


@register("tenancy")
def check_tenant_models(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[Error]:
    """Each tenant model has its policy, composite keys, unique constraints that begin with city, no many-to-many."""
    return [e for model in tenant_models() for e in (*_field_errors(model), *_constraint_errors(model))]
