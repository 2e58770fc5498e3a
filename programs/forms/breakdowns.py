"""A table of groups, pasted out of a spreadsheet."""

import csv
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import LineField, SeenTextField, check_no_percent, strip_format_signs
from educities.kit.forms import Layout, ReasonForm
from educities.kit.school_years import read_school_year
from educities.kit.seen_values import StampField
from programs.actions.breakdowns import CellData
from programs.forms.pasted import NAMED_LINES, read_number
from programs.forms.sure import SureForm
from programs.models import Breakdown, Indicator
from programs.values.calendar import school_year
from programs.values.single_years import is_single_year

MOST_GROUPS, LONGEST_NAME, MOST_PEOPLE = 200, 80, 10_000_000


class BreakdownForm(SureForm):
    LAYOUT: ClassVar[Layout] = (("", (("dimension", "period"), "paste", "source")),)
    dimension = forms.ChoiceField(label=_("Groups"), choices=Breakdown.Dimension.choices)
    period = LineField(label=_("School year"), max_length=20, widget=forms.TextInput(attrs={"dir": "ltr"}))
    paste = SeenTextField(
        label=_("The groups, one a line"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    )
    source = SeenTextField(label=_("Source"), required=False, max_length=200)

    def __init__(self, *args: Any, indicator: Indicator, this_year: int, starts_in: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator, self.this_year, self.starts_in = indicator, this_year, starts_in
        self.fields["period"].initial = school_year(this_year - 1)
        self.fields["paste"].help_text = (
            _("As two columns of a spreadsheet: the group, and how many people.")
            if indicator.counts_people
            else _("As three columns of a spreadsheet: the group, how many of them are counted, and how many they are.")
        )

    def clean_period(self) -> int:
        said = self.cleaned_data["period"]
        year = read_school_year(said, starts_in=self.starts_in)
        if year is not None and is_single_year(said):
            about = {"alone": year, "one": school_year(year - 1), "two": school_year(year)}
            text = _("%(alone)s may be %(one)s or %(two)s. Write both years.")
            raise ValidationError(text, params=about, code="single_year")
        if year is None or not 1990 <= year <= self.this_year:
            raise ValidationError(_("Write a school year that has begun, such as 2024/25."), code="period")
        return year

    def clean_paste(self) -> list[CellData]:
        lines = [(n, line) for n, line in enumerate(self.cleaned_data["paste"].splitlines(), start=1) if line.strip()]
        # Headings hold no figure.
        if lines and not any(sign.isdecimal() for sign in lines[0][1]):
            lines.pop(0)
        if len(lines) > MOST_GROUPS:
            raise ValidationError(_("%(n)s groups at most."), params={"n": MOST_GROUPS}, code="too_many")
        return read_groups(lines)


def read_groups(lines: list[tuple[int, str]]) -> list[CellData]:
    """The groups of numbered lines. Raises ValidationError, which names each line that is none and a group given twice."""
    found = [(number, line, read_group(line)) for number, line in lines]
    text = _("Line %(number)s has no group and figures: %(line)s")
    wrong = [
        ValidationError(text, params={"number": number, "line": line.strip()[:60]})
        for number, line, cell in found
        if cell is None
    ]
    cells = [cell for _number, _line, cell in found if cell is not None]
    names = [name for name, _counted, _people in cells]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        wrong.append(ValidationError(_("“%(name)s” appears twice."), params={"name": twice[0]}))
    if wrong:
        raise ValidationError(wrong[:NAMED_LINES])
    return cells


def read_group(line: str) -> CellData | None:
    """`North<tab>40<tab>52` as the group, who is counted and out of how many; None for another line."""
    for delimiter in "\t;|,،؛":
        cells = [strip_format_signs(cell).strip() for cell in next(csv.reader([line], delimiter=delimiter))]
        cells = [cell for cell in cells if cell]
        if len(cells) in {2, 3} and len(cells[0]) <= LONGEST_NAME:
            numbers = [_read_count(cell) for cell in cells[1:]]
            if None not in numbers:
                counted, people = (*numbers, None)[:2]
                return cells[0], counted or 0, people
    return None


def _read_count(text: str) -> int | None:
    try:
        check_no_percent(text)
        said = read_number(text)
    except ValidationError:
        return None
    is_count = said is not None and said == said.to_integral_value() and 0 <= said <= MOST_PEOPLE
    return int(said) if is_count and said is not None else None


class ReturnForm(ReasonForm):
    """What is to be corrected; `seen`: the stamp of the figures that the page showed."""

    seen = StampField()
