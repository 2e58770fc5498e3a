"""What can be recorded about challenges and what residents bring."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from educities.activity.values import name_rows, verb

CHALLENGE_FRAMED = verb("challenges.challenge_framed", _("Challenge written: {title}"), event="challenge.framed")
CHALLENGE_CHANGED = verb(
    "challenges.challenge_changed", _("The challenge “{title}” was changed"), event="challenge.changed"
)
PHASES_PLANNED = verb("challenges.phases_planned", _("The phases of “{title}” were planned"), event="challenge.changed")
CHALLENGE_OPENED = verb("challenges.challenge_opened", _("The challenge “{title}” is open"), event="challenge.opened")
CHALLENGE_MOVED = verb(
    "challenges.challenge_moved",
    _("The challenge “{title}” is now {state}"),
    event="challenge.state_changed",
    ends=True,
)
GATHERING_BEGAN = verb("challenges.gathering_began", _("“{title}” takes ideas now"), kind="challenge")
ALERT_ASKED = verb("challenges.alert_asked", _("Someone asked to be told when “{title}” begins"), is_private=True)
ALERT_CONFIRMED = verb(
    "challenges.alert_confirmed", _("Someone confirmed that they want to hear when “{title}” begins"), is_private=True
)
ALERT_STOPPED = verb(
    "challenges.alert_stopped", _("Someone no longer wants to hear when “{title}” begins"), is_private=True
)
CONFIRM_ALERT = verb(
    "challenges.confirm_alert",
    _("Confirm that we tell you when it begins: {title}"),
    kind="security",
    at_once=_("links to sign in or to confirm"),
)
ACT_STORED = verb("challenges.act_stored", _("A resident’s submission is waiting for confirmation"), is_notice=True)
IDEA_WRITTEN = verb(
    "challenges.idea_written", _("An idea was written for “{title}”"), kind="challenge", is_private=True
)
IDEA_ENTERED = verb(
    "challenges.idea_entered",
    _("An idea from paper, phone or counter was entered for “{title}”"),
    kind="challenge",
    subject=_("An idea of yours was entered: {title}"),
)
IDEA_PUBLISHED = verb(
    "challenges.idea_published",
    _("An idea was published for “{title}”"),
    event="contribution.published",
    kind="challenge",
    subject=_("Your idea is published: {title}"),
)


def name_rule(data: Mapping[str, Any]) -> dict[str, str]:
    """The broken rule in words: the record holds its code."""
    rules = apps.get_model("challenges.Contribution").Rule  # models stand above verbs
    code = data.get("rule")
    return {"rule": str(rules(code).label)} if code in rules.values else {}


IDEA_HIDDEN = verb(
    "challenges.idea_hidden",
    _("An idea was hidden: {rule}"),
    event="contribution.hidden",
    kind="answer",
    subject=_("Your idea is no longer shown: {rule}"),
    ends=True,
    says=name_rule,
)
IDEA_KEPT_BACK = verb(
    "challenges.idea_kept_back",
    _("An idea was not published: {rule}"),
    event="contribution.hidden",
    kind="answer",
    subject=_("Your idea was not published: {rule}"),
    ends=True,
    says=name_rule,
)
IDEA_OBJECTED = verb(
    "challenges.idea_objected",
    _("The author of a hidden idea asked for another look: {title}"),
    event="contribution.objected",
    kind="challenge",
    is_private=True,
)
IDEA_SHOWN_AGAIN = verb(
    "challenges.idea_shown_again",
    _("A hidden idea was looked at again and is published: {title}"),
    event="contribution.published",
    kind="answer",
    subject=_("We looked at your idea again: it is published"),
)
OBJECTION_ANSWERED = verb(
    "challenges.objection_answered",
    _("A hidden idea was looked at again and stays hidden: {rule}"),
    event="contribution.objection_answered",
    kind="answer",
    subject=_("We looked at your idea again: it stays hidden"),
    says=name_rule,
)
IDEA_RESTED = verb(
    "challenges.idea_rested",
    _("An idea is hidden: its author or a guardian does not agree to publication"),
    event="contribution.hidden",
    kind="answer",
    subject=_("Your idea is hidden until a guardian agrees"),
)
IDEA_REWRITTEN = verb(
    "challenges.idea_rewritten", _("An idea was rewritten for “{title}”"), kind="challenge", is_private=True
)
IDEA_CORRECTED = verb(
    "challenges.idea_corrected",
    _("The words of a published idea were corrected by its author: {title}"),
    event="contribution.corrected",
    kind="challenge",
    is_private=True,
)
IDEA_WITHDRAWN = verb(
    "challenges.idea_withdrawn", _("An idea was withdrawn"), event="contribution.withdrawn", ends=True, is_private=True
)
IDEA_ANSWERED = verb(
    "challenges.idea_answered",
    _("The lab answered an idea: {answer}"),
    event="contribution.answered",
    kind="answer",
    subject=_("Your idea has an answer: {answer}"),
)
IDEA_PROMISED = verb(
    "challenges.idea_promised",
    _("Someone was named as responsible for an idea: {title}"),
    kind="work",
    subject=_("You are responsible for an idea: {title}"),
    is_notice=True,
)
IDEA_MERGED = verb(
    "challenges.idea_merged",
    _("An idea was merged with another one: {title}"),
    event="contribution.merged",
    kind="answer",
    subject=_("Your idea was merged with one that says the same: {title}"),
)
IDEA_SEPARATED = verb(
    "challenges.idea_separated",
    _("An idea stands by itself again: {title}"),
    event="contribution.published",
    kind="answer",
    subject=_("Your idea stands by itself again: {title}"),
)
PHOTO_SENT = verb(
    "challenges.photo_sent", _("A photo was sent with an idea: {title}"), kind="challenge", is_private=True
)
PHOTO_SHOWN = verb(
    "challenges.photo_shown",
    _("A photo is shown with an idea: {title}"),
    event="contribution.photo_shown",
    kind="answer",
    subject=_("Your photo is shown with your idea: {title}"),
)
PHOTO_CHECKED_AGAIN = verb(
    "challenges.photo_checked_again",
    _("A photo waits to be checked again: {title}"),
    event="contribution.photo_hidden",
    kind="answer",
    subject=_("Your photo is being checked again: {title}"),
)
PHOTO_REFUSED = verb(
    "challenges.photo_refused",
    _("A photo is not shown: {rule}"),
    event="contribution.photo_hidden",
    kind="answer",
    subject=_("Your photo is not shown: {rule}"),
    ends=True,
    says=name_rule,
)
PHOTO_REPLACED = verb(
    "challenges.photo_replaced",
    _("The photo of an idea was replaced: {title}"),
    event="contribution.photo_hidden",
    kind="challenge",
    is_private=True,
)
PHOTO_REMOVED = verb(
    "challenges.photo_removed",
    _("The photo of an idea was removed: {title}"),
    event="contribution.photo_hidden",
    kind="challenge",
    ends=True,
    is_private=True,
)
IDEA_SUPPORTED = verb("challenges.idea_supported", _("An idea was supported"), is_private=True)
SUPPORT_TAKEN_BACK = verb("challenges.support_taken_back", _("Support for an idea was withdrawn"), is_private=True)
JOINED = verb(
    "challenges.joined",
    _("Joined “{title}”"),
    event="participation.changed",
    kind="challenge",
    subject=_("You have joined “{title}”"),
    is_private=True,
)
BRING_CHANGED = verb(
    "challenges.bring_changed", _("A participant in “{title}” changed what they bring"), is_private=True
)
WAITLISTED = verb(
    "challenges.waitlisted",
    _("Joined the waiting list of “{title}”"),
    event="participation.changed",
    kind="challenge",
    subject=_("You are on the waiting list of “{title}”"),
    is_private=True,
)
CONSENT_AWAITED = verb(
    "challenges.consent_awaited",
    _("“{title}”: waiting for guardian’s consent"),
    event="participation.changed",
    is_private=True,
)
LEFT = verb("challenges.left", _("Left “{title}”"), event="participation.changed", ends=True, is_private=True)
CONFIRM_ACT = verb(
    "challenges.confirm_act",
    _("Confirm what you sent: {title}"),
    kind="security",
    at_once=_("links to sign in or to confirm"),
    is_notice=True,
)

# What the history calls rows of this app.
ROWS = name_rows(
    "challenges",
    phase=_("phase of a challenge"),
    contribution=_("idea"),
    support=_("support for an idea"),
    participation=_("participation in a challenge"),
    openingalert=_("alert about the start of a challenge"),
    ideaphoto=_("photo of an idea"),
    photofile=_("photo of an idea"),
)
