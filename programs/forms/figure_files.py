"""A file of figures, and what in it is what."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.fields import LineField
from educities.kit.forms import Layout
from educities.kit.multilingual import translate_plain
from programs.forms.single_years import build_single_year
from programs.imports.figure_columns import MOST_VALUES, ROLES
from programs.imports.figure_table import FigureTable, list_values
from programs.models import Indicator, IndicatorValue
from programs.queries.figure_files import find_single_year
from programs.texts.figure_files import describe_single_year, list_doubles
from programs.values.catalogue import Definition
from programs.values.totals import spell_value
from stakeholders.forms.imports import FileForm
from stakeholders.imports.limits import MAX_ROWS_ABOVE
from stakeholders.models import ImportRun
from stakeholders.values.import_kinds import FIGURES

Series = IndicatorValue.Series
Targets = dict[str, Indicator | Definition]
# A national average is given whole.
CITY_ROLES = ("authority", "indicator", "period", "value", "numerator", "denominator", "flag")
NATIONAL_ROLES = ("authority", "indicator", "period", "value", "flag")
WIDE_ROLES = ("authority", "indicator")
MOST_WORDS = 40


def list_choices(targets: Targets, empty: Any) -> list[tuple[str, Any]]:
    """The indicators or definitions to choose from."""
    return [("", empty), *((key, translate_plain(one.name)) for key, one in targets.items())]


class FiguresFileForm(FileForm):
    """A file, and of which indicator its figures are where it does not say so itself."""

    sector = None  # type: ignore[assignment]
    indicator = forms.ChoiceField(label=_("Of which indicator its figures are"), required=False)
    source = LineField(
        label=_("Where the figures are from"),
        help_text=_("People who compare read this line: who published the figures, and when."),
        max_length=200,
    )

    def __init__(self, *args: Any, targets: Targets, source: str, needs_source: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = _("a column of the file says so, or choose it later")
        self.fields["indicator"].choices = list_choices(targets, empty)  # type: ignore[attr-defined]
        self.fields["source"].required = needs_source
        if source:
            # It claims nothing of this file before somebody writes it.
            text = gettext("Of the last file: %(source)s") % {"source": isolate_text(source)}
            self.fields["source"].help_text = f"{self.fields['source'].help_text} {text}"


class FigureChoicesForm(forms.Form):
    """Where the table stands in the file, what its columns are, whose rows are taken and what its names mean."""

    LAYOUT: ClassVar[Layout]

    def __init__(
        self,
        run: ImportRun,
        *args: Any,
        targets: Targets,
        table: FigureTable,
        own_words: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.run, self.table, self.targets = run, table, targets
        self.is_national = run.kind != FIGURES
        self.words: dict[str, str] = {}
        self._ask_indicator()
        self._ask_rows(own_words)
        self._ask_columns()
        self._ask_place()

    def _ask_indicator(self) -> None:
        run, names = self.run, []
        if "indicator" in run.columns:
            names = self._ask_meanings()
        else:
            self.fields["indicator"] = forms.ChoiceField(
                label=_("Of which indicator its figures are"),
                choices=list_choices(self.targets, "—"),
                initial=run.defaults.get("indicator") or "",
            )
            names = ["indicator"]
        if not self.is_national:
            self.fields["series"] = forms.ChoiceField(
                label=_("Into the column"),
                choices=[(one.value, one.label) for one in (Series.ACTUAL, Series.TARGET, Series.BASELINE)],
                initial=run.defaults.get("series") or Series.ACTUAL,
            )
            names.append("series")
        if run.counts.get("plain_years"):
            self.fields["single_year"] = build_single_year(
                find_single_year(run)[0], help_text=describe_single_year(run)
            )
            names.append("single_year")
        self.LAYOUT = (("", tuple(names)),)

    def _ask_meanings(self) -> list[str]:
        known = self.run.meanings.get("indicator", {})
        index = self.run.columns["indicator"]
        for number, text in enumerate(list_values(self.table, index)[:MOST_WORDS]):
            name = f"means_{number}"
            self.words[name] = text
            self.fields[name] = forms.ChoiceField(
                label=text[:60],
                choices=list_choices(self.targets, _("none: leave these rows out")),
                required=False,
                initial=known.get(spell_value(text), ""),
            )
            vars(self.fields[name])["is_needed"] = True
        return list(self.words)

    def _ask_rows(self, own_words: list[str]) -> None:
        run, names = self.run, ["words"]
        self.fields["words"] = LineField(
            label=_("Rows of the country: its name or code in the file")
            if self.is_national
            else _("Rows of the city: its name or code in the file"),
            help_text=_("Divide several by commas. No other row of the file is taken."),
            initial=", ".join(run.defaults.get("words") or own_words),
            max_length=300,
            required=False,
        )
        only = run.defaults.get("only", {})
        asked = sorted({*run.counts.get("dividing", []), *map(int, only)})
        self.only = {f"only_{index}": index for index in asked if index < len(self.table.headings)}
        for name, index in self.only.items():
            values = list_values(self.table, index)[:MOST_VALUES]
            self.fields[name] = forms.ChoiceField(
                label=_("Rows that count: “%(column)s” is") % {"column": self.table.headings[index]},
                choices=[("", _("any")), *((text, text[:60]) for text in values)],
                initial=only.get(str(index), ""),
                required=False,
            )
            vars(self.fields[name])["is_needed"] = True
        self.LAYOUT = (*self.LAYOUT, (_("Which rows count"), (*names, *self.only, *self._ask_doubles())))

    def _ask_doubles(self) -> list[str]:
        """Of each school year that has several figures, the row that counts."""
        chosen = self.run.defaults.get("rows", ())
        self.doubles: dict[str, set[int]] = {}
        for number, (label, rows) in enumerate(list_doubles(self.run, self.targets)[:MOST_WORDS]):
            name, numbers = f"row_{number}", {row for row, _said in rows}
            self.doubles[name] = numbers
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=[("", _("none of them")), *rows],
                coerce=int,
                empty_value=None,
                initial=next((row for row in chosen if row in numbers), None),
                required=False,
            )
            vars(self.fields[name])["is_needed"] = True
        return list(self.doubles)

    def _ask_columns(self) -> None:
        roles = WIDE_ROLES if self.table.years else NATIONAL_ROLES if self.is_national else CITY_ROLES
        free = [(n, text or str(n + 1)) for n, text in enumerate(self.table.headings) if n not in self.table.years]
        for role in roles:
            self.fields[f"column_{role}"] = forms.TypedChoiceField(
                label=str(ROLES[role][0]),
                choices=[("", "—"), *free],
                coerce=int,
                empty_value=None,
                required=False,
                initial=self.run.columns.get(role),
            )
            vars(self.fields[f"column_{role}"])["is_needed"] = True
        self.roles = roles
        self.LAYOUT = (*self.LAYOUT, (_("What the columns are"), tuple(f"column_{role}" for role in roles)))

    def _ask_place(self) -> None:
        self.places = {
            f"{index}-{number}": (sheet["name"], number)
            for index, sheet in enumerate(self.run.other_sheets)
            for number in sheet["numbers"][:MAX_ROWS_ABOVE]
        }
        rows = {
            f"{index}-{number}": f"{sheet['name']} {number}: " + " · ".join(cell[:20] for cell in row if cell)[:80]
            for index, sheet in enumerate(self.run.other_sheets)
            for number, row in zip(sheet["numbers"], sheet["rows"], strict=True)
        }
        here = (self.run.sheet, self.run.defaults.get("heading"))
        self.here = next((value for value, place in self.places.items() if place == here), "")
        self.fields["place"] = forms.ChoiceField(
            label=_("Row with the headings"), choices=list(rows.items()), initial=self.here
        )
        self.LAYOUT = (*self.LAYOUT, (_("Where the table begins"), ("place",)))

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen, as the run keeps it. With another row of headings the columns are guessed anew."""
        said = self.cleaned_data
        words = [word.strip() for word in said["words"].replace("،", ",").split(",") if word.strip()]
        found: dict[str, Any] = {"words": words}
        for name in ("indicator", "series", "single_year"):
            if name in self.fields:
                found[name] = said[name]
        sheet, number = self.places[said["place"]]
        columns = {role: said[f"column_{role}"] for role in self.roles if said[f"column_{role}"] is not None}
        kept = {role: index for role, index in self.run.columns.items() if role not in self.roles}
        is_moved = said["place"] != self.here
        found |= {"sheet": sheet, "chosen_heading": number, "columns": None if is_moved else {**kept, **columns}}
        if not is_moved:
            only = {str(index): said[name] for name, index in self.only.items() if said[name]}
            found["only"] = only
        found["rows"] = [] if is_moved else [said[name] for name in self.doubles if said[name] is not None]
        return found

    @property
    def meanings(self) -> dict[str, str]:
        """What each name of the file means."""
        return {text: self.cleaned_data[name] for name, text in self.words.items()}
