"""Every write a person causes about challenges."""

from challenges.actions import ideas, residents
from challenges.actions.challenges import (
    change_challenge,
    close_challenge,
    frame_challenge,
    move_challenge,
    open_challenge,
)
from challenges.actions.ideas import (
    answer_idea,
    hide_idea,
    publish_idea,
    support_idea,
    take_support_back,
    withdraw_idea,
    write_idea,
)
from challenges.actions.participation import join_challenge, leave_challenge
from challenges.actions.residents import confirm_act, find_act, resident_of, send_again, store_act

__all__ = [
    "answer_idea",
    "change_challenge",
    "close_challenge",
    "confirm_act",
    "find_act",
    "frame_challenge",
    "hide_idea",
    "ideas",
    "join_challenge",
    "leave_challenge",
    "move_challenge",
    "open_challenge",
    "publish_idea",
    "resident_of",
    "residents",
    "send_again",
    "store_act",
    "support_idea",
    "take_support_back",
    "withdraw_idea",
    "write_idea",
]
