from hashlib import sha256
from pathlib import PurePath
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from stakeholders.imports.columns import CHOICES, COLUMNS, list_few_values, normalise_value, read_value
from stakeholders.imports.limits import MAX_BYTES, MAX_ROWS_ABOVE, wrong_kind
from stakeholders.imports.table import cut_table
from stakeholders.models import ImportRun, Sector

NO_SECTOR = [("", _("as stated in each row"))]
# What a value of the file means while nobody has said it.
NO_MEANING = {"sector": _("none: leave these rows out"), "field": _("other")}
VALUES_TITLES = {"sector": _("What the sectors in the file mean"), "field": _("What the fields in the file mean")}
# So many rows of each sheet can be chosen as headings.
SHOWN_ROWS = 12
# How an archive begins, which a spreadsheet is.
SPREADSHEET = b"PK\x03\x04"


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or Excel file"),
        help_text=_("Up to 10 MB and 50,000 rows, with a line of headings. Nothing is written before you say so."),
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
                _("The file is larger than 10 MB. Divide it and bring in one part after the other.")
            )
        if not is_named_after_contents(file):
            raise forms.ValidationError(str(wrong_kind()))
        return file


def is_named_after_contents(file: UploadedFile) -> bool:
    """Does the name end as files of these contents do? A text that calls itself a spreadsheet is somebody's trick or mistake."""
    start = file.read(len(SPREADSHEET))
    file.seek(0)
    endings = {".xlsx"} if start == SPREADSHEET else {".csv", ".tsv", ".txt"}
    return PurePath(file.name or "").suffix.lower() in endings


class SheetChoice(NamedTuple):
    """A sheet and its first rows: (the value to send, the number in the file, its cells in one line)."""

    name: str
    rows: list[tuple[str, int, str]]


class HeadingForm(forms.Form):
    """Which row of which sheet holds the headings, sent as `<index of the sheet>-<number of the row>`."""

    place = forms.ChoiceField(label=_("Row with the headings"), widget=forms.RadioSelect)

    def __init__(self, run: ImportRun, *args: Any, **kwargs: Any) -> None:
        self.now = f"0-{run.row_numbers[run.heading]}" if run.rows else ""
        kwargs["initial"] = {"place": self.now, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        others = [(sheet["name"], sheet["rows"], sheet["numbers"]) for sheet in run.other_sheets]
        sheets = [(run.sheet, run.rows, run.row_numbers), *others]
        shown = [max(SHOWN_ROWS, run.heading + 3), *[SHOWN_ROWS] * len(others)]
        self.sheets = [
            SheetChoice(
                name,
                [
                    (f"{index}-{number}", number, " · ".join(cell[:40] for cell in cells if cell)[:160])
                    for number, cells in list(zip(numbers, rows, strict=True))[: min(shown[index], MAX_ROWS_ABOVE)]
                ],
            )
            for index, (name, rows, numbers) in enumerate(sheets)
        ]
        self.fields["place"] = forms.ChoiceField(
            label=self.fields["place"].label,
            widget=forms.RadioSelect,
            choices=[(value, text) for sheet in self.sheets for value, _number, text in sheet.rows],
        )

    @property
    def chosen(self) -> tuple[str, int]:
        """The name of the sheet and the number of the row."""
        index, number = self.cleaned_data["place"].split("-")
        return self.sheets[int(index)].name, int(number)


def _in_pairs(names: list[str]) -> list[tuple[str, ...]]:
    """Two fields beside each other: many short choices are seen at once."""
    return [tuple(names[start : start + 2]) for start in range(0, len(names), 2)]


class ColumnsForm(forms.Form):
    """Which column is which line, `""` = none of them; and what the values of a column with few of them mean."""

    sector_default = FileForm.base_fields["sector"]
    repeats = forms.ChoiceField(
        label=_("Rows whose name already exists"),
        choices=[("leave", _("skip them")), ("take", _("import them anyway"))],
    )

    def __init__(self, run: ImportRun, *args: Any, **kwargs: Any) -> None:
        chosen = {"sector_default": run.defaults.get("sector"), "repeats": run.defaults.get("repeats")}
        kwargs["initial"] = chosen | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        table = cut_table(run.rows, run.heading) if run.rows else [[]]
        header = table[0]
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
        self.values: dict[str, dict[str, str]] = {line: {} for line in CHOICES}
        for line in CHOICES:
            if line in run.columns:
                self._ask_values(line, list_few_values(table, run.columns[line]), run.meanings.get(line, {}))
        asked = [(VALUES_TITLES[line], _in_pairs(list(names))) for line, names in self.values.items() if names]
        self.LAYOUT = [*asked, ("", _in_pairs(["sector_default", "repeats", *(f"column_{line}" for line in COLUMNS)]))]

    def _ask_values(self, line: str, values: list[tuple[str, int]], known: dict[str, str]) -> None:
        for text, count in values:
            word = normalise_value(text)
            name = f"{line}_{sha256(word.encode()).hexdigest()[:12]}"
            self.values[line][name] = text
            self.fields[name] = forms.ChoiceField(
                label=f"{text[:60]} ({count})",
                choices=[("", NO_MEANING[line]), *[(str(value), text) for value, text in self._meanings(line)]],
                required=False,
                initial=known.get(word, read_value(line, text)),
                help_text=_("As in an earlier choice of your city.") if word in known else "",
            )
            # Nobody has to be told that a value may be left without a meaning: the first choice says so.
            vars(self.fields[name])["is_needed"] = True

    @staticmethod
    def _meanings(line: str) -> list[tuple[Any, Any]]:
        return [choice for choice in CHOICES[line].choices if choice[0] != "other"]

    @property
    def meanings(self) -> dict[str, dict[str, str]]:
        """By line: what each of its values in the file means, as far as it was sent."""
        return {
            line: {text: self.cleaned_data[name] for name, text in names.items() if self.add_prefix(name) in self.data}
            for line, names in self.values.items()
        }

    @property
    def columns(self) -> dict[str, int]:
        chosen = {line: self.cleaned_data[f"column_{line}"] for line in COLUMNS}
        return {line: index for line, index in chosen.items() if index is not None}

    @property
    def defaults(self) -> dict[str, Any]:
        return {"sector": self.cleaned_data["sector_default"], "repeats": self.cleaned_data["repeats"]}
