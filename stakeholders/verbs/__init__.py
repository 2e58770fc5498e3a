"""What is recorded about organisations and people."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from educities.activity.values import verb
from stakeholders.verbs.imports import (
    IMPORT_APPLIED,
    IMPORT_CHECKED,
    IMPORT_DISCARDED,
    IMPORT_FAILED,
    IMPORT_UNDONE,
    ORGANISATION_IMPORTED,
    SHEET_APPLIED,
    SHEET_CHECKED,
    SHEET_UNDONE,
    UNDO_FAILED,
)
from stakeholders.verbs.representatives import (
    REPRESENTATIVE_ACCEPTED,
    REPRESENTATIVE_ANSWERED,
    REPRESENTATIVE_APPOINTED,
    REPRESENTATIVE_CHANGED,
    REPRESENTATIVE_DECLINED,
    REPRESENTATIVE_ENDED,
    REPRESENTATIVE_LEFT,
)
from stakeholders.verbs.rows import ROWS
from stakeholders.verbs.sign_in import (
    SIGN_IN_CHANGED,
    SIGN_IN_LINKED,
    SIGN_IN_REMOVED,
    SIGN_IN_SET_UP,
    SIGN_IN_SWITCHED_OFF,
    SIGN_IN_SWITCHED_ON,
    SIGN_IN_TESTED,
    SIGN_IN_UNLINKED,
    SIGNED_IN_WITH_CITY,
)

__all__ = [
    "IMPORT_APPLIED",
    "IMPORT_CHECKED",
    "IMPORT_DISCARDED",
    "IMPORT_FAILED",
    "IMPORT_UNDONE",
    "ORGANISATION_IMPORTED",
    "REPRESENTATIVE_ACCEPTED",
    "REPRESENTATIVE_ANSWERED",
    "REPRESENTATIVE_APPOINTED",
    "REPRESENTATIVE_CHANGED",
    "REPRESENTATIVE_DECLINED",
    "REPRESENTATIVE_ENDED",
    "REPRESENTATIVE_LEFT",
    "ROWS",
    "SHEET_APPLIED",
    "SHEET_CHECKED",
    "SHEET_UNDONE",
    "SIGNED_IN_WITH_CITY",
    "SIGN_IN_CHANGED",
    "SIGN_IN_LINKED",
    "SIGN_IN_REMOVED",
    "SIGN_IN_SET_UP",
    "SIGN_IN_SWITCHED_OFF",
    "SIGN_IN_SWITCHED_ON",
    "SIGN_IN_TESTED",
    "SIGN_IN_UNLINKED",
    "UNDO_FAILED",
]

PERSON_JOINED = verb("stakeholders.person_joined", _("Someone joined the city"), is_private=True)
PERSON_ADDED = verb("stakeholders.person_added", _("A person was added to the city"))
PERSON_CHANGED = verb("stakeholders.person_changed", _("A profile was changed"), is_private=True)
# For partner apps, which learn of nothing else about a person: of whose lines, never what stands in them.
SHARED_LINES_CHANGED = verb(
    "stakeholders.shared_lines_changed",
    _("What a person shows outside the city was changed"),
    event="person.changed",
    is_private=True,
    is_notice=True,
)
PERSON_BLANKED = verb("stakeholders.person_blanked", _("A person’s profile was erased"), is_private=True)
GREW_UP = verb(
    "stakeholders.grew_up",
    _("A person turned 18"),
    kind="answer",
    subject=_("You now choose who can see your profile"),
    is_private=True,
    tells_age=True,
)
PERSON_HANDED_OVER = verb(
    "stakeholders.person_handed_over",
    _("Someone else keeps a person’s profile now"),
    subject=_("You now keep the profile of {name}"),
)
CLAIM_CODE_MADE = verb(
    "stakeholders.claim_code_made", _("A code was made with which a person takes over their profile")
)
CLAIM_CODE_ENDED = verb(
    "stakeholders.claim_code_ended", _("The code for taking over a profile was cancelled"), ends=True
)
PERSON_CLAIMED = verb(
    "stakeholders.person_claimed",
    _("A person took over their profile"),
    subject=_("{name} now keeps their own profile"),
    is_private=True,
)
ENTRY_REFUSED = verb(
    "stakeholders.entry_refused",
    _("A person removed what was entered for them"),
    ends=True,
    is_private=True,
)
PERSON_VERIFIED = verb(
    "stakeholders.person_verified",
    _("Someone vouched for a person whom they met"),
    kind="answer",
    subject=_("The city’s team knows you in person now"),
)
VERIFICATION_TAKEN_BACK = verb(
    "stakeholders.verification_taken_back",
    _("The verification of a person was withdrawn"),
    kind="answer",
    subject=_("You are no longer verified in {city}"),
    ends=True,
    needs_reason=True,
)
RESIDENCY_SHOWN = verb("stakeholders.residency_shown", _("A person showed that they live in the city"), is_private=True)
RESIDENTS_UPLOADED = verb("stakeholders.residents_uploaded", _("The list of residents was uploaded"))
MERGE_PROPOSED = verb(
    "stakeholders.merge_proposed",
    _("Someone proposed to merge two profiles of one person"),
    subject=_("Are two profiles of one person?"),
    settled_by=("stakeholders.people_merged", "stakeholders.merge_declined"),
)
PEOPLE_MERGED = verb(
    "stakeholders.people_merged",
    _("Two profiles of one person were merged"),
    event="person.merged",
    subject=_("Two profiles of yours are one now"),
    ends=True,
)


def name_merge_state(data: Mapping[str, Any]) -> dict[str, str]:
    """What the answer about two profiles is called."""
    # Asked when it is read: the models are not there yet when the verbs are made.
    states = dict(apps.get_model("stakeholders", "ProfileMerge").State.choices)
    return {"state": str(states.get(str(data.get("new")), ""))}


MERGE_ANSWERED = verb(
    "stakeholders.merge_answered",
    _("Who had proposed to merge two profiles was told what came of it"),
    subject=_("Two profiles that may be the same person: {state}"),
    says=name_merge_state,
)
MERGE_DECLINED = verb("stakeholders.merge_declined", _("Two profiles are of two different people"), ends=True)
MERGE_UNDONE = verb(
    "stakeholders.merge_undone",
    _("A merge of two profiles was undone"),
    event="person.merge_undone",
    subject=_("Two profiles that were merged are two again"),
    ends=True,
    needs_reason=True,
)

ORGANISATION_PROPOSED = verb(
    "stakeholders.organisation_proposed",
    _("{title} was proposed"),
    event="organisation.proposed",
    subject=_("Verify the organisation {title}"),
    settled_by=(
        "stakeholders.organisation_verified",
        "stakeholders.organisation_rejected",
        "stakeholders.organisation_archived",
    ),
)
ORGANISATION_CHANGED = verb(
    "stakeholders.organisation_changed", _("The page of {title} was changed"), event="organisation.changed"
)
ORGANISATION_VERIFIED = verb(
    "stakeholders.organisation_verified", _("The organisation {title} was verified"), event="organisation.verified"
)
VERIFICATION_UNDONE = verb(
    "stakeholders.verification_undone",
    _("The verification of {title} was undone"),
    event="organisation.verification_undone",
)
ORGANISATION_REJECTED = verb(
    "stakeholders.organisation_rejected",
    _("The organisation {title} was rejected"),
    event="organisation.rejected",
    ends=True,
    needs_reason=True,
)
ORGANISATION_ARCHIVED = verb(
    "stakeholders.organisation_archived",
    _("{title} was archived"),
    event="organisation.archived",
    ends=True,
    needs_reason=True,
)
ORGANISATION_RESTORED = verb(
    "stakeholders.organisation_restored", _("{title} was restored"), event="organisation.restored"
)
ORGANISATION_REMOVED = verb(
    "stakeholders.organisation_removed",
    _("{title} was removed with its import"),
    event="organisation.removed",
    # The line of the import says how many; five hundred would hide everything else.
    is_notice=True,
)
ORGANISATION_ACTIVE = verb(
    "stakeholders.organisation_active", _("The organisation {title} is now active"), event="organisation.active"
)

ORGANISATION_DORMANT = verb(
    "stakeholders.organisation_dormant",
    _("{title} has not been heard from for half a year and is now inactive"),
    event="organisation.dormant",
)
ORGANISATION_WOKEN = verb("stakeholders.organisation_woken", _("{title} is active again"), event="organisation.active")
ORGANISATION_ASKED = verb(
    "stakeholders.organisation_asked",
    _("{title} was asked whether it is still part of this"),
    subject=_("Is {title} still part of this?"),
    settled_by=("stakeholders.organisation_still_here", "stakeholders.organisation_archived"),
)
ORGANISATION_STILL_HERE = verb(
    "stakeholders.organisation_still_here",
    _("{title} answered that it is still part of this"),
    event="organisation.still_here",
)

COMMITMENT_PROMISED = verb(
    "stakeholders.commitment_promised", _("{organisation} promised: {title}"), event="commitment.promised"
)
COMMITMENT_ENTERED = verb(
    "stakeholders.commitment_entered",
    _("A commitment of {organisation} was entered: {title}"),
    event="commitment.promised",
)
COMMITMENT_CHANGED = verb(
    "stakeholders.commitment_changed",
    _("A commitment of {organisation} was changed: {title}"),
    event="commitment.changed",
)
COMMITMENT_REMINDED = verb(
    "stakeholders.commitment_reminded",
    _("A reminder of a commitment went out: {title}"),
    subject=_("Your organisation promised: {title}"),
    settled_by=("stakeholders.commitment_delivered", "stakeholders.commitment_withdrawn"),
)
COMMITMENT_DELIVERED = verb(
    "stakeholders.commitment_delivered", _("{organisation} delivered: {title}"), event="commitment.delivered"
)
DELIVERY_CORRECTED = verb(
    "stakeholders.delivery_corrected",
    _("What {organisation} delivered was corrected: {title}"),
    event="commitment.delivered",
)
COMMITMENT_WITHDRAWN = verb(
    "stakeholders.commitment_withdrawn",
    _("A commitment of {organisation} was withdrawn: {title}"),
    event="commitment.withdrawn",
    ends=True,
    needs_reason=True,
)

SITE_ADDED = verb("stakeholders.site_added", _("{organisation} has a new site: {title}"), event="site.added")
SITE_CHANGED = verb("stakeholders.site_changed", _("The site {title} was changed"), event="site.changed")
SITE_ARCHIVED = verb("stakeholders.site_archived", _("The site {title} was archived"), event="site.archived", ends=True)
SITE_RESTORED = verb("stakeholders.site_restored", _("The site {title} was restored"), event="site.restored")

CLAIM_MADE = verb("stakeholders.claim_made", _("A strength or growth area was added"), is_private=True)
CLAIM_REMOVED = verb(
    "stakeholders.claim_removed", _("A strength or growth area was removed"), ends=True, is_private=True
)

AREA_ADDED = verb("stakeholders.area_added", _("The area “{title}” was added"), event="area.added")
AREA_CHANGED = verb("stakeholders.area_changed", _("The area “{title}” was changed"), event="area.changed")
AREA_RETIRED = verb(
    "stakeholders.area_retired",
    _("The area “{title}” is no longer offered"),
    event="area.retired",
    ends=True,
    needs_reason=True,
)
AREA_OFFERED = verb("stakeholders.area_offered", _("The area “{title}” is offered again"), event="area.offered")
AREA_MERGED = verb(
    "stakeholders.area_merged", _("The area “{title}” was merged into “{into}”"), event="area.merged", ends=True
)
AREA_SPLIT = verb("stakeholders.area_split", _("The areas “{title}” and “{into}” were split again"), event="area.split")
