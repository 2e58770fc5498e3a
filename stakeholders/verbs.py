"""What is recorded about organisations and people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from educities.activity.values import name_rows, verb

PERSON_JOINED = verb("stakeholders.person_joined", _("Someone joined the city"), is_private=True)
PERSON_CHANGED = verb("stakeholders.person_changed", _("A profile was changed"), is_private=True)
PERSON_BLANKED = verb("stakeholders.person_blanked", _("A person’s profile was erased"), is_private=True)
GREW_UP = verb(
    "stakeholders.grew_up",
    _("A person turned 18"),
    kind="answer",
    subject=_("You now choose who can see your profile"),
    is_private=True,
    tells_age=True,
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

REPRESENTATIVE_APPOINTED = verb(
    "stakeholders.representative_appointed",
    _("Someone was asked to represent {title}"),
    kind="work",
    subject=_("{title} asks you to be its representative"),
)
REPRESENTATIVE_ACCEPTED = verb(
    "stakeholders.representative_accepted",
    _("A representative of {title} has accepted"),
    event="organisation.represented",
)
REPRESENTATIVE_ENDED = verb(
    "stakeholders.representative_ended",
    _("A representation of {title} ended"),
    event="organisation.representation_ended",
    subject=_("You no longer represent {title}"),
    ends=True,
    needs_reason=True,
)
REPRESENTATIVE_LEFT = verb(
    "stakeholders.representative_left",
    _("A representative of {title} stepped down"),
    event="organisation.representation_ended",
    subject=_("Someone no longer represents {title}"),
    ends=True,
)

CLAIM_MADE = verb("stakeholders.claim_made", _("A strength or growth area was added"), is_private=True)
CLAIM_REMOVED = verb(
    "stakeholders.claim_removed", _("A strength or growth area was removed"), ends=True, is_private=True
)

AREA_ADDED = verb("stakeholders.area_added", _("The area “{title}” was added"), event="area.added")
AREA_CHANGED = verb("stakeholders.area_changed", _("The area “{title}” was changed"), event="area.changed")
AREA_RETIRED = verb(
    "stakeholders.area_retired", _("The area “{title}” is no longer offered"), event="area.retired", ends=True
)
AREA_OFFERED = verb("stakeholders.area_offered", _("The area “{title}” is offered again"), event="area.offered")
AREA_MERGED = verb(
    "stakeholders.area_merged", _("The area “{title}” was merged into “{into}”"), event="area.merged", ends=True
)
AREA_SPLIT = verb("stakeholders.area_split", _("The areas “{title}” and “{into}” were split again"), event="area.split")

IMPORT_CHECKED = verb(
    "stakeholders.import_checked",
    ngettext_lazy(
        "Import preview of {title}: {new} new organisation", "Import preview of {title}: {new} new organisations", "new"
    ),
    number="new",
)
IMPORT_APPLIED = verb(
    "stakeholders.import_applied",
    ngettext_lazy(
        "{count} organisation was imported from {title}", "{count} organisations were imported from {title}", "count"
    ),
    number="count",
)
# In the event log for each organisation: programs are told of rows that they can ask for.
ORGANISATION_IMPORTED = verb(
    "stakeholders.organisation_imported", _("{title} was imported"), event="organisation.imported"
)
IMPORT_DISCARDED = verb("stakeholders.import_discarded", _("The import of {title} was discarded"), ends=True)
IMPORT_UNDONE = verb(
    "stakeholders.import_undone",
    ngettext_lazy(
        "The import of {title} was undone: {count} organisation was removed",
        "The import of {title} was undone: {count} organisations were removed",
        "count",
    ),
    number="count",
    ends=True,
    needs_reason=True,
)

# What the history calls rows of this app.
ROWS = name_rows(
    "stakeholders",
    area=_("area of the shared list"),
    importrun=_("import of organisations"),
    representation=_("representation of an organisation"),
    strengthclaim=_("strength or growth area"),
)
