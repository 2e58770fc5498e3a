"""Cohorts on the five years: each one's bar is its path, with the days on which it entered and left its stages."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from educities.kit.multilingual import translate_plain
from educities.tenancy.kept_queries import KeptQuery
from labs.models import Cohort, StageRecord
from labs.models.cohorts import Stage
from programs.values.ribbon import Lane, Span, divide_span

State = Cohort.State


def _rows_with_path() -> QuerySet[Cohort]:
    times = StageRecord.objects.filter(cohort=OuterRef("pk")).order_by("entered_at", "pk")
    times = times.values(one=JSONObject(stage="stage", entered="entered_at", left="left_at"))
    rows = Cohort.objects.exclude(state=State.CANCELLED).select_related("lab")
    return rows.annotate(path=ArraySubquery(times))


WITH_PATH = KeptQuery(_rows_with_path)


def list_cohorts_with_path() -> list[Cohort]:
    """Every cohort that was not called off, with its lab and `path`, the times in its stages. One query."""
    return WITH_PATH.ask()


def find_cohort_lanes(today: date) -> list[Lane]:
    """The cohorts of the scope's city as bars. One query."""
    return build_cohort_lanes(list_cohorts_with_path(), today)


def build_cohort_lanes(cohorts: list[Cohort], today: date) -> list[Lane]:
    """A bar for each cohort that has begun or knows its days, the earliest first. No query."""
    lanes = [
        Lane(
            translate_plain(cohort.name),
            list_stage_spans(cohort, today),
            cohort.get_absolute_url(),
            translate_plain(cohort.lab.name),
        )
        for cohort in cohorts
    ]
    return sorted((lane for lane in lanes if lane.spans), key=lambda lane: lane.spans[0].starts_on)


def list_stage_spans(cohort: Any, today: date) -> list[Span]:
    """The stages behind as they were, the one now, and those ahead in equal parts up to the cohort's last day."""
    zone = cohort.city.zone
    path = [
        (one["stage"], _local_day(one["entered"], zone), _local_day(one["left"], zone) if one["left"] else None)
        for one in cohort.path
    ]
    if not path:
        return _planned_spans(cohort)
    *behind, (stage, entered, left) = path
    spans = [Span(start, end, "done", _stage_name(number)) for number, start, end in behind if end]
    if cohort.state == State.COMPLETED or left:
        return [*spans, Span(entered, left or cohort.ends_on or today, "done", _stage_name(stage))]
    until = max(cohort.ends_on or today, today)
    parts = divide_span(today, until, Stage.IMPLEMENTATION - stage + 1)
    spans += _split_stage(entered, parts[0][1] if parts else today, today, _stage_name(stage))
    ahead = [Span(*part, "", _stage_name(stage + n)) for n, part in enumerate(parts[1:], start=1)]
    return [*spans, *ahead]


def _split_stage(entered: date, until: date, today: date, name: str) -> list[Span]:
    """The stage now: filled up to today, a day at least, and hollow beyond."""
    cut = max(today, entered + timedelta(days=1))
    ahead = [Span(cut, until, "", name)] if cut < until else []
    return [Span(entered, cut, "now", name), *ahead]


def _planned_spans(cohort: Any) -> list[Span]:
    if not cohort.starts_on or not cohort.ends_on:
        return []
    parts = divide_span(cohort.starts_on, cohort.ends_on, len(Stage.values))
    return [Span(*part, "", _stage_name(number)) for number, part in enumerate(parts, start=1)]


def _stage_name(number: int) -> str:
    return f"{number}. {Stage(number).label}"


def _local_day(moment: str, zone: ZoneInfo) -> date:
    return datetime.fromisoformat(moment).astimezone(zone).date()
