"""Each button of Today that decides by itself does what it says, pressed as the page has it."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.urls import resolve

from programs import actions
from programs.actions import Figure
from programs.actions.breakdowns import enter_breakdown
from programs.actions.milestone_overrides import request_milestone_override
from programs.models import IndicatorValue, Milestone
from tests.access.filling import FormReader
from tests.factories import CohortFactory, ExpeditionFactory, IndicatorFactory, OrganisationFactory, ProgramFactory
from tests.labs.ways import ask_override

pytestmark = pytest.mark.django_db
TODAY = "/c/bat-galim/today/?all=1"
WORDS = "The sums do not agree yet"


class Waits(NamedTuple):
    """One thing that waits: its row, the question whose answer the press and the other answer change, and both answers."""

    row: Any
    read: Callable[[Any], Any] = lambda row: row.state
    pressed: str = "confirmed"
    answered: str = ""


def lay_figures(asker: Any) -> Waits:
    row = IndicatorFactory(lag_years=10, name={"en": "Diplomas"})
    actions.enter_values(row, [Figure("actual", 2024, Decimal("61.5"))], actor=asker)
    actions.submit_values(row, actor=asker)
    return Waits(IndicatorValue.objects.get(indicator=row), answered="draft")


def lay_revision(asker: Any) -> Waits:
    value = Decimal("67.9")
    about = {"series": "actual", "period": 2023, "state": "confirmed"}
    old = IndicatorValue.objects.create(indicator=IndicatorFactory(lag_years=10), value=value, **about)
    figure = Figure("actual", 2023, Decimal(70))
    row = actions.propose_revision(old, actor=asker, reason=WORDS, figure=figure, sure=True)
    return Waits(row, answered="declined")


def lay_breakdown(asker: Any) -> Waits:
    cells = [("Girls", 40, 60), ("Boys", 30, 50)]
    about = {"dimension": "gender", "period": 2024, "source": "Survey"}
    row = enter_breakdown(IndicatorFactory(lag_years=10), actor=asker, cells=cells, **about)
    return Waits(row, lambda row: "confirmed" if row.is_confirmed else "waits")


def lay_milestone_override(asker: Any) -> Waits:
    row = Milestone.objects.select_related("year__program").filter(year__number=3).first()
    assert row is not None
    return Waits(request_milestone_override(row, actor=asker, reason=WORDS), pressed="granted", answered="refused")


def lay_override(asker: Any) -> Waits:
    row = ask_override(CohortFactory(stage=2), "G23", asker)
    return Waits(row, pressed="granted", answered="refused")


def lay_organisation(asker: Any) -> Waits:
    return Waits(OrganisationFactory(state="proposed"), pressed="verified")


def lay_expedition(asker: Any) -> Waits:
    return Waits(ExpeditionFactory(state="planned"), pressed="approved", answered="idea")


# By the name of the page that the button sends to.
WAITING = {
    "confirm_values": lay_figures,
    "confirm_revision": lay_revision,
    "confirm_breakdown": lay_breakdown,
    "decide_milestone_override": lay_milestone_override,
    "decide_override": lay_override,
    "verify_organisation": lay_organisation,
    "approve_expedition": lay_expedition,
}


@pytest.fixture
def waiting(scope: Any, director: Any, facilitator: Any, steward: Any) -> dict[str, Waits]:
    """A city with one of each; what the steward decides is asked by the director too."""
    ProgramFactory(actor=director, signed=True)
    return {name: lay(facilitator) for name, lay in WAITING.items()}


def read_forms(client: Any) -> dict[tuple[str, bool], tuple[str, dict[str, str]]]:
    """The forms of what waits, by the page that they are sent to and whether they need words: the address, and what is sent."""
    html = client.get(TODAY).content.decode().partition('id="waits"')[2].partition("</section>")[0]
    found = {}
    for address, boxes in FormReader(html).found:
        needs_words = any(box.tag == "textarea" for box in boxes)
        sent = {box["name"]: WORDS if box.tag == "textarea" else box.get("value", "") for box in boxes}
        found[resolve(address).url_name, needs_words] = address, sent
    return found


def test_every_button_of_the_lines_is_pressed_here() -> None:
    lines = [path.read_text() for path in Path(settings.BASE_DIR).glob("*/queries/**/*.py")]
    said = [found for text in lines for found in re.findall(r"\bpost_url=(?:\w*reverse\(\s*\"(\w+)\")?", text)]
    by_name = {name for name in said if name}
    # Two lines keep the address under a name of their own, because their other answer is sent there too.
    assert by_name == set(WAITING) - {"decide_milestone_override", "decide_override"}
    assert said.count("") == 2


def test_a_press_does_it(client: Any, sign_in: Any, waiting: dict[str, Waits], director: Any, steward: Any) -> None:
    pressed = set()
    for person in (director, steward):
        forms = read_forms(sign_in(client, person))
        for (name, needs_words), (address, sent) in forms.items():
            if needs_words or name in pressed:
                continue
            answer = client.post(address, sent)
            assert (name, answer.status_code) == (name, 302)
            thing = waiting[name]
            assert (name, thing.read(type(thing.row).objects.get(pk=thing.row.pk))) == (name, thing.pressed)
            pressed.add(name)
        client.logout()
    assert pressed == set(WAITING)


def test_words_answer_it(client: Any, sign_in: Any, waiting: dict[str, Waits], director: Any, steward: Any) -> None:
    for person in (director, steward):
        forms = read_forms(sign_in(client, person))
        for (_name, needs_words), (address, sent) in forms.items():
            if needs_words:
                client.post(address, sent)
        client.logout()
    for name, thing in waiting.items():
        if thing.answered:
            now = type(thing.row).objects.get(pk=thing.row.pk)
            assert (name, thing.read(now)) == (name, thing.answered)
