"""Seats in cohorts that others wrote down for a person."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from educities.kit.multilingual import translate_plain
from labs.models import CohortMember
from stakeholders.models import Profile
from stakeholders.queries.managed import EnteredAct


def find_entered_seats(profile: Profile) -> Iterator[EnteredAct]:
    """Those that the person has not given up. One query."""
    rows = CohortMember.objects.filter(profile=profile, entered_by__isnull=False)
    for seat in rows.exclude(state__in=("withdrawn", "removed")).select_related("cohort"):
        text = _("A place in %(cohort)s") % {"cohort": translate_plain(seat.cohort.name)}
        yield EnteredAct(
            "seat",
            seat.pk,
            text,
            seat.joined_at,
            seat.entered_by_id,
            can_refuse=seat.state in CohortMember.HOLDS_PLACE,
            question=_("Leave the cohort “%(name)s”?") % {"name": seat.cohort},
            ends=_("Your place is free for another person then. The facilitator can invite you again."),
            label=_("I leave the cohort"),
        )
