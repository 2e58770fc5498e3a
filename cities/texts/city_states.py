"""The states of a city in words, as the operator moves it and its directors read of it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import City


class Move(NamedTuple):
    """What the operator's button says, what is asked before it, and what is true afterwards."""

    button: Promise
    question: Promise
    meaning: Promise


MOVES: dict[str, Move] = {
    City.State.ONBOARDING: Move(
        _("Start onboarding"),
        _("Start the city’s onboarding?"),
        _("Its director can set up the five-year program, and make the city’s pages public when they are ready."),
    ),
    City.State.ACTIVE: Move(
        _("Make the city active"),
        _("Make the city active?"),
        _("It needs a director from now on: its last one cannot be removed."),
    ),
    City.State.PAUSED: Move(
        _("Pause"),
        _("Pause the city?"),
        _("Every page shows that the city is paused. Nothing is closed or deleted."),
    ),
    City.State.SUSTAINING: Move(
        _("Mark the five years as completed"),
        _("Mark the city’s five years as completed?"),
        _(
            "Only the status of the city changes. All roles stay, also that of the network steward: end it on the city’s page "
            "if the network leaves. You can make the city active again."
        ),
    ),
    City.State.LEFT: Move(
        _("Remove the city from the platform"),
        _("Remove the city from the platform?"),
        _("The city’s pages go offline, and unsent emails and reminders are cancelled. You cannot undo this."),
    ),
}
