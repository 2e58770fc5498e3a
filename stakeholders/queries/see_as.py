"""As whom a person can look at their own profile: one kind of reader for each set of levels."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from cities.models import City
from stakeholders.models.visibility import Visibility
from stakeholders.queries.visibility import OF_MEMBERS, OF_NETWORK

OF_LAB = OF_MEMBERS | {Visibility.LAB}
OF_COHORT = OF_LAB | {Visibility.COHORT}


class ReaderKind(NamedTuple):
    """A kind of reader and the levels that it sees. `is_outside`: of people who have no part in the city.

    `is_staff`: of those who work in it, and read beside the lines how the city knows the person.
    """

    key: str
    label: Any
    levels: frozenset[str]
    is_outside: bool = False
    is_staff: bool = False


READER_KINDS = (
    ReaderKind(
        "guide", _("a facilitator of your labs"), OF_COHORT | {Visibility.STAFF, Visibility.GUIDES}, is_staff=True
    ),
    ReaderKind("director", _("a director of the city"), OF_MEMBERS | {Visibility.STAFF}, is_staff=True),
    ReaderKind("cohort", _("a member of your cohorts"), OF_COHORT),
    ReaderKind("lab", _("someone else in your labs"), OF_LAB),
    ReaderKind("resident", _("someone who takes part in the city"), OF_MEMBERS),
    ReaderKind("network", _("someone from another city"), OF_NETWORK, is_outside=True),
    ReaderKind("public", _("someone who is not signed in"), frozenset({Visibility.PUBLIC}), is_outside=True),
)


# How these are called to who keeps the profile for somebody else.
OF_KEPT = {
    "guide": _("a facilitator of their labs"),
    "cohort": _("a member of their cohorts"),
    "lab": _("someone else in their labs"),
}


def list_reader_kinds(*, is_kept: bool) -> list[ReaderKind]:
    """Each kind, named for the person, or for who keeps the profile of another."""
    return [kind._replace(label=OF_KEPT.get(kind.key, kind.label)) if is_kept else kind for kind in READER_KINDS]


def find_reader_kind(key: str, *, is_kept: bool = False) -> ReaderKind | None:
    """The kind of this key, if it is one."""
    return next((kind for kind in list_reader_kinds(is_kept=is_kept) if kind.key == key), None)


def find_levels_of_kind(kind: ReaderKind, city: City) -> frozenset[str]:
    """The levels that such a reader sees in this city; of a city that is not shown nobody outside it sees any."""
    return frozenset() if kind.is_outside and not city.is_shown else kind.levels
