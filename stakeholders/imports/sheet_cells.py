"""The cells of the city's own spreadsheets: how each kind of value is written, and read again in any of our languages."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from educities.kit import fields
from educities.kit.fields import clean_code, strip_format_signs
from educities.kit.multilingual import join_localised
from educities.kit.school_years import read_school_year
from stakeholders.imports.addresses import is_web_address
from stakeholders.imports.rows import CELL_ERRORS
from stakeholders.imports.text_file import DAMAGED
from stakeholders.values import normalise_text

DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"),
)
YES, NO = ("yes", "1", "true", "x", "✓", "כן", "نعم"), ("no", "0", "false", "", "-", "לא", "لا")


class CellError(ValueError):
    """A cell cannot be read; `code` says why, in `SHEET_PROBLEMS`, where `text` does not say it more closely."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(code)
        self.code, self.text = code, text


def clean_cell(text: str) -> str:
    """The cell as it is compared: without signs that nobody sees."""
    return strip_format_signs(text).strip()


def refuse_broken(text: str) -> None:
    """Raises CellError for what a spreadsheet could not compute, and for bytes that are no characters."""
    if text in CELL_ERRORS:
        raise CellError("cell_error")
    if DAMAGED in text:
        raise CellError("cell_damaged")


def read_by(field: forms.Field, wrong: str = "cell_too_long") -> Callable[[str], Any]:
    """As a form's box reads it: what pages take or refuse, spreadsheets do too. `wrong`: what is said of any other fault."""
    said = {"link": "cell_link", "max_length": "cell_too_long", "phone": "cell_no_phone"}

    def read(text: str) -> Any:
        try:
            return field.clean(text)
        except ValidationError as error:
            raise CellError(said.get(getattr(error.error_list[0], "code", None) or "", wrong)) from error

    return read


def read_line(most: int) -> Callable[[str], str]:
    """A line of text of at most `most` characters."""
    return read_by(fields.LineField(max_length=most, required=False))


def read_name(most: int) -> Callable[[str], str]:
    """What others read as somebody's name, or where they live: no address stands in it."""
    return read_by(fields.NameField(max_length=most, required=False))


def read_text(most: int) -> Callable[[str], str]:
    """Text of several lines, of at most `most` characters."""
    return read_by(fields.SeenTextField(max_length=most, required=False))


def read_code(most: int) -> Callable[[str], str]:
    """A number of a register, in digits of any script."""
    return read_by(fields.RegistryField(max_length=most, required=False))


def read_phone(most: int) -> Callable[[str], str]:
    """A telephone number, in digits of any script."""
    return read_by(fields.PhoneField(max_length=most, required=False))


read_email = read_by(fields.AddressField(required=False), "cell_no_email")


def read_web_address(text: str) -> str:
    """The address of a page, or nothing."""
    full = text if not text or "://" in text else f"https://{text}"
    if full and not is_web_address(full):
        raise CellError("cell_no_website")
    return full


def read_choice(choices: Iterable[tuple[Any, Any]]) -> Callable[[str], Any]:
    """One of the choices, by its own name or by what pages call it in any language."""
    listed = list(choices)

    @cache
    def spell_choices() -> dict[str, Any]:
        # Of two that are called the same the first.
        spelled = [
            (word, value) for value, label in listed for word in (normalise_text(str(value)), *list_labels(label))
        ]
        return dict(reversed(spelled))

    def read(text: str) -> Any:
        said = normalise_text(text)
        if said in spell_choices():
            return spell_choices()[said]
        if not said:
            raise CellError("cell_missing")
        raise CellError("cell_unknown", list_choices(listed))

    return read


def list_choices(choices: Iterable[tuple[Any, Any]]) -> str:
    """A sentence that says which choices there are."""
    return _("This is none of the choices: %(choices)s.") % {"choices": join_localised(label for _v, label in choices)}


def list_labels(label: Any) -> set[str]:
    """What pages of each language call it, in the spelling of the search."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(normalise_text(str(label)))
    return found


def read_number(text: str) -> Decimal:
    """A number as people write it, of which there may be nothing but never less."""
    try:
        number = fields.read_number(text)
    except ValidationError as error:
        raise CellError("cell_no_number") from error
    if number is None:
        raise CellError("cell_missing")
    if not 0 <= number < Decimal(10) ** 10:
        raise CellError("cell_no_number")
    return number


def read_whole(text: str) -> int:
    """A whole number."""
    number = read_number(text)
    if number != number.to_integral_value():
        raise CellError("cell_no_number")
    return int(number)


def read_period(text: str) -> int:
    """The year in which a school year begins, as pages write school years: 2026, 2026/27, תשפ״ז."""
    if not text:
        raise CellError("cell_missing")
    year = None if any(shape.fullmatch(clean_code(text)) for shape in DAYS) else read_school_year(text)
    if year is not None:
        return year
    try:
        return read_whole(text)
    except CellError as error:
        raise CellError("cell_no_year") from error


def read_day(text: str) -> date | None:
    """A day, as 2027-01-31 or 31.1.2027; None for an empty cell."""
    if not text:
        return None
    found = next(filter(None, (shape.fullmatch(clean_code(text)) for shape in DAYS)), None)
    if found is None:
        raise CellError("cell_no_day")
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError as error:
        raise CellError("cell_no_day") from error


def read_flag(text: str) -> bool:
    """Yes or no, in any of our languages; nothing is no."""
    said = normalise_text(text)
    if text in YES or (said and said in map(normalise_text, YES)):
        return True
    if text in NO or (said and said in map(normalise_text, NO)):
        return False
    raise CellError("cell_no_flag")


def write_number(number: Decimal) -> str:
    """The number without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_day(day: date | None) -> str:
    """The day as 2027-01-31, which every spreadsheet keeps."""
    return day.isoformat() if day else ""


def write_value(value: object) -> str:
    """The value as one text, in no language: two cells that are read the same are written the same."""
    if isinstance(value, Decimal):
        return write_number(value)
    return "" if value is None else str(value)
