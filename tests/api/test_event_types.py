"""Which rows the event log names: the page about the API lists all of them, and says which can be asked for."""

import re
from pathlib import Path
from typing import Any

from educities.activity.models import Event
from educities.activity.values import VERBS
from educities.api.scopes import UNTOLD
from educities.tenancy.scope import city_scope

ROOT = Path(__file__).parents[2]
# The address of one row of each type, "" where there is none; by the beginning of the names of its events.
TYPES = {
    "accelerator": {"accelerator.accelerator": "accelerators/{accelerator}"},
    "area": {"stakeholders.area": "areas/{area}"},
    "challenge": {"challenges.challenge": "challenges/{challenge}"},
    "city": {"cities.city": ""},
    "cohort": {"labs.cohort": "cohorts/{cohort}"},
    "collaboration": {"collaborations.collaboration": "collaborations/{collaboration}"},
    "commitment": {"stakeholders.commitment": "commitments/{commitment}"},
    "contribution": {"challenges.contribution": ""},
    "credential": {"accelerator.credential": ""},
    "endorsement": {"collaborations.endorsement": ""},
    "enrolment": {"accelerator.enrolment": ""},
    "exchange": {"exchange.exchange": "exchanges/{exchange}"},
    "expedition": {"journeys.expedition": ""},
    "forum": {
        "forum.decision": "forum/decisions/{decision}",
        "forum.seat": "",
        "forum.agendaitem": "",
        "forum.meeting": "",
    },
    "growth_engine": {"growth.engine": "growth-engines/{engine}"},
    "indicator": {"programs.indicator": "indicators/{indicator}", "programs.breakdown": "breakdowns/{breakdown}"},
    "initiative": {"journeys.initiative": ""},
    "lab": {"labs.lab": ""},
    "match": {"matching.matchsuggestion": ""},
    "milestone": {"programs.milestone": "milestones/{milestone}"},
    "model": {"journeys.modelversion": ""},
    "organisation": {"stakeholders.organisation": "organisations/{organisation}"},
    "participation": {"challenges.participation": ""},
    "person": {"stakeholders.profile": "people/{profile}"},
    "program": {"programs.program": "programs/{program}"},
    "program_year": {
        "programs.programyear": "program-years/{programyear}",
        "programs.yearreview": "year-reviews/{yearreview}",
    },
    "session": {"meetings.session": ""},
    "site": {"stakeholders.site": "sites/{site}"},
}
ADDRESSES = {name: address for types in TYPES.values() for name, address in types.items() if name not in set(UNTOLD)}


def read_types(beginning: str) -> set[str]:
    """The types that one paragraph of the page lists."""
    page = (ROOT / "docs" / "api.md").read_text()
    return set(re.findall(r"`([a-z]+\.[a-z]+)`", page.partition(beginning)[2].partition("\n\n")[0]))


def test_each_event_is_of_a_type_that_is_known() -> None:
    assert {verb.event.partition(".")[0] for verb in VERBS if verb.event} == set(TYPES)


def test_the_page_says_which_types_can_be_asked_for() -> None:
    assert read_types("These types can be asked for") == {
        name for name, address in ADDRESSES.items() if address or name == "cities.city"
    }
    served = (ROOT / "educities" / "api" / "openapi.yaml").read_text()
    missing = [one for one in ADDRESSES.values() if one and f"\n  /cities/{{city}}/{one}:\n" not in served]
    assert missing == []


def test_the_page_says_which_types_have_no_address() -> None:
    assert read_types("These have no address") == {
        name for name, address in ADDRESSES.items() if not address and name != "cities.city"
    }


def test_every_event_of_the_practice_city_names_such_a_row(practice_city: Any) -> None:
    with city_scope(practice_city.pk):
        found = set(Event.objects.values_list("name", "target_type"))
    assert [(name, kind) for name, kind in found if kind not in TYPES[name.partition(".")[0]]] == []
