"""Who reads the ideas of a city."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from challenges.models import Contribution
from challenges.queries import may_be_read
from cities.models import Membership, Role, Scope


def find_open_objections() -> QuerySet[Contribution]:
    """Hidden ideas whose authors wait for somebody who looks again, the longest waiting first.

    `is_for_another`: there is a moderator besides the one who hid it.
    """
    rows = Contribution.objects.filter(
        may_be_read(), state=Contribution.State.HIDDEN, objected_at__isnull=False, objection_answered_at=None
    )
    return _mark_for_another(rows).order_by("objected_at", "pk")


def has_other_moderator(idea: Contribution) -> bool:
    """Is there somebody besides the one who hid it who could look at the idea again?"""
    return _mark_for_another(Contribution.objects.filter(pk=idea.pk)).filter(is_for_another=True).exists()


def _mark_for_another(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """A role that needs a second step gives nothing without one; the practice city asks for none."""
    reads = Q(role=Role.DIRECTOR, scope_type=Scope.CITY) | Q(
        Q(scope_type=Scope.CITY) | Q(scope_type=Scope.LAB, scope_id=OuterRef("challenge__lab_id")),
        role=Role.FACILITATOR,
    )
    has_step = Exists(
        Authenticator.objects.filter(user=OuterRef("user")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    )
    others = Membership.objects.current().filter(reads, city=OuterRef("city"), user__is_active=True)
    others = others.filter(Q(city__is_practice=True) | has_step).exclude(user=OuterRef("hidden_by"))
    return rows.annotate(is_for_another=Exists(others))
