"""How many people and organisations are brought together, by sector; of no pair anything before both agreed."""

from typing import NamedTuple

from django.db.models import Count, F, Q

from matching.models import MatchSuggestion
from stakeholders.models import Sector


class SectorCount(NamedTuple):
    """Of one sector (None: of none or several) how often its people and organisations were suggested, asked for, met."""

    sector: int | None
    suggested: int
    introduced: int
    converted: int
    crossing: int

    @property
    def label(self) -> str:
        """The sector's name; "" for those of none."""
        return str(Sector(self.sector).label) if self.sector else ""


def count_by_sector() -> list[SectorCount]:
    """A line for each of the four sectors, and one for whoever belongs to none. One query.

    How many were declined, or wait, is counted nowhere: it would tell whoever knows of one introduction.
    """
    met = Q(state=MatchSuggestion.State.CONVERTED)
    counted = (
        MatchSuggestion.objects.order_by()
        .values("sector")
        .annotate(
            suggested=Count("pk"),
            introduced=Count("pk", filter=Q(introduced_on__isnull=False)),
            converted=Count("pk", filter=met),
            crossing=Count("pk", filter=met & ~Q(sector=F("seeker_sector")) & Q(seeker_sector__isnull=False)),
        )
    )
    found = {row["sector"]: row for row in counted}
    empty = {"suggested": 0, "introduced": 0, "converted": 0, "crossing": 0}
    return [SectorCount(**{**empty, **found.get(sector, {}), "sector": sector}) for sector in (*Sector.values, None)]


def sum_counts(rows: list[SectorCount]) -> SectorCount:
    """All of them together."""
    return SectorCount(None, *(sum(column) for column in list(zip(*rows, strict=True))[1:]))
