"""What a form needs before it acts, for the walk that sends each twice: the state of its row, and what is typed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

NOW = timezone.now()
# Columns of the fresh row, by the name of the address.
COLUMNS: dict[str, dict[str, Any]] = {
    "publish_idea": {"state": "pending"},
    "approve_expedition": {"state": "planned"},
    "send_back_expedition": {"state": "planned"},
    "set_out": {"state": "approved"},
    "come_back": {"state": "underway"},
    "new_learning": {"state": "returned"},
    "resume_cohort": {"state": "suspended"},
    "start_cohort": {"state": "recruiting"},
    "wake_lab": {"state": "dormant"},
    "reopen_lab": {"state": "closed"},
    "schedule_session": {"state": "draft"},
    "start_session": {"starts_at": NOW, "ends_at": NOW + timedelta(hours=2)},
    "open_code": {"state": "held"},
    "record_session": {"state": "held", "starts_at": NOW - timedelta(hours=3), "ends_at": NOW - timedelta(hours=1)},
    "mark_attendance": {"state": "held"},
    "put_back_session": {"state": "held"},
    "verify_organisation": {"state": "proposed"},
    "reject_organisation": {"state": "proposed"},
}
# What a person types or presses; the rest is filled in plainly.
TYPED: dict[str, dict[str, Any]] = {
    "change_focus": {"focus_he": "קוראים יחד"},
    "change_sentence": {"text_he": "בואו לפגישה הבאה"},
    "new_city": {"slug": "nof-yam", "registry_code": "77"},
    "add_host": {"host": "school.example.org"},
    "city_look": {"colour": "olive"},
    "city_minors": {"account_age": "17"},
    "quiet_hours": {"quiet_from": "22:00"},
    # A record stands beside a milestone that is reached alone.
    "move_milestone": {"record": ""},
    "move_version": {"to": "in_consultation"},
    "move_initiative": {"to": "committed"},
    "mark_attendance": {"status": "present"},
    "new_session": {"ends": "12:00"},
    "define_indicator": {"code": "walked"},
    "enter_values": {"actual-2024": "5", "paste": "", "numerator-2024": "", "denominator-2024": ""},
    "change_profile": {"pronoun": "she", "phone": "03-5551234", "story_he": "גרה כאן"},
    "revise_value": {"numerator": "", "denominator": "", "value": "7", "sure": "on"},
    "ask_report": {"format": "xlsx"},
    "change_organisation": {"registry_no": "580000019"},
}
# Whose the row is, where only that person may: the way from the row to the profile.
OWNERS = {
    "accept_representation": "profile",
    "change_profile": "",
    "claim_area": "",
    "give_up_seat": "profile",
    "leave_challenge": "profile",
    "remove_claim": "profile",
    "correct_idea": "author",
    "rewrite_idea": "author",
    "show_idea_again": "author",
    "withdraw_idea": "author",
}
# Forms of a person whom this walk does not make; each acts in the tests of its app.
OTHERS = {
    "join_cohort": "a person who was invited to the cohort",
    "reply_to_session": "a person who is expected at the session",
    "ward": "a guardian of a child",
}
# Forms that are refused here, alike both times, and what they would need; each acts in the tests of its app.
REFUSED = {
    "accept_seat": "a seat that was offered",
    "apply_import": "a file with rows",
    "check_in": "the code on the wall",
    "choose_import_heading": "a file with rows",
    "cite": "a source",
    "assent_to_consent": "a question to oneself",
    "claim_area": "an area of the list",
    "claim_for_city": "an area of the list",
    "claim_for_member": "an area of the list",
    "claim_for_organisation": "an area of the list",
    "close_code": "a session in progress with a code",
    "close_year": "a year that has ended",
    "complete_cohort": "stage 4",
    "conclude_expedition": "what was learned",
    "correct_attendance": "a recorded session",
    "correct_idea": "a published idea",
    "end_session": "another browser that is signed in",
    "enter_values": "figures",
    "give_role_back": "a role that has ended",
    "import_organisations": "a file",
    "import_run": "a file with rows",
    "launch_lab": "a lab with its four sectors",
    "mark_attendance": "a person who is expected",
    "move_initiative": "an initiative of a running cohort",
    "open_cohort": "a planned cohort",
    "open_notice": "a notice of one's own",
    "paste_members": "the same list once more, behind its preview",
    "record_session": "people who were there",
    "reopen_cohort": "a cohort that was cancelled",
    "replay_alike": "mails that failed",
    "request_override": "a condition that is missing",
    "request_lab_override": "a lab that is not launched",
    "resolve_override": "a granted override",
    "resume_cohort": "a facilitator",
    "resume_initiative": "an initiative that was stopped",
    "rewrite_idea": "an idea that was hidden",
    "separate_idea": "an idea that was merged",
    "send_proof_code": "an account without a second step",
    "show_idea_again": "an idea that rests",
    "start_cohort": "members",
    "start_program": "a city without a program",
    "stop_telling_me": "a wish of one's own to be told",
    "take_support_back": "a support of one's own",
    "undo_approval": "an approval of a moment before",
    "undo_confirmation": "a confirmation of a moment before",
    "undo_grant": "a grant of a moment before",
    "undo_verification": "a verification of a moment before",
    "verify_import": "organisations that wait",
    "verify_organisations": "organisations that wait",
    "wake_lab": "a facilitator",
    "want_again": "a consent that was declined",
}
