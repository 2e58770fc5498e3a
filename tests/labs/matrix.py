"""Who may what about labs, on rows of a lab and cohort in which nobody of the table has a seat."""

LEADERS = {"director", "facilitator"}
STAFF = {*LEADERS, "steward"}
# Members of the cohort may more than strangers; they are tested by row in test_access.py. The override is one of a rule of the stages (G23), asked by nobody of the table.
MATRIX = {
    "labs.list_lab": STAFF,
    "labs.view_lab": STAFF,
    "labs.add_lab": {"director"},
    "labs.change_lab": LEADERS,
    "labs.launch_lab": {"director"},
    "labs.close_lab": {"director"},
    "labs.seat_lab": LEADERS,
    "labs.add_cohort_to_lab": LEADERS,
    "labs.request_override_of_lab": LEADERS,
    "labs.list_cohort": STAFF,
    "labs.view_cohort": STAFF,
    "labs.see_work_of_cohort": STAFF,
    "labs.change_cohort": LEADERS,
    "labs.enrol_cohort": LEADERS,
    "labs.advance_cohort": LEADERS,
    "labs.request_override_of_cohort": LEADERS,
    "labs.answer_cohortmember": set(),
    "labs.enter_for_cohortmember": LEADERS,
    "labs.view_override": STAFF,
    "labs.decide_override": {"director"},
    "labs.resolve_override": STAFF,
}
