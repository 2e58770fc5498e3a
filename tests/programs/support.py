"""Rows that tests of the five years need."""

from django.utils import timezone

from programs.models import ProgramYear, YearReview
from programs.queries.evidence import EvidenceKey
from tests.factories import SessionFactory, UserFactory


def show_by_session() -> EvidenceKey:
    """A recorded session, by which one can see that a milestone is reached."""
    return ("session", SessionFactory(state="recorded").pk)


def review_year(year: ProgramYear, **about: object) -> YearReview:
    """The year's review as two people confirmed it."""
    row = {"submitted_by": UserFactory(), "submitted_at": timezone.now(), "confirmed_by": UserFactory()}
    return YearReview.objects.create(
        year=year, **{**row, "confirmed_on": year.city.today(), "state": "confirmed", **about}
    )
