"""Who may open the pages of accounts."""

PAGES = {
    "account": "signed in",
    "sign_in_link": "anybody",
    "second_factor": "signed in",
    "my_sessions": "signed in",
    "end_session": "signed in",
    "end_other_sessions": "signed in",
    "prove_by_mail": "signed in",
    "send_proof_code": "signed in",
    "undo_change": "anybody",
}
