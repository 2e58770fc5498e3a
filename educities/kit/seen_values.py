"""What a page showed when it was opened, sent along unseen: nobody writes over what they have not read."""

import json
from typing import Any

from django import forms


class SeenValuesField(forms.JSONField):
    """What the page showed when it was opened, named values, sent along unseen. What is no such thing showed nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})

    def to_python(self, value: Any) -> dict[str, Any]:  # type: ignore[override]  # named values, no text
        return read_values(value)

    def bound_data(self, data: Any, initial: Any) -> dict[str, Any]:
        return read_values(data)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return read_values(data) != (initial or {})


class AsOfNowMixin:
    """The page of a refused form shows the row as it is now, and so does the box: what was read there can be sent."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class StampField(AsOfNowMixin, forms.CharField):
    """The stamp of what the page showed, sent along unseen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})


def read_values(text: Any) -> dict[str, Any]:
    """The named values that a hidden box holds as JSON; none where it holds anything else."""
    try:
        found = json.loads(text or "{}")
    # Brackets in brackets without end are nothing either, nor are figures without end.
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
