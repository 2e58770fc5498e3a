"""What a consent says: a few plain sentences for each purpose, for adults and in a child's words. Versioned."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2026-3"


class Words(NamedTuple):
    """Name of the purpose, what an adult reads, what the child reads."""

    name: Promise
    adult: Promise
    child: Promise


TEXTS: dict[str, Words] = {
    "account": Words(
        _("An account"),
        _(
            "The city keeps the child’s email address, chosen name, age group, the month when that group "
            "changes, and what the child does here. If you untick this, we delete the name and everything "
            "the child wrote, close the account, and keep only the email address so that your answer stays "
            "in force."
        ),
        _(
            "The city keeps your email address, the name you choose, your age group, the month when that "
            "group changes, and what you do here. If you stop wanting this, we delete your name and "
            "everything you wrote and close your account."
        ),
    ),
    "lab": Words(
        _("Taking part"),
        _(
            "The child may send ideas and come to this city’s challenge meetings. An adult from the team "
            "must be at every meeting."
        ),
        _("You may send ideas and come to meetings. An adult from the team must be at every meeting."),
    ),
    "photo": Words(
        _("Photographs"),
        _(
            "The city may publish photos in which the child can be seen. If you leave this unticked, the "
            "city must not publish any."
        ),
        _("The city may publish photos with you in them. If you say no, it must not."),
    ),
    "publication": Words(
        _("Publication"),
        _(
            "The child’s ideas may be published without a name. Someone from the team reads them before "
            "anyone else can."
        ),
        _("Other people may read your ideas, without your name. Someone from the team reads them first."),
    ),
}


class Stop(NamedTuple):
    """Name of the purpose, what is asked before the child takes its yes back, and what ends with it."""

    name: Promise
    question: Promise
    effect: Promise


# What ends when the child takes back a consent that holds; the account has words of its own.
STOPS: dict[str, Stop] = {
    "lab": Stop(
        _("Taking part"),
        _("Stop taking part?"),
        _(
            "At once your ideas are no longer shown and your support no longer counts. Your places in challenges are free "
            "for others, your place in a cohort waits, and you are not expected at its sessions."
        ),
    ),
    "publication": Stop(
        _("Publication"),
        _("Stop publishing your ideas?"),
        _("We take down your published ideas at once and publish no new ones. You keep them on your page."),
    ),
    "photo": Stop(
        _("Photographs"),
        _("Stop publishing photos of you?"),
        _("From now on the city must not publish photos with you in them."),
    ),
}
NOTHING_HELD = _("It then does not happen, whatever your parent or guardian answers.")
