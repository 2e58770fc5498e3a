from django import forms

from educities.kit.dates import DayField

__all__ = ["DayField", "text_box"]


def text_box(rows: int = 3) -> forms.Textarea:
    """Free text: its direction follows what is written."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})
