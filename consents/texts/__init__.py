"""What a consent says: a few plain sentences for each purpose, for adults and in a child's words. Versioned."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consents.values import PURPOSE_NAMES

# Another one with each change of meaning; what each said is kept in docs/consent-texts.
VERSION = "2026-8"


class Words(NamedTuple):
    """Name of the purpose, what an adult reads, what the child reads."""

    name: Promise
    adult: Promise
    child: Promise


# What is left when the account of a child ends, as grown-ups and as the child read it.
LEFT_OF_CHILD = _(
    "So that nobody asks again, we keep the child’s email address, age group and the month when it changes, who answered "
    "what, and which meetings the child came to, under a number and without the name. The city’s education office says for "
    "how long."
)
LEFT_OF_CHILD_WITHOUT_MAILBOX = _(
    "So that nobody asks again, we keep the age group and the month when it changes, who answered what, and which meetings "
    "the child came to, under a number and without the name. The city’s education office says for how long."
)
LEFT_OF_YOU = _(
    "So that nobody asks again, we keep your email address, your age group and the month when it changes, who answered "
    "what, and which meetings you came to, under a number and without your name. The city’s education office says for how "
    "long."
)
# Nothing that the city gives away is research: whoever is asked knows that the answer is for a day to come.
NO_RESEARCH_YET = _(
    "So far nothing goes to researchers from here. The answer is kept for the day when the city begins with it."
)
TEXTS: dict[str, Words] = {
    "account": Words(
        PURPOSE_NAMES["account"],
        format_lazy(
            "{} {}",
            _(
                "The city keeps the child’s email address, chosen name, age group and the month when it changes (so also the "
                "month and year of birth), and what the child does and writes here. Its team reads what the child writes. If "
                "you say no, or take your yes back later, we delete the name and everything the child wrote, and close the "
                "account."
            ),
            LEFT_OF_CHILD,
        ),
        format_lazy(
            "{} {}",
            _(
                "The city keeps your email address, the name you choose, your age group and the month when it changes (so "
                "also the month and year when you were born), and what you do and write here. The city’s team reads what you "
                "write. If you no longer want this, we delete your name and everything you wrote, and close your account."
            ),
            LEFT_OF_YOU,
        ),
    ),
    "lab": Words(
        PURPOSE_NAMES["lab"],
        _(
            "The child may send ideas and come to meetings: in challenges, where the city asks its residents a question, and "
            "in cohorts, groups that work on something together. We note which meetings the child came to. The city promises "
            "that an adult from its team is at every meeting."
        ),
        _(
            "You may send ideas and come to meetings. We note which meetings you came to. The city promises that an adult "
            "from its team is at every meeting."
        ),
    ),
    "photo": Words(
        PURPOSE_NAMES["photo"],
        _(
            "The city may publish photos in which the child can be seen, for example on its website. Where else, its "
            "education office tells you. You can say no at any time: the city then publishes no more of them and takes down "
            "what it can. Copies that others have made stay. If you say no, the city must not publish such photos."
        ),
        _(
            "If your parent or guardian agrees, the city may publish photos with you in them, for example on its website. "
            "Others can copy a photo from the internet, and copies stay. You can say no at any time. If you or one of the "
            "adults says no, the city must not publish such photos."
        ),
    ),
    "publication": Words(
        PURPOSE_NAMES["publication"],
        _(
            "The child’s ideas may be published without a name, so that everybody on the internet can read them. A person "
            "chosen by the city reads each idea first. What an idea says can still show who wrote it."
        ),
        _(
            "Everybody on the internet may read your ideas, without your name. A person chosen by the city reads them first. "
            "Leave out of an idea what shows who you are."
        ),
    ),
    "sharing": Words(
        PURPOSE_NAMES["sharing"],
        _(
            "The city may show other cities of the network what the child’s cohort has done and learned, without the "
            "child’s name. If you say no, the city’s team leaves out what the child did."
        ),
        _(
            "Other cities may see what your cohort has done and learned, without your name. If you do not want that, the "
            "city’s team leaves out what you did."
        ),
    ),
    "research": Words(
        PURPOSE_NAMES["research"],
        format_lazy(
            "{} {}",
            _(
                "Researchers may use what the child did here, without name and address, to learn what helps cities. If you "
                "say no, nothing of the child goes to them."
            ),
            NO_RESEARCH_YET,
        ),
        format_lazy(
            "{} {}",
            _(
                "Researchers may use what you did here, without your name and address. They want to learn what helps "
                "cities. If you do not want that, they get nothing of yours."
            ),
            NO_RESEARCH_YET,
        ),
    ),
}
# Of a child who has no mailbox the city keeps no address.
TEXTS_WITHOUT_MAILBOX = {
    **TEXTS,
    "account": Words(
        PURPOSE_NAMES["account"],
        _(
            "The city keeps the child’s chosen name, age group and the month when it changes (so also the month and year of "
            "birth), and what the child does and writes here, and no email address. Its team reads what the child writes. If "
            "you say no, or take your yes back later, we delete the name and everything the child wrote, and close the "
            "account. So that nobody asks again, we keep the age group and the month when it changes, who answered what, and "
            "which meetings the child came to, under a number and without the name. The city’s education office says for how "
            "long."
        ),
        _(
            "The city keeps the name you choose, your age group and the month when it changes (so also the month and year "
            "when you were born), and what you do and write here, and no email address. The city’s team reads what you write. "
            "If you no longer want this, we delete your name and everything you wrote, and close your account. So that nobody "
            "asks again, we keep your age group and the month when it changes, who answered what, and which meetings you came "
            "to, under a number and without your name. The city’s education office says for how long."
        ),
    ),
}


def find_texts(*, has_mailbox: bool) -> dict[str, Words]:
    """Purpose -> its words, for a child with a mailbox or without one."""
    return TEXTS if has_mailbox else TEXTS_WITHOUT_MAILBOX


# What a person reads who answers alone, at the moment of being asked.
OWN_TEXTS: dict[str, Promise] = {
    "photo": _(
        "The city may publish photos in which you can be seen, for example on its website. You can say no at any time; copies "
        "that others have made stay. If you say no, it must not publish such photos."
    ),
    "publication": _(
        "The city may quote what you wrote in its reports and on its pages, with your name. If you say no, your name is "
        "left out."
    ),
    "sharing": _(
        "The city may show other cities of the network what you did here, with your name. If you say no, your name is left "
        "out, and partner apps read nothing of your profile."
    ),
    "research": format_lazy(
        "{} {}",
        _(
            "Researchers may use what you did here, without name and address, to learn what helps cities. If you say no, "
            "nothing of yours goes to them."
        ),
        NO_RESEARCH_YET,
    ),
}
# Of who is under 18 nothing is ever shown with the name, also where no guardian answers any more.
OWN_TEXTS_OF_MINORS: dict[str, Promise] = {
    **OWN_TEXTS,
    "publication": _(
        "The city may quote what you wrote in its reports and on its pages, without your name. If you say no, it must not "
        "quote you."
    ),
    "sharing": _(
        "The city may show other cities of the network what you did here, without your name. If you say no, the city’s team "
        "leaves out what you did."
    ),
}


def find_own_texts(*, is_minor: bool) -> dict[str, Promise]:
    """Purpose -> what a person reads who answers alone."""
    return OWN_TEXTS_OF_MINORS if is_minor else OWN_TEXTS


class Stop(NamedTuple):
    """What is asked before the child takes its yes back, or says no from the start, and what ends with a yes that holds."""

    question: Promise
    refusal: Promise
    effect: Promise


# What ends when the child takes back a consent that holds; the account has words of its own.
STOPS: dict[str, Stop] = {
    "lab": Stop(
        _("Stop taking part?"),
        _("Say no to taking part?"),
        _(
            "We stop showing your ideas at once, and your support no longer counts. Your places in challenges go to "
            "others. If you are in a cohort, we keep your place, but you are not invited to its sessions, and you do not "
            "travel along on its expeditions."
        ),
    ),
    "publication": Stop(
        _("Stop publishing your ideas?"),
        _("Say no to publishing your ideas?"),
        _("We take down your published ideas at once and publish no new ones. You keep them on your page."),
    ),
    "photo": Stop(
        _("Stop publishing photos of you?"),
        _("Say no to photos of you?"),
        _(
            "From now on the city must not publish photos with you in them. Photos of your lab that are shown now are "
            "hidden at once, until someone of the team has looked at them."
        ),
    ),
    "sharing": Stop(
        _("Stop sharing with other cities?"),
        _("Say no to sharing with other cities?"),
        _("From now on the city leaves out what you did when it shows its work to other cities."),
    ),
    "research": Stop(
        _("Stop the use for research?"),
        _("Say no to research?"),
        _("From now on researchers get nothing of what you did here."),
    ),
}
NOTHING_HELD = _("It then does not happen, whatever your parent or guardian answers.")
