"""What can be recorded about labs."""

from django.utils.translation import gettext_lazy as _

from educities.activity.register import verb

# What a cohort does: expeditions, the city's model, initiatives.
AREA_CHOSEN = verb("labs.area_chosen", _("An activity area was chosen: {title}"), event="cohort.area_chosen")
AREA_DROPPED = verb("labs.area_dropped", _("An activity area was taken back: {title}"))
EXPEDITION_PLANNED = verb("labs.expedition_planned", _("An expedition waits for approval: {title}"))
EXPEDITION_CHANGED = verb("labs.expedition_changed", _("The expedition “{title}” was changed"))
EXPEDITION_APPROVED = verb("labs.expedition_approved", _("The expedition “{title}” was approved"))
EXPEDITION_SENT_BACK = verb("labs.expedition_sent_back", _("The expedition “{title}” goes back to planning"))
EXPEDITION_SET_OUT = verb("labs.expedition_set_out", _("The expedition “{title}” set out"))
EXPEDITION_RETURNED = verb("labs.expedition_returned", _("The expedition “{title}” is back"))
EXPEDITION_LEARNED = verb(
    "labs.expedition_learned", _("We learned from the expedition “{title}”"), event="expedition.learned"
)
EXPEDITION_CANCELLED = verb("labs.expedition_cancelled", _("The expedition “{title}” was called off"))
LEARNING_NOTED = verb("labs.learning_noted", _("A learning was noted: {title}"))
LEARNING_CHANGED = verb("labs.learning_changed", _("A learning was reworded: {title}"))
VERSION_STARTED = verb("labs.version_started", _("The writing of the city’s model began"))
VERSION_MOVED = verb("labs.version_moved", _("The city’s model moved on"), event="model.moved")
BLOCK_WRITTEN = verb("labs.block_written", _("A block of the city’s model was written"))
BLOCK_CITED = verb("labs.block_cited", _("A block of the city’s model rests on one thing more"))
CITATION_REMOVED = verb("labs.citation_removed", _("A source was taken off a block of the city’s model"))
INITIATIVE_PLANNED = verb(
    "labs.initiative_planned", _("An initiative was planned: {title}"), event="initiative.planned"
)
INITIATIVE_CHANGED = verb("labs.initiative_changed", _("The initiative “{title}” was changed"))
INITIATIVE_PROGRESSED = verb(
    "labs.initiative_progressed", _("Progress was reported: {title}, {progress} %"), event="initiative.progressed"
)
INITIATIVE_MOVED = verb("labs.initiative_moved", _("The initiative “{title}” moved on"), event="initiative.moved")
INITIATIVE_PAUSED = verb("labs.initiative_paused", _("The initiative “{title}” pauses"), event="initiative.moved")
INITIATIVE_RESUMED = verb("labs.initiative_resumed", _("The initiative “{title}” goes on"), event="initiative.moved")
INITIATIVE_STOPPED = verb(
    "labs.initiative_stopped", _("The initiative “{title}” was stopped"), event="initiative.moved"
)
PARTNER_ADDED = verb("labs.partner_added", _("A partner joined the initiative “{title}”"))
PARTNER_REMOVED = verb("labs.partner_removed", _("A partner left the initiative “{title}”"))

# What a lab and a cohort are: seats, members, stages, overrides.
LAB_PROPOSED = verb("labs.lab_proposed", _("A lab was begun: {title}"), event="lab.created")
LAB_CHANGED = verb("labs.lab_changed", _("The lab “{title}” was changed"), event="lab.changed")
LAB_LAUNCHED = verb("labs.lab_launched", _("The lab “{title}” was launched"), event="lab.launched")
LAB_CLOSED = verb("labs.lab_closed", _("The lab “{title}” was closed"), event="lab.closed")
LAB_RESTED = verb("labs.lab_rested", _("The lab “{title}” rests"), event="lab.rested")
LAB_WOKEN = verb("labs.lab_woken", _("The lab “{title}” works again"), event="lab.woken")
SEAT_GIVEN = verb("labs.seat_given", _("You have a seat in the lab “{title}”"))
SEAT_TAKEN_BACK = verb("labs.seat_taken_back", _("A seat in the lab “{title}” is free again"))
COHORT_CREATED = verb("labs.cohort_created", _("A cohort was planned: {title}"), event="cohort.created")
COHORT_CHANGED = verb("labs.cohort_changed", _("The cohort “{title}” was changed"), event="cohort.changed")
COHORT_MOVED = verb("labs.cohort_moved", _("The cohort “{title}” is now {state}"), event="cohort.state_changed")
STAGE_MOVED = verb(
    "labs.stage_moved",
    _("“{title}” has reached stage {stage}: {stage_name}"),
    event="cohort.stage_changed",
    template="labs/mail/stage_moved",
)
STAGE_RETURNED = verb(
    "labs.stage_returned", _("“{title}” goes back to stage {stage}: {stage_name}"), event="cohort.stage_changed"
)
MEMBER_INVITED = verb("labs.member_invited", _("You are asked to join the cohort “{title}”"))
MEMBER_ADDED = verb("labs.member_added", _("You are a member of the cohort “{title}”"))
MEMBER_LEFT = verb("labs.member_left", _("A member left the cohort “{title}”"))
MEMBER_REMOVED = verb("labs.member_removed", _("A place in the cohort “{title}” was taken back"))
OVERRIDE_REQUESTED = verb("labs.override_requested", _("An override is asked for “{title}”: {rule}"))
OVERRIDE_WAITS = verb("labs.override_waits", _("An override for “{title}” waits for your answer: {rule}"))
OVERRIDE_GRANTED = verb("labs.override_granted", _("The override for “{title}” was granted: {rule}"))
OVERRIDE_REFUSED = verb("labs.override_refused", _("The override for “{title}” was refused: {rule}"))
OVERRIDE_EXPIRED = verb("labs.override_expired", _("The override for “{title}” has ended: {rule}"))
OVERRIDE_RESOLVED = verb("labs.override_resolved", _("The gap behind the override for “{title}” is filled: {rule}"))
