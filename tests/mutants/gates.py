"""Faults in gates, stages and overrides."""

from tests.mutants.mutant import Mutant

GATES = [
    Mutant(
        "labs/values/stages.py",
        "SHARE_WITH_CLAIMS, FULL_SESSIONS = 0.8, 2",
        "SHARE_WITH_CLAIMS, FULL_SESSIONS = 0.7, 2",
        "tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/values/stages.py",
        "SHARE_WITH_CLAIMS, FULL_SESSIONS = 0.8, 2",
        "SHARE_WITH_CLAIMS, FULL_SESSIONS = 0.8, 1",
        "tests/labs/test_gates.py",
    ),
    Mutant("labs/values/stages.py", 'if self.code == "L1" else', 'if self.code == "L2" else', "tests/labs"),
    Mutant(
        "labs/values/stages.py",
        'Rule("G22", 2, NEVER, active=True)',
        'Rule("G22", 2, DIRECTOR, active=True)',
        "tests/labs tests/journeys/test_gates.py",
    ),
    Mutant(
        "labs/values/stages.py",
        "if rule.gate == gate and rule.active",
        'if rule.gate == gate and rule.active and rule.code != "G13"',
        "tests/labs/test_gates.py tests/labs/test_cohorts.py",
    ),
    Mutant(
        "labs/queries/gates/compute.py",
        "self.override.is_standing and not self.is_outgrown",
        "not self.is_outgrown",
        "tests/labs/test_overrides.py tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/queries/gates/cohorts.py",
        "state=CohortMember.State.ACTIVE).order_by()",
        "state__in=CohortMember.HOLDS_PLACE).order_by()",
        "tests/labs",
    ),
    Mutant(
        "labs/queries/gates/cohorts.py",
        "filter(Exists(seats), session__state=Session.State.RECORDED)",
        "filter(Exists(seats))",
        "tests/labs/test_gates.py",
    ),
    Mutant(
        "meetings/models/attendance.py",
        "THERE = (Status.PRESENT, Status.LATE)",
        "THERE = (Status.PRESENT, Status.LATE, Status.EXCUSED)",
        "tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/queries/gates/labs.py",
        "organisation__state__in=Organisation.STANDING",
        "organisation__state__in=list(Organisation.State)",
        "tests/labs/test_labs.py tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/queries/gates/labs.py",
        "RuleResult(Program.objects.carried().exists()",
        "RuleResult(Program.objects.exists()",
        "tests/labs",
    ),
    Mutant(
        "labs/actions/cohorts.py",
        "forward = to > cohort.stage",
        "forward = to > cohort.stage + 1",
        "tests/labs/test_cohorts.py tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/actions/cohorts.py",
        "if seen is not None and seen != cohort.stage:",
        "if False:",
        "tests/labs/test_cohorts.py",
    ),
    Mutant(
        "labs/actions/overrides.py",
        "if not today < until <= today + timedelta(days=rule.longest_days):",
        "if not today <= until <= today + timedelta(days=rule.longest_days):",
        "tests/labs/test_overrides.py",
    ),
    Mutant(
        "labs/actions/overrides.py",
        "until <= today + timedelta(days=rule.longest_days):",
        "until <= today + timedelta(days=rule.longest_days + 1):",
        "tests/labs/test_overrides.py",
    ),
    Mutant(
        "labs/actions/overrides.py",
        "if actor.pk in list_hands(override.city_id, override.askers):",
        "if False:",
        "tests/labs/test_overrides.py",
    ),
    Mutant(
        "labs/actions/overrides.py",
        "elif override.expires_on < city.today():",
        "elif override.expires_on <= city.today():",
        "tests/labs/test_overrides.py",
    ),
    Mutant(
        "labs/queries/deciders.py",
        "exclude(user_id__in=list_hands(city_id, askers))",
        "all()",
        "tests/labs/test_overrides.py tests/labs/test_nobody_decides.py",
    ),
]
