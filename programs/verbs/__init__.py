"""What is recorded about the five-year program and its indicators."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from educities.activity.values import name_rows, verb
from programs.verbs.breakdowns import (
    BREAKDOWN_CONFIRMED,
    BREAKDOWN_ENTERED,
    BREAKDOWN_REMOVED,
    BREAKDOWN_RETURNED,
    REMOVAL_CANCELLED,
    REMOVAL_DECLINED,
    REMOVAL_PROPOSED,
)
from programs.verbs.revisions import (
    REVISION_DECLINED,
    REVISION_PROPOSED,
    REVISION_UNDONE,
    REVISION_WITHDRAWN,
    VALUE_REVISED,
    VALUE_WITHDRAWN,
    WITHDRAWAL_CANCELLED,
    WITHDRAWAL_DECLINED,
    WITHDRAWAL_PROPOSED,
)

__all__ = [
    "BREAKDOWN_CONFIRMED",
    "BREAKDOWN_ENTERED",
    "BREAKDOWN_REMOVED",
    "BREAKDOWN_RETURNED",
    "REMOVAL_CANCELLED",
    "REMOVAL_DECLINED",
    "REMOVAL_PROPOSED",
    "REVISION_DECLINED",
    "REVISION_PROPOSED",
    "REVISION_UNDONE",
    "REVISION_WITHDRAWN",
    "VALUE_REVISED",
    "VALUE_WITHDRAWN",
    "WITHDRAWAL_CANCELLED",
    "WITHDRAWAL_DECLINED",
    "WITHDRAWAL_PROPOSED",
]

PROGRAM_PROPOSED = verb("programs.program_proposed", _("A five-year program from {starts_on} was set up"))
PROGRAM_SIGNED = verb(
    "programs.program_signed", _("The five-year program from {starts_on} was signed"), event="program.signed"
)
PROGRAM_STARTED = verb("programs.program_started", _("The five-year program has begun"), event="program.started")
PROGRAM_TERMINATED = verb(
    "programs.program_terminated",
    _("The five-year program was ended early"),
    event="program.terminated",
    ends=True,
    needs_reason=True,
)
END_REQUESTED = verb(
    "programs.end_requested",
    _("Someone asked to end the five-year program early"),
    subject=_("Answer: shall the five-year program end early?"),
    settled_by=(
        "programs.program_terminated",
        "programs.end_declined",
        "programs.end_request_withdrawn",
        "programs.end_request_voided",
    ),
)
END_DECLINED = verb(
    "programs.end_declined", _("The five-year program goes on: ending it was declined"), ends=True, needs_reason=True
)
END_REQUEST_WITHDRAWN = verb(
    "programs.end_request_withdrawn",
    _("The request to end the five-year program early was withdrawn"),
    ends=True,
    needs_reason=True,
)
END_REQUEST_VOIDED = verb(
    "programs.end_request_voided",
    _("The request to end the five-year program early is void: the program has changed since then"),
)
PROGRAM_HALF_SIGNED = verb(
    "programs.program_half_signed",
    _("One side has signed the five-year program from {starts_on}"),
    subject=_("Sign the five-year program from {starts_on}"),
    settled_by=("programs.program_signed", "programs.program_terminated", "programs.signatures_voided"),
)
SIGNATURES_VOIDED = verb(
    "programs.signatures_voided",
    _("The five-year program from {starts_on} was changed after one side had signed it, so it is signed again"),
    subject=_("Changed after it was signed: read and sign the five-year program from {starts_on} again"),
    settled_by=("programs.program_signed", "programs.program_terminated", "programs.program_half_signed"),
)
PROGRAM_SUSTAINED = verb(
    "programs.program_sustained", _("After the five years the city goes on by itself"), event="program.sustained"
)
HANDED_OVER = verb("programs.handed_over", _("It was written down who carries a thing on after the five years"))
PROGRAM_SUSPENDED = verb(
    "programs.program_suspended",
    _("The five-year program is suspended from {since}"),
    event="program.suspended",
    ends=True,
    needs_reason=True,
)
PROGRAM_RESUMED = verb(
    "programs.program_resumed",
    ngettext_lazy(
        "The five-year program goes on; what follows is {days} day later",
        "The five-year program goes on; what follows is {days} days later",
        "days",
    ),
    event="program.resumed",
    number="days",
)
PROGRAM_RESUMED_AT_ONCE = verb(
    "programs.program_resumed_at_once",
    _("The five-year program goes on; no date has moved"),
    event="program.resumed",
)
YEAR_MOVED = verb(
    "programs.year_moved", _("Year {number} of the program is now {state}"), event="program_year.state_changed"
)
REVIEW_DRAFTED = verb("programs.review_drafted", _("The review of year {number} was drawn up"))
REVIEW_WRITTEN = verb("programs.review_written", _("The review of year {number} was written on"))
REVIEW_SUBMITTED = verb(
    "programs.review_submitted",
    _("The review of year {number} was submitted"),
    event="program_year.review_submitted",
    subject=_("Read and confirm the review of year {number}"),
    settled_by=("programs.review_confirmed", "programs.review_returned"),
)
REVIEW_RETURNED = verb(
    "programs.review_returned",
    _("The review of year {number} was sent back"),
    event="program_year.review_returned",
    subject=_("Write on in the review of year {number}"),
    settled_by=("programs.review_submitted",),
    ends=True,
    needs_reason=True,
)
REVIEW_CONFIRMED = verb(
    "programs.review_confirmed", _("The review of year {number} was confirmed"), event="program_year.review_confirmed"
)
FOCUS_CHANGED = verb(
    "programs.focus_changed", _("The focus of year {number} was changed"), event="program_year.changed"
)
MILESTONE_ADDED = verb("programs.milestone_added", _("A milestone was added: {title}"), event="milestone.added")
MILESTONE_CHANGED = verb("programs.milestone_changed", _("A milestone was changed: {title}"), event="milestone.changed")
MILESTONE_MOVED = verb(
    "programs.milestone_moved", _("Milestone “{title}” is now {state}"), event="milestone.state_changed"
)
MILESTONE_MISSED = verb(
    "programs.milestone_missed",
    _("Milestone “{title}” was missed"),
    event="milestone.state_changed",
    ends=True,
    needs_reason=True,
)
MILESTONE_DROPPED = verb(
    "programs.milestone_dropped",
    _("Milestone “{title}” was dropped"),
    event="milestone.state_changed",
    ends=True,
    needs_reason=True,
)
MILESTONE_REOPENED = verb(
    "programs.milestone_reopened", _("Milestone “{title}” is open again"), event="milestone.state_changed"
)
MILESTONE_LATE = verb(
    "programs.milestone_late",
    _("Milestone “{title}” is overdue"),
    subject=_("Overdue: {title}"),
    settled_by=(
        "programs.milestone_moved",
        "programs.milestone_missed",
        "programs.milestone_dropped",
        "programs.milestone_changed",
    ),
    is_notice=True,
)
MILESTONE_OVERRIDE_REQUESTED = verb(
    "programs.milestone_override_requested",
    _("An override of milestone “{title}” was asked for"),
    subject=_("Decide on an override: {title}"),
    settled_by=(
        "programs.milestone_override_granted",
        "programs.milestone_override_refused",
        "programs.milestone_override_withdrawn",
    ),
)
MILESTONE_OVERRIDE_GRANTED = verb(
    "programs.milestone_override_granted", _("The override of milestone “{title}” was granted")
)
MILESTONE_OVERRIDE_REFUSED = verb(
    "programs.milestone_override_refused",
    _("The override of milestone “{title}” was refused"),
    ends=True,
    needs_reason=True,
)
MILESTONE_OVERRIDE_WITHDRAWN = verb(
    "programs.milestone_override_withdrawn",
    _("The request for an override of milestone “{title}” was withdrawn"),
    ends=True,
    needs_reason=True,
)

CALENDAR_LINK_MADE = verb(
    "programs.calendar_link_made", _("A link for the own calendar of the five years was made"), is_private=True
)
CALENDAR_LINK_ENDED = verb(
    "programs.calendar_link_ended", _("The link for the own calendar of the five years was ended"), is_private=True
)
INDICATOR_DEFINED = verb("programs.indicator_defined", _("New indicator: {title}"), event="indicator.defined")
INDICATOR_CHANGED = verb(
    "programs.indicator_changed", _("The description of “{title}” was changed"), event="indicator.changed"
)
DEFINITION_CHANGED = verb(
    "programs.definition_changed",
    _("“{title}” measures something else from now on, and its line breaks"),
    event="indicator.annotations_changed",
)
ANNOTATION_ADDED = verb(
    "programs.annotation_added", _("A note was added to “{title}”"), event="indicator.annotations_changed"
)
ANNOTATION_REMOVED = verb(
    "programs.annotation_removed",
    _("A note of “{title}” was removed"),
    event="indicator.annotations_changed",
    ends=True,
)
VALUES_ENTERED = verb(
    "programs.values_entered",
    ngettext_lazy("{count} figure of “{title}” was entered", "{count} figures of “{title}” were entered", "count"),
    event="indicator.entered",
    number="count",
)
VALUES_REMOVED = verb(
    "programs.values_removed",
    ngettext_lazy("{count} draft of “{title}” was deleted", "{count} drafts of “{title}” were deleted", "count"),
    event="indicator.removed",
    number="count",
)
FIGURE_DUE = verb(
    "programs.figure_due",
    _("The figure of {year} of “{title}” is due"),
    subject=_("Due: the figure of “{title}”"),
    settled_by=("programs.values_entered",),
    is_notice=True,
)
VALUES_SUBMITTED = verb(
    "programs.values_submitted",
    ngettext_lazy(
        "{count} figure of “{title}” is waiting to be confirmed",
        "{count} figures of “{title}” are waiting to be confirmed",
        "count",
    ),
    event="indicator.submitted",
    number="count",
)
VALUES_RETURNED = verb(
    "programs.values_returned",
    _("The figures of “{title}” were sent back"),
    event="indicator.returned",
    subject=_("Correct the figures that were sent back: {title}"),
    settled_by=("programs.values_submitted", "programs.values_confirmed"),
    ends=True,
    needs_reason=True,
)
VALUES_CONFIRMED = verb(
    "programs.values_confirmed",
    ngettext_lazy("{count} figure of “{title}” was confirmed", "{count} figures of “{title}” were confirmed", "count"),
    event="indicator.confirmed",
    number="count",
)
CONFIRMATION_UNDONE = verb(
    "programs.confirmation_undone",
    ngettext_lazy(
        "The confirmation of {count} figure of “{title}” was undone",
        "The confirmation of {count} figures of “{title}” was undone",
        "count",
    ),
    event="indicator.confirmation_undone",
    number="count",
)
NATIONAL_ENTERED = verb("programs.national_entered", _("The national average of “{title}” for {year} was entered"))
NATIONAL_CHANGED = verb(
    "programs.national_changed",
    _("National averages beside “{title}” were changed"),
    event="indicator.national_changed",
)
NATIONAL_REPLACES = verb(
    "programs.national_replaces",
    _("The national average of “{title}” that the network keeps stands in place of the city’s own"),
)
NATIONAL_REMOVED = verb("programs.national_removed", _("The national average of “{title}” for {year} was taken away"))

ROWS = name_rows(
    "programs",
    breakdown=_("break-down"),
    calendarlink=_("link of a calendar"),
    indicatorvalue=_("figure"),
    valuerevision=_("revision of a figure"),
    nationalfigure=_("national average"),
    program=_("five-year program"),
    programyear=_("program year"),
    milestone=_("milestone"),
    milestoneoverride=_("override of a milestone"),
    yearreview=_("review of a program year"),
    reviewfile=_("file of a year review"),
    signature=_("signature under the five years"),
    handoverline=_("line of the hand-over list"),
    suspension=_("suspension of the program"),
    forum=_("strategic forum"),
    intake=_("intake of the teacher accelerator"),
)
