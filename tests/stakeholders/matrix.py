"""Who may what on a plain row: an organisation, a grown-up's profile, that belong to nobody in the table."""

STAFF = {"director", "facilitator", "steward"}
MEMBERS = {*STAFF, "organisation", "teacher", "resident"}
MATRIX = {
    "stakeholders.list_organisation": STAFF,
    "stakeholders.view_organisation": STAFF,
    "stakeholders.add_organisation": MEMBERS,
    "stakeholders.change_organisation": {"director"},
    "stakeholders.verify_organisation": {"director"},
    "stakeholders.reject_organisation": {"director"},
    "stakeholders.archive_organisation": {"director"},
    "stakeholders.import_organisation": {"director"},
    "stakeholders.appoint_organisation": {"director"},
    "stakeholders.claim_for_organisation": {"director"},
    "stakeholders.list_profile": STAFF,
    "stakeholders.view_profile": {"director", "facilitator"},
    "stakeholders.change_profile": set(),
    "stakeholders.change_strengthclaim": set(),
    "stakeholders.add_strengthclaim": MEMBERS,
    "stakeholders.accept_representation": set(),
    "stakeholders.end_representation": {"director"},
    "stakeholders.view_importrun": {"director"},
    "stakeholders.apply_importrun": {"director"},
}
