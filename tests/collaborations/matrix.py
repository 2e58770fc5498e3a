"""Who may what about a collaboration in which nobody of the table takes part."""

from tests.stakeholders.matrix import MEMBERS

MATRIX = {
    "collaborations.list_collaboration": {"director", "facilitator"},
    "collaborations.add_collaboration": MEMBERS,
    "collaborations.introduce_collaboration": {"director", "facilitator"},
    "collaborations.view_collaboration": {"director", "facilitator"},
    "collaborations.change_collaboration": set(),
    "collaborations.write_collaboration": set(),
    "collaborations.end_collaboration": {"director"},
    "collaborations.extend_collaboration": {"director", "facilitator"},
    "collaborations.answer_party": set(),
    "collaborations.give_endorsement": set(),
    "collaborations.answer_endorsement": set(),
    "collaborations.withdraw_endorsement": set(),
    "collaborations.promise_as_party": {"director"},
}

PAGES = {
    "collaborations": "collaborations.list_collaboration",
    "my_collaborations": "collaborations.add_collaboration",
    "find_sides": "collaborations.add_collaboration",
    "propose_to_others": "collaborations.add_collaboration",
    "extend_collaboration": "collaborations.extend_collaboration",
    "introduce_parties": "collaborations.introduce_collaboration",
    "propose_to_person": "stakeholders.view_profile",
    "propose_to_organisation": "collaborations.add_collaboration",
    "collaboration": "collaborations.view_collaboration",
    "change_collaboration": "collaborations.change_collaboration",
    "write_to_sides": "collaborations.write_collaboration",
    "begin_collaboration": "collaborations.change_collaboration",
    "pause_collaboration": "collaborations.change_collaboration",
    "resume_collaboration": "collaborations.change_collaboration",
    "complete_collaboration": "collaborations.change_collaboration",
    "add_follow_up": "collaborations.change_collaboration",
    "end_collaboration": "collaborations.end_collaboration",
    "agree_to_collaboration": "collaborations.answer_party",
    "promise_inside": "collaborations.promise_as_party",
    "decline_collaboration": "collaborations.answer_party",
    "endorsements": "signed in",
    "keep_endorsement": "collaborations.answer_endorsement",
    "leave_endorsement": "collaborations.answer_endorsement",
    "withdraw_endorsement": "collaborations.withdraw_endorsement",
    "endorse_after_session": "collaborations.give_endorsement",
    "endorse_in_collaboration": "collaborations.give_endorsement",
    "cohort_endorsements": "labs.enrol_cohort",
}
