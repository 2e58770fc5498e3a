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
