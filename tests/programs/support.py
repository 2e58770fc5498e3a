"""Rows that tests of the five years need."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from educities.tenancy.scope import city_scope
from programs.models import (
    Breakdown,
    Indicator,
    IndicatorValue,
    Milestone,
    NationalFigure,
    Program,
    ProgramYear,
    YearReview,
)
from programs.queries.evidence import EvidenceKey, list_kinds
from tests.examples import make_override, make_version
from tests.factories import (
    ChallengeFactory,
    CohortFactory,
    CredentialFactory,
    DecisionFactory,
    EnrolmentFactory,
    ExpeditionFactory,
    IndicatorFactory,
    InitiativeFactory,
    LabFactory,
    SessionFactory,
    UserFactory,
)

if TYPE_CHECKING:
    from collections.abc import Callable


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


def launched(**about: Any) -> Any:
    return LabFactory(state="launched", launched_at=timezone.now(), **about)


def make_full_intake() -> Any:
    """With somebody in a place of it."""
    intake = EnrolmentFactory(state="enrolled").accelerator
    intake.refresh_from_db()
    return intake


def make_figure(series: str) -> IndicatorValue:
    """A confirmed one."""
    row = {"series": series, "period": 2024, "value": Decimal(5), "state": "confirmed"}
    return IndicatorValue.objects.create(indicator=IndicatorFactory(), **row)


def make_record(kind: str) -> Any:
    if kind == "figure":
        return make_figure("actual")
    if kind == "program":
        Program.objects.update(signed_at=timezone.now())
        return Program.objects.get()
    make: dict[str, Callable[[], Any]] = {
        "challenge": lambda: ChallengeFactory(state="open"),
        "lab": launched,
        "cohort": lambda: CohortFactory(state="running"),
        "session": lambda: SessionFactory(state="recorded"),
        "expedition": lambda: ExpeditionFactory(state="learned"),
        "initiative": lambda: InitiativeFactory(state="piloting"),
        "override": make_override,
        "model": make_version,
        "decision": DecisionFactory,
        "intake": make_full_intake,
        "credential": CredentialFactory,
        "review": lambda: review_year(Program.objects.get().years.first()),
    }
    made = make[kind]()
    if kind == "override":
        type(made).objects.filter(pk=made.pk).update(state="resolved")
    if kind == "model":
        type(made).objects.filter(pk=made.pk).update(state="superseded")
    return made


def show_milestone(milestone: Milestone) -> EvidenceKey:
    """A record of the first kind that can show that the milestone is reached."""
    kind = "session" if not milestone.code else list_kinds(milestone)[0].key
    return (kind, make_record(kind).pk)
