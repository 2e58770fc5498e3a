"""Who may open the pages of accounts."""

PAGES = {
    "account": "signed in",
    "sign_in_link": "anybody",
    "second_factor": "signed in",
}
