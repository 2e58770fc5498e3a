"""Who may what about reports."""

MATRIX = {
    "reports.add_report": {"director", "reader"},
    "reports.view_report": {"director", "reader"},
    "reports.change_directorsentence": {"director"},
}

PAGES = {
    "minutes_file": "forum.view_meeting",
    "dashboard": "cities.see_workplace_city",
    "reports": "reports.view_report",
    "ask_report": "reports.add_report",
    "download_report": "own",
    "change_sentence": "reports.change_directorsentence",
    "partners": "cities.admit_partners_city",
    "admit_partner": "cities.admit_partners_city",
    "resume_partner": "cities.admit_partners_city",
    "revoke_partner": "cities.admit_partners_city",
}
