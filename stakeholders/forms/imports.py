from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.imports.columns import COLUMNS
from stakeholders.imports.table import MAX_BYTES
from stakeholders.models import ImportRun, Sector

NO_SECTOR = [("", _("as stated in each row"))]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or Excel file"),
        help_text=_("Up to 5 MB and 20,000 rows, with a line of headings. Nothing is written before you say so."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    sector = forms.TypedChoiceField(
        label=_("Sector for rows without one"),
        choices=[*NO_SECTOR, *Sector.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB. Divide it and bring in one part after the other.")
            )
        return file


class ColumnsForm(forms.Form):
    """Which column is which line; `""` = none of them."""

    sector_default = FileForm.base_fields["sector"]
    repeats = forms.ChoiceField(
        label=_("Rows whose name already exists"),
        choices=[("leave", _("skip them")), ("take", _("import them anyway"))],
    )

    def __init__(self, run: ImportRun, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"sector_default": run.defaults.get("sector"), "repeats": run.defaults.get("repeats")}
        )
        super().__init__(*args, **kwargs)
        header = run.rows[0] if run.rows else []
        choices = [("", "—"), *((index, text or str(index + 1)) for index, text in enumerate(header))]
        for line, (label, _names) in COLUMNS.items():
            self.fields[f"column_{line}"] = forms.TypedChoiceField(
                label=str(label),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=run.columns.get(line),
            )

    @property
    def columns(self) -> dict[str, int]:
        chosen = {line: self.cleaned_data[f"column_{line}"] for line in COLUMNS}
        return {line: index for line, index in chosen.items() if index is not None}

    @property
    def defaults(self) -> dict[str, Any]:
        return {"sector": self.cleaned_data["sector_default"], "repeats": self.cleaned_data["repeats"]}
