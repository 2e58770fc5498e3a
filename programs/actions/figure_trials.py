"""What a file of figures would do: read, compared with what stands, and asked about."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from educities.kit.errors import InvalidValue
from programs.actions.figures import Figure, resolve_figure
from programs.imports.figure_columns import guess_roles
from programs.imports.figure_doubles import choose_for_years
from programs.imports.figure_table import (
    FigureTable,
    FileFigure,
    Reading,
    count_figures,
    find_table_heading,
    find_years,
    guess_only,
    read_figures,
    read_table,
    take_own,
)
from programs.imports.single_years import guess_single_year
from programs.models import Indicator, IndicatorValue, NationalFigure
from programs.queries.figure_files import (
    find_single_year,
    list_own_words,
    list_targets,
    remember_meanings,
    spell_targets,
)
from programs.values import scoring
from programs.values.catalogue import Definition
from programs.values.totals import spell_value
from stakeholders.imports.limits import import_error
from stakeholders.imports.table import Sheet, read_sheets
from stakeholders.models import ImportRun
from stakeholders.values.import_kinds import FIGURES

Series, State = IndicatorValue.Series, IndicatorValue.State
# So many first rows of each sheet are kept to choose the headings from, and so many problems.
SHOWN_ROWS, MOST_PROBLEMS = 12, 500
# [value, numerator, denominator, remarks] as they are kept in a file's line.
Said = list[str | None]
Standing = dict[str, dict[int, tuple[Said, str, str]]]


@dataclass
class Plan:
    """What each figure would do: `lines` are written, the others are counted or said; `doubles`: the school years of which the
    file has several figures, chosen from or not."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    doubles: list[dict[str, Any]] = field(default_factory=list)
    same: int = 0


def read_file(run: ImportRun, data: bytes, actor: Any) -> None:
    """The run holds a trial of the file, by the choices that it holds already; it is not saved. Raises DomainError."""
    city = run.city
    starts_in = city.school_year_start
    sheets = [sheet for sheet in read_sheets(data) if sheet.rows]
    if not sheets:
        raise import_error("no_rows", _("The file needs a line of headings and at least one line below it."))
    sheet, heading = _find_place(run, sheets, starts_in)
    run.sheet, run.heading = sheet.name[:100], 0
    run.other_sheets = [
        {"name": one.name, "rows": one.rows[:SHOWN_ROWS], "numbers": one.numbers[:SHOWN_ROWS]} for one in sheets
    ]
    table = read_table(sheet, heading, starts_in)
    run.defaults = {**run.defaults, "heading": sheet.numbers[heading]}
    chosen = run.defaults.get("columns")
    columns = (
        {role: index for role, index in chosen.items() if index < len(table.headings)}
        if chosen is not None
        else guess_roles(table.headings, table.rows, table.years)
    )
    counts = count_figures(table, columns)
    wanted = run.defaults.get("words") or list_own_words(run, city)
    is_here = take_own(table, columns, wanted, columns.get("authority") if chosen is not None else None)
    run.columns, run.numbers = columns, table.numbers
    run.rows = [table.headings, *table.rows]
    run.counts = {
        "figures": counts.figures,
        "gaps": counts.gaps,
        "remarks": dict(counts.flags),
        "remarked_gaps": counts.flagged_gaps,
        "authorities": counts.authorities,
        "own_rows": len(table.rows),
        "is_here": is_here,
        "single_year": guess_single_year(
            table, columns, country=city.country, has_keys=table.has_keys, starts_in=starts_in
        ),
    }
    try_figures(run, table)


def _find_place(run: ImportRun, sheets: list[Sheet], starts_in: int) -> tuple[Sheet, int]:
    """The sheet and the index of its row of headings: those that were chosen, else the likeliest."""
    name, number = run.defaults.get("sheet"), run.defaults.get("chosen_heading")
    sheet = next((one for one in sheets if one.name == name), None)
    if sheet is None:
        ranked = [(len(one.rows[find_table_heading(one, starts_in)]), -n) for n, one in enumerate(sheets)]
        sheet = sheets[-max(ranked)[1]]
    if number in sheet.numbers:
        return sheet, sheet.numbers.index(number)
    return sheet, find_table_heading(sheet, starts_in)


