"""Who is the second person for ending a program before its time, and for whom it waits: reading only."""

from django.utils.translation import gettext as _

from cities.models import Membership, Role, Scope
from cities.queries.second_hands import TO_BE_WRITTEN, build_second_hands, find_seconds
from cities.rules.roles import has_city_role
from educities.accounts.models import Person
from educities.activity.texts.history_rows import PastAct, find_last_act, name_accounts
from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.multilingual import join_localised
from programs import verbs
from programs.models import Program

# The network steward first, then another director, then a facilitator; a director alone where nobody else is there.
SECONDS = ("s.accompanies", "s.directs", "s.facilitates")
ALONE = len(SECONDS) + 1
# Which program a director of today asks to end: (number, who asks, in whose name).
REQUESTED = f"""
    SELECT p.id AS number, end_requested_by_id AS writer, end_requested_for_id AS principal
    FROM {Program._meta.db_table} p WHERE p.city_id = %(city)s AND end_requested_at IS NOT NULL
    AND state IN ('signed', 'active', 'suspended') AND EXISTS (
        SELECT 1 FROM {Membership._meta.db_table} m WHERE m.city_id = p.city_id AND m.user_id = p.end_requested_by_id
        AND m.role = '{Role.DIRECTOR.value}' AND m.scope_type = '{Scope.CITY.value}'
        AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
    )"""
WHO_AGREES = build_second_hands(TO_BE_WRITTEN, SECONDS, "s.directs")
AGREEING = build_second_hands(REQUESTED, SECONDS, "s.directs")


def find_end_seconds(program: Program, asker_id: int | None, principal_id: int | None) -> dict[int, int]:
    """{account: its place}: each person who may agree today that the program ends, if this account asks. One query."""
    return find_seconds(program.city, asker_id, principal_id, WHO_AGREES)


def find_present_seconds(program: Program) -> dict[int, int]:
    """{account: its place}: each person who may answer today the request that waits. One query."""
    return find_end_seconds(program, program.end_requested_by_id, program.end_requested_for_id)


def stamp_end_request(program: Program) -> str:
    """Which request waits: another one as soon as it is asked once more. "" where none does."""
    asked_at = program.end_requested_at
    return asked_at.isoformat() if asked_at and program.is_end_requested else ""


def describe_why_not_requested(program: Program) -> str:
    """Why nobody can ask to end the program early, or discard it, in a sentence; "" when one can."""
    if program.is_ended:
        return _("This program has ended. It stays on record as it was.")
    if program.is_end_requested:
        return _("Someone has already asked to end this program. It is agreed to, declined or withdrawn first.")
    return ""


def describe_why_no_request(program: Program) -> str:
    """Why there is no request to answer or to withdraw, in a sentence; "" while one waits."""
    if program.is_ended:
        return _("This program has ended. It stays on record as it was.")
    return "" if program.is_end_requested else _("Nobody asks to end this program now.")


def describe_ended_asker(program: Program) -> str:
    """Why nobody answers a request whose author directs the city no more, in a sentence; "" of every other one."""
    asker = program.end_requested_by
    if asker is not None and has_city_role(asker, program, Role.DIRECTOR):
        return ""
    return _(
        "The person who asked is no longer a director of the city. A director withdraws the request, and can ask again."
    )


def describe_why_not_answered(program: Program, user: Person, seen: str | None = None) -> str:
    """Why this person does not agree that the program ends, in a sentence; "" when they may.

    `seen`: the stamp of the request that they read; None where nobody reads it first.
    """
    if refusal := describe_why_no_request(program):
        return refusal
    if seen not in {None, stamp_end_request(program)}:
        return _("The request was made again since you opened the page. Read it again before you answer.")
    if refusal := describe_ended_asker(program):
        return refusal
    may = find_present_seconds(program)
    return "" if user.pk in may else describe_whom_end_waits_for(may)


def describe_why_not_declined(program: Program, user: Person) -> str:
    """Why this person does not decline to end the program, in a sentence: whoever asked alone withdraws it instead."""
    refusal = describe_why_not_answered(program, user)
    if not refusal and find_present_seconds(program).get(user.pk or 0) == ALONE:
        return _("Nobody else is there to answer. Withdraw the request instead.")
    return refusal


def describe_whom_end_waits_for(may: dict[int, int]) -> str:
    """For whom the request waits, by name, in a sentence. `may`: who may answer it."""
    if not may:
        return _(
            "Within the last 30 days someone else could have agreed, so nobody ends the program alone yet. "
            "Invite a second person."
        )
    names = join_localised(sorted(isolate_text(name) for name in name_accounts(set(may)).values()))
    return _("It waits for %(names)s.") % {"names": names}


def find_early_end(program: Program) -> PastAct | None:
    """When the program was ended early, who agreed, and why; None, without a query, of every other one."""
    is_early = program.state == Program.State.TERMINATED and program.end_requested_at is not None
    return find_last_act([program], verbs.PROGRAM_TERMINATED) if is_early else None
