"""Put the lines of a gate together: what is met, what is let pass for a time, what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from educities.kit.addresses import cached_reverse
from educities.tenancy.kept_queries import KeptQuery, Question, ask_together
from labs.models import Cohort, Lab, Override
from labs.values import COHORTS, RowRule, RuleResult, RuleResults
from labs.values.stages import BY_CODE, LAUNCH, Rule, active_rules

State = Override.State


@dataclass(frozen=True, slots=True)
class GateCondition:
    """One line of a gate as it stands now."""

    rule: Rule
    met: bool
    detail: str
    override: Override | None = None
    rows: tuple[int, ...] = ()
    of: int = 0
    missing: tuple[str, ...] = ()
    refused: Override | None = None

    @property
    def passes(self) -> bool:
        """Met, or let pass by an override that has not ended and covers what is missing now."""
        return self.met or (self.override is not None and self.override.is_standing and not self.is_outgrown)

    @property
    def is_outgrown(self) -> bool:
        """More is missing now than when the override was asked for."""
        found = RuleResult(self.met, self.detail, self.rows, self.of, self.missing)
        return self.override is not None and not self.override.covers(found)

    @property
    def is_asked(self) -> bool:
        """Not met, and an override waits for an answer."""
        return not self.met and self.override is not None and self.override.state == State.REQUESTED

    @property
    def may_be_asked(self) -> bool:
        """Not met, not let pass, not asked for yet, and the rule knows such a way."""
        return not self.passes and not self.is_asked and not self.rule.is_never_passed(self.missing)

    @property
    def tone(self) -> str:
        """green = met, amber = let pass for a time, red = missing."""
        return "green" if self.met else "amber" if self.passes else "red"

    @property
    def words(self) -> Any:
        """The fact where it is met; what is missing where it is not."""
        return self.rule.describe(is_met=self.met)


Overrides = dict[tuple[int | None, str], Override]


SHOWN = (State.REQUESTED, State.GRANTED, State.REFUSED)
COHORT_OVERRIDES = KeptQuery(
    lambda: Override.objects.filter(state__in=SHOWN, cohort_id__in=COHORTS).select_related("city")
)


def _overrides_by_rule(rows: Iterable[Override]) -> Overrides:
    """By (owner, rule) the override that was asked for or granted; where there is none, the last that was refused."""
    # Those that wait or hold come last, so that they stand.
    in_order = sorted(rows, key=lambda row: (row.is_live, row.pk))
    return {(row.cohort_id or row.lab_id, row.rule_code): row for row in in_order}


def cohort_gates(cohorts: Iterable[Cohort]) -> dict[int, list[GateCondition]]:
    """The gate before each cohort: a handful of queries, however many cohorts there are."""
    by_gate: dict[int, list[Cohort]] = defaultdict(list)
    for cohort in cohorts:
        by_gate[cohort.stage].append(cohort)
    everyone = [cohort.pk for group in by_gate.values() for cohort in group]
    overrides = _overrides_by_rule(COHORT_OVERRIDES.ask(cohorts=everyone)) if everyone else {}
    asked = [(rule, group) for gate, group in by_gate.items() for rule in active_rules(gate)]
    return {pk: [] for pk in everyone} | _gate_lines(asked, overrides)


def _gate_lines(
    asked: Sequence[tuple[Rule, Sequence[Cohort | Lab]]], overrides: Overrides
) -> dict[int, list[GateCondition]]:
    lines: dict[int, list[GateCondition]] = defaultdict(list)
    for rule, results in compute_rules(asked):
        for pk, found in results.items():
            last = overrides.get((pk, rule.code))
            live, refused = (last, None) if last is None or last.is_live else (None, last)
            lines[pk].append(GateCondition(rule, found.met, found.detail, live, *found[2:], refused=refused))
    return lines


def compute_rules(asked: Sequence[tuple[Rule, Sequence[Any]]]) -> Iterator[tuple[Rule, RuleResults]]:
    """What each rule finds of its rows. All that are computed from rows ask in one statement."""
    questions: dict[tuple[KeptQuery, int], Question] = {}
    for rule, rows in asked:
        if isinstance(compute := rule.computation, RowRule):
            questions[compute.query, rule.gate] = (compute.query, {"cohorts": [row.pk for row in rows]})
    answers = dict(zip(questions, ask_together(list(questions.values())), strict=True))
    for rule, rows in asked:
        compute = rule.computation
        if isinstance(compute, RowRule):
            yield rule, compute.judge(rows, answers[compute.query, rule.gate])
        else:
            yield rule, compute(rows)


def gate_of(cohort: Cohort) -> list[GateCondition]:
    """The gate before one cohort."""
    return cohort_gates([cohort])[cohort.pk]


def lab_gate(lab: Lab) -> list[GateCondition]:
    """The launch gate of a lab."""
    overrides = _overrides_by_rule(Override.objects.filter(state__in=SHOWN, lab=lab).select_related("city"))
    return _gate_lines([(rule, [lab]) for rule in active_rules(LAUNCH)], overrides)[lab.pk]


def is_met(rule_code: str, row: Cohort | Lab) -> tuple[bool, str]:
    """Do the records satisfy this rule of this row now, whatever stage it is in? And how far it is."""
    found = BY_CODE[rule_code].compute([row])[row.pk]
    return found.met, found.detail


def find_result(rule_code: str, row: Cohort | Lab) -> RuleResult:
    """What the records say of this rule of this row now. A rule that was switched off asks for nothing any more."""
    rule = BY_CODE[rule_code]
    return rule.compute([row])[row.pk] if rule.active else RuleResult(True, "")


def overridden_unmet_conditions(row: Cohort | Lab, ahead: Iterable[GateCondition]) -> list[GateCondition]:
    """Lines of gates already passed that were let pass and are still not met; they stay in sight. `ahead` is not told twice.

    An override that has ended without its gap being filled shows red.
    """
    told = {line.rule.code for line in ahead}
    rows = row.overrides.filter(state__in=[State.GRANTED, State.EXPIRED]).exclude(rule_code__in=told)
    newest = {override.rule_code: override for override in rows.select_related("city").order_by("pk")}
    lines = []
    for code, override in newest.items():
        found = find_result(code, row)
        lines.append(GateCondition(BY_CODE[code], found.met, found.detail, override, *found[2:]))
    return [line for line in lines if not line.met]


def list_unmet_before(cohort: Cohort) -> list[str]:
    """What is missing, as the records stand now, of what the gates behind the cohort ask."""
    passed = [rule for gate in range(1, cohort.stage) for rule in active_rules(gate)]
    return [str(rule.missing) for rule in passed if not rule.compute([cohort])[cohort.pk].met]


def is_open(lines: Iterable[GateCondition]) -> bool:
    """Does every line pass?"""
    return all(line.passes for line in lines)


def format_unmet_conditions(lines: Iterable[GateCondition]) -> str:
    """What is missing, one line of text for each, and how far it is."""
    texts = (f"{line.words} ({line.detail})" if line.detail else str(line.words) for line in lines)
    return "".join("\n" + _("Missing: %(words)s") % {"words": text} for text in texts)


def snapshot_gate(lines: Iterable[GateCondition]) -> list[dict[str, Any]]:
    """The gate as it stood, for the record of the stage: with the numbers of the rows that counted, and of how many."""
    return [
        {
            "rule": line.rule.code,
            "met": line.met,
            "rows": list(line.rows),
            "of": line.of,
            "override": line.override.pk if line.override and not line.met else None,
        }
        for line in lines
    ]


def condition_rows(lines: Iterable[GateCondition], row: Cohort | Lab, slug: str) -> list[dict[str, Any]]:
    """The lines for the page: each with the address that satisfies it and the one that asks for an override.

    The first that is missing `is_next`.
    """
    lines = list(lines)
    first = next((line for line in lines if not line.passes), None)
    return [
        {
            "tone": line.tone,
            "is_next": line is first,
            "words": line.words,
            "detail": line.detail,
            "code": line.rule.code,
            "override": None if line.met or line.is_outgrown else line.override or line.refused,
            "url": "" if line.met else fix_url(line, row, slug),
            "label": line.rule.page.verb or line.rule.page.label,
            "ask_url": _ask_address(line, row, slug) if line.may_be_asked else "",
        }
        for line in lines
    ]


def fix_url(line: GateCondition, row: Cohort | Lab, slug: str) -> str:
    """The page on which the condition is met."""
    name, page, adds = line.rule.page.url_name, line.rule.page, "representative"
    if (
        name == "change_lab"
        and isinstance(row, Lab)
        and any(row.question.values())
        and row.host_id
        and row.first_session_on
    ):
        name, adds = "lab", "facilitator"  # Only its facilitator is missing: people are seated on the lab's own page.
    url = cached_reverse(name, slug) if page.is_of_city else cached_reverse(name, slug, row.pk)
    return f"{url}?add={adds}#seats" if name == "lab" else url


def _ask_address(line: GateCondition, row: Cohort | Lab, slug: str) -> str:
    name = "request_lab_override" if isinstance(row, Lab) else "request_override"
    return cached_reverse(name, slug, row.pk, line.rule.code)
