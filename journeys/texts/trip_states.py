"""What is true of one journey for a child and for the adult who answers: one sentence each, of all that was said."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from consents.models import GuardianLink
from journeys.models import Expedition, TripConsent
from journeys.texts.trip_seats import describe_to_child, describe_to_guardian
from journeys.values import Unseated

Trip, Answer = Expedition.State, TripConsent.State


class Standing(NamedTuple):
    """All that was said of one child and one journey."""

    expedition: str
    unseated: Unseated | None
    own_answer: bool | None
    is_refused: bool
    has_yes: bool

    @property
    def is_ahead(self) -> bool:
        """Has it not begun yet?"""
        return self.expedition in Expedition.AHEAD

    @property
    def awaits_child(self) -> bool:
        """Is the child asked, and does its answer change anything?"""
        return self.is_ahead and self.own_answer is None and not self.unseated and not self.is_refused

    @property
    def awaits_guardian(self) -> bool:
        """Does a guardian's answer change anything?"""
        return self.expedition == Trip.APPROVED and not self.unseated and self.own_answer is not False

    @property
    def travels(self) -> bool:
        """Does the child travel, by all that was said?"""
        return self.has_yes and not self.is_refused and not self.unseated and self.own_answer is not False


def describe_own_state(now: Standing) -> str:
    """To the child."""
    if now.own_answer is False:
        return _("You said no, so you do not travel along")
    if now.is_refused:
        return _("Your parent or guardian said no to this expedition")
    if now.unseated:
        return describe_to_child(now.unseated)
    if not now.is_ahead:
        return _("You travel along") if now.travels else _("The expedition has begun without you")
    return _describe_ahead(now)


def _describe_ahead(now: Standing) -> str:
    if now.has_yes and now.expedition != Trip.APPROVED:
        return _("The plan is being changed; you read here what comes of it")
    if now.has_yes:
        return _("You travel along") if now.own_answer else _("Your parent or guardian said yes; your answer is open")
    if now.expedition != Trip.APPROVED:
        return _("The plan is not approved yet; your parent or guardian is asked after that")
    return _("Your parent or guardian has not answered yet")


def describe_own_answer(now: Standing) -> str:
    """The child's own yes, where the state alone does not show it; or ""."""
    return _("You said yes") if now.own_answer and not now.travels else ""


def describe_to_family(now: Standing) -> str:
    """To any adult who answers for the child, whoever said what: does it travel?"""
    if now.unseated or now.own_answer is False or now.is_refused:
        return _("does not travel along")
    return _("travels along") if now.travels else _("not settled yet")


def describe_for_guardian(now: Standing, answer: str, link: GuardianLink) -> str:
    """To the adult of the link, whose own answer is `answer`."""
    if now.unseated:
        return describe_to_guardian(now.unseated, link)
    if now.own_answer is False:
        return _("does not travel along: the child said no")
    if answer == Answer.ASKED and not now.is_ahead:
        return _("travels along") if now.travels else _("does not travel along: your answer was missing")
    if answer == Answer.ASKED and now.expedition != Trip.APPROVED:
        return _("the plan is being changed; we ask you after that")
    return _("your answer is missing") if answer == Answer.ASKED else str(Answer(answer).label)
