"""Who may what about a challenge, and an idea and a participation of somebody who is not in the table."""

LEADERS = {"director", "facilitator"}
MATRIX = {
    "challenges.manage_challenge": LEADERS,
    "challenges.add_challenge": LEADERS,
    "challenges.change_challenge": LEADERS,
    "challenges.open_challenge": LEADERS,
    "challenges.moderate_contribution": LEADERS,
    "challenges.rewrite_contribution": set(),
    "challenges.withdraw_contribution": set(),
    "challenges.leave_participation": set(),
}

PAGES = {
    "challenges": "anybody",
    "challenge": "anybody",
    "write_idea": "anybody",
    "join_challenge": "anybody",
    "check_mail": "anybody",
    "tell_me": "anybody",
    "stop_telling_me": "signed in",
    "opening_alert": "anybody",
    "support_idea": "anybody",
    "take_support_back": "signed in",
    "withdraw_idea": "challenges.withdraw_contribution",
    "rewrite_idea": "challenges.rewrite_contribution",
    "correct_idea": "challenges.rewrite_contribution",
    "show_idea_again": "challenges.withdraw_contribution",
    "leave_challenge": "challenges.leave_participation",
    "confirm_act": "anybody",
    "manage_challenges": "challenges.manage_challenge",
    "new_challenge": "challenges.add_challenge",
    "change_challenge": "challenges.change_challenge",
    "plan_phases": "challenges.change_challenge",
    "move_challenge": "challenges.open_challenge",
    "moderation": "challenges.manage_challenge",
    "publish_idea": "challenges.moderate_contribution",
    "hide_idea": "challenges.moderate_contribution",
    "answer_idea": "challenges.moderate_contribution",
}
