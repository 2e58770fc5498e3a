"""`get_<field>_display`: Django's answer, without translating every other choice."""

from typing import Any

import pytest
from django.db import models
from django.utils.translation import override

from educities.tenancy.inspect import tenant_models
from stakeholders.models import Organisation


def test_a_label_is_in_the_readers_language() -> None:
    row = Organisation(state="verified")
    with override("en"):
        assert row.get_state_display() == "verified"
    with override("he"):
        assert row.get_state_display() == str(Organisation.State.VERIFIED.label) != "verified"


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_every_choice_is_called_as_django_calls_it(model: Any) -> None:
    for field in model._meta.local_concrete_fields:
        for value in [*dict(field.flatchoices or ()), None, "unknown"]:
            row = model(**{field.attname: value}) if field.choices else None
            if row is not None:
                own = models.Model._get_FIELD_display(row, field)
                assert getattr(row, f"get_{field.name}_display")() == own
