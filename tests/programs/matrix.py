"""Who may what about the city's five years and its indicators."""

STAFF = {"director", "facilitator", "steward"}
MATRIX = {
    "programs.view_program": STAFF,
    "programs.add_program": {"director"},
    "programs.change_program": {"director"},
    "programs.sign_program": {"director"},
    "programs.change_programyear": {"director"},
    "programs.close_programyear": {"director"},
    "programs.add_milestone": {"director"},
    "programs.change_milestone": {"director"},
    "programs.list_indicator": STAFF,
    "programs.view_indicator": STAFF,
    "programs.add_indicator": {"director"},
    "programs.change_indicator": {"director"},
    "programs.enter_values_of_indicator": {"director", "facilitator"},
    "programs.confirm_values_of_indicator": {"director"},
}
