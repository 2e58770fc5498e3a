"""What the scope's city publishes is copied to where other cities' stewards read it, in the act's own transaction."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import Model

from cities.models import City
from educities.activity.values import Verb
from labs.models import Override
from library.models import MILESTONE_RULE, CityOutline, PublishedFigures
from programs import verbs
from programs.models import Indicator, IndicatorValue, Milestone, MilestoneOverride
from programs.queries import Figures, current_year, last_program, list_years

Status = PublishedFigures.Status
Series = IndicatorValue.Series
# What changes the figures that a city has published, or what they count.
PUBLISHING = frozenset(
    one.code
    for one in (
        verbs.INDICATOR_DEFINED,
        verbs.INDICATOR_CHANGED,
        verbs.ANNOTATION_ADDED,
        verbs.ANNOTATION_REMOVED,
        verbs.VALUES_CONFIRMED,
        verbs.CONFIRMATION_UNDONE,
        verbs.VALUE_REVISED,
        verbs.REVISION_UNDONE,
        verbs.VALUE_WITHDRAWN,
    )
)


def publish_after_record(verb: Verb, target: Model, actor: Any) -> None:
    """An act about an indicator's confirmed figures publishes them."""
    if verb.code in PUBLISHING and isinstance(target, Indicator) and target.catalogue_code:
        publish_figures(target.city, [target])


@transaction.atomic
def publish_city(city: City) -> int:
    """Everything that the scope's city publishes stands as it is now; what it no longer measures is gone. Returns 1."""
    rows = list(Indicator.objects.exclude(catalogue_code=""))
    PublishedFigures.objects.filter(city=city).exclude(code__in=[row.catalogue_code for row in rows]).delete()
    publish_figures(city, rows)
    publish_outline(city)
    return 1


def publish_figures(city: City, indicators: list[Indicator]) -> None:
    """The confirmed measured figures of these indicators, which all follow the catalogue."""
    figures = {row.pk: Figures(row) for row in indicators}
    values = IndicatorValue.objects.confirmed().filter(indicator__in=list(figures), series=Series.ACTUAL)
    for value in values:
        figures[value.indicator_id].rows[value.series, value.period] = value
    made = [_build_figures(city, one) for one in figures.values()]
    fields = ["version", "status", "values", "flags", "breaks", "is_invented"]
    PublishedFigures.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["code", "city"], update_fields=fields, batch_size=500
    )


def _build_figures(city: City, found: Figures) -> PublishedFigures:
    indicator, differs = found.indicator, found.indicator.list_differences()
    status = Status.DIFFERS if differs else Status.SHOWN if found.actual else Status.UNCONFIRMED
    row = PublishedFigures(
        city=city, code=indicator.catalogue_code, version=indicator.definition_version, status=status
    )
    if status == Status.SHOWN:
        row.values = {str(year): f"{value.normalize():f}" for year, value in found.actual.items()}
        row.flags = {str(year): one.flags for (_series, year), one in found.rows.items() if one.flags}
        row.breaks, row.is_invented = found.breaks, indicator.is_invented
    return row


def publish_outline(city: City) -> int:
    """Where the scope's city stands, in numbers. Returns 1."""
    program, today = last_program(), city.today()
    years = list_years(program) if program else []
    year = current_year(years, today)
    CityOutline.objects.update_or_create(
        city=city,
        defaults={
            "program_state": program.state if program else "",
            "starts_on": program.starts_on if program else None,
            "year_number": year.number if year else None,
            "overrides": _count_overrides(),
            "waiting": _count_waiting(city),
        },
    )
    return 1


def _count_overrides() -> dict[str, int]:
    granted = Override.objects.filter(state=Override.State.GRANTED).values_list("rule_code", flat=True)
    found = Counter(granted)
    by_word = MilestoneOverride.objects.filter(state=MilestoneOverride.State.GRANTED).count()
    return dict(found) | ({MILESTONE_RULE: by_word} if by_word else {})


def _count_waiting(city: City) -> dict[str, int]:
    open_states = [Milestone.State.PLANNED, Milestone.State.AT_RISK]
    signed = Milestone.objects.filter(year__program__state__in=["signed", "active"])
    found = {
        "figures": IndicatorValue.objects.filter(state=IndicatorValue.State.SUBMITTED).count(),
        "overrides": Override.objects.filter(state=Override.State.REQUESTED).count()
        + MilestoneOverride.objects.filter(state=MilestoneOverride.State.REQUESTED).count(),
        "milestones": signed.filter(state__in=open_states, due_on__lt=city.today()).count(),
    }
    return {name: number for name, number in found.items() if number}
