"""What can be recorded about collaborations. Their titles are words of people: only those who are told read them."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb

SETTLED = (
    *("collaborations.agreed", "collaborations.declined", "collaborations.lapsed", "collaborations.withdrawn"),
    "collaborations.left_out",
)
PROPOSED = verb(
    "collaborations.proposed",
    _("A collaboration was proposed"),
    subject=_("You are asked to work together: “{title}”"),
    event="collaboration.proposed",
    settled_by=SETTLED,
)
# The same question once the words have changed: a yes of before was to others.
ASKED_AGAIN = verb(
    "collaborations.asked_again",
    _("The sides of a proposal were asked again"),
    subject=_("It reads differently now: “{title}”"),
    is_notice=True,
    settled_by=SETTLED,
)
ANSWERED = verb("collaborations.answered", _("A party agreed to a collaboration"), is_private=True)
# In no history: the day on which somebody said no would tell the others, who read the same as of silence.
REFUSED = verb(
    "collaborations.refused", _("A party said no to a collaboration"), ends=True, is_private=True, is_notice=True
)
AGREED = verb(
    "collaborations.agreed",
    _("A collaboration was agreed"),
    subject=_("It is agreed: “{title}”"),
    event="collaboration.agreed",
)
# For who was asked and had not answered by then.
LEFT_OUT = verb(
    "collaborations.left_out",
    _("A collaboration goes on without those who had not answered"),
    subject=_("It goes on without you: “{title}”"),
    is_notice=True,
)
WITHDRAWN = verb(
    "collaborations.withdrawn",
    _("A proposed collaboration was withdrawn"),
    subject=_("The proposal was withdrawn: “{title}”"),
    event="collaboration.moved",
    ends=True,
    needs_reason=True,
)
DECLINED = verb(
    "collaborations.declined",
    _("A collaboration did not come about"),
    subject=_("This did not come about: “{title}”"),
    event="collaboration.moved",
    ends=True,
)
LAPSED = verb(
    "collaborations.lapsed",
    _("A proposed collaboration was not answered in time"),
    subject=_("Not answered in time: “{title}”"),
    event="collaboration.moved",
)
EXTENDED = verb("collaborations.extended", _("A collaboration was taken one circle further"))
CHANGED = verb(
    "collaborations.changed",
    _("A collaboration was reworded"),
    subject=_("It was changed: “{title}”"),
    event="collaboration.changed",
)
PROMISED = verb("collaborations.commitment_promised", _("A commitment was made inside a collaboration"))
BEGUN = verb("collaborations.begun", _("A collaboration began"), event="collaboration.moved")
PAUSED = verb(
    "collaborations.paused",
    _("A collaboration was paused"),
    subject=_("Paused: “{title}”"),
    event="collaboration.moved",
)
RESUMED = verb(
    "collaborations.resumed",
    _("A collaboration goes on"),
    subject=_("It goes on: “{title}”"),
    event="collaboration.moved",
)
COMPLETED = verb(
    "collaborations.completed",
    _("A collaboration was completed"),
    subject=_("Completed: “{title}”"),
    event="collaboration.completed",
    ends=True,
)
ENDED = verb(
    "collaborations.ended",
    _("A collaboration ended early"),
    subject=_("Ended early: “{title}”"),
    event="collaboration.moved",
    ends=True,
    needs_reason=True,
)
WROTE = verb(
    "collaborations.wrote",
    _("Someone wrote to the others of a collaboration"),
    subject=_("A message about “{title}”"),
    is_private=True,
    is_notice=True,
)
FOLLOW_UP_ASKED = verb(
    "collaborations.follow_up",
    _("The parties were asked what came of a collaboration"),
    subject=_("What came of it? “{title}”"),
    is_notice=True,
)
FOLLOWED_UP = verb("collaborations.followed_up", _("It was noted what came of a collaboration"))

ENDORSED = verb(
    "collaborations.endorsed",
    _("Someone saw a strength in someone else"),
    subject=_("Someone saw a strength in you"),
    event="endorsement.given",
    is_private=True,
    settled_by=("collaborations.endorsement_kept", "collaborations.endorsement_left"),
)
# Whether it was kept leaves the city as little as whether it was not.
ENDORSEMENT_KEPT = verb("collaborations.endorsement_kept", _("An endorsement was kept"), is_private=True)
ENDORSEMENT_LEFT = verb("collaborations.endorsement_left", _("An endorsement was not kept"), is_private=True)
ENDORSEMENT_WITHDRAWN = verb(
    "collaborations.endorsement_withdrawn",
    _("An endorsement was withdrawn"),
    subject=_("A strength that someone saw in you was withdrawn"),
    ends=True,
    is_private=True,
)
ENDORSEMENTS_ASKED = verb(
    "collaborations.endorsements_asked",
    _("People were asked what they saw in each other"),
    subject=_("What did you see in someone else?"),
    is_notice=True,
)

# What the history calls rows of this app.
ROWS = name_rows(
    "collaborations",
    collaboration=_("collaboration"),
    party=_("party of a collaboration"),
    followup=_("what became of a collaboration"),
    endorsement=_("endorsement"),
    partycommitment=_("commitment inside a collaboration"),
)
