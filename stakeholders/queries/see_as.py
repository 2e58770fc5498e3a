"""As whom a person can look at their own profile: one kind of reader for each set of levels."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from cities.models import City
from stakeholders.models.visibility import Visibility
from stakeholders.queries.visibility import OF_MEMBERS, OF_NETWORK

OF_LAB = OF_MEMBERS | {Visibility.LAB}
OF_COHORT = OF_LAB | {Visibility.COHORT}


class ReaderKind(NamedTuple):
    """A kind of reader and the levels that it sees. `is_outside`: of people who have no part in the city."""

    key: str
    label: Any
    levels: frozenset[str]
    is_outside: bool = False


READER_KINDS = (
    ReaderKind("guide", _("a facilitator of your labs"), OF_COHORT | {Visibility.STAFF, Visibility.GUIDES}),
    ReaderKind("director", _("a director of the city"), OF_MEMBERS | {Visibility.STAFF}),
    ReaderKind("cohort", _("a member of your cohorts"), OF_COHORT),
    ReaderKind("lab", _("someone else in your labs"), OF_LAB),
    ReaderKind("resident", _("someone who takes part in the city"), OF_MEMBERS),
    ReaderKind("network", _("someone from another city"), OF_NETWORK, is_outside=True),
    ReaderKind("public", _("someone who is not signed in"), frozenset({Visibility.PUBLIC}), is_outside=True),
)


def find_reader_kind(key: str) -> ReaderKind | None:
    """The kind of this key, if it is one."""
    return next((kind for kind in READER_KINDS if kind.key == key), None)


def find_levels_of_kind(kind: ReaderKind, city: City) -> frozenset[str]:
    """The levels that such a reader sees in this city; of a city that is not shown nobody outside it sees any."""
    return frozenset() if kind.is_outside and not city.is_shown else kind.levels
