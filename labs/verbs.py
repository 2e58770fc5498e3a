"""What can be recorded about labs."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb

MEMBERS_CHANGED = "cohort.members_changed"

# What a lab and a cohort are: seats, members, stages, overrides.
LAB_PROPOSED = verb("labs.lab_proposed", _("A lab was created: {title}"), event="lab.created")
LAB_CHANGED = verb("labs.lab_changed", _("The lab “{title}” was changed"), event="lab.changed")
LAB_LAUNCHED = verb("labs.lab_launched", _("The lab “{title}” was launched"), event="lab.launched")
LAB_CLOSED = verb(
    "labs.lab_closed", _("The lab “{title}” was closed"), event="lab.closed", ends=True, needs_reason=True
)
LAB_RESTED = verb("labs.lab_rested", _("The lab “{title}” is paused"), event="lab.rested", ends=True, needs_reason=True)
LAB_REOPENED = verb("labs.lab_reopened", _("The lab “{title}” was reopened"), event="lab.reopened")
LAB_WOKEN = verb("labs.lab_woken", _("The lab “{title}” has resumed"), event="lab.woken")
SEAT_GIVEN = verb(
    "labs.seat_given",
    _("A seat in the lab “{title}” was assigned"),
    event="lab.seats_changed",
    subject=_("You have a seat in the lab “{title}”"),
)
SEAT_TAKEN_BACK = verb(
    "labs.seat_taken_back",
    _("A seat in the lab “{title}” is free again"),
    event="lab.seats_changed",
    subject=_("Your seat in the lab “{title}” has ended"),
    ends=True,
    needs_reason=True,
)
COHORT_CREATED = verb("labs.cohort_created", _("A cohort was planned: {title}"), event="cohort.created")
COHORT_CHANGED = verb("labs.cohort_changed", _("The cohort “{title}” was changed"), event="cohort.changed")
COHORT_MOVED = verb("labs.cohort_moved", _("The cohort “{title}” is now {state}"), event="cohort.state_changed")
COHORT_SUSPENDED = verb(
    "labs.cohort_suspended",
    _("The cohort “{title}” is paused"),
    event="cohort.state_changed",
    ends=True,
    needs_reason=True,
)
COHORT_CANCELLED = verb(
    "labs.cohort_cancelled",
    _("The cohort “{title}” was cancelled"),
    event="cohort.state_changed",
    ends=True,
    needs_reason=True,
)
COHORT_REOPENED = verb("labs.cohort_reopened", _("The cohort “{title}” was reopened"), event="cohort.state_changed")
COHORT_COMPLETED = verb(
    "labs.cohort_completed", _("The cohort “{title}” is completed"), event="cohort.state_changed", ends=True
)
STAGE_MOVED = verb(
    "labs.stage_moved",
    _("“{title}” has reached stage {stage}: {stage_name}"),
    event="cohort.stage_changed",
)
STAGE_RETURNED = verb(
    "labs.stage_returned",
    _("“{title}” goes back to stage {stage}: {stage_name}"),
    event="cohort.stage_changed",
    ends=True,
    needs_reason=True,
)
MEMBER_INVITED = verb(
    "labs.member_invited",
    _("Invitation to the cohort “{title}”"),
    subject=_("You are asked to join the cohort “{title}”"),
    settled_by=("labs.member_added", "labs.member_left", "labs.member_removed", "labs.place_declined"),
)
MEMBER_ADDED = verb(
    "labs.member_added",
    _("New member of the cohort “{title}”"),
    event=MEMBERS_CHANGED,
    subject=_("You are a member of the cohort “{title}”"),
)
MEMBER_LEFT = verb(
    "labs.member_left",
    _("A member left the cohort “{title}”"),
    event=MEMBERS_CHANGED,
    subject=_("Your place in the cohort “{title}” has ended"),
    ends=True,
)
# What whoever leads the cohort reads: the answers of those who were asked, and who left by themselves.
PLACE_ACCEPTED = verb(
    "labs.place_accepted",
    _("Someone accepted a place in the cohort “{title}”"),
    subject=_("{name} said yes: cohort “{title}”"),
    is_notice=True,
)
PLACE_DECLINED = verb(
    "labs.place_declined",
    _("Someone declined a place in the cohort “{title}”"),
    event=MEMBERS_CHANGED,
    subject=_("{name} said no: cohort “{title}”"),
    ends=True,
)
PLACE_GIVEN_UP = verb(
    "labs.place_given_up",
    _("Someone has left the cohort “{title}”"),
    subject=_("{name} has left the cohort “{title}”"),
    is_notice=True,
)
ANSWERS = (PLACE_ACCEPTED, PLACE_DECLINED, PLACE_GIVEN_UP)
MEMBER_REMOVED = verb(
    "labs.member_removed",
    _("A member was removed from the cohort “{title}”"),
    event=MEMBERS_CHANGED,
    subject=_("You are no longer a member of the cohort “{title}”"),
    ends=True,
    needs_reason=True,
)
MEMBER_RESTED = verb(
    "labs.member_rested", _("A place in the cohort “{title}” is on hold until a guardian agrees"), event=MEMBERS_CHANGED
)
MEMBER_RESUMED = verb(
    "labs.member_resumed", _("A place in the cohort “{title}” is active again"), event=MEMBERS_CHANGED
)
# After these nobody has to decide on it any more.
OVERRIDE_DECIDED = (
    *("labs.override_granted", "labs.override_refused", "labs.override_resolved", "labs.override_expired"),
    "labs.override_withdrawn",
)
OVERRIDE_REQUESTED = verb(
    "labs.override_requested",
    _("An override is asked for “{title}”. Missing: {rule}"),
    subject=_("Decide on an override for “{title}”. Missing: {rule}"),
    settled_by=OVERRIDE_DECIDED,
)
OVERRIDE_WAITS = verb(
    "labs.override_waits",
    _("An override for “{title}” is still waiting for a decision. Missing: {rule}"),
    subject=_("Decide on an override for “{title}”. Missing: {rule}"),
    settled_by=OVERRIDE_DECIDED,
    is_notice=True,
)
OVERRIDE_GRANTED = verb("labs.override_granted", _("The override for “{title}” was granted. Missing: {rule}"))
OVERRIDE_GRANT_UNDONE = verb(
    "labs.override_grant_undone",
    _("The grant of the override for “{title}” was undone. It waits for a decision again. Missing: {rule}"),
)
OVERRIDE_REFUSED = verb(
    "labs.override_refused", _("The override for “{title}” was refused. Missing: {rule}"), ends=True, needs_reason=True
)
OVERRIDE_WITHDRAWN = verb(
    "labs.override_withdrawn",
    _("The request for an override for “{title}” was withdrawn. Missing: {rule}"),
    ends=True,
    needs_reason=True,
)
OVERRIDE_EXPIRED = verb("labs.override_expired", _("The override for “{title}” has ended. Still missing: {rule}"))
OVERRIDE_RESOLVED = verb("labs.override_resolved", _("The override for “{title}” was closed. Now met: {rule}"))

# What the history calls rows of this app.
ROWS = name_rows(
    "labs",
    labseat=_("seat in a lab"),
    stagerecord=_("stage of a cohort"),
)
