"""Who may what about reports."""

MATRIX = {
    "reports.add_report": {"director", "reader"},
    "reports.view_report": {"director", "reader"},
    "reports.change_directorsentence": {"director"},
}

PAGES = {
    "dashboard": "cities.see_workplace_city",
    "reports": "reports.view_report",
    "ask_report": "reports.add_report",
    "download_report": "own",
    "change_sentence": "reports.change_directorsentence",
    "partners": "cities.change_settings_city",
    "admit_partner": "cities.change_settings_city",
    "resume_partner": "cities.change_settings_city",
    "revoke_partner": "cities.change_settings_city",
}
