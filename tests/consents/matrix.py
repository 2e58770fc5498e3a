"""Who may open the pages about guardians and consents; each row is one person's own."""

MATRIX: dict[str, set[str]] = {}

PAGES = {
    "guardian": "anybody",
    "renew_consents": "anybody",
    "own_consents": "signed in",
    "ask_guardian": "signed in",
    "say_age": "signed in",
    "take_consent_back": "signed in",
    "assent_to_consent": "signed in",
    "want_again": "signed in",
    "take_question_back": "signed in",
    "ward": "own",
    "pupils": "stakeholders.confirm_guardians_of_organisation",
    "confirm_guardian": "stakeholders.confirm_guardians_of_organisation",
    "mine": "signed in",
    "my_data": "signed in",
    "take_data_file": "signed in",
    "open_data_file": "signed in",
    "ward_data": "own",
    "take_ward_file": "own",
    "leave_city": "signed in",
    "erase_kept": "stakeholders.hand_over_profile",
    "erase_kept_list": "stakeholders.change_profile",
    "erase_account": "signed in",
}
