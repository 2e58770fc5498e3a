"""How wide the box of an answer is."""

from collections.abc import Iterable
from typing import Any

from django.forms import BoundField, IntegerField, ModelChoiceField, Textarea
from django.utils.choices import flatten_choices

# So many letters a box for a name holds.
MOST_LETTERS = 44


def find_field_size(bound: BoundField) -> str:
    """`s` a date, a time, a number; `m` a telephone; `l` a name; "" free text, and a choice among sentences."""
    widget, kind = bound.field.widget, getattr(bound.field.widget, "input_type", "")
    if kind in {"date", "time", "number"} or isinstance(bound.field, IntegerField):
        return "s"
    if kind == "tel" or getattr(bound.field, "max_length", None) in range(1, 41):
        return "m"
    # The rows of a table would be asked for their names.
    if kind == "select" and not isinstance(bound.field, ModelChoiceField):
        return "" if _count_letters(widget.choices) > MOST_LETTERS else "l"
    return "l" if kind in {"text", "email", "url", "select"} and not isinstance(widget, Textarea) else ""


def _count_letters(choices: Iterable[Any]) -> int:
    """Of the longest choice, in the language of now."""
    found: Iterable[tuple[Any, Any]] = flatten_choices(choices)
    return max((len(str(label)) for _value, label in found), default=0)
