"""What a trial says about a row, by its code, and where in the file it was read."""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from educities.kit.multilingual import join_localised, write_range
from stakeholders.imports.table import cut_table, find_gaps
from stakeholders.models import ImportRun

SHOWN_GAPS = 12

PROBLEMS: dict[str, Promise] = {
    "damaged": _("Some characters of this row are damaged: the row is left out. Correct it in the file."),
    "cell_error": _("The cell holds an error, or a formula without its result. It is taken as empty."),
    "name_error": _("The cell holds an error, or a formula without its result. The line is left out."),
    "name_missing": _("There is no name: the row is left out."),
    "sector_unknown": _(
        "No sector of this name: the row is left out. Write public, business, non-profit or social business."
    ),
    "sector_missing": _(
        "No sector is given: the row is left out. Write one in the file, or choose one for all rows before you import."
    ),
    "email_left_out": _("This is not an email address. The organisation is imported without it."),
    "website_left_out": _("This is not a web address. The organisation is imported without it."),
    "email_first_of_several": _("Several addresses: the first one is taken."),
    "too_long": _("The text is too long: its end is cut off."),
    "name_repeated_in_file": _("An earlier row has the same name. This row is skipped."),
    "name_already_in_city": _("The city has an organisation of this name: the row is left out."),
    "registry_no_repeated_in_file": _("An earlier row has the same registry number. This row is skipped."),
    "registry_no_already_in_city": _("The city has an organisation with this registry number: the row is left out."),
    "registry_no_other_repeated_in_file": _(
        "“%(name)s” has the registry number of “%(other)s” in an earlier row: the row is left out. Correct one of the two."
    ),
    "registry_no_other_already_in_city": _(
        "“%(name)s” has the registry number of “%(other)s” in the city: the row is left out. Correct one of the two."
    ),
}
COUNTS: dict[str, Promise] = {
    "rows": _("rows in the file"),
    "new": _("new organisations"),
    "repeated_in_file": _("repeated in the file, left out"),
    "already_in_city": _("in the city already, left out"),
    "number_of_another": _("with the registry number of another one, left out"),
    "refused": _("left out, with the reason below"),
    "addresses_left_out": _("bad email addresses, left out"),
    "addresses_shortened": _("several email addresses, first one used"),
    "gone": _("removed again when the import was undone"),
    "kept": _("changed since the import, kept"),
}


def place_in_words(run: ImportRun) -> list[tuple[str, str]]:
    """`[(what, words)]`: the sheet that is read, the row of headings, the rows below it and the blank ones among them."""
    numbers = run.row_numbers[run.heading :]
    gaps = find_gaps(numbers)
    not_taken = [*list_unused_headings(run), *([gettext("cells without a heading")] if has_cells_beyond(run) else [])]
    blank = join_localised(write_range(first, last) for first, last in gaps[:SHOWN_GAPS])
    return [
        (gettext("Sheet"), run.sheet),
        (gettext("Other sheets"), join_localised(sheet["name"] for sheet in run.other_sheets)),
        (gettext("Row with the headings"), str(numbers[0])),
        (pgettext("of a file", "Rows"), write_range(numbers[1], numbers[-1]) if len(numbers) > 1 else ""),
        (gettext("Blank rows, not counted"), f"{blank} …" if len(gaps) > SHOWN_GAPS else blank),
        *([(gettext("Columns that are not imported"), join_localised(not_taken))] if not_taken else []),
    ]


def list_unused_headings(run: ImportRun) -> list[str]:
    """The headings of the columns that fill no line, as they stand in the file; a column in which nothing stands is none."""
    header, *below = cut_table(run.rows, run.heading)
    used = set(run.columns.values())
    left = [index for index in range(len(header)) if index not in used and any(row[index] for row in below)]
    return [header[index] or str(index + 1) for index in left]


def has_cells_beyond(run: ImportRun) -> bool:
    """Does any row hold more than there are headings?"""
    width = len(cut_table(run.rows, run.heading)[0])
    return any(any(row[width:]) for row in run.rows[run.heading + 1 :])
