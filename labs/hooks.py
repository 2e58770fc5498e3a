"""What labs answer to the questions of their own rules, gates and pages, and to those of lower apps."""

from django.utils.translation import gettext_lazy as _

from labs.gates import cohorts as cohort_rules
from labs.gates import labs as lab_rules
from labs.queries import list_cohort_seats, list_labs_of
from labs.rules import COHORT_SEATS, LAB_SEATS
from labs.values import GATE_RULES, FixPage, GateRule

COHORT_SEATS.register(list_cohort_seats)
LAB_SEATS.register(list_labs_of)

SEATS = FixPage("lab", _("Seats"))
FRAME = FixPage("change_lab", _("Complete the lab"))
COHORT = FixPage("cohort", _("Cohort"))
MEMBERS = FixPage("cohort_members", _("Members"))
SESSIONS = FixPage("sessions", _("Sessions"))
# Pages of apps below, which know nothing of gates.
PROGRAM = FixPage("program", _("Five years"), is_of_city=True)
INDICATORS = FixPage("indicators", _("Indicators"), is_of_city=True)

for rule in (
    GateRule(
        "L1",
        _("Each of the four sectors has an organisation with a representative who accepted"),
        SEATS,
        lab_rules.of_each(lab_rules.four_sectors),
    ),
    GateRule(
        "L2",
        _("A question, a host, a facilitator with a second sign-in step, a date for the first session"),
        FRAME,
        lab_rules.of_each(lab_rules.framed),
    ),
    GateRule("L3", _("The city’s five-year program is signed"), PROGRAM, lab_rules.of_each(lab_rules.program_signed)),
    GateRule(
        "G11",
        _("At least four in five members have named a strength and a growth area"),
        MEMBERS,
        cohort_rules.members_with_claims,
    ),
    GateRule("G12", _("Every member has given and received an endorsement"), MEMBERS),
    GateRule(
        "G13",
        _("All four sectors were there in at least two recorded sessions"),
        SESSIONS,
        cohort_rules.sessions_of_four,
    ),
    GateRule("G14", _("The charter is agreed by two thirds of the members"), COHORT),
    GateRule("G15", _("One collaboration is agreed for every four members"), COHORT),
    GateRule("G21", _("Three challenges are examined, with evidence and residents’ words"), COHORT),
    GateRule("G25", _("The report-back was held and three in five members were there"), SESSIONS),
    GateRule("G35", _("An indicator of the whole city has a baseline, five targets and a benchmark"), INDICATORS),
    GateRule("G42", _("A library entry is submitted and says what did not work"), COHORT),
    GateRule("G43", _("Every member had an exit conversation"), MEMBERS),
):
    GATE_RULES.register(rule)
