"""Who may what about labs, on rows of a lab and cohort in which nobody of the table has a seat."""

LEADERS = {"director", "facilitator"}
STAFF = {*LEADERS, "steward"}
# What a cohort does. Members of the cohort may more than strangers; they are tested by row in test_access.py.
WORK = {
    "labs.view_session": LEADERS,
    "labs.change_session": LEADERS,
    "labs.take_attendance_of_session": LEADERS,
    "labs.check_in_to_session": set(),
    "labs.reply_to_session": set(),
    "labs.plan_session_of_cohort": LEADERS,
    "labs.plan_expedition_of_cohort": LEADERS,
    "labs.choose_area_of_cohort": LEADERS,
    "labs.write_model_of_cohort": LEADERS,
    "labs.view_expedition": STAFF,
    "labs.change_expedition": LEADERS,
    "labs.approve_expedition": {"director"},
    "labs.learn_from_expedition": LEADERS,
    "labs.view_modelversion": STAFF,
    "labs.change_modelversion": LEADERS,
    "labs.view_initiative": STAFF,
    "labs.change_initiative": LEADERS,
}
MATRIX = {**WORK}
