"""What can be recorded about the strategic forum. Words that people wrote are for those who are told."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb

FORUM_OPENED = verb("forum.opened", _("The strategic forum was set up"))
FORUM_CHANGED = verb("forum.changed", _("The rules of the strategic forum were changed"))
FORUM_PAUSED = verb(
    "forum.paused",
    _("The strategic forum does not meet until new five years are signed"),
    subject=_("The strategic forum does not meet until new five years are signed"),
)
FORUM_CONTINUED = verb(
    "forum.continued",
    _("The strategic forum goes on with the new five years"),
    subject=_("The strategic forum goes on with the new five years"),
)
SEAT_GIVEN = verb(
    "forum.seat_given",
    _("A seat in the strategic forum was given"),
    subject=_("You have a seat in the strategic forum"),
    event="forum.seat_given",
)
SEAT_ENDED = verb(
    "forum.seat_ended",
    _("A seat in the strategic forum ended"),
    subject=_("Your seat in the strategic forum has ended"),
    event="forum.seat_ended",
    ends=True,
    needs_reason=True,
)
TERM_OVER = verb(
    "forum.term_over",
    _("A term in the strategic forum is over"),
    subject=_("Your term in the strategic forum is over"),
    event="forum.seat_ended",
)
SEAT_FREE = verb(
    "forum.seat_free",
    _("A seat in the strategic forum is free"),
    subject=_("A seat in the strategic forum is free"),
    event="forum.seat_ended",
)
NAME_SHOWN = verb("forum.name_shown", _("A member of the forum chose whether their name is public"), is_private=True)
MEETING_PLANNED = verb("forum.meeting_planned", _("A meeting of the forum was planned: {title}"))
AGENDA_BUILT = verb("forum.agenda_built", _("Matters came onto the forum’s agenda by themselves"))
ITEM_ADDED = verb("forum.item_added", _("A matter was put on the forum’s agenda"))
SENT_UP = verb(
    "forum.sent_up",
    _("A matter was sent to the forum"),
    subject=_("For the forum: “{title}”"),
    event="forum.matter_sent",
    settled_by=("forum.decided", "forum.not_carried", "forum.item_dropped"),
)
ITEM_MOVED = verb("forum.item_moved", _("The order of the forum’s agenda was changed"))
ITEM_POSTPONED = verb("forum.item_postponed", _("A matter was postponed to the forum’s next meeting"))
ITEM_DROPPED = verb(
    "forum.item_dropped",
    _("A matter was taken off the forum’s agenda"),
    subject=_("Taken off the forum’s agenda: “{title}”"),
    ends=True,
    needs_reason=True,
)
ITEM_RESTORED = verb(
    "forum.item_restored",
    _("A matter is on the forum’s agenda again"),
    subject=_("On the forum’s agenda again: “{title}”"),
)
ITEM_OUTGROWN = verb("forum.item_outgrown", _("A matter left the forum’s agenda because it was settled elsewhere"))
PROPOSED = verb("forum.proposed", _("A decision of the forum was proposed"))
DISCUSSED = verb("forum.discussed", _("A proposal was put to the forum"))
# That somebody answered, never what, nor who: the answers themselves go when what the forum says is noted.
ANSWERED = verb("forum.answered", _("A proposal of the forum was answered"), is_private=True)
DECIDED = verb(
    "forum.decided",
    _("The forum decided"),
    subject=_("The forum’s answer: “{title}”"),
    event="forum.decided",
)
ADVISED = verb(
    "forum.advised",
    _("The forum gave advice"),
    subject=_("The forum’s advice: “{title}”"),
    event="forum.decided",
)
NOT_CARRIED = verb(
    "forum.not_carried",
    _("The forum did not carry a proposal"),
    subject=_("Not carried in the forum: “{title}”"),
    event="forum.not_carried",
)
# Of the history everyone reads that lines were left out; their writers alone read why.
WORDS_LEFT_OUT = verb(
    "forum.words_left_out",
    _("Words of members were left out of the record"),
    subject=_("Your words were left out of the record: “{title}”"),
)
ASSIGNED = verb(
    "forum.assigned",
    _("Someone was asked to act on a decision of the forum"),
    subject=_("The forum asks you to act: “{title}”"),
    settled_by=("forum.done",),
)
ACT_REMINDED = verb(
    "forum.act_reminded",
    _("A reminder to act on a decision of the forum"),
    subject=_("To be done for the forum: “{title}”"),
    settled_by=("forum.done",),
    is_notice=True,
)
DONE = verb(
    "forum.done",
    _("It was reported what was done on a decision of the forum"),
    event="forum.decision_changed",
    subject=_("Done: what the forum decided on “{title}”"),
)
REVIEW_DUE = verb(
    "forum.review_due",
    _("The day came to review a decision of the forum"),
    subject=_("To be reviewed: “{title}”"),
    settled_by=("forum.reviewed", "forum.reversed"),
    event="forum.decision_changed",
)
REVIEWED = verb("forum.reviewed", _("A decision of the forum was reviewed"), event="forum.decision_changed")
REVERSED = verb(
    "forum.reversed",
    _("A decision of the forum was reversed"),
    subject=_("Reversed by the forum: “{title}”"),
    event="forum.decision_changed",
)
MINUTES_READY = verb(
    "forum.minutes_ready",
    _("The minutes of the forum are ready: {title}"),
    subject=_("Minutes of the forum: “{title}”"),
    event="forum.minutes_ready",
)
MINUTES_CORRECTED = verb(
    "forum.minutes_corrected",
    _("The minutes of the forum were corrected: {title}"),
    subject=_("Minutes corrected: “{title}”"),
)

# What the history calls rows of this app.
ROWS = name_rows(
    "forum",
    charter=_("strategic forum"),
    seat=_("seat in the forum"),
    meeting=_("meeting of the forum"),
    minutescorrection=_("correction of minutes"),
    agendaitem=_("agenda item"),
    decision=_("decision of the forum"),
    ballot=_("own answer to a proposal"),
)