def table_of(run: ImportRun) -> FigureTable:
    """The rows that the run holds, as a table."""
    return FigureTable(run.rows[0], run.rows[1:], run.numbers, find_years(run.rows[0], run.city.school_year_start))


def try_figures(run: ImportRun, table: FigureTable) -> None:
    """The run holds what its rows would do now, and which choices are missing; it is not saved."""
    reading = _read_own(run, table)
    meanings = {**remember_meanings(run.kind), **run.meanings.get("indicator", {})}
    targets = list_targets(run, run.city)
    keys, unknown = _find_keys(run, reading, targets, meanings)
    plan = plan_figures(run, reading.figures, keys, targets)
    plan.problems = sorted([*reading.problems, *plan.problems], key=lambda note: int(note["row"]))
    run.meanings = {"indicator": meanings}
    run.touched, run.problems = plan.lines, plan.problems[:MOST_PROBLEMS]
    run.counts = {
        **run.counts,
        "own_gaps": len(reading.gaps),
        "own_remarked_gaps": sum(1 for _year, flags in reading.gaps if flags),
        "dividing": reading.dividing,
        "plain_years": reading.plain_year,
        "unknown": unknown,
        "new": sum(1 for line in plan.lines if line["old"] is None),
        "changed": sum(1 for line in plan.lines if line["old"] is not None),
        "same": plan.same,
        "left": len(plan.problems),
        "questions": plan.questions,
        "doubles": plan.doubles,
    }


def _read_own(run: ImportRun, table: FigureTable) -> Reading:
    """The figures of the run's rows. Where no choice was made yet, what the file itself says decides."""
    about: dict[str, Any] = {
        "single_year": find_single_year(run)[0],
        "starts_in": run.city.school_year_start,
    }
    only = {int(index): value for index, value in run.defaults.get("only", {}).items()}
    reading = read_figures(table, run.columns, only, **about)
    if reading.dividing and "only" not in run.defaults:
        guessed = guess_only(table, reading.dividing, run.defaults.get("words") or list_own_words(run, run.city))
        run.defaults = {**run.defaults, "only": {str(index): value for index, value in guessed.items()}}
        reading = read_figures(table, run.columns, guessed, **about)
    return reading


