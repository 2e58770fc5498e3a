from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.forms.imports import FileForm
from stakeholders.imports.limits import MAX_BYTES
from stakeholders.models import ImportRun
from stakeholders.values.import_kinds import OF_OTHER_APPS

# The kinds that go out and come in, in the order in which they need each other; a roster only comes in.
SHEET_KINDS = [
    (kind.value, kind.label)
    for kind in ImportRun.Kind
    if kind not in {ImportRun.Kind.REGISTER, ImportRun.Kind.ROSTER, *OF_OTHER_APPS}
]
ROSTER = ImportRun.Kind.ROSTER


class SheetForm(forms.Form):
    kind = forms.ChoiceField(label=_("What its lines are"), choices=[*SHEET_KINDS, (ROSTER.value, ROSTER.label)])
    file = forms.FileField(
        label=_("The spreadsheet, filled in"),
        help_text=_(
            "As downloaded here, as Excel or CSV; a roster is a zip as OneRoster or Clever give it. Nothing is written before "
            "you say so."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.zip"}),
    )
    invite = forms.BooleanField(
        label=_("Invite the teachers of a roster by email"),
        help_text=_("Each gets one link, and has no account before accepting it. Pupils are counted and left out."),
        required=False,
    )

    def clean_file(self) -> Any:
        """A roster is an archive; the others are as the import of registers takes them."""
        if self.cleaned_data.get("kind") == ROSTER:
            return self._clean_roster()
        return FileForm.clean_file(self)  # type: ignore[arg-type]  # both have a file

    def _clean_roster(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 10 MB. Divide it and bring in one part after the other.")
            )
        if not file.name.lower().endswith(".zip"):
            raise forms.ValidationError(_("A roster is a zip file."))
        return file


class TeachersForm(forms.Form):
    """A tick for each teacher; nobody is ticked beforehand."""

    teachers = forms.MultipleChoiceField(label=_("Whom to ask"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teachers"].choices = choices  # type: ignore[attr-defined]
