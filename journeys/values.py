"""The numbers of the rules about journeys, and what a block of the model may rest on."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from educities.kit.hooks import Hook

# The network's defaults (docs/method.md); a city may only make them stricter.
MOST_AREAS, LEARNINGS, INITIATIVES = 3, 3, 2
# With people under 18 go at least so many adults who answer for them.
ADULTS_NEEDED = 2
# What of a plan a guardian agrees to: changed, it is asked about anew.
AGREED_TO = frozenset({"place", "outside_city", "hosts", "starts_on", "ends_on", "safeguarding"})

# What a plan cannot go without, where it is needed: the field, what to do, and the code of the refusal.
PLAN_NEEDS: dict[str, tuple[Promise, str]] = {
    "safeguarding": (_("People under 18 are travelling. Add how you will keep them safe."), "journeys.no_safeguarding"),
    "budget_from": (_("The expedition has a budget. Add where the money comes from."), "journeys.no_budget_source"),
}


class Unseated(StrEnum):
    """Why somebody under 18 has no seat to travel from: a guardian's no to taking part, the child's own, a consent that
    ran out, one that is awaited; or there is no seat at all."""

    GUARDIAN = "guardian"
    CHILD = "child"
    TIME = "time"
    WAITS = "waits"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Citable:
    """`field` is the column of Citation; `rows(cohort)` what may be chosen; `name(row)` how one is called.

    `find(text)`: the condition on those whose words hold the text.
    """

    field: str
    label: Promise
    rows: Callable[[Any], QuerySet]
    find: Callable[[str], Q]
    name: Callable[[Any], str] = str
    icon: str = "quote"


CITABLE: Hook[Citable] = Hook(
    "journeys.citable",
    "What a block of the city's model may rest on: each registers one column of Citation and the rows to choose from.",
    key=lambda source: source.field,
)
