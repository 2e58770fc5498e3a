"""The gates between the stages, as data: which lines each has, who may let one pass for a time, which are asked today.

What a line says, where it is satisfied and how it is computed is told by the app that owns the rows (`GATE_RULES`).
The numbers are the network's defaults (docs/method.md); a city may only make them stricter.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise

from labs.values import GATE_RULES, FixPage, RuleResults

NEVER, DIRECTOR, STEWARD = "", "director", "steward"
LAUNCH, COMPLETE = 0, 4
SHARE_WITH_CLAIMS, FULL_SESSIONS = 0.8, 2
LONGEST_OVERRIDE_DAYS, LONGEST_LAUNCH_OVERRIDE_DAYS = 180, 90


class Rule(NamedTuple):
    """One line of a gate. `gate`: 0 launches a lab, 1-3 lead to the next stage, 4 completes the cohort.

    `let_pass_by`: the role that may grant an override; NEVER = nobody.
    """

    code: str
    gate: int
    let_pass_by: str
    active: bool = False

    @property
    def words(self) -> Promise:
        """What is true where it is met."""
        return GATE_RULES[self.code].text

    @property
    def missing(self) -> Promise | str:
        """What is missing where it is not met."""
        return GATE_RULES[self.code].missing or self.words

    def describe(self, *, is_met: bool) -> Promise | str:
        """The fact where it is met; what is missing where it is not."""
        return self.words if is_met else self.missing

    @property
    def page(self) -> FixPage:
        """Where it is satisfied."""
        return GATE_RULES[self.code].page

    @property
    def computation(self) -> Callable[[Sequence[Any]], RuleResults]:
        """How it is computed. Raises ValueError for a rule that nobody computes yet."""
        compute = GATE_RULES[self.code].compute
        if compute is None:
            msg = f"rule {self.code} is not computed"
            raise ValueError(msg)
        return compute

    def compute(self, rows: Sequence[Any]) -> RuleResults:
        """How far each of these cohorts or labs is. Raises ValueError for a rule that nobody computes yet."""
        return self.computation(rows)

    def is_never_passed(self, missing: Sequence[str]) -> bool:
        """Does nobody let it pass, or not what is missing of it now?"""
        return self.let_pass_by == NEVER or not GATE_RULES[self.code].never.isdisjoint(missing)

    @property
    def longest_days(self) -> int:
        """How long an override of this rule may last."""
        return LONGEST_LAUNCH_OVERRIDE_DAYS if self.code == "L1" else LONGEST_OVERRIDE_DAYS


RULES = (
    Rule("L1", LAUNCH, STEWARD, active=True),
    Rule("L2", LAUNCH, DIRECTOR, active=True),
    Rule("L3", LAUNCH, NEVER, active=True),
    Rule("G11", 1, DIRECTOR, active=True),
    Rule("G12", 1, DIRECTOR, active=True),
    Rule("G13", 1, DIRECTOR, active=True),
    Rule("G14", 1, NEVER),
    Rule("G15", 1, DIRECTOR, active=True),
    Rule("G21", 2, DIRECTOR),
    Rule("G22", 2, NEVER, active=True),
    Rule("G23", 2, DIRECTOR, active=True),
    Rule("G24", 2, DIRECTOR),
    Rule("G25", 2, DIRECTOR),
    Rule("G31", 3, DIRECTOR, active=True),
    Rule("G32", 3, DIRECTOR, active=True),
    Rule("G33", 3, DIRECTOR),
    # The steward lets pass that a sector was missing, never that nothing was decided.
    Rule("G34", 3, STEWARD, active=True),
    Rule("G35", 3, DIRECTOR),
    Rule("G36", 3, DIRECTOR, active=True),
    Rule("G41", COMPLETE, DIRECTOR),
    Rule("G42", COMPLETE, DIRECTOR),
    Rule("G43", COMPLETE, DIRECTOR),
)
BY_CODE = {rule.code: rule for rule in RULES}


def active_rules(gate: int) -> list[Rule]:
    """The lines of a gate that are switched on."""
    return [rule for rule in RULES if rule.gate == gate and rule.active]
