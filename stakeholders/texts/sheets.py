"""What the preview of a spreadsheet says about a line, by its code."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from educities.kit.multilingual import LANGUAGES, join_localised
from stakeholders.imports.rows import LineNote
from stakeholders.imports.sheet_cells import clean_cell, list_choices
from stakeholders.imports.sheet_marks import MARK
from stakeholders.imports.table import cut_table
from stakeholders.models import ImportRun

Note = dict[str, Any]
# The column by which a line is known, and how those begin that name what it is about in each language.
REFERENCE = "reference"
NAMING = ("name_", "title_")
# Notes that stand beside a line which is taken: what changes, and what is not read of it.
CHANGED, NEWER = "changed", frozenset({"newer", "newer_both"})
HINTS = frozenset({CHANGED, *NEWER, "cell_not_read", "name_kept"})
SHEET_PROBLEMS: dict[str, Promise] = {
    "cell_error": _("The cell holds an error, or a formula without its result. The line is left out."),
    "cell_damaged": _("Some characters of this cell are damaged. Correct it in the file."),
    "cell_link": _("Write it without a web or email address."),
    "cell_too_long": _("The text is too long."),
    "cell_no_email": _("This is not an email address."),
    "cell_no_phone": _("This is not a phone number."),
    "cell_no_website": _("This is not a web address."),
    "cell_no_number": _("This is not a number that fits here."),
    "cell_no_year": _("This is not a school year. Write it as 2026/27, or as the year in which it begins."),
    "cell_no_day": _("This is not a day. Write it as 2027-01-31 or 31.1.2027."),
    "cell_no_flag": _("Write yes or no."),
    "cell_unknown": _("This is none of the choices. Take the words of a line that is fine."),
    "cell_missing": _("This cell cannot be empty."),
    "cell_not_read": _("Nothing is read of this column in a new line."),
    "name_kept": _("The person of this address is in the city already and keeps their own name."),
    "cell_fixed": _("A file cannot change this column. Change it on the page, or put the earlier text back."),
    "organisation_unknown": _("The city has no organisation of this reference or registry number."),
    "organisation_here": _(
        "An organisation of this name is in the city, or in a line above. If it is another one, add it on the page."
    ),
    "person_here": _(
        "Someone of this name is in the city, or in a line above. If it is another person, add them on the page."
    ),
    "asked_above": _("A line above asks this person for the same organisation."),
    "reference_unknown": _("No line of the city has this reference. Leave it empty for a new line."),
    "reference_twice": _("An earlier line of the file has this reference. Leave it empty for a new line."),
    "mark_other_city": _("This line was downloaded in another city. Download the spreadsheet here."),
    "mark_other_line": _(
        "The reference is of one line, the rest of another: perhaps only some of the columns were sorted. Download the "
        "spreadsheet again."
    ),
    "newer": _("The city has changed this cell since the download; the file holds what stood there before."),
    "newer_both": _("The file and the city have both changed this cell since the download."),
    "roster_no_school": _("This body is no school by its kind. It is taken as one, as classes belong to it."),
    "roster_same_name": _(
        "The city has a school of this name without a number. It is taken as the same, and gets this number."
    ),
    "roster_no_parent": _("The body above it is not in the roster."),
    "roster_class_of_none": _("A class belongs to a school that is not in the roster. It is not counted."),
    "roster_role_differs": _("One part of the roster says teacher, another says pupil. This person is left out."),
    "roster_teacher_of_none": _("A teacher belongs to a school that is not in the roster, and is left out."),
    "roster_no_number": _("A school has no number and no key, and is left out."),
    "roster_number_twice": _("Two schools have this number. The second is left out, with its classes and teachers."),
    "roster_no_classes": _("The roster names no class of this school. It comes in without a site."),
    "roster_mailbox_twice": _("Several names have one email address. They are taken as one person."),
    "roster_no_email": _("A teacher has no good email address, and cannot be invited."),
    "undo_gone": _("The row is no longer in this list, or someone else keeps it by now."),
    "undo_cell": _("The city has changed this cell since. It stays as it is."),
    "undo_changed": _("Something was done with it since."),
    # Of files that were undone before it could be.
    "undo_asked": _("What the file said of a representative was not undone."),
    # The same.
    "undo_person": _("A person who was added stays in the city."),
    "may_not": _("You may not change this line. Ask the person who keeps it."),
}
SHEET_COUNTS: dict[str, Promise] = {
    "rows": _("lines in the file"),
    "new": _("new lines"),
    "changed": _("changed lines"),
    "same": _("as they are"),
    "refused": _("left out"),
    "newer": _("cells left as the city has changed them since the download"),
    "undone": _("undone"),
    "stayed": _("not undone"),
}

ROSTER_COUNTS: dict[str, Promise] = {
    "new": _("new schools"),
    "changed": _("schools with another number of classes"),
    "same": _("schools as they are"),
    "classes": _("classes"),
    "teachers": _("teachers"),
    "reachable": _("of them to invite: with an email address, and not in the city yet"),
    "pupils": _("pupils, counted and left out"),
    "others": _("other people, left out"),
}


def say_problems(
    notes: Iterable[Note], lines: Mapping[str, Any], names: Mapping[int, str] | None = None
) -> list[LineNote]:
    """What is said of lines, but for the cells that change or that the city knows newer.

    `lines`: the columns of the kind, by name. `names`: what the lines are about, by their rows.
    """
    return [
        LineNote(
            note["row"] or "",
            _name_column(note, lines),
            _say_problem(note, lines),
            note["value"],
            _name_line(note, names or {}),
        )
        for note in notes
        if note["code"] not in {CHANGED, *NEWER}
    ]


def say_roster_problems(notes: Iterable[Note]) -> list[LineNote]:
    """What is wrong in the files of a roster: of what is the same in several rows the numbers of these."""
    return [
        LineNote(
            _list_rows(note),
            note["column"],
            str(SHEET_PROBLEMS[note["code"]]),
            note["value"],
            note.get("name", ""),
            times=note.get("times", 1),
        )
        for note in notes
    ]


def _list_rows(note: Note) -> str:
    rows = note.get("rows") or ([str(note["row"])] if note["row"] else [])
    return join_localised(rows) + (" …" if rows and note.get("times", 1) > len(rows) else "")


def _say_problem(note: Note, lines: Mapping[str, Any]) -> str:
    line, text = lines.get(note["column"]), note.get("text")
    if note["code"] == "cell_unknown" and line is not None and line.choices:
        return list_choices(line.choices)
    return (_pick_language(text) if text else "") or str(SHEET_PROBLEMS[note["code"]])


def _pick_language(said: str | Mapping[str, str]) -> str:
    """What is kept in each language, in the reader's; of before, what was kept in that of whoever looked at the file."""
    return said if isinstance(said, str) else said.get((get_language() or "")[:2]) or next(iter(said.values()), "")


