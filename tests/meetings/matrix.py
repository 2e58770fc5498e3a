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

PAGES = {
    "my_sessions": "signed in",
    "session": "meetings.view_session",
    "change_session": "meetings.change_session",
    "schedule_session": "meetings.change_session",
    "undo_invitations": "meetings.change_session",
    "cancel_session": "meetings.change_session",
    "start_session": "meetings.take_attendance_of_session",
    "put_back_session": "meetings.take_attendance_of_session",
    "record_session": "meetings.take_attendance_of_session",
    "reply_to_session": "meetings.reply_to_session",
    "answer_session": "anybody",
    "check_in": "signed in",
    "wall": "meetings.take_attendance_of_session",
    "wall_count": "meetings.take_attendance_of_session",
    "open_code": "meetings.take_attendance_of_session",
    "close_code": "meetings.take_attendance_of_session",
    "roll_marks": "meetings.take_attendance_of_session",
    "roll_worker": "meetings.take_attendance_of_session",
    "roll": "meetings.take_attendance_of_session",
    "mark_attendance": "meetings.take_attendance_of_session",
    "correct_attendance": "meetings.correct_session",
    "add_guest": "meetings.take_attendance_of_session",
}
