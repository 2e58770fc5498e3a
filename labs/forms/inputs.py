from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from educities.kit.dates import DayField

__all__ = ["DayField", "LanguageField", "ask_for_one_of", "text_box"]


class LanguageField(forms.ChoiceField):
    """In which language a new person is written to: guessed from the page's."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"label": _("Language we write to the new person in"), "choices": settings.LANGUAGES, "required": False}
        super().__init__(**{**given, "initial": lambda: (get_language() or "en")[:2], **kwargs})


def ask_for_one_of(form: forms.Form, *names: str) -> None:
    """Someone from the list, the first of these fields, or a new person, the others: they are not called “optional”."""
    for name in names:
        field: Any = form.fields[name]
        field.one_of = _("or a new person below") if name == names[0] else _("if not in the list")


def text_box(rows: int = 3) -> forms.Textarea:
    """Free text: its direction follows what is written."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})
