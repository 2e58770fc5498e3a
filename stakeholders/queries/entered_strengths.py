"""Strengths and growth areas that others wrote down for a person."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from stakeholders.models import Profile, StrengthClaim
from stakeholders.queries.managed import EnteredAct


def find_entered_claims(profile: Profile) -> Iterator[EnteredAct]:
    """Those that somebody else wrote down. One query."""
    rows = StrengthClaim.objects.filter(profile=profile, entered_by__isnull=False)
    for row in rows.select_related("area", "entered_by"):
        yield EnteredAct(
            "claim",
            row.pk,
            str(row),
            row.confirmed_at or timezone.now(),
            row.entered_by.user_id if row.entered_by else None,
            quote=row.words,
            question=_("Remove “%(name)s”?") % {"name": row.area},
            ends=_("It is shown nowhere any more. You can add it again."),
        )


def find_claim(profile: Profile, number: int) -> StrengthClaim:
    """The line of this number."""
    return StrengthClaim.objects.select_related("area").get(profile=profile, pk=number)
