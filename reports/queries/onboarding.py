"""The first steps of a new city, until its first lab is launched."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from programs.models import Program

SECTORS = 4


@dataclass
class OnboardingStep:
    """One step: what is done, whether it is, and the page where it is done. `is_next`: the first one still open.

    `needs`: how many of the steps before have to be done first.
    """

    text: str
    is_done: bool
    url: str
    needs: int = 0
    is_next: bool = False
    # Behind the next one, and nothing is missing for it.
    is_open: bool = False


def onboarding_steps(begun: dict[str, Any], program: Program | None, city: City) -> list[OnboardingStep]:
    """The steps to the first lab, those already done ticked; none once a lab was launched."""
    slug = city.slug
    if begun["was_launched"]:
        return []
    lives = program is not None and program.state in program.LIVE
    is_signed = program is not None and lives and program.is_signed
    lab = reverse("lab", args=[slug, begun["lab"]]) if begun["lab"] else reverse("labs", args=[slug])

    def page(name: str) -> str:
        return reverse(name, args=[slug])

    steps = [
        OnboardingStep(_("Set up the five-year program"), lives, page("start_program")),
        OnboardingStep(_("Sign the five years"), is_signed, page("program"), needs=1),
        OnboardingStep(
            _("Bring in organisations of the four sectors and verify them"),
            begun["sectors"] == SECTORS,
            page("organisations"),
        ),
        OnboardingStep(_("Create a lab"), begun["lab"] is not None, page("new_lab")),
        OnboardingStep(_("Give the lab’s seats to people"), begun["seats"] > 0, lab, needs=4),
        OnboardingStep(_("Say who reads replies to the city’s emails"), begun["has_office"], page("city_mail")),
        OnboardingStep(_("Say who is responsible for people’s data"), begun["has_notice"], page("city_notice")),
        OnboardingStep(_("Make the city public"), city.is_public, page("publish_city")),
        OnboardingStep(_("Launch the lab"), False, lab, needs=5),
    ]
    next(step for step in steps if not step.is_done).is_next = True
    for step in steps:
        is_possible = all(before.is_done for before in steps[: step.needs])
        step.is_open = is_possible and not step.is_done and not step.is_next
    return steps
