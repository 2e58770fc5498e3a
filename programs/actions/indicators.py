"""What is measured each year."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.undo import check_undoable
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row, refusing
from programs import texts, verbs
from programs.actions.figures import (
    Figure,
    check_jumps,
    list_figure_fields,
    list_writer_fields,
    resolve_figure,
)
from programs.models import Indicator, IndicatorValue
from programs.queries.confirmers import choose_confirmable
from programs.values.calendar import school_year

MOST_TOLD, BATCH = 12, 1_000
# What a draft that is written over has anew.
WRITTEN = (
    "value", "numerator", "denominator", "factor", "source", "flags", "entered_by", "acting_for", "entered_with",
    "entered_at",
)  # fmt: skip
State, Series = IndicatorValue.State, IndicatorValue.Series


def enter_values(
    indicator: Indicator,
    figures: Iterable[Figure],
    *,
    actor: User,
    sure: bool = False,
    emptied: Iterable[tuple[str, int]] = (),
) -> list[IndicatorValue]:
    """The figures stand as drafts, all of them or none; a cell without figure is left as it is.

    `emptied`: cells (series, period) whose drafts are taken away. Confirmed figures and equal ones are not touched; a confirmed one given another value is refused. A jump from one
    year to the next raises AskAgain unless `sure`.
    """
    text = _("Someone else entered figures while you were working. Load the page again.")
    with refusing("programs_value_live", text=text, code="state.moved"):
        lock_row(indicator)
        _take_away(indicator, set(emptied), actor)
        live = {(v.series, v.period): v for v in indicator.values.live()}
        wanted = [resolve_figure(indicator, figure) for figure in figures]
        changed = [f for f in wanted if not _is_unchanged(live.get((f.series, f.period)), f)]
        for figure in changed:
            _check_open(live.get((figure.series, figure.period)))
        if not sure:
            before = {row.period: row.value for row in live.values() if row.series == Series.ACTUAL}
            new = {one.period: one.value for one in changed if one.series == Series.ACTUAL and one.value is not None}
            check_jumps(indicator, before, new, indicator.city.school_year())
        values = _list_changes(live, changed)
        rows = _write_values(indicator, live, changed, actor)
        if rows:
            kept = {"values": values}
            record(verbs.VALUES_ENTERED, indicator, actor=actor, title=indicator.name, count=len(rows), kept=kept)
    return rows


@transaction.atomic
def submit_values(indicator: Indicator, *, actor: User) -> int:
    """Every draft of the indicator waits to be confirmed. Returns how many."""
    indicator = lock_row(indicator)
    count = _move_values(indicator, State.DRAFT, State.SUBMITTED)
    if not count:
        raise DomainError(_("There are no drafts to submit."), code="programs.no_drafts")
    record(verbs.VALUES_SUBMITTED, indicator, actor=actor, title=indicator.name, count=count)
    return count


def describe_why_not_returned(indicator: Indicator) -> str:
    """Why no figure can be sent back, in a sentence; "" while some wait to be confirmed."""
    is_waiting = indicator.values.filter(state=State.SUBMITTED).exists()
    return "" if is_waiting else _("No figures wait to be confirmed.")


@transaction.atomic
def return_values(indicator: Indicator, *, actor: User, reason: str) -> int:
    """Every submitted figure is a draft again; whoever entered one reads why."""
    indicator = lock_row(indicator)
    told = _entering_users(indicator.values.filter(state=State.SUBMITTED), but=actor)
    count = _move_values(indicator, State.SUBMITTED, State.DRAFT)
    if not count:
        raise DomainError(_("No figures wait to be confirmed."), code="programs.none_submitted")
    title = indicator.name
    record(verbs.VALUES_RETURNED, indicator, actor=actor, notify=told, reason=reason, title=title, count=count)
    return count


def _entering_users(rows: QuerySet[IndicatorValue], *, but: User | None) -> list[User]:
    return list(
        User.objects.filter(pk__in=list(rows.values_list("entered_by_id", flat=True))).exclude(
            pk=getattr(but, "pk", None)
        )
    )


@transaction.atomic
def confirm_values(indicator: Indicator, *, actor: User, seen: str | None = None) -> int:
    """Each submitted figure that somebody else than the actor entered (`CONFIRMERS`) is confirmed: from now on it changes by
    a revision only. Whoever entered one reads so. Returns how many; the actor's own wait on.

    `seen`: the stamp of what the actor read, `ToConfirm.stamp`; figures that have changed since are not confirmed.
    """
    indicator = lock_row(indicator, "city")
    numbers, refusal = choose_confirmable(indicator, actor, seen)
    if refusal:
        raise DomainError(refusal, code="programs.values_not_confirmed")
    rows = indicator.values.filter(pk__in=numbers, state=State.SUBMITTED)
    told = _entering_users(rows, but=actor)
    count = rows.update(state=State.CONFIRMED, confirmed_at=timezone.now())
    record(verbs.VALUES_CONFIRMED, indicator, actor=actor, notify=told, title=indicator.name, count=count)
    return count


@transaction.atomic
def undo_confirmation(indicator: Indicator, *, actor: User) -> int:
    """The figures that were confirmed last wait again. Only right after it, by the person who confirmed them."""
    indicator = lock_row(indicator)
    # Under the lock: whatever came after it is on record.
    check_undoable(indicator, verbs.VALUES_CONFIRMED, actor=actor)
    confirmed = indicator.values.confirmed()
    last = confirmed.aggregate(at=Max("confirmed_at"))["at"]
    count: int = confirmed.filter(confirmed_at=last).update(state=State.SUBMITTED, confirmed_at=None)
    record(verbs.CONFIRMATION_UNDONE, indicator, actor=actor, title=indicator.name, count=count)
    return count


def _take_away(indicator: Indicator, cells: set[tuple[str, int]], actor: User) -> None:
    drafts = indicator.values.filter(state=State.DRAFT)
    gone = [draft.pk for draft in drafts if (draft.series, draft.period) in cells]
    if gone:
        drafts.filter(pk__in=gone).delete()
        record(verbs.VALUES_REMOVED, indicator, actor=actor, title=indicator.name, count=len(gone))


def _is_unchanged(row: IndicatorValue | None, figure: Figure) -> bool:
    """Does the figure say nothing but what stands? What was submitted or confirmed keeps its parts where the figure names
    none; a draft without them loses them."""
    if row is None or figure.source not in {None, row.source}:
        return False
    if figure.flags not in {None, row.flags}:
        return False
    names_parts = figure.numerator is not None or row.state == State.DRAFT
    parts_agree = (row.numerator, row.denominator) == (figure.numerator, figure.denominator)
    return row.value == figure.value and (parts_agree or not names_parts)


def _check_open(row: IndicatorValue | None) -> None:
    if row is None or row.state == State.DRAFT:
        return
    if row.state == State.SUBMITTED:
        text, code = (
            _("%(year)s is waiting for confirmation. Ask the director to send it back first."),
            "programs.value_submitted",
        )
    else:
        text, code = (
            _("%(year)s is confirmed. To change it, revise the figure and give a reason."),
            "programs.value_confirmed",
        )
    raise DomainError(text % {"year": school_year(row.period)}, code=code)


def _list_changes(live: dict[Any, IndicatorValue], changed: list[Figure]) -> dict[str, list[str | None]]:
    """For the history: what stood in each cell and what stands there now; of a whole table the first few."""
    found: dict[str, list[str | None]] = {}
    for figure in changed[:MOST_TOLD]:
        row = live.get((figure.series, figure.period))
        old = None if row is None else texts.value_data(row.value)
        found[f"{figure.series}-{figure.period}"] = [old, texts.value_data(figure.value)]
    return found


def _write_values(
    indicator: Indicator, live: dict[Any, IndicatorValue], figures: list[Figure], actor: User
) -> list[IndicatorValue]:
    """Each figure as a draft, in the order given: two statements for however many."""
    rows, who = [], list_writer_fields(indicator, actor) if figures else {}
    for figure in figures:
        row = live.get((figure.series, figure.period))
        row = row or IndicatorValue(indicator=indicator, series=figure.series, period=figure.period)
        apply_changes(row, {**list_figure_fields(indicator, figure), **who})
        rows.append(row)
    # Parted before any is written: one that was made just now has a number too.
    new, kept = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    IndicatorValue.objects.bulk_create(new, batch_size=BATCH)
    IndicatorValue.objects.bulk_update(kept, WRITTEN, batch_size=BATCH)
    return rows


def _move_values(indicator: Indicator, old: str, new: str, **changes: Any) -> int:
    """The conditional UPDATE of `move`, for all figures of one state at once."""
    return indicator.values.filter(state=old).update(state=new, **changes)
