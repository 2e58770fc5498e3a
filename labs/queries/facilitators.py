"""Who guides a lab's cohorts. A running cohort is never without."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cities.models import Membership, Role, Scope
from educities.accounts.models import User
from educities.kit.errors import DomainError
from labs.models import Cohort, CohortMember, Lab, LabSeat


def active_facilitators(lab: Lab, *, without: Membership | None = None) -> QuerySet[LabSeat]:
    """The facilitators' seats of people who hold the role today, over this lab or over the city."""
    held = Membership.objects.current().filter(city_id=lab.city_id, role=Role.FACILITATOR)
    held = held.filter(Q(scope_type=Scope.CITY) | Q(scope_type=Scope.LAB, scope_id=lab.pk))
    users = held.exclude(pk=without.pk if without else None).values("user_id")
    return lab.seats.filter(role=LabSeat.Role.FACILITATOR, profile__user_id__in=users)


def locked_lab(pk: int) -> Lab:
    """The lab as it is now: whoever starts a cohort in it and whoever takes its guide away wait for each other."""
    return Lab.objects.select_for_update(no_key=True, of=["self"]).get(pk=pk)


def is_running(lab: Lab) -> bool:
    """Is a cohort of the lab on its way now?"""
    return lab.cohorts.filter(state=Cohort.State.RUNNING).exists()


def list_member_users(cohort: Cohort) -> list[User]:
    """The accounts of those who take part in the cohort now."""
    seats = cohort.members.filter(state=CohortMember.State.ACTIVE, profile__user__isnull=False)
    return [seat.profile.user for seat in seats.select_related("profile__user")]


def list_users_with_place(cohort: Cohort) -> list[User]:
    """The accounts of those who hold one of its places: who takes part, who is invited, who waits for a consent."""
    seats = cohort.members.filter(state__in=CohortMember.HOLDS_PLACE, profile__user__isnull=False)
    return [seat.profile.user for seat in seats.select_related("profile__user")]


def check_has_facilitator(lab_id: int) -> None:
    """Raises DomainError when nobody guides the lab; else somebody does until the transaction ends."""
    if not active_facilitators(locked_lab(lab_id)).exists():
        text = _("Seat a facilitator in the lab first: a running cohort always has one.")
        raise DomainError(text, code="labs.no_facilitator")


def lab_losing_last_facilitator(membership: Membership) -> str:
    """What stands against ending this role: the name of a lab whose running cohort nobody else guides; or ""."""
    if membership.role != Role.FACILITATOR:
        return ""
    seats = LabSeat.objects.filter(role=LabSeat.Role.FACILITATOR, profile__user_id=membership.user_id)
    if membership.scope_type == Scope.LAB:
        seats = seats.filter(lab_id=membership.scope_id)
    for lab_id in seats.order_by("lab_id").values_list("lab_id", flat=True):
        lab = locked_lab(lab_id)
        if is_running(lab) and not active_facilitators(lab, without=membership).exists():
            text = _(
                "In the lab “%(name)s”, a cohort is running that has no other facilitator. Give another "
                "facilitator a seat first."
            )
            return text % {"name": lab}
    return ""
