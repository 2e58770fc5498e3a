"""A signature stands under what was signed: whatever changes it before both sides have signed takes the signature back."""

from django.contrib.auth import get_user_model

from cities.models import Membership, Role, Scope
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.rows import lock_row
from programs import verbs
from programs.models import Program, ProgramYear


def void_signatures(program: Program, *, actor: User) -> None:
    """Called before the years, their focus or milestones change: who has signed a program that is not in force signs again.

    Both sides hear of it. Whoever signs at the same moment waits here, and finds something else than they read.
    """
    if program.state != Program.State.PROPOSED:
        return
    locked = lock_row(program)
    signatures = locked.signatures.all()
    if locked.state != Program.State.PROPOSED or not signatures.exists():
        return
    told = {row.person_id for row in signatures} | _list_sides(program)
    signatures.delete()
    people = get_user_model().objects.filter(pk__in=told - {actor.pk})
    starts_on = program.starts_on.isoformat()
    record(verbs.SIGNATURES_VOIDED, program, actor=actor, notify=list(people), starts_on=starts_on)


def lock_program(program: Program) -> None:
    """The program is held before its rows, in the order in which it is signed and ended, and says in which state it is now.

    Called first by whatever changes what it holds: who ends it at the same moment comes before that, or after it.
    """
    program.state = lock_row(program).state


def lock_year(year: ProgramYear) -> None:
    """The year's program is held, `lock_program`, and the year says how it is now and which days it has."""
    lock_program(year.program)
    year.refresh_from_db(fields=["state", "starts_on", "ends_on"])


def _list_sides(program: Program) -> set[int]:
    """Who signs for the city."""
    roles = [Role.DIRECTOR, Role.STEWARD]
    held = Membership.objects.current().filter(city_id=program.city_id, scope_type=Scope.CITY, role__in=roles)
    return set(held.values_list("user_id", flat=True))
