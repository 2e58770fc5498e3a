"""Figures as people write them, and two columns pasted out of a spreadsheet."""

import csv
import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import strip_format_signs
from educities.kit.school_years import SPAN, replace_digits
from programs.values.calendar import school_year
from programs.values.single_years import BEGINS, is_single_year, read_year

# So many lines that were not understood are named at once.
NAMED_LINES = 10
QUOTES = "\"'“”„"


def read_number(text: str) -> Decimal | None:
    """The number that a person wrote: `61.2`, `61,2`, `1,204`, `61.2 %`, Arabic digits; None for nothing."""
    said = replace_digits(re.sub(r"[\x00\s%٪']", "", strip_format_signs(text or "")))
    if not said:
        return None
    said = said.replace("٫", ".").replace("٬", "").replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", said):
        said = said.replace(",", "")
    said = said.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", said):
        raise ValidationError(_("“%(text)s” is not a number."), params={"text": text.strip()[:30]})
    try:
        return Decimal(said)
    except InvalidOperation as error:
        raise ValidationError(_("“%(text)s” is not a number."), params={"text": text.strip()[:30]}) from error


def read_pairs(text: str, *, starts_in: int = 9, single_year: str = BEGINS) -> dict[int, Decimal]:
    """`{school year: figure}` of lines such as `2024<tab>61.2`, `"2024/25";"61,2"`, `1.9.2024 61.2` or `תשפ״ה 61.2`.

    A year alone is the school year that `single_year` says: the one that begins in it, or that ends in it.

    The first line may be headings: it is, when it holds no figure. Every other line is read, or named in the refusal
    with its number among all lines that were pasted.
    """
    found: dict[int, Decimal] = {}
    wrong: list[ValidationError] = []
    lines = [(number, strip_format_signs(line)) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line]
    if lines and not any(sign.isdecimal() for sign in lines[0][1]):
        lines.pop(0)
    for number, line in lines:
        year, figure = _parse_pair(line, starts_in, single_year)
        if year is None or figure is None:
            params = {"number": number, "line": line[:60]}
            wrong.append(ValidationError(_("Line %(number)s has no school year and figure: %(line)s"), params=params))
        elif year in found:
            params = {"year": school_year(year)}
            wrong.append(ValidationError(_("The school year %(year)s appears twice."), params=params))
        else:
            found[year] = figure
    if wrong:
        raise ValidationError(wrong[:NAMED_LINES])
    return found


def find_single(text: str) -> str:
    """The first year of the lines that stands alone, such as 2018; "" where none does."""
    firsts = (first for line in text.splitlines() for first, _second in _split_pair(strip_format_signs(line)))
    return next((replace_digits(first).strip(QUOTES) for first in firsts if is_single_year(first)), "")


def _parse_pair(line: str, starts_in: int, single_year: str) -> tuple[int | None, Decimal | None]:
    for first, second in _split_pair(line):
        year = read_year(first, single_year=single_year, starts_in=starts_in)
        if year is None:
            continue
        try:
            return year, read_number(second.strip(QUOTES))
        except ValidationError:
            continue
    return None, None


def _split_pair(line: str) -> list[tuple[str, str]]:
    """The ways in which the line may be two cells, the likeliest first."""
    ways = []
    for delimiter in "\t;|,":
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter)) if cell.strip()]
        if len(cells) == 2:
            ways.append((cells[0], cells[1]))
        elif len(cells) > 2 and delimiter != ",":
            return []
    # Without such a sign the year ends at the first blank, or behind the second of its years.
    if (span := SPAN.match(replace_digits(line))) and line[span.end() :].strip():
        ways.append((span[0], line[span.end() :].strip(" ,،;")))
    first, _blank, second = line.partition(" ")
    return [*ways, (first.strip(",،;"), second.strip())]
