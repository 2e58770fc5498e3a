"""Every write a person causes about the five years and what is measured in them."""

from programs.actions.definitions import adopt_definitions, change_indicator, define_indicator
from programs.actions.endings import (
    agree_to_end,
    decline_end,
    withdraw_end_request,
    withdraw_program,
)
from programs.actions.figures import AskAgain, Figure
from programs.actions.indicators import (
    confirm_values,
    describe_why_not_returned,
    enter_values,
    return_values,
    submit_values,
    undo_confirmation,
)
from programs.actions.milestones import (
    add_milestone,
    change_milestone,
    describe_why_milestone_stays,
    describe_why_words_stay,
    describe_why_year_stays,
    move_milestone,
    reach_milestone,
)
from programs.actions.program import (
    advance_program_years,
    change_focus,
    close_year,
    describe_why_not_closed,
    describe_why_not_open_again,
    describe_why_not_proposed,
    find_explanation,
    list_lacking_figures,
    propose_program,
    reopen_year,
)
from programs.actions.revisions import (
    confirm_revision,
    decline_revision,
    describe_why_not_revised,
    describe_why_proposal_stays,
    propose_revision,
    undo_revision,
    withdraw_revision,
)
from programs.actions.signing import describe_why_not_signed, sign_program
from programs.actions.suspensions import (
    describe_why_not_resumed,
    describe_why_not_suspended,
    resume_program,
    suspend_program,
)
from programs.actions.withdrawals import (
    confirm_withdrawal,
    describe_why_not_withdrawn,
    propose_withdrawal,
)

__all__ = [
    "AskAgain",
    "Figure",
    "add_milestone",
    "adopt_definitions",
    "advance_program_years",
    "agree_to_end",
    "change_focus",
    "change_indicator",
    "change_milestone",
    "close_year",
    "confirm_revision",
    "confirm_values",
    "confirm_withdrawal",
    "decline_end",
    "decline_revision",
    "define_indicator",
    "describe_why_milestone_stays",
    "describe_why_not_closed",
    "describe_why_not_open_again",
    "describe_why_not_proposed",
    "describe_why_not_resumed",
    "describe_why_not_returned",
    "describe_why_not_revised",
    "describe_why_not_signed",
    "describe_why_not_suspended",
    "describe_why_not_withdrawn",
    "describe_why_proposal_stays",
    "describe_why_words_stay",
    "describe_why_year_stays",
    "enter_values",
    "find_explanation",
    "list_lacking_figures",
    "move_milestone",
    "propose_program",
    "propose_revision",
    "propose_withdrawal",
    "reach_milestone",
    "reopen_year",
    "resume_program",
    "return_values",
    "sign_program",
    "submit_values",
    "suspend_program",
    "undo_confirmation",
    "undo_revision",
    "withdraw_end_request",
    "withdraw_program",
    "withdraw_revision",
]
