"""What a collaboration belongs to and where it comes from, as its page says it."""

from typing import NamedTuple

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from challenges.models import Challenge
from collaborations.models import Collaboration
from educities.accounts.models import Person

# Of each column: what it is called, and who may open it; challenges that everybody may read ask for nothing.
KINDS = {
    "lab": (_("Lab"), "labs.view_lab"),
    "challenge": (_("Challenge"), "challenges.manage_challenge"),
    "initiative": (_("Initiative"), "journeys.view_initiative"),
    "began_from": (pgettext_lazy("collaboration", "Grown out of"), "collaborations.view_collaboration"),
}
FURTHER = pgettext_lazy("collaboration", "One circle further")


class Belonging(NamedTuple):
    """What it is called, the name of the thing, and its page for whoever may open it."""

    label: str | Promise
    name: str
    url: str


def list_belongings(row: Collaboration, reader: Person) -> list[Belonging]:
    """What the collaboration belongs to and grew out of, and what it became one circle further. One query."""
    named = [(*kind, thing) for name, kind in KINDS.items() if (thing := getattr(row, name))]
    came_about = row.further.select_related("city").exclude(state__in=(row.State.DECLINED, row.State.LAPSED))
    named += [(FURTHER, "collaborations.view_collaboration", one) for one in came_about]
    return [_describe_thing(label, permission, thing, reader) for label, permission, thing in named]


def _describe_thing(label: str | Promise, permission: str, thing: Model, reader: Person) -> Belonging:
    is_public = isinstance(thing, Challenge) and thing.state in Challenge.PUBLIC
    if is_public or reader.has_perm(permission, thing):
        return Belonging(label, str(thing), thing.get_absolute_url())  # type: ignore[attr-defined]  # each has a page
    # The words of a collaboration are read by its own sides.
    is_closed = isinstance(thing, Collaboration)
    return Belonging(label, str(thing.get_circle_display()) if is_closed else str(thing), "")  # type: ignore[attr-defined]