def _find_keys(
    run: ImportRun, reading: Reading, targets: Mapping[str, Any], meanings: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """`{word of the file: key}`, and the words that mean nothing yet."""
    if "indicator" not in run.columns:
        chosen = run.defaults.get("indicator") or ""
        return ({"": chosen} if chosen in targets else {}), []
    spelled = spell_targets(targets)
    words = {spell_value(figure.word): figure.word for figure in reading.figures}
    keys = {word: meanings[word] if word in meanings else spelled.get(word, "") for word in words}
    unknown = [said for word, said in words.items() if word not in meanings and not keys[word]]
    return {word: key for word, key in keys.items() if key in targets}, unknown


def plan_figures(
    run: ImportRun, figures: Iterable[FileFigure], keys: Mapping[str, str], targets: Mapping[str, Any]
) -> Plan:
    """What each figure would do to what stands now. Two queries at most."""
    plan, by_key = Plan(), dict[str, list[FileFigure]]()
    for figure in figures:
        if key := keys.get(spell_value(figure.word)):
            by_key.setdefault(key, []).append(figure)
    standing = _find_standing(run, by_key)
    for key, found in by_key.items():
        target = targets[key]
        measured = target if isinstance(target, Indicator) else measure_by(target)
        _plan_one(plan, run, key, measured=measured, figures=found, standing=standing.get(key, {}))
    return plan


def measure_by(definition: Definition) -> Indicator:
    """An indicator of the definition, of no city, by which a national figure is checked."""
    return Indicator(unit=definition.unit, numerator=definition.numerator, denominator=definition.denominator)


def _find_standing(run: ImportRun, keys: Iterable[str]) -> Standing:
    """`{key: {school year: (what stands there, its state, its source)}}`."""
    found: Standing = {}
    if run.kind == FIGURES:
        series = run.defaults.get("series") or Series.ACTUAL
        rows = IndicatorValue.objects.live().filter(indicator__in=[int(key) for key in keys], series=series)
        for row in rows.iterator(chunk_size=2_000):
            said = format_line(row.value, row.numerator, row.denominator, row.flags)
            found.setdefault(str(row.indicator_id), {})[row.period] = (said, row.state, row.source)
        return found
    targets = list_targets(run, run.city)
    for one in NationalFigure.objects.filter(catalogue_code__in=list(keys), country=run.city.country):
        definition = targets[one.catalogue_code]
        if one.definition_version == definition.version:  # type: ignore[union-attr]
            said = format_line(one.value, None, None, one.flags)
            found.setdefault(one.catalogue_code, {})[one.period] = (said, "", one.source)
    return found


def format_line(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, flags: str | None
) -> Said:
    """The numbers as they are kept in JSON: without zeros at their end, so that equal ones are written alike."""
    return [*(None if one is None else f"{one.normalize():f}" for one in (value, numerator, denominator)), flags or ""]


def parse_line(said: Said) -> tuple[Decimal | None, Decimal | None, Decimal | None, str]:
    """What `format_line` wrote."""
    value, numerator, denominator = (None if one is None else Decimal(one) for one in said[:3])
    return value, numerator, denominator, said[3] or ""


def _plan_one(
    plan: Plan,
    run: ImportRun,
    key: str,
    *,
    measured: Indicator,
    figures: list[FileFigure],
    standing: Mapping[int, tuple[Said, str, str]],
) -> None:
    is_national = run.kind != FIGURES
    series = Series.BENCHMARK if is_national else run.defaults.get("series") or Series.ACTUAL
    written: dict[int, Said] = {}
    for figure in _choose_for_years(plan, key, figures, run.defaults.get("rows", ())):
        parts = (None, None) if is_national else (figure.numerator, figure.denominator)
        try:
            exact = resolve_figure(measured, Figure(series, figure.period, figure.value, *parts, flags=figure.flags))
        except InvalidValue as error:
            code = error.code.removeprefix("programs.")
            plan.problems.append(_note_figure(key, figure, code))
            continue
        said = format_line(exact.value, exact.numerator, exact.denominator, exact.flags)
        old, state, source = standing.get(figure.period, (None, "", ""))
        if old == said:
            plan.same += 1
        elif state in {State.SUBMITTED, State.CONFIRMED}:
            plan.problems.append(_note_figure(key, figure, f"is_{state}", str(said[0])))
        else:
            written[figure.period] = said
            line = {"key": key, "period": figure.period, "row": figure.row, "old": old, "new": said}
            plan.lines.append(line | ({"source": source} if source else {}))
    if series in {Series.ACTUAL, Series.BENCHMARK}:
        _ask_about(plan, key, measured, {year: said for year, (said, *_rest) in standing.items()}, written)


def _choose_for_years(plan: Plan, key: str, figures: list[FileFigure], rows: Collection[int]) -> list[FileFigure]:
    """One figure for each school year; the others are said, and asked about."""
    found = choose_for_years(figures, rows)
    plan.problems.extend(_note_figure(key, figure, code) for figure, code in found.left)
    for year, same_year in found.several.items():
        said = [[one.row, format_line(*one.said, one.flags)] for one in same_year]
        plan.doubles.append({"key": key, "period": year, "rows": said})
    return found.counting


def _note_figure(key: str, figure: FileFigure, code: str, value: str = "") -> dict[str, Any]:
    value = value or str(figure.numerator if figure.value is None else figure.value)
    return {"row": figure.row, "column": "", "code": code, "value": value, "key": key, "period": figure.period}


def _ask_about(
    plan: Plan, key: str, measured: Indicator, before: Mapping[int, Said], written: Mapping[int, Said]
) -> None:
    """Jumps and denominators that shrink, where a figure of the file is one of the two."""
    known = {**before, **written}
    values = {year: Decimal(said[0]) for year, said in known.items() if said[0] is not None}
    parts = {year: Decimal(said[2]) for year, said in known.items() if said[2] is not None}
    in_percent = measured.unit == Indicator.Unit.PERCENT
    asked = [("jump", values, pair) for pair in scoring.find_jumps(values, in_percent=in_percent)]
    asked += [("shrinks", parts, pair) for pair in scoring.find_shrunk(parts)]
    for code, numbers, (one, two) in asked:
        if {one, two} & set(written):
            old, new = (f"{numbers[year].normalize():f}" for year in (one, two))
            plan.questions.append({"key": key, "code": code, "one": one, "two": two, "old": old, "new": new})
