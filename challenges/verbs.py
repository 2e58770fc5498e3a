"""What can be recorded about challenges and what residents bring."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import verb

CHALLENGE_FRAMED = verb("challenges.challenge_framed", _("Challenge written: {title}"), event="challenge.framed")
CHALLENGE_CHANGED = verb(
    "challenges.challenge_changed", _("The challenge “{title}” was changed"), event="challenge.changed"
)
PHASES_PLANNED = verb("challenges.phases_planned", _("The phases of “{title}” were planned"), event="challenge.changed")
CHALLENGE_OPENED = verb("challenges.challenge_opened", _("The challenge “{title}” is open"), event="challenge.opened")
CHALLENGE_MOVED = verb(
    "challenges.challenge_moved", _("The challenge “{title}” is now {state}"), event="challenge.state_changed"
)
GATHERING_BEGAN = verb(
    "challenges.gathering_began",
    _("“{title}” takes ideas now"),
    kind="challenge",
    template="challenges/mail/gathering_began",
)
ALERT_ASKED = verb("challenges.alert_asked", _("Someone asked to be told when “{title}” begins"))
ALERT_CONFIRMED = verb(
    "challenges.alert_confirmed", _("Someone confirmed that they want to hear when “{title}” begins")
)
ALERT_STOPPED = verb("challenges.alert_stopped", _("Someone no longer wants to hear when “{title}” begins"))
CONFIRM_ALERT = verb(
    "challenges.confirm_alert",
    _("Confirm that we tell you when it begins: {title}"),
    kind="security",
    template="challenges/mail/confirm_alert",
)
ACT_STORED = verb("challenges.act_stored", _("A resident’s submission is waiting for confirmation"))
IDEA_WRITTEN = verb("challenges.idea_written", _("An idea was written: {title}"), kind="challenge")
IDEA_PUBLISHED = verb(
    "challenges.idea_published",
    _("An idea was published: {title}"),
    event="contribution.published",
    kind="challenge",
    subject=_("Your idea is published: {title}"),
)
IDEA_HIDDEN = verb(
    "challenges.idea_hidden",
    _("An idea was not published: {rule}"),
    event="contribution.hidden",
    kind="answer",
    subject=_("Your idea was not published: {rule}"),
)
IDEA_RESTED = verb(
    "challenges.idea_rested",
    _("An idea is hidden until a guardian agrees"),
    event="contribution.hidden",
    kind="answer",
    subject=_("Your idea is hidden until a guardian agrees"),
)
IDEA_REWRITTEN = verb("challenges.idea_rewritten", _("An idea was rewritten: {title}"), kind="challenge")
IDEA_CORRECTED = verb(
    "challenges.idea_corrected",
    _("The words of a published idea were corrected by its author: {title}"),
    event="contribution.corrected",
    kind="challenge",
)
IDEA_WITHDRAWN = verb("challenges.idea_withdrawn", _("An idea was withdrawn"), event="contribution.withdrawn")
IDEA_ANSWERED = verb(
    "challenges.idea_answered",
    _("The lab answered an idea: {answer}"),
    event="contribution.answered",
    kind="answer",
    subject=_("The lab answered your idea: {answer}"),
)
IDEA_SUPPORTED = verb("challenges.idea_supported", _("An idea was supported"))
SUPPORT_TAKEN_BACK = verb("challenges.support_taken_back", _("Support for an idea was withdrawn"))
JOINED = verb(
    "challenges.joined",
    _("Someone joined “{title}”"),
    event="participation.changed",
    kind="challenge",
    template="challenges/mail/joined",
    subject=_("You have joined “{title}”"),
)
BRING_CHANGED = verb("challenges.bring_changed", _("A participant in “{title}” changed what they bring"))
WAITLISTED = verb(
    "challenges.waitlisted",
    _("Someone joined the waiting list of “{title}”"),
    event="participation.changed",
    kind="challenge",
    subject=_("You are on the waiting list of “{title}”"),
)
CONSENT_AWAITED = verb(
    "challenges.consent_awaited", _("“{title}”: waiting for guardian’s consent"), event="participation.changed"
)
LEFT = verb("challenges.left", _("Someone left “{title}”"), event="participation.changed")
CONFIRM_ACT = verb(
    "challenges.confirm_act",
    _("Confirm what you sent: {title}"),
    kind="security",
    template="challenges/mail/confirm_act",
)
