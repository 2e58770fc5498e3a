"""Figures by groups."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.queries.second_hands import find_principal
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.errors import DomainError
from educities.kit.multilingual import isolate_ltr
from educities.kit.rows import lock_row, refusing
from programs import verbs
from programs.actions.figures import AskAgain
from programs.models import Breakdown, Indicator, IndicatorValue
from programs.queries.confirmers import (
    describe_returned_table,
    describe_why_not_confirmed_table,
    describe_why_not_returned_by,
)
from programs.values.calendar import school_year
from programs.values.totals import CellRow as CellData
from programs.values.totals import add_up, find_sum, split_totals


@transaction.atomic
def enter_breakdown(
    indicator: Indicator,
    *,
    actor: User,
    dimension: str,
    period: int,
    cells: Sequence[CellData],
    source: str = "",
    sure: bool = False,
) -> Breakdown:
    """The table stands as a draft in place of an earlier draft. A confirmed one is removed first, with its reason.

    A row that counts all groups together is compared with them, and left out. Raises AskAgain unless `sure` where it, the
    groups or the city's own figure are not the same people, or a group is as many as all others.
    """
    cells, totals = split_totals(cells)
    _check_cells(indicator, cells)
    indicator = lock_row(indicator)
    row = indicator.breakdowns.filter(dimension=dimension, period=period).first()
    if row is not None and row.is_confirmed:
        raise DomainError(
            _("This break-down is confirmed. Remove it first, with a reason."), code="programs.breakdown_confirmed"
        )
    if not sure:
        _check_whole(indicator, period, cells, totals)
    row = row or Breakdown(indicator=indicator, dimension=dimension, period=period)
    row.cells, row.source, row.entered_by = [list(cell) for cell in cells], source, actor
    row.returned_at = None
    row.acting_for_id = find_principal(indicator.city_id, actor.pk)
    with refusing("programs_breakdown_once", text=_("This break-down is there already."), code="state.moved"):
        row.save()
    record(verbs.BREAKDOWN_ENTERED, row, actor=actor, title=indicator.name, year=school_year(period))
    return row


@transaction.atomic
def confirm_breakdown(row: Breakdown, *, actor: User, seen: str | None = None) -> Breakdown:
    """Whoever reads the indicator reads the table, without the cells of few people. Confirmed as figures are: by somebody
    else than whoever entered it, and as it was when they read it (`seen`)."""
    row = lock_row(row, "indicator__city")
    if refusal := describe_why_not_confirmed_table(row, actor, seen):
        raise DomainError(refusal, code="programs.breakdown_not_confirmed")
    row.confirmed_at = timezone.now()
    row.save(update_fields=["confirmed_at"])
    record(verbs.BREAKDOWN_CONFIRMED, row, actor=actor, title=row.indicator.name, year=school_year(row.period))
    return row


def describe_why_not_returned(row: Breakdown) -> str:
    """Why the break-down cannot be sent back, in a sentence; "" while it waits to be confirmed."""
    if row.is_confirmed:
        return _("This break-down is confirmed. Remove it first, with a reason.")
    return describe_returned_table() if row.returned_at is not None else ""


@transaction.atomic
def return_breakdown(row: Breakdown, *, actor: User, reason: str, seen: str | None = None) -> Breakdown:
    """Nobody is asked to confirm it any more; whoever entered it reads why, and enters it again. Sent back by whoever could
    confirm it, and as it was when they read it (`seen`)."""
    row = lock_row(row, "indicator__city", "entered_by")
    if refusal := describe_why_not_returned(row) or describe_why_not_returned_by(row, actor, seen):
        raise DomainError(refusal, code="programs.breakdown_not_returned")
    row.returned_at = timezone.now()
    row.save(update_fields=["returned_at"])
    told = [row.entered_by] if row.entered_by != actor else []
    title, year = row.indicator.name, school_year(row.period)
    record(verbs.BREAKDOWN_RETURNED, row, actor=actor, notify=told, reason=reason, title=title, year=year)
    return row


def _check_cells(indicator: Indicator, cells: Sequence[CellData]) -> None:
    if len(cells) < 2:
        raise DomainError(_("A break-down needs at least two groups."), code="programs.too_few_groups", field="paste")
    for name, counted, people in cells:
        if (people is None) != indicator.counts_people:
            text = (
                _("“%(name)s”: only who is counted is entered here.")
                if indicator.counts_people
                else _("“%(name)s”: enter who is counted and out of how many.")
            )
            raise DomainError(text % {"name": name}, code="programs.part_missing", field="paste")
        if people is not None and counted > people:
            text = _("“%(name)s”: more are counted than there are.")
            raise DomainError(text % {"name": name}, code="programs.more_than_all", field="paste")


def _check_whole(indicator: Indicator, period: int, cells: Sequence[CellData], totals: Sequence[CellData]) -> None:
    live = indicator.values.live().filter(series=IndicatorValue.Series.ACTUAL, period=period).first()
    whole = None if live is None else live.value if indicator.counts_people else live.denominator
    counted, people = add_up(cells)
    groups = counted if people is None else people
    doubts = [*_doubt_totals(cells, totals, live), *_doubt_sum(cells)]
    if whole is not None and groups > whole:
        doubts.append(
            _("The groups together are %(total)s people, the city’s figure %(whole)s.")
            % {"total": groups, "whole": f"{whole.normalize():f}"}
        )
    if doubts:
        text = " ".join([*doubts, _("Check it, then tick the box to confirm.")])
        raise AskAgain(text, code="programs.more_than_whole", years=[period])


def _doubt_totals(cells: Sequence[CellData], totals: Sequence[CellData], live: IndicatorValue | None) -> Iterator[str]:
    """What rows of all together say otherwise than the groups, or than the city's own figure."""
    groups = add_up(cells)
    for name, counted, people in totals:
        said = counted, people
        about = {"name": isolate_text(name), "said": _count_text(*said)}
        if said != groups:
            text = _("“%(name)s” says %(said)s, the groups together are %(groups)s.")
            yield text % {**about, "groups": _count_text(*groups)}
        if live is not None and not _is_same(live, *said):
            own = _count_text(live.value if said[1] is None else live.numerator, live.denominator)
            yield _("“%(name)s” says %(said)s, the city’s own figure %(whole)s.") % {**about, "whole": own}


def _is_same(live: IndicatorValue, counted: int, people: int | None) -> bool:
    """Is the city's figure of the same people? One that came as a share alone says nothing of them."""
    if people is None:
        return live.value == counted
    return live.numerator is None or (live.numerator, live.denominator) == (counted, people)


def _count_text(counted: Any, people: Any) -> str:
    def spell(number: Any) -> str:
        return f"{Decimal(number).normalize():f}"

    return spell(counted) if people is None else isolate_ltr(f"{spell(counted)} / {spell(people)}")


def _doubt_sum(cells: Sequence[CellData]) -> Iterator[str]:
    if name := find_sum(cells):
        yield _(
            "“%(name)s” is as many as all other groups together. A row of all together is no group: take it out."
        ) % {"name": isolate_text(name)}
