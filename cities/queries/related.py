"""What apps above show on the page of a thing of an app below: what belongs to it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model

from educities.accounts.models import Person
from educities.kit.hooks import Hook


class Related(NamedTuple):
    """A part of a thing's page: a template with what `context(thing, reader)` gives; `order` says how far up."""

    template: str
    context: Callable[[Model, Person], dict[str, Any]]
    order: int = 50


RELATED: Hook[Related] = Hook(
    "cities.related",
    "Asked on the pages of things (a lab, a challenge, an initiative, a commitment): (thing, reader) -> what the part of "
    "the app above shows, as far as this reader may see it. One whose context is empty is left out.",
    key=lambda part: part.template,
    order=lambda part: part.order,
)


def list_related(thing: Model, reader: Person) -> list[dict[str, Any]]:
    """The parts of this thing's page that apps above have something for, in order."""
    found = [(part.template, part.context(thing, reader)) for part in RELATED]
    return [{"template": template, **context} for template, context in found if context]
