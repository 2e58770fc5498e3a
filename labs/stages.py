"""The gates between the stages, as data: what each line asks, where it is satisfied, who may let it pass for a time.

The numbers are the network's defaults (docs/method.md); a city may only make them stricter.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NEVER, DIRECTOR, STEWARD = "", "director", "steward"
LAUNCH, COMPLETE = 0, 4
SHARE_WITH_CLAIMS = 0.8
FULL_SESSIONS, MOST_AREAS, LEARNINGS, INITIATIVES = 2, 3, 3, 2
LONGEST_OVERRIDE_DAYS, LONGEST_LAUNCH_OVERRIDE_DAYS = 180, 90


class Rule(NamedTuple):
    """One line of a gate. `gate`: 0 launches a lab, 1-3 lead to the next stage, 4 completes the cohort.

    `fix`: the page where it is satisfied. `let_pass_by`: the role that may grant an override; NEVER = nobody.
    """

    code: str
    gate: int
    words: Promise
    fix: str
    let_pass_by: str
    active: bool = False

    @property
    def fix_words(self) -> Promise:
        """What the way to that page is called."""
        return FIX_WORDS[self.fix]

    @property
    def longest_days(self) -> int:
        """How long an override of this rule may last."""
        return LONGEST_LAUNCH_OVERRIDE_DAYS if self.code == "L1" else LONGEST_OVERRIDE_DAYS


FIX_WORDS = {
    "lab": _("Seats"),
    "change_lab": _("Complete the lab"),
    "program": _("Five years"),
    "indicators": _("Indicators"),
    "cohort": _("Cohort"),
    "cohort_members": _("Members"),
    "sessions": _("Sessions"),
    "areas": _("Activity areas"),
    "expeditions": _("Expeditions"),
    "cohort_model": _("City model"),
    "initiatives": _("Initiatives"),
}


RULES = (
    Rule(
        "L1",
        LAUNCH,
        _("Each of the four sectors has an organisation with a representative who accepted"),
        "lab",
        STEWARD,
        True,
    ),
    Rule(
        "L2",
        LAUNCH,
        _("A question, a host, a facilitator with a second sign-in step, a date for the first session"),
        "change_lab",
        DIRECTOR,
        True,
    ),
    Rule("L3", LAUNCH, _("The city’s five-year program is signed"), "program", NEVER, True),
    Rule(
        "G11",
        1,
        _("At least four in five members have named a strength and a growth area"),
        "cohort_members",
        DIRECTOR,
        True,
    ),
    Rule("G12", 1, _("Every member has given and received an endorsement"), "cohort_members", DIRECTOR),
    Rule("G13", 1, _("All four sectors were there in at least two recorded sessions"), "sessions", DIRECTOR, True),
    Rule("G14", 1, _("The charter is agreed by two thirds of the members"), "cohort", NEVER),
    Rule("G15", 1, _("One collaboration is agreed for every four members"), "cohort", DIRECTOR),
    Rule("G21", 2, _("Three challenges are examined, with evidence and residents’ words"), "cohort", DIRECTOR),
    Rule("G22", 2, _("One to three activity areas are chosen by a recorded decision"), "areas", NEVER, True),
    Rule(
        "G23",
        2,
        _("An expedition brought home at least three learnings, each with a principle"),
        "expeditions",
        DIRECTOR,
        True,
    ),
    Rule("G24", 2, _("Every activity area has a learning from outside the city"), "expeditions", DIRECTOR),
    Rule("G25", 2, _("The report-back was held and three in five members were there"), "sessions", DIRECTOR),
    Rule("G31", 3, _("All nine blocks of the model are written"), "cohort_model", DIRECTOR, True),
    Rule(
        "G32",
        3,
        _("Each block rests on a learning, strength, challenge or contribution"),
        "cohort_model",
        DIRECTOR,
        True,
    ),
    Rule("G33", 3, _("The consultation lasted 14 days and each contribution was answered"), "cohort_model", DIRECTOR),
    Rule("G34", 3, _("The forum adopted the model with a quorum of all four sectors"), "cohort_model", NEVER),
    Rule(
        "G35",
        3,
        _("An indicator of the whole city has a baseline, five targets and a benchmark"),
        "indicators",
        DIRECTOR,
    ),
    Rule(
        "G36",
        3,
        _("Two initiatives stand, each carried by two sectors: the owner’s and a partner’s"),
        "initiatives",
        DIRECTOR,
        True,
    ),
    Rule("G41", COMPLETE, _("An initiative is rolling out on three sites"), "initiatives", DIRECTOR),
    Rule("G42", COMPLETE, _("A library entry is submitted and says what did not work"), "cohort", DIRECTOR),
    Rule("G43", COMPLETE, _("Every member had an exit conversation"), "cohort_members", DIRECTOR),
)
BY_CODE = {rule.code: rule for rule in RULES}


def active_rules(gate: int) -> list[Rule]:
    """The lines of a gate that are switched on."""
    return [rule for rule in RULES if rule.gate == gate and rule.active]
