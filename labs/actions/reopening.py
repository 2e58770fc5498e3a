"""What was closed or cancelled is reopened, with the people who were in it then."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from labs import verbs
from labs.actions.labs import list_seated_users, locked_lab
from labs.actions.members import restore_seat
from labs.models import Cohort, CohortMember, Lab
from labs.queries.ends import describe_why_closed
from labs.queries.facilitators import list_member_users

# So long a cancelled cohort can be reopened; after that its people have gone other ways.
REOPEN_DAYS = 90


@transaction.atomic
def reopen_lab(lab: Lab, *, actor: User, reason: str) -> Lab:
    """The closed lab is paused where it had been launched, else it gathers its people; whoever sits in it reads why."""
    lab = locked_lab(lab.pk)
    if refusal := describe_why_not_open_again(lab):
        raise DomainError(refusal, code="labs.lab_not_closed")
    lab.move(Lab.State.DORMANT if lab.launched_at else Lab.State.GATHERING)
    told = list_seated_users(lab, but=actor)
    record(verbs.LAB_REOPENED, lab, actor=actor, notify=told, title=lab.name, reason=reason)
    return lab


def find_cancelling(cohort: Cohort) -> AuditEntry | None:
    """The record of the cancelling that can still be taken back; None for a cohort that is not cancelled, or long ago."""
    if cohort.state != Cohort.State.CANCELLED:
        return None
    about = {"target_type": cohort._meta.label_lower, "target_id": str(cohort.pk)}
    since = timezone.now() - timedelta(days=REOPEN_DAYS)
    return (
        AuditEntry.objects.filter(verb=verbs.COHORT_CANCELLED.code, at__gte=since, data__has_key="was", **about)
        .order_by("-pk")
        .first()
    )


def can_reopen(cohort: Cohort) -> bool:
    """Can the cohort be reopened now?"""
    return not describe_why_not_reopened(cohort)


def describe_why_not_reopened(cohort: Cohort) -> str:
    """Why the cohort cannot be reopened now, in a sentence; "" when it can."""
    if cohort.state == Cohort.State.COMPLETED:
        return _("This cohort is completed. It cannot be reopened.")
    if cohort.state != Cohort.State.CANCELLED:
        return _("This cohort is not cancelled. There is nothing to reopen.")
    if find_cancelling(cohort) is None:
        return _("Only a cohort that was cancelled in the last %(n)s days can be reopened.") % {"n": REOPEN_DAYS}
    return describe_why_closed(cohort.lab)


def describe_why_not_open_again(lab: Lab) -> str:
    """Why the lab cannot be reopened now, in a sentence; "" when it can."""
    return "" if lab.state == Lab.State.CLOSED else _("This lab is not closed. Load the page again.")


@transaction.atomic
def reopen_cohort(cohort: Cohort, *, actor: User, reason: str) -> Cohort:
    """The cancelled cohort is paused where it had begun, else as it was, with those who had a place; they read why.

    A minor's seat rests where the consent is gone meanwhile. Sessions that were called off are planned anew.
    Refused in a closed lab, and after `REOPEN_DAYS`.
    """
    cohort = lock_row(cohort, "group")
    entry = find_cancelling(cohort)
    if entry is None or cohort.lab.state == Lab.State.CLOSED:
        code = "labs.cohort_not_reopened" if entry is None else "labs.lab_closed"
        raise DomainError(describe_why_not_reopened(cohort), code=code)
    was = Cohort.State(entry.data["was"])
    cohort.move(Cohort.State.SUSPENDED if was == Cohort.State.RUNNING else was)
    last = cohort.stages.order_by("-pk").values("pk")[:1]
    cohort.stages.filter(pk__in=last).update(left_at=None)
    _restore_seats(cohort, entry.data["seats"])
    told = [user for user in list_member_users(cohort) if user != actor]
    record(verbs.COHORT_REOPENED, cohort, actor=actor, notify=told, title=cohort.name, reason=reason)
    return cohort


def _restore_seats(cohort: Cohort, numbers: list[int]) -> None:
    """Whoever has another seat in it meanwhile, or no account any more where they had one, stays away."""
    seats = cohort.members.filter(pk__in=numbers, state=CohortMember.State.WITHDRAWN).select_related("profile__user")
    back = [seat for seat in seats.order_by("pk") if seat.profile.user is None or seat.profile.user.is_active]
    for seat in back:
        restore_seat(seat)
    Cohort.objects.filter(pk=cohort.pk).update(places_taken=len(back))
