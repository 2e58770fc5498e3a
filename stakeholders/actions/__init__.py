"""Every write a person causes about people and organisations."""

from stakeholders.actions.archive import (
    ARCHIVE_BLOCKERS,
    ARCHIVE_EFFECTS,
    ARCHIVE_READERS,
    archive_organisation,
    list_archive_blockers,
    list_archive_effects,
    restore_organisation,
    undo_verification,
)
from stakeholders.actions.import_jobs import ask_to_apply, ask_to_read, run_due_imports
from stakeholders.actions.imports import (
    apply_import,
    check_file,
    choose_columns,
    choose_heading,
    discard_import,
)
from stakeholders.actions.managed import (
    claim_profile,
    end_code,
    hand_over,
    keep_people,
    keep_person,
    make_code,
)
from stakeholders.actions.merge_parts import MERGE_PARTS
from stakeholders.actions.merging import agree_to_merge, decline_merge, propose_merge, say_two, undo_merge
from stakeholders.actions.organisations import (
    change_organisation,
    describe_why_archived,
    list_proposers,
    propose_organisation,
    reject_organisation,
    verify_organisation,
    verify_organisations,
)
from stakeholders.actions.people import (
    PROFILE_CHECKS,
    add_person,
    change_profile,
    check_profile,
    end_profile,
    erase_profile,
    join_city,
    make_profile_private,
    person_of_address,
    profile_for,
)
from stakeholders.actions.representatives import (
    accept_representation,
    appoint_representative,
    end_representation,
    end_representations,
)
from stakeholders.actions.strengths import claim_area, remove_claim
from stakeholders.actions.undo import undo_import

__all__ = [
    "ARCHIVE_BLOCKERS",
    "ARCHIVE_EFFECTS",
    "ARCHIVE_READERS",
    "MERGE_PARTS",
    "PROFILE_CHECKS",
    "accept_representation",
    "add_person",
    "agree_to_merge",
    "apply_import",
    "appoint_representative",
    "archive_organisation",
    "ask_to_apply",
    "ask_to_read",
    "change_organisation",
    "change_profile",
    "check_file",
    "check_profile",
    "choose_columns",
    "choose_heading",
    "claim_area",
    "claim_profile",
    "decline_merge",
    "describe_why_archived",
    "discard_import",
    "end_code",
    "end_profile",
    "end_representation",
    "end_representations",
    "erase_profile",
    "hand_over",
    "join_city",
    "keep_people",
    "keep_person",
    "list_archive_blockers",
    "list_archive_effects",
    "list_proposers",
    "make_code",
    "make_profile_private",
    "person_of_address",
    "profile_for",
    "propose_merge",
    "propose_organisation",
    "reject_organisation",
    "remove_claim",
    "restore_organisation",
    "run_due_imports",
    "say_two",
    "undo_import",
    "undo_merge",
    "undo_verification",
    "verify_organisation",
    "verify_organisations",
]
