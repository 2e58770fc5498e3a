"""Whose business a field is. Each model says it of each of its fields, once, in `DATA`."""

from django.apps import apps
from django.conf import settings
from django.db import models

CLASSES = {
    "public": "anybody may read it once its row is shown to anybody",
    "internal": "for the city's people by their roles, and for partners with a scope; about no single person",
    "staff": "for the director, facilitators and the steward alone, never for partners; about no single person",
    "personal": "about one person, or in one person's own words",
    "child": "about a minor or a minor's guardian: stricter than personal; in no list of people, no search, no public page",
    "secret": "a password, token or link secret; never shown to anyone",
}


def data_classes(model: type[models.Model]) -> dict[str, str]:
    """The class of each column of `model`: field name to one of CLASSES, in the order of the columns.

    What `DATA` does not name: the row's own number, its city and links to other rows are internal, links to a person
    personal. Raises LookupError for any other column without a class, for a name that is no column, and for one named
    twice.
    """
    said = _declared_classes(model)
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    if unknown := said.keys() - fields.keys():
        msg = f"{model._meta.label}.DATA names what is no column: {', '.join(sorted(unknown))}"
        raise LookupError(msg)
    return {name: said.get(name) or _implied_class(field) for name, field in fields.items()}


def our_models() -> list[type[models.Model]]:
    """Every model with a table that this project declares, by label."""
    ours = [model for model in apps.get_models() if model._meta.app_config.name in settings.OWN_APPS]
    return sorted(ours, key=lambda model: model._meta.label)


def _declared_classes(model: type[models.Model]) -> dict[str, str]:
    said: dict[str, str] = {}
    for kind, names in getattr(model, "DATA", {}).items():
        for name in names.split():
            if name in said or kind not in CLASSES:
                msg = f"{model._meta.label}.DATA says {kind} of {name}, and {said.get(name, 'that is no class')}"
                raise LookupError(msg)
            said[name] = kind
    return said


def _implied_class(field: models.Field) -> str:
    if field.remote_field is not None:
        return "personal" if getattr(field.remote_field.model, "IS_PERSON", False) else "internal"
    if field.primary_key:
        return "internal"
    msg = f"Say in {field.model._meta.label}.DATA whose business `{field.name}` is: {', '.join(CLASSES)}"
    raise LookupError(msg)
