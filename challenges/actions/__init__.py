"""Every write a person causes about challenges."""

from challenges.actions import alerts, ideas, once, photos, refusals, residents
from challenges.actions.answers import answer_idea, answer_ideas
from challenges.actions.challenges import (
    change_challenge,
    frame_challenge,
    move_challenge,
    open_challenge,
    plan_phases,
)
from challenges.actions.hiding import hide_idea, keep_hidden, object_to_hiding, publish_idea
from challenges.actions.ideas import (
    correct_idea,
    rewrite_idea,
    show_again,
    withdraw_idea,
    write_idea,
)
from challenges.actions.merging import merge_ideas, separate_idea
from challenges.actions.participation import join_challenge, leave_challenge
from challenges.actions.residents import (
    change_submission_email,
    confirm_act,
    delete_old_submissions,
    find_act,
    named_by,
    resident_of,
    send_again,
    store_act,
)
from challenges.actions.supports import support_idea, take_support_back

__all__ = [
    "alerts",
    "answer_idea",
    "answer_ideas",
    "change_challenge",
    "change_submission_email",
    "confirm_act",
    "correct_idea",
    "delete_old_submissions",
    "find_act",
    "frame_challenge",
    "hide_idea",
    "ideas",
    "join_challenge",
    "keep_hidden",
    "leave_challenge",
    "merge_ideas",
    "move_challenge",
    "named_by",
    "object_to_hiding",
    "once",
    "open_challenge",
    "photos",
    "plan_phases",
    "publish_idea",
    "refusals",
    "resident_of",
    "residents",
    "rewrite_idea",
    "send_again",
    "separate_idea",
    "show_again",
    "store_act",
    "support_idea",
    "take_support_back",
    "withdraw_idea",
    "write_idea",
]
