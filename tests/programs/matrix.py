"""Who may what about the city's five years and its indicators."""

STAFF = {"director", "facilitator", "steward"}
READERS = {*STAFF, "reader"}
MATRIX = {
    "programs.view_program": READERS,
    "programs.add_program": {"director"},
    "programs.change_program": {"director"},
    "programs.sign_program": {"director"},
    "programs.change_programyear": {"director"},
    "programs.close_programyear": {"director"},
    "programs.add_milestone": {"director"},
    "programs.change_milestone": {"director"},
    "programs.list_indicator": READERS,
    "programs.view_indicator": READERS,
    "programs.add_indicator": {"director"},
    "programs.change_indicator": {"director"},
    "programs.remove_annotation": {"director"},
    "programs.enter_values_of_indicator": {"director", "facilitator"},
    "programs.confirm_values_of_indicator": {"director"},
}

PAGES = {
    "program": "programs.view_program",
    "start_program": "programs.add_program",
    "sign_program": "programs.sign_program",
    "withdraw_program": "programs.sign_program",
    "change_focus": "programs.change_programyear",
    "close_year": "programs.close_programyear",
    "reopen_year": "programs.change_programyear",
    "add_milestone": "programs.change_programyear",
    "milestone": "programs.view_program",
    "change_milestone": "programs.change_milestone",
    "find_evidence": "programs.add_milestone",
    "move_milestone": "programs.change_milestone",
    "indicators": "programs.list_indicator",
    "indicator_catalogue": "programs.add_indicator",
    "define_indicator": "programs.add_indicator",
    "indicator": "programs.view_indicator",
    "change_indicator": "programs.change_indicator",
    "annotate_indicator": "programs.change_indicator",
    "remove_annotation": "programs.remove_annotation",
    "enter_values": "programs.enter_values_of_indicator",
    "submit_values": "programs.enter_values_of_indicator",
    "confirm_values": "programs.confirm_values_of_indicator",
    "undo_confirmation": "programs.confirm_values_of_indicator",
    "return_values": "programs.confirm_values_of_indicator",
    "revise_value": "programs.confirm_values_of_indicator",
}
