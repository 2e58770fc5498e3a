"""Every write a person causes about the five years and what is measured in them."""

from programs.actions.indicators import (
    AskAgain,
    Figure,
    change_indicator,
    confirm_values,
    define_indicator,
    enter_values,
    return_values,
    revise_value,
    submit_values,
    undo_confirmation,
)
from programs.actions.milestones import add_milestone, change_milestone, move_milestone, reach_milestone
from programs.actions.program import (
    advance_program_years,
    change_focus,
    close_year,
    describe_why_not_closed,
    describe_why_not_open_again,
    list_lacking_figures,
    propose_program,
    reopen_year,
    sign_program,
    withdraw_program,
)

__all__ = [
    "AskAgain",
    "Figure",
    "add_milestone",
    "advance_program_years",
    "change_focus",
    "change_indicator",
    "change_milestone",
    "close_year",
    "confirm_values",
    "define_indicator",
    "describe_why_not_closed",
    "describe_why_not_open_again",
    "enter_values",
    "list_lacking_figures",
    "move_milestone",
    "propose_program",
    "reach_milestone",
    "reopen_year",
    "return_values",
    "revise_value",
    "sign_program",
    "submit_values",
    "undo_confirmation",
    "withdraw_program",
]
