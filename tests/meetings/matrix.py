"""Who may what about a group and its sessions: those of a cohort in which nobody of the table has a seat."""

LEADERS = {"director", "facilitator"}
STAFF = {*LEADERS, "steward"}
# Members of the group may more than strangers; they are tested by row in tests/labs/test_access.py.
MATRIX = {
    "meetings.see_sessions_of_group": STAFF,
    "meetings.plan_session_of_group": LEADERS,
    "meetings.view_session": STAFF,
    "meetings.change_session": LEADERS,
    "meetings.take_attendance_of_session": LEADERS,
    "meetings.correct_session": LEADERS,
    "meetings.check_in_to_session": set(),
    "meetings.reply_to_session": set(),
}
