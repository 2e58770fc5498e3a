"""A file of figures: a trial first, then all that it showed, as drafts; and for thirty days the way back."""

from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from programs.actions.figure_trials import format_line, parse_line, read_file, table_of, try_figures
from programs.actions.figures import AskAgain, Figure
from programs.actions.indicators import enter_values
from programs.actions.national import enter_national
from programs.models import Indicator, IndicatorValue, NationalFigure
from programs.queries.figure_files import (
    find_foreign_words,
    list_own_words,
    list_targets,
    remember_choices,
)
from programs.values.catalogue import Definition
from stakeholders import verbs
from stakeholders.actions.imports import lift_limit, lock_run
from stakeholders.imports.columns import normalise_value
from stakeholders.imports.limits import import_error, nothing_to_import
from stakeholders.imports.rows import Say
from stakeholders.models import ImportRun
from stakeholders.texts.imports import describe_why_import_stays
from stakeholders.values.import_kinds import FIGURES

STALE = gettext_lazy("Figures have changed since the preview. Look at it again.")
KEPT = ("columns", "defaults", "meanings", "problems", "counts", "touched", "rows", "numbers", "sheet", "other_sheets")
Series, State = IndicatorValue.Series, IndicatorValue.State


def begin_file(kind: str, *, indicator: str = "", source: str = "") -> dict[str, Any]:
    """What a new file is read with: the choices of the last one, and what was said now."""
    return {**remember_choices(kind), "indicator": indicator, **({"source": source} if source else {})}


@transaction.atomic
def check_figures(data: bytes, file_name: str, *, kind: str, defaults: dict[str, Any], actor: User) -> ImportRun:
    """A trial of the file stands; no figure is written. Raises DomainError for a file that cannot be read."""
    run = ImportRun(file_name=file_name[:200] or _("file"), kind=kind, defaults=defaults, made_by_id=actor.pk)
    run.take_city()
    run.file = data
    read_file(run, data, actor)
    run.save()
    record(verbs.SHEET_CHECKED, run, actor=actor, title=run.file_name)
    return run


@transaction.atomic
def choose_figures(run: ImportRun, *, actor: User, meanings: dict[str, str], **choices: Any) -> ImportRun:
    """The trial is made anew with these choices: place of the headings, columns, rows, meaning of a year.

    Refused where the rows would be those of another city of the network.
    """
    run = lock_run(run)
    words = choices.get("words") or []
    if run.kind == FIGURES and (foreign := find_foreign_words(words, run.city)):
        text = _("“%(word)s” is another city of the network. Its figures are not imported here.")
        raise import_error("foreign", text % {"word": foreign[0]})
    run.defaults = {**run.defaults, **choices}
    known = run.meanings.get("indicator", {})
    run.meanings = {"indicator": {**known, **{normalise_value(word): key for word, key in meanings.items()}}}
    read_file(run, bytes(run.file), actor)
    run.save(update_fields=KEPT)
    record(verbs.SHEET_CHECKED, run, actor=actor, title=run.file_name)
    return run


def apply_figures(run: ImportRun, *, actor: User, say: Say | None = None, sure: bool | None = None) -> int:
    """Each figure of the preview stands as a draft, or as a national average; or none does. Returns how many.

    Raises AskAgain unless `sure` where figures are asked about. Where figures changed since the preview a new one stands.
    """
    with transaction.atomic():
        run = lock_run(run, ImportRun.State.APPLYING)
        if run.counts.get("questions") and not (run.defaults.get("sure") if sure is None else sure):
            text = _("Some figures change sharply. Check them, then tick the box to confirm.")
            raise AskAgain(text, code="programs.jump", years=[])
        if not run.touched:
            raise nothing_to_import()
        lift_limit()
        shown = (run.touched, run.problems)
        _lock_targets(run)
        try_figures(run, table_of(run))
        is_as_shown = (run.touched, run.problems) == shown
        if is_as_shown:
            _write_lines(run, actor, say)
            _close_run(run, actor)
        else:
            run.save(update_fields=KEPT)
            if run.state == ImportRun.State.APPLYING:
                run.move(ImportRun.State.CHECKED, lease_until=None, refusal=str(STALE))
    if not is_as_shown:
        raise DomainError(STALE, code="stakeholders.import_stale")
    return len(run.touched)


def _lock_targets(run: ImportRun) -> None:
    if run.kind == FIGURES:
        keys = {int(line["key"]) for line in run.touched}
        rows = Indicator.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
        list(rows.values_list("pk", flat=True))


def _close_run(run: ImportRun, actor: User) -> None:
    told = run.waiting_people
    about: dict[str, Any] = {"title": run.file_name, "new": run.counts["new"], "changed": run.counts["changed"]}
    emptied: dict[str, Any] = {"rows": [], "numbers": [], "other_sheets": [], "file": b""}
    run.move(
        ImportRun.State.DONE,
        done_at=timezone.now(),
        lease_until=None,
        refusal="",
        touched=run.touched,
        counts=run.counts,
        **emptied,
    )
    record(verbs.SHEET_APPLIED, run, actor=actor, notify=told, **about)


