"""Who may what about a city itself. The operator opens cities and sees nothing inside them."""

STAFF = {"director", "facilitator", "steward"}
MATRIX = {
    "cities.create_city": {"operator"},
    "cities.steer_city": {"operator"},
    "cities.invite_city": {"director", "operator"},
    # And the operator, where it is about a director or the steward.
    "cities.withdraw_invitation": {"director"},
    "cities.end_membership": {"director"},
    "cities.see_roles_city": {"director"},
    "cities.change_settings_city": {"director"},
    "cities.see_dashboard_city": {"director"},
    "cities.see_audit_city": {"director"},
    "cities.see_deliveries_city": {"director"},
    "cities.see_people_city": STAFF,
    "cities.see_areas_city": {*STAFF, "resident", "organisation", "teacher"},
    "cities.see_workplace_city": STAFF,
    "cities.see_own_things_city": {"resident", "organisation", "teacher"},
}

PAGES = {
    "home": "anybody",
    **dict.fromkeys(("privacy", "accessibility", "contact", "robots", "favicon"), "anybody"),
    **dict.fromkeys(("city_privacy", "city_accessibility", "city_contact"), "anybody"),
    "onward": "signed in",
    "platform": "cities.create_city",
    "new_city": "cities.create_city",
    "platform_city": "cities.invite_city",
    "move_city": "cities.steer_city",
    "add_host": "cities.steer_city",
    "remove_host": "cities.steer_city",
    "city": "anybody",
    "workplace": "signed in",
    "accept_invitation": "anybody",
    "roles": "cities.see_roles_city",
    "invite_to_role": "cities.see_roles_city",
    "end_role": "cities.end_membership",
    "publish_city": "cities.change_settings_city",
    "unpublish_city": "cities.change_settings_city",
    "give_role_back": "cities.end_membership",
    "withdraw_invitation": "cities.withdraw_invitation",
    "city_settings": "cities.change_settings_city",
    "city_look": "cities.change_settings_city",
    "city_minors": "cities.change_settings_city",
    "quiet_hours": "cities.change_settings_city",
    "add_day": "cities.change_settings_city",
    "remove_day": "cities.change_settings_city",
}
