"""Who may open the pages of what was sent and what waits."""

PAGES = {
    "mailbox": "cities.create_city",
    "letter": "cities.create_city",
    "letter_body": "cities.create_city",
    "mail_preferences": "signed in",
    "choose_weekly": "signed in",
    "choose_single": "signed in",
    "stop_mail": "anybody",
    "inbox": "signed in",
    "open_notice": "signed in",
    "read_all": "signed in",
    "history": "cities.see_audit_city",
    "history_export": "cities.see_audit_city",
    "retention": "cities.see_deliveries_city",
    "deliveries": "cities.see_deliveries_city",
    "send_held": "cities.see_deliveries_city",
    "drop_held": "cities.see_deliveries_city",
    "replay_message": "cities.see_deliveries_city",
    "replay_alike": "cities.see_deliveries_city",
    "cancel_message": "cities.see_deliveries_city",
}
