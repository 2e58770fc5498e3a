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
