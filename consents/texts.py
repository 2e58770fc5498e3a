"""What a consent says: two plain sentences for each purpose, for grown-ups and in a child's words. Versioned."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2026-2"


class Words(NamedTuple):
    """Name of the purpose, the grown-up's two sentences, the child's two."""

    name: Promise
    adult: Promise
    child: Promise


TEXTS: dict[str, Words] = {
    "account": Words(
        _("An account"),
        _(
            "The city keeps the child’s e-mail address, the name it chose, its age group and what it does here. When you take this tick away, name and words are erased at once and the account is closed; the address alone stays, locked, so that your no holds."
        ),
        _(
            "The city remembers your e-mail address, the name you choose, roughly how old you are and what you do here. When you do not want it any more, your name and your words are erased at once and the account is closed."
        ),
    ),
    "lab": Words(
        _("Taking part"),
        _(
            "The child may bring ideas and come to meetings of this city’s challenges. A grown-up of the team is always there."
        ),
        _("You may bring ideas and come to meetings. A grown-up of the team is always there."),
    ),
    "photo": Words(
        _("Photographs"),
        _("The city may show pictures in which the child is seen. Without this tick no picture of the child is shown."),
        _("The city may show pictures with you in them. If you do not want that, it does not."),
    ),
    "publication": Words(
        _("Publication"),
        _("Ideas of the child may be published without a name. They are read by a person before others see them."),
        _("Others may read your ideas, without your name. A person reads them first."),
    ),
    "sharing": Words(
        _("Sharing between cities"),
        _("Other cities may read what came out of this work, without names. No address and no picture is passed on."),
        _("Other cities may read what you all found out. Nobody tells them your name."),
    ),
    "research": Words(
        _("Research"),
        _("Researchers may count and read what happened, without names. Nothing leads back to the child."),
        _("People who study how children learn may read what happened. They do not learn your name."),
    ),
}
