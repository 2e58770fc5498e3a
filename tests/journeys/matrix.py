"""Who may what about journeys, on rows of a cohort in which nobody of the table has a seat.

Members of the cohort may more than strangers; they are tested by row in tests/labs/test_access.py.
"""

from tests.labs.matrix import LEADERS, STAFF

MATRIX = {
    "journeys.choose_activityarea": LEADERS,
    "journeys.plan_expedition": LEADERS,
    "journeys.view_expedition": STAFF,
    "journeys.change_expedition": LEADERS,
    "journeys.approve_expedition": {"director"},
    "journeys.learn_from_expedition": LEADERS,
    "journeys.change_learning": LEADERS,
    "journeys.start_modelversion": LEADERS,
    "journeys.view_modelversion": STAFF,
    "journeys.change_modelversion": LEADERS,
    "journeys.plan_initiative": LEADERS,
    "journeys.view_initiative": STAFF,
    "journeys.change_initiative": LEADERS,
}

PAGES = {
    "city_expeditions": "labs.list_cohort",
    "city_initiatives": "labs.list_cohort",
    "areas": "journeys.choose_activityarea",
    "drop_area": "journeys.choose_activityarea",
    "expeditions": "labs.see_work_of_cohort",
    "new_expedition": "journeys.plan_expedition",
    "expedition": "journeys.view_expedition",
    "change_expedition": "journeys.change_expedition",
    "approve_expedition": "journeys.approve_expedition",
    "undo_approval": "journeys.approve_expedition",
    "submit_expedition": "journeys.change_expedition",
    "send_back_expedition": "journeys.approve_expedition",
    "set_out": "journeys.change_expedition",
    "come_back": "journeys.change_expedition",
    "conclude_expedition": "journeys.change_expedition",
    "cancel_expedition": "journeys.change_expedition",
    "new_learning": "journeys.learn_from_expedition",
    "change_learning": "journeys.change_learning",
    "cohort_model": "labs.see_work_of_cohort",
    "new_version": "journeys.start_modelversion",
    "model": "journeys.view_modelversion",
    "move_version": "journeys.change_modelversion",
    "withdraw_version": "journeys.change_modelversion",
    "block": "journeys.change_modelversion",
    "find_sources": "journeys.change_modelversion",
    "cite": "journeys.change_modelversion",
    "remove_citation": "journeys.change_modelversion",
    "initiatives": "labs.see_work_of_cohort",
    "new_initiative": "journeys.plan_initiative",
    "initiative": "journeys.view_initiative",
    "change_initiative": "journeys.change_initiative",
    "report_progress": "journeys.change_initiative",
    "move_initiative": "journeys.change_initiative",
    "stop_initiative": "journeys.change_initiative",
    "resume_initiative": "journeys.change_initiative",
    "add_partner": "journeys.change_initiative",
    "remove_partner": "journeys.change_initiative",
}
