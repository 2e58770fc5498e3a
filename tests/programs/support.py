"""Rows that tests of the five years need."""

from django.utils import timezone

from educities.tenancy.scope import city_scope
from programs.models import Breakdown, Indicator, NationalFigure, ProgramYear, YearReview
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


# The last two groups are hidden: of 3 people nothing is told, nor of 12 by whom they could be worked out.
GROUPS = [["North", 30, 50], ["South", 54, 60], ["Shore", 1, 3], ["Hill", 4, 12]]


def keep_groups(indicator: Indicator, **about: object) -> Breakdown:
    """Figures by groups, confirmed."""
    row = {"dimension": "neighbourhood", "period": 2024, "cells": GROUPS, "confirmed_at": timezone.now()}
    return Breakdown.objects.create(indicator=indicator, **{**row, **about})


def keep_national(indicator: Indicator, period: int = 2024, value: str = "76.60") -> NationalFigure:
    """A national average of what the indicator counts."""
    about = {"catalogue_code": indicator.catalogue_code, "definition_version": indicator.definition_version}
    with city_scope(None):
        return NationalFigure.objects.create(
            **about, country=indicator.city.country, period=period, value=value, source="The ministry"
        )