def _name_column(note: Note, lines: Mapping[str, Any]) -> str:
    line = lines.get(note["column"])
    return str(line.label) if line is not None else note["column"]


def _name_line(note: Note, names: Mapping[int, str]) -> str:
    return _pick_language(note.get("name") or "") or names.get(note["row"], "")


def say_changes(
    notes: Iterable[Note], lines: Mapping[str, Any], names: Mapping[int, str], changers: Mapping[tuple[int, str], str]
) -> list[LineNote]:
    """Of each cell what stands in the city and in the file; where the city has changed it since the file was downloaded, who
    did it and when (`changers`)."""
    return [
        LineNote(
            note["row"],
            _name_column(note, lines),
            _say_cell(note, note["before"], lines),
            note["value"],
            _name_line(note, names),
            changers.get((note.get("pk", 0), note["column"]), ""),
        )
        for note in notes
    ]


def _say_cell(note: Note, text: str, lines: Mapping[str, Any]) -> str:
    line = lines.get(note["column"])
    return str(line.say(text)) if line is not None else text


def name_lines(run: ImportRun) -> dict[int, str]:
    """What each line of the file is about, by its row, in the reader's language where it stands there.

    Nothing of a file whose lines are no longer kept.
    """
    if not run.rows:
        return {}
    languages = sorted(LANGUAGES, key=lambda code: code != (get_language() or "")[:2])
    naming = ["display_name", *(word + code for word in NAMING for code in languages)]
    named = [run.columns[name] for name in naming if name in run.columns]
    return {row: next((cells[index] for index in named if cells[index]), "") for row, cells in _list_lines(run)}


def say_new_lines(run: ImportRun) -> list[LineNote]:
    """The cells of each line that would be new, each behind its heading."""
    if REFERENCE not in run.columns or not run.counts.get("new"):
        return []
    left = {note["row"] for note in run.problems if note["code"] not in HINTS}
    key, cells = (
        run.columns[REFERENCE],
        sorted(index for name, index in run.columns.items() if name not in {REFERENCE, MARK}),
    )
    heads = cut_table(run.rows, run.heading)[0]
    return [
        LineNote(number, "", "", " · ".join(f"{heads[index]}: {row[index]}" for index in cells if row[index]))
        for number, row in _list_lines(run)
        if not clean_cell(row[key]) and number not in left
    ]


def _list_lines(run: ImportRun) -> Iterable[tuple[int, list[str]]]:
    """(row in the file, cells) of each line below the headings."""
    return zip(run.row_numbers[run.heading + 1 :], cut_table(run.rows, run.heading)[1:], strict=True)


def list_unread(run: ImportRun) -> list[str]:
    """The headings of the columns of which nothing is read; nothing of a file whose lines are no longer kept."""
    if not run.rows:
        return []
    read = set(run.columns.values())
    return [head for index, head in enumerate(cut_table(run.rows, run.heading)[0]) if head and index not in read]
