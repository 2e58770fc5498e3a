"""What can be recorded about what a cohort makes on its way: areas, expeditions, learnings, the model, initiatives."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from educities.activity.values import Course, answer_verb, name_rows, verb


def name_initiative_state(data: Mapping[str, Any]) -> dict[str, str]:
    """What the state that an initiative has come to is called."""
    return _name_state("Initiative", data)


def name_version_state(data: Mapping[str, Any]) -> dict[str, str]:
    """What the state that a version of the model has come to is called."""
    return _name_state("ModelVersion", data)


def _name_state(model: str, data: Mapping[str, Any]) -> dict[str, str]:
    # Asked when it is read: the models are not there yet when the verbs are made.
    states = dict(apps.get_model("journeys", model).State.choices)
    return {"state": str(states.get(data.get("new"), data.get("new", "")))}


# After these nobody has to approve it any more.
EXPEDITION_DECIDED = ("journeys.expedition_approved", "journeys.expedition_sent_back", "journeys.expedition_cancelled")

AREA_CHOSEN = verb("journeys.area_chosen", _("An activity area was chosen: {title}"), event="cohort.area_chosen")
AREA_DROPPED = verb("journeys.area_dropped", _("An activity area was removed: {title}"), ends=True)
EXPEDITION_PLANNED = verb(
    "journeys.expedition_planned",
    _("An expedition was planned: {title}"),
    subject=_("Approve the expedition “{title}”"),
    settled_by=EXPEDITION_DECIDED,
)
EXPEDITION_SUBMITTED = verb(
    "journeys.expedition_submitted",
    _("The expedition “{title}” was sent for approval"),
    subject=_("Approve the expedition “{title}”"),
    settled_by=EXPEDITION_DECIDED,
)
EXPEDITION_CHANGED = verb("journeys.expedition_changed", _("The expedition “{title}” was changed"))
EXPEDITION_APPROVED = verb("journeys.expedition_approved", _("The expedition “{title}” was approved"))
APPROVAL_UNDONE = verb(
    "journeys.approval_undone", _("The approval of the expedition “{title}” was undone. It waits for a decision again")
)
EXPEDITION_SENT_BACK = verb(
    "journeys.expedition_sent_back",
    _("The expedition “{title}” goes back to planning"),
    subject=_("Revise the expedition “{title}”: it was sent back"),
    settled_by=("journeys.expedition_submitted", "journeys.expedition_cancelled"),
    ends=True,
    needs_reason=True,
)
EXPEDITION_SET_OUT = verb("journeys.expedition_set_out", _("The expedition “{title}” started"))
EXPEDITION_RETURNED = verb("journeys.expedition_returned", _("The expedition “{title}” returned"))
EXPEDITION_LEARNED = verb(
    "journeys.expedition_learned", _("The expedition “{title}” was concluded"), event="expedition.learned"
)
EXPEDITION_CANCELLED = verb(
    "journeys.expedition_cancelled", _("The expedition “{title}” was cancelled"), ends=True, needs_reason=True
)
TRAVELLERS_ADDED = verb(
    "journeys.travellers_added",
    ngettext_lazy(
        "{count} person travels along on the expedition “{title}”",
        "{count} people travel along on the expedition “{title}”",
        "count",
    ),
    number="count",
)
TRIP_LISTED = verb(
    "journeys.trip_listed", _("You are on the list of travellers of the expedition “{title}”"), is_notice=True
)
TRIP_REPLANNED = verb("journeys.trip_replanned", _("The plan of the expedition “{title}” has changed"), is_notice=True)
TRIP_CHILD_REMOVED = verb(
    "journeys.trip_child_removed",
    _("Your child is not on the list of travellers of the expedition “{title}” any more"),
    is_notice=True,
)
TRAVELLER_REMOVED = verb(
    "journeys.traveller_removed",
    _("Someone was taken off the list of travellers of “{title}”"),
    subject=_("Not on the list of travellers any more: “{title}”"),
    ends=True,
    needs_reason=True,
)
TRIP_CONSENT_ASKED = verb(
    "journeys.trip_consent_asked",
    _("A parent or guardian was asked about the expedition “{title}”"),
    subject=_("May your child travel along? “{title}”"),
    settled_by=("journeys.trip_answered",),
)
TRIP_ANSWERED = answer_verb(
    "journeys.trip_answered",
    _("A parent or guardian has answered about the expedition “{title}”"),
    is_notice=True,
)
TRIP_CONSENT_GIVEN = answer_verb(
    "journeys.trip_consent_given",
    _("A parent or guardian agreed to the expedition “{title}”"),
)
TRIP_WANTED = answer_verb(
    "journeys.trip_wanted",
    _("A child wants to travel along on the expedition “{title}”"),
)
TRIP_REFUSED = answer_verb(
    "journeys.trip_refused",
    _("A child does not travel along on the expedition “{title}”: the answer was no"),
    ends=True,
)
TRIP_TAKEN_BACK = answer_verb(
    "journeys.trip_taken_back",
    _("A parent or guardian took the consent back while the expedition “{title}” is under way"),
    kind="security",
    at_once=_("news that a consent was withdrawn while an expedition is under way"),
    subject=_("Call a parent or guardian now: a consent was withdrawn, “{title}”"),
    ends=True,
)
TRIP_FORM_ENTERED = verb(
    "journeys.trip_form_entered",
    _("A signed form about the expedition “{title}” was entered"),
    subject=_("A signed form about your child’s expedition was entered: “{title}”"),
)
TRIP_YES_ENDED = verb(
    "journeys.trip_yes_ended",
    _("A yes to the expedition “{title}” ended: the parent or guardian has left the city"),
)
OWN_TRIP_UNANSWERED = answer_verb(
    "journeys.own_trip_unanswered",
    _("News for a child: a yes to the expedition “{title}” has ended"),
    subject=_("The yes of your parent or guardian to the expedition “{title}” has ended"),
    is_notice=True,
)
# What a list of mails shows of it says neither yes nor no.
OWN_TRIP_REFUSED = answer_verb(
    "journeys.own_trip_refused",
    _("News for a child: a parent or guardian said no to the expedition “{title}”"),
    subject=_("Your parent or guardian has answered about the expedition “{title}”"),
    is_notice=True,
)
TRAVELLER_RESTED = verb(
    "journeys.traveller_rested", _("A child does not travel along on the expedition “{title}”: a consent has ended")
)
TRAVELLER_RESUMED = verb(
    "journeys.traveller_resumed",
    _("A child can travel along again on the expedition “{title}”: the consent is there again"),
)
TRIP_NOT_READY = verb(
    "journeys.trip_not_ready",
    _("The expedition “{title}” cannot start yet: something is missing for people under 18"),
    is_notice=True,
)
TRIP_CALLED_OFF = verb("journeys.trip_called_off", _("The expedition “{title}” does not take place"), is_notice=True)
# Whoever is on the list of a journey is told of it by these; what each is sent follows from what they were sent before.
TRIP_COURSE = Course(
    opening=TRIP_LISTED,
    moved=TRIP_REPLANNED,
    ending=TRIP_CALLED_OFF,
    start="starts_on",
    facts=("starts_on", "ends_on", "place"),
)
LEARNING_NOTED = verb("journeys.learning_noted", _("A learning was noted: {title}"))
LEARNING_CHANGED = verb("journeys.learning_changed", _("A learning was reworded: {title}"))
VERSION_STARTED = verb("journeys.version_started", _("Writing of the city model started"))
VERSION_MOVED = verb(
    "journeys.version_moved", _("The city model is now: {state}"), event="model.moved", says=name_version_state
)
VERSION_ADOPTED = verb("journeys.version_adopted", _("The forum adopted the city model"), event="model.adopted")
VERSION_WITHDRAWN = verb(
    "journeys.version_withdrawn",
    _("A version of the city model was withdrawn"),
    event="model.moved",
    ends=True,
    needs_reason=True,
)
CONTACTS_READ = verb("journeys.contacts_read", _("The contact sheet of the expedition “{title}” was looked at"))
BLOCK_WRITTEN = verb("journeys.block_written", _("A block of the city model was written"))
BLOCK_CITED = verb("journeys.block_cited", _("A source was added to a block of the city model"))
CITATION_REMOVED = verb("journeys.citation_removed", _("A source was removed from a block of the city model"))
INITIATIVE_PLANNED = verb(
    "journeys.initiative_planned", _("An initiative was planned: {title}"), event="initiative.planned"
)
INITIATIVE_CHANGED = verb("journeys.initiative_changed", _("The initiative “{title}” was changed"))
INITIATIVE_PROGRESSED = verb(
    "journeys.initiative_progressed", _("Progress was reported: {title}, {progress}%"), event="initiative.progressed"
)
INITIATIVE_MOVED = verb(
    "journeys.initiative_moved",
    _("The initiative “{title}” is now: {state}"),
    event="initiative.moved",
    says=name_initiative_state,
)
INITIATIVE_PAUSED = verb(
    "journeys.initiative_paused", _("The initiative “{title}” is paused"), event="initiative.moved"
)
INITIATIVE_RESUMED = verb(
    "journeys.initiative_resumed", _("The initiative “{title}” has resumed"), event="initiative.moved"
)
INITIATIVE_STOPPED = verb(
    "journeys.initiative_stopped",
    _("The initiative “{title}” was stopped"),
    event="initiative.moved",
    ends=True,
    needs_reason=True,
)
PARTNER_ADDED = verb("journeys.partner_added", _("A partner joined the initiative “{title}”"))
PARTNER_REMOVED = verb(
    "journeys.partner_removed",
    _("A partner left the initiative “{title}”"),
    subject=_("Your organisation is no longer a partner of the initiative “{title}”"),
    ends=True,
    needs_reason=True,
)

# What the history calls rows of this app.
ROWS = name_rows(
    "journeys",
    activityarea=_("activity area"),
    learning=_("learning"),
    traveller=_("traveller"),
    tripconsent=_("consent to an expedition"),
    modelversion=_("version of the city model"),
    modelblock=_("block of the city model"),
    citation=_("source of a block"),
    initiative=_("initiative"),
    initiativepartner=_("partner of an initiative"),
)
