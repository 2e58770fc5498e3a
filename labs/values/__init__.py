"""What labs and the apps above tell each other about a gate and about a cohort's page: types, hooks, one formula."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from educities.kit.hooks import Hook
from educities.tenancy.kept_queries import Given, KeptQuery

# In the question of a `RowRule`: the numbers of the cohorts that it is asked about.
COHORTS = Given("cohorts", many=True)


class RuleResult(NamedTuple):
    """Is the rule met, how far it is in words, the numbers of the rows that count, and of how many.

    `missing`: what is missing, by names that never change, where a rule asks for several things; an override covers
    these alone. Where it counts rows, an override covers as many as were short.
    """

    met: bool
    detail: str
    rows: tuple[int, ...] = ()
    of: int = 0
    missing: tuple[str, ...] = ()

    @property
    def short(self) -> int:
        """How many rows are missing of those that are asked for."""
        return 0 if self.met else max(self.of - len(self.rows), 0)


RuleResults = dict[int, RuleResult]


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule of cohorts computed from one question, which is the same for any number of them.

    Called with cohorts it asks by itself; who computes several rules asks all their questions in one statement.
    """

    query: KeptQuery
    judge: Callable[[Sequence[Any], list[Any]], RuleResults]

    @property
    def drawn_as(self) -> Callable[[Sequence[Any], list[Any]], RuleResults]:
        """The function under whose name docs/hooks.md has it."""
        return self.judge

    def __call__(self, cohorts: Sequence[Any]) -> RuleResults:
        """How far each of these cohorts is."""
        return self.judge(cohorts, self.query.ask(cohorts=[cohort.pk for cohort in cohorts]))


def compute_from(query: KeptQuery) -> Callable[[Callable[[Sequence[Any], list[Any]], RuleResults]], RowRule]:
    """Makes a rule of a function that is given the cohorts and what the query has found of them."""
    return lambda judge: RowRule(query, judge)


class FixPage(NamedTuple):
    """The page on which a rule is satisfied: of the cohort or lab, or of the city where `is_of_city`.

    `verb`: what a person does there, for the button in the head of the thing's own page.
    """

    url_name: str
    label: Promise
    is_of_city: bool = False
    verb: Promise | str = ""


class Step(NamedTuple):
    """What a person can do next: an address, what the button says, and whether pressing it already does it.

    `fields`: what is sent along then, as (name, value). Without an address it waits for somebody else, as the label says.
    """

    url: str
    label: str | Promise
    icon: str = ""
    is_post: bool = False
    fields: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GateRule:
    """What the app that owns the rows says of one rule of `labs.values.stages`: its text, its page, how it is computed.

    `missing`: what is missing while it is not met, as a noun: “Missing: ...” is said of it, never the sentence of a fact.
    `compute`: rows (cohorts, or labs for the launch) in, a finding for each of them out, by the same few queries for
    any number of them. A rule that is not active yet may be without.
    `never`: what of a result's `missing` no override covers, whoever grants it.
    `find_step`: cohort and user in, what this very person does next to meet it; None where the page alone says it.
    """

    code: str
    text: Promise
    page: FixPage
    compute: Callable[[Sequence[Any]], RuleResults] | None = None
    find_step: Callable[[Any, Any], Step | None] | None = None
    missing: Promise | str = ""
    never: frozenset[str] = frozenset()


class CohortPart(NamedTuple):
    """A page about a cohort's work: a tab on all of the cohort's pages, for those who have the permission.

    `find_rows`: cohort and user in, the rows that this person finds on that page; None where a number says nothing.
    """

    order: int
    url_name: str
    label: Promise
    find_rows: Callable[[Any, Any], QuerySet[Any]] | None = None
    permission: str = "labs.see_work_of_cohort"


GATE_RULES: Hook[GateRule] = Hook(
    "labs.gate_rules",
    "The rules of the gates, by code: each app registers those about its own rows and pages.",
    key=lambda rule: rule.code,
)
COHORT_PARTS: Hook[CohortPart] = Hook(
    "labs.cohort_parts",
    "The pages of a cohort beside its own: tabs with the number of their rows. Each registers the address of its page.",
    key=lambda part: part.url_name,
    order=lambda part: part.order,
)
COHORT_END_NOTES: Hook[Callable[[Any], str]] = Hook(
    "labs.cohort_end_notes",
    "Asked before a cohort pauses, is cancelled or completed, with the cohort: a sentence about what goes on, or nothing.",
)


def compare_counts(
    cohorts: Iterable[Any], rows: Mapping[int, Sequence[int]], of: int, detail: str, *, most: int | None = None
) -> RuleResults:
    """For each cohort: has it at least `of` rows, and at most `most`?

    `rows`: the numbers of the rows of each cohort. `detail` says "n of all" in the reader's language.
    """
    bound = of if most is None else most
    found = {}
    for cohort in cohorts:
        counted = rows.get(cohort.pk, ())
        is_met = len(counted) >= of and (most is None or len(counted) <= most)
        found[cohort.pk] = RuleResult(is_met, detail % {"n": len(counted), "all": bound}, tuple(sorted(counted)), bound)
    return found


def group_by_cohort(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """The numbers of rows of each cohort, from pairs (cohort, row)."""
    rows: dict[int, list[int]] = defaultdict(list)
    for cohort_id, pk in pairs:
        rows[cohort_id].append(pk)
    return rows
