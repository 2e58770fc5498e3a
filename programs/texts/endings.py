"""A request to end the five years early in words, and a program that ended so."""

from typing import Any, NamedTuple

from cities.rules.roles import has_city_role
from educities.accounts.models import Person
from educities.activity.texts.history_rows import PastAct, name_accounts
from programs.models import Program
from programs.queries.endings import (
    ALONE,
    describe_ended_asker,
    describe_whom_end_waits_for,
    find_early_end,
    find_present_seconds,
    stamp_end_request,
)


def describe_end_request(program: Program, user: Person) -> dict[str, Any] | None:
    """Who asks to end the program and why, for whom it waits, and what this person may do; None where nobody asks.

    The same few queries; none where nobody asks, or for whoever does not work for the city.
    """
    asker, asked_at = program.end_requested_by_id, program.end_requested_at
    if not program.is_end_requested or asked_at is None or not user.has_perm("programs.answer_end_of_program", program):
        return None
    refusal = describe_ended_asker(program)
    may = {} if refusal else find_present_seconds(program)
    return {
        "act": PastAct(asked_at, name_accounts({asker})[asker] if asker else "", program.end_reason),
        "may_agree": user.pk in may,
        "is_alone": may.get(user.pk or 0) == ALONE,
        "may_withdraw": has_city_role(user, program, "director"),
        "waits_for": refusal or describe_whom_end_waits_for(may),
        "stamp": stamp_end_request(program),
    }


class EarlyEnd(NamedTuple):
    """A program that ended early: who asked, and who agreed and when, with the reason."""

    act: PastAct
    asker: str
    is_alone: bool


def describe_early_end(program: Program) -> EarlyEnd | None:
    """Who ended the program before its time, and why; None of every other one, and of those from before two people did."""
    act, asker = find_early_end(program), program.end_requested_by_id
    if act is None or asker is None:
        return None
    return EarlyEnd(act, name_accounts({asker})[asker], program.was_ended_alone)
