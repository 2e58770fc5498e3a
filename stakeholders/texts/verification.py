"""How well the city knows a person, in words."""

from django.utils.translation import gettext as _

from stakeholders.models import Level


def describe_lacking_level(needed: int) -> str:
    """Why a person who is verified less cannot do it, and what they can do."""
    if needed == Level.RESIDENT:
        return _(
            "This is for people who have shown that they live in the city. You do so on the page “Show that you live "
            "here”, and go on here."
        )
    return _(
        "This is for people whom the city’s team has met in person. Come to a meeting or speak to a facilitator: they "
        "confirm on your page that they know you, and you can go on here."
    )


def describe_level_of_act(needed: int) -> str:
    """For whom an act is, in a line of facts; nothing where a confirmed address is enough."""
    if needed == Level.RESIDENT:
        return _("people who have shown that they live in the city")
    return _("people whom the team has met in person") if needed == Level.PERSON else ""
