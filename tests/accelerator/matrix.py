"""Who may what about an intake and a teacher's place, in which nobody of the table takes part."""

from tests.stakeholders.matrix import MEMBERS

MATRIX = {
    "accelerator.list_accelerator": {"director", "facilitator", "steward"},
    "accelerator.add_accelerator": {"director"},
    "accelerator.browse_accelerator": MEMBERS,
    "accelerator.view_accelerator": MEMBERS,
    "accelerator.apply_to_accelerator": MEMBERS,
    "accelerator.change_accelerator": {"director"},
    "accelerator.enrol_accelerator": {"director"},
    "accelerator.lead_accelerator": {"director"},
    "accelerator.view_enrolment": {"director"},
    "accelerator.go_enrolment": set(),
    "accelerator.decide_enrolment": {"director"},
    "accelerator.withdraw_enrolment": {"director"},
}

PAGES = {
    "accelerators": "accelerator.list_accelerator",
    "teacher_training": "accelerator.browse_accelerator",
    "open_call": "accelerator.add_accelerator",
    "accelerator": "accelerator.view_accelerator",
    "change_intake": "accelerator.change_accelerator",
    "accelerator_teachers": "accelerator.lead_accelerator",
    "fill_places": "accelerator.enrol_accelerator",
    "complete_first_year": "accelerator.enrol_accelerator",
    "accelerator_sessions": "meetings.see_sessions_of_group",
    "new_accelerator_session": "meetings.plan_session_of_group",
    "apply_to_accelerator": "accelerator.apply_to_accelerator",
    "answer_as_head": "anybody",
    "enrolment": "accelerator.view_enrolment",
    "ask_head_again": "accelerator.go_enrolment",
    "make_session_good": "accelerator.go_enrolment",
    "enrol_teacher": "accelerator.decide_enrolment",
    "decline_application": "accelerator.decide_enrolment",
    "withdraw_enrolment": "accelerator.withdraw_enrolment",
    "defer_enrolment": "accelerator.decide_enrolment",
    "resume_enrolment": "accelerator.decide_enrolment",
}
