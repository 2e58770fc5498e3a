"""Who may what about a suggestion that is made to nobody of the table."""

from tests.stakeholders.matrix import MEMBERS

MATRIX = {
    "matching.list_matchsuggestion": {"director", "facilitator"},
    "matching.see_matchsuggestion": MEMBERS,
    "matching.act_on_matchsuggestion": set(),
    "matching.answer_matchsuggestion": set(),
}

PAGES = {
    "matching": "matching.list_matchsuggestion",
    "meet": "matching.see_matchsuggestion",
    "stop_suggestions": "matching.see_matchsuggestion",
    "start_suggestions": "matching.see_matchsuggestion",
    "save_suggestion": "matching.act_on_matchsuggestion",
    "pass_suggestion": "matching.act_on_matchsuggestion",
    "introduce_suggestion": "matching.act_on_matchsuggestion",
    "introduction": "matching.answer_matchsuggestion",
    "agree_to_introduction": "matching.answer_matchsuggestion",
    "decline_introduction": "matching.answer_matchsuggestion",
}