def _write_lines(run: ImportRun, actor: User, say: Say | None) -> None:
    targets, source = list_targets(run, run.city), str(run.defaults.get("source") or "")
    done = 0
    for key, group in groupby(run.touched, key=lambda line: str(line["key"])):
        lines = list(group)
        write_side(run, targets[key], lines, side="new", source=source, actor=actor)
        done += len(lines)
        if say:
            say(done / len(run.touched))


def write_side(
    run: ImportRun, target: Indicator | Definition, lines: list[dict[str, Any]], *, side: str, source: str, actor: User
) -> None:
    """The `new` or `old` figures of these lines stand; a line without an old one is taken away."""
    said = {line["period"]: parse_line(line[side]) for line in lines if line[side] is not None}
    # What goes back has its own source again.
    sources = {line["period"]: line.get("source", "") for line in lines} if side == "old" else {}
    gone = [line["period"] for line in lines if line[side] is None]
    if isinstance(target, Indicator):
        series = run.defaults.get("series") or Series.ACTUAL
        figures = [
            Figure(series, year, value, numerator, denominator, sources.get(year, source), flags)
            for year, (value, numerator, denominator, flags) in said.items()
        ]
        emptied = [(series, year) for year in gone]
        enter_values(target, figures, actor=actor, sure=True, emptied=emptied)
        return
    values = {year: value for year, (value, *_rest) in said.items() if value is not None}
    flags = {year: flags for year, (*_numbers, flags) in said.items()}
    country = run.city.country
    source = next(filter(None, sources.values()), source)
    enter_national(target, country, values, actor=actor, source=source, sure=True, removed=gone, flags=flags)


def describe_why_figures_stay(run: ImportRun) -> str:
    """Why the import cannot be undone, in a sentence; "" while it can."""
    return describe_why_import_stays(run) or ("" if run.touched else _("This import can no longer be undone."))


def describe_all_changed() -> str:
    """Why nothing of the file goes back whose figures are all other people's matter by now."""
    return _("Every figure of this file was handed over or changed since. Change each one by itself.")


def list_undoable(run: ImportRun) -> list[dict[str, Any]]:
    """The lines whose figure is still what the file said, and may still change: drafts, or national averages."""
    if run.kind == FIGURES:
        keys = {int(line["key"]) for line in run.touched}
        rows = IndicatorValue.objects.filter(
            indicator__in=keys, series=run.defaults.get("series") or Series.ACTUAL, state=State.DRAFT
        )
        said = {
            (str(row.indicator_id), row.period): format_line(row.value, row.numerator, row.denominator, row.flags)
            for row in rows
        }
    else:
        targets = list_targets(run, run.city)
        known = NationalFigure.objects.filter(country=run.city.country)
        said = {
            (row.catalogue_code, row.period): format_line(row.value, None, None, row.flags)
            for row in known
            if row.catalogue_code in targets and row.definition_version == targets[row.catalogue_code].version  # type: ignore[union-attr]
        }
    return [line for line in run.touched if said.get((str(line["key"]), line["period"])) == line["new"]]


@transaction.atomic
def undo_figures(run: ImportRun, *, actor: User, reason: str, say: Say | None = None) -> int:
    """What the file wrote is as it was before, but for figures that were handed over or changed since.

    Returns how many went back. Refused after its days, and where none could.
    """
    run = lock_row(run)
    refusal = "" if run.state == ImportRun.State.UNDOING else describe_why_figures_stay(run)
    if refusal:
        raise DomainError(refusal, code="stakeholders.sheet_not_undone")
    lift_limit()
    _lock_targets(run)
    going = list_undoable(run)
    if not going:
        raise DomainError(describe_all_changed(), code="stakeholders.sheet_all_changed")
    targets, source = list_targets(run, run.city), str(run.defaults.get("source") or "")
    for key, lines in groupby(going, key=lambda line: str(line["key"])):
        if key in targets:
            write_side(run, targets[key], list(lines), side="old", source=source, actor=actor)
    counts = {**run.counts, "undone": len(going), "stayed": len(run.touched) - len(going)}
    people = ({run.made_by} - {actor}) | set(run.waiting_people)
    emptied: dict[str, Any] = {"touched": [], "undo_reason": "", "refusal": "", "lease_until": None, "problems": []}
    run.move(ImportRun.State.UNDONE, undone_at=timezone.now(), counts=counts, **emptied)
    record(verbs.SHEET_UNDONE, run, actor=actor, notify=people, reason=reason, title=run.file_name)
    return len(going)


def own_words(run: ImportRun) -> list[str]:
    """By which words the file's rows of this city, or of its country, are found."""
    return run.defaults.get("words") or list_own_words(run, run.city)
