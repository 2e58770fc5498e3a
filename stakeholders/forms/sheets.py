from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.forms.imports import FileForm
from stakeholders.models import ImportRun

# The kinds that go out and come in, in the order in which they need each other.
SHEET_KINDS = [
    (kind.value, kind.label) for kind in ImportRun.Kind if kind not in {ImportRun.Kind.REGISTER, ImportRun.Kind.ROSTER}
]


class SheetForm(forms.Form):
    kind = forms.ChoiceField(label=_("What its lines are"), choices=SHEET_KINDS)
    file = forms.FileField(
        label=_("The spreadsheet, filled in"),
        help_text=_("As downloaded here, as Excel or CSV. Nothing is written before you say so."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """The file as the import of registers takes it."""
        return FileForm.clean_file(self)  # type: ignore[arg-type]  # both have a file
