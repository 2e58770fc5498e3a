"""Put the lines of a gate together: what is met, what is let pass for a time, what is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from labs.gates import cohorts as cohort_rules
from labs.gates import labs as lab_rules
from labs.models import Cohort, Lab, Override
from labs.stages import LAUNCH, Rule, active_rules


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a gate as it stands now."""

    rule: Rule
    met: bool
    detail: str
    override: Override | None = None

    @property
    def passes(self) -> bool:
        """Met, or let pass by an override that has not ended."""
        return self.met or (self.override is not None and self.override.is_standing)

    @property
    def tone(self) -> str:
        """green = met, amber = let pass for a time, red = missing."""
        return "green" if self.met else "amber" if self.passes else "red"

    @property
    def words(self) -> Any:
        return self.rule.words


def _overrides(**which: Any) -> dict[tuple[int | None, str], Override]:
    """The asked and granted overrides by (owner, rule)."""
    rows = Override.objects.filter(state__in=[Override.State.REQUESTED, Override.State.GRANTED], **which)
    return {(row.cohort_id or row.lab_id, row.rule_code): row for row in rows}


def cohort_gates(cohorts: Iterable[Cohort]) -> dict[int, list[Line]]:
    """The gate before each cohort: a handful of queries, however many cohorts there are."""
    by_gate: dict[int, list[int]] = defaultdict(list)
    for cohort in cohorts:
        by_gate[cohort.stage].append(cohort.pk)
    everyone = [pk for ids in by_gate.values() for pk in ids]
    overrides = _overrides(cohort_id__in=everyone) if everyone else {}
    gates: dict[int, list[Line]] = {pk: [] for pk in everyone}
    for gate, ids in by_gate.items():
        for rule in active_rules(gate):
            for pk, (met, detail) in cohort_rules.COMPUTED[rule.code](ids).items():
                gates[pk].append(Line(rule, met, detail, overrides.get((pk, rule.code))))
    return gates


def gate_of(cohort: Cohort) -> list[Line]:
    """The gate before one cohort."""
    return cohort_gates([cohort])[cohort.pk]


def lab_gate(lab: Lab) -> list[Line]:
    """The launch gate of a lab."""
    overrides = _overrides(lab=lab)
    lines = []
    for rule in active_rules(LAUNCH):
        met, detail = lab_rules.COMPUTED[rule.code](lab)
        lines.append(Line(rule, met, detail, overrides.get((lab.pk, rule.code))))
    return lines


def is_open(lines: Iterable[Line]) -> bool:
    """Does every line pass?"""
    return all(line.passes for line in lines)


def snapshot(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The gate as it stood, for the record of the stage."""
    return [
        {"rule": line.rule.code, "met": line.met, "override": line.override.pk if line.override and not line.met else None}
        for line in lines
    ]


def drawn(lines: Iterable[Line], row: Cohort | Lab, slug: str) -> list[dict[str, Any]]:
    """The lines for the page: each with the address that satisfies it."""
    return [
        {
            "tone": line.tone,
            "words": line.words,
            "detail": line.detail,
            "code": line.rule.code,
            "override": line.override,
            "may_be_overridden": bool(line.rule.let_pass_by),
            "url": "" if line.met else _address(line.rule, row, slug),
            "label": _("Go there"),
        }
        for line in lines
    ]


def _address(rule: Rule, row: Cohort | Lab, slug: str) -> str:
    alone = rule.fix in {"program", "indicators"}
    url = reverse(rule.fix, args=[slug] if alone else [slug, row.pk])
    return f"{url}#seats" if rule.code == "L1" else url


