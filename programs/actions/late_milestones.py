"""Who hears of it when the day of a milestone is over and nobody has said how it stands."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction

from cities.models import Membership, Role
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.queries.recorded import find_recorded
from educities.kit.hooks import Hook
from educities.tenancy.scope import current_city_id
from programs import verbs
from programs.models import Milestone, Program
from stakeholders.models import Representation

OwnerRole = Milestone.OwnerRole
OWNER_PEOPLE: Hook[Callable[[str], list[User]]] = Hook(
    "programs.owner_people",
    "Asked for the accounts of those who answer for a milestone by their role in the program (`Milestone.OwnerRole`).",
)
ROLES = {
    OwnerRole.DIRECTOR: Role.DIRECTOR,
    OwnerRole.FACILITATOR: Role.FACILITATOR,
    OwnerRole.STEWARD: Role.STEWARD,
}


@transaction.atomic
def tell_late_milestones(program: Program, today: date) -> int:
    """Directors and owner of each milestone that is overdue have heard of it, once for each day it was due on."""
    if program.state != Program.State.ACTIVE:
        return 0
    rows = Milestone.objects.filter(year__program=program, due_on__lt=today).select_related("owner", "year__program")
    open_rows = rows.filter(state__in=[Milestone.State.PLANNED, Milestone.State.AT_RISK])
    late = {
        f"milestone-late:{row.pk}:{row.due_on.isoformat()}": row for row in open_rows if row.is_late(program, today)
    }
    told = 0
    for once in late.keys() - find_recorded(late):
        row = late[once]
        people = list_concerned(row)
        told += record(verbs.MILESTONE_LATE, row, actor=None, notify=people, once=once, title=row.title) is not None
    return told


def list_concerned(milestone: Milestone) -> list[User]:
    """The city's directors, and who answers for the milestone."""
    people = {user.pk: user for user in find_role_people(OwnerRole.DIRECTOR)}
    if milestone.owner_id:
        spoken = Representation.objects.current().filter(organisation_id=milestone.owner_id)
        accounts = get_user_model().objects.filter(pk__in=spoken.values("profile__user_id"))
        people |= {user.pk: user for user in accounts}
    for find in OWNER_PEOPLE if milestone.owner_role else ():
        people |= {user.pk: user for user in find(milestone.owner_role)}
    return list(people.values())


def find_role_people(role: str) -> list[User]:
    """The accounts of those who hold the role of this name in the scope's city."""
    if role not in ROLES:
        return []
    held = Membership.objects.current().filter(city_id=current_city_id(), role=ROLES[OwnerRole(role)])
    return list(get_user_model().objects.filter(pk__in=held.values("user_id")))
