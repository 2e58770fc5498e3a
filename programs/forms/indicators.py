"""Yearly values on one screen: rows are school years, columns are series."""

from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.fields import NumberField, SeenTextField, check_no_percent
from educities.kit.forms import CityModelForm, Layout, WordsFormField
from programs.actions import Figure
from programs.forms.pasted import read_pairs
from programs.forms.single_years import build_single_year
from programs.forms.sure import SureForm
from programs.models import Indicator, IndicatorValue
from programs.queries import Figures
from programs.texts import value_data
from programs.values.calendar import school_year
from programs.values.single_years import BEGINS, single_year_of

if TYPE_CHECKING:
    from decimal import Decimal

Series = IndicatorValue.Series
COLUMNS = [Series.ACTUAL, Series.TARGET, Series.BASELINE, Series.BENCHMARK]


class IndicatorForm(ConcurrentEditForm, CityModelForm):
    # A new main indicator takes the place of the old one.
    SETTLED = frozenset({"is_main"})
    LAYOUT: ClassVar = (
        ("", ("name", ("kind", "unit", "direction"))),
        (_("What is counted"), (("numerator", "denominator"), "note")),
        (
            _("Where the figures come from"),
            (("source", "no_benchmark_because"), ("owner_role", "code"), ("cadence", "lag_years")),
        ),
    )
    KEPT: ClassVar = ("cadence", "lag_years", "owner_role")
    numerator = WordsFormField(label=_("Who is counted"), required=False)
    denominator = WordsFormField(label=_("Out of whom"), required=False)
    note = WordsFormField(label=_("What to know when comparing"), required=False)

    class Meta:
        model = Indicator
        fields: ClassVar = [
            "name",
            "kind",
            "unit",
            "direction",
            "numerator",
            "denominator",
            "note",
            "source",
            "cadence",
            "lag_years",
            "owner_role",
            "no_benchmark_because",
            "is_main",
            "code",
        ]
        labels: ClassVar = {"lag_years": _("Years until it is known")}
        help_texts: ClassVar = {
            "lag_years": _("0: known as the school year ends."),
            "owner_role": _("They hear when a figure is due. Another person confirms it."),
            "code": _("For partner apps: Latin letters, digits, hyphens. Empty: one is chosen."),
        }
        widgets: ClassVar = {
            "code": forms.TextInput(attrs={"dir": "ltr"}),
            "source": forms.TextInput(attrs={"dir": "auto"}),
            "no_benchmark_because": forms.TextInput(attrs={"dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Left out, each is as it was.
        for name in ("code", *self.KEPT):
            self.fields[name].required = False
        main = Indicator.objects.filter(is_main=True).exclude(pk=self.instance.pk).first()
        if main:
            self.fields["is_main"].help_text = _("It takes the place of “%(name)s”.") % {"name": main}

    def clean_cadence(self) -> str:
        return self.cleaned_data["cadence"] or self.instance.cadence

    def clean_owner_role(self) -> str:
        return self.cleaned_data["owner_role"] or self.instance.owner_role

    def clean_lag_years(self) -> int:
        said = self.cleaned_data["lag_years"]
        return self.instance.lag_years if said is None else said

    def clean_code(self) -> str:
        """A code that nobody typed is the one of before, or made of the English name, or of a number."""
        kept = self.cleaned_data["code"] or self.instance.code
        if kept:
            return kept
        made = slugify((self.cleaned_data.get("name") or {}).get("en", ""))[:50] or "indicator"
        taken = set(Indicator.objects.values_list("code", flat=True))
        return next(code for n in count(1) if (code := made if n == 1 else f"{made}-{n}") not in taken)

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ValuesForm(SureForm):
    """Cells are named `<series>-<period>`; `paste` takes two columns of a spreadsheet: school year and figure."""

    paste = SeenTextField(
        label=_("Two columns from a spreadsheet"),
        help_text=_("School year and figure, one year a line. They go into the column chosen below."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
    )
    paste_into = forms.ChoiceField(
        label=_("Into the column"), choices=[(s.value, s.label) for s in COLUMNS], required=False
    )

    def __init__(
        self,
        figures: Figures,
        years: list[int],
        this_year: int,
        *args: Any,
        starts_in: int = 9,
        country: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.starts_in = starts_in
        self.fields["single_year"] = build_single_year(single_year_of(country), required=False)
        self.figures, self.years, self.this_year = figures, years, this_year
        self.in_percent = figures.indicator.unit == Indicator.Unit.PERCENT
        for year in years:
            for series in COLUMNS:
                self._cell(series, year)
            for part in ("numerator", "denominator"):
                self._cell(part, year)

    def _cell(self, name: str, year: int) -> None:
        is_part = name in {"numerator", "denominator"}
        row = self.figures.rows.get((Series.ACTUAL if is_part else name, year))
        column: Any = IndicatorValue._meta.get_field(name) if is_part else None
        label = column.verbose_name if is_part else Series(name).label
        # The steward enters it for all cities.
        is_shared = name == Series.BENCHMARK and year in self.figures.national
        self.fields[f"{name}-{year}"] = NumberField(
            in_percent=self.in_percent and not is_part,
            label=f"{label} {school_year(year)}",
            initial=self.figures.national[year] if is_shared else self._read_cell(row, name),
            disabled=is_shared or (row is not None and row.state != IndicatorValue.State.DRAFT),
            # What the page showed comes back with it: nobody empties a draft that somebody else entered meanwhile.
            show_hidden_initial=row is not None and row.state == IndicatorValue.State.DRAFT and not is_part,
        )

    @staticmethod
    def _read_cell(row: IndicatorValue | None, name: str) -> "Decimal | None":
        return getattr(row, "value" if name in Series.values else name) if row else None

    @property
    def table(self) -> list[dict[str, Any]]:
        """The screen's rows: the year, and for each series its box and the figure there is."""
        return [
            {
                "year": school_year(year),
                "cells": [
                    (self[f"{s}-{year}"], self.figures.rows.get((s, year)), Series(s).label, self._said(s, year))
                    for s in COLUMNS
                ],
                "parts": [self[f"numerator-{year}"], self[f"denominator-{year}"]],
                "is_folded": self._is_folded(year),
            }
            for year in self.years
        ]

    def _is_folded(self, year: int) -> bool:
        """Before last year, with nothing in it that is a draft or was refused."""
        rows = [row for (_series, period), row in self.figures.rows.items() if period == year]
        is_settled = all(row.state != IndicatorValue.State.DRAFT for row in rows)
        names = {f"{name}-{year}" for name in (*COLUMNS, "numerator", "denominator")}
        return is_settled and year < self.this_year - 1 and not names & set(self.errors)

    @property
    def folded(self) -> list[dict[str, Any]]:
        """The rows of earlier years."""
        return [line for line in self.table if line["is_folded"]]

    @property
    def unfolded(self) -> list[dict[str, Any]]:
        """The rows that are filled in now."""
        return [line for line in self.table if not line["is_folded"]]

    def _said(self, series: str, year: int) -> str:
        if series == Series.BENCHMARK and year in self.figures.national:
            return value_data(self.figures.national[year])
        row = self.figures.rows.get((series, year))
        return value_data(row.value) if row else ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        self.pasted: dict[int, Decimal] = {}
        if cleaned.get("paste"):
            try:
                if not self.in_percent:
                    check_no_percent(cleaned["paste"])
                self.pasted = read_pairs(cleaned["paste"], starts_in=self.starts_in, single_year=self.single_year)
            except ValidationError as error:
                self.add_error("paste", error)
        return cleaned

    @property
    def single_year(self) -> str:
        """What a year alone means: as the box says; where no box was sent, its first year."""
        return self.cleaned_data.get("single_year") or BEGINS

    def entered(self) -> list[Figure]:
        """The figures of the screen and of what was pasted; pasted ones win."""
        cells = {}
        for year in self.years:
            for series in COLUMNS:
                field = f"{series}-{year}"
                if not self.fields[field].disabled:
                    cells[str(series), year] = self._figure(str(series), year)
        into = self.cleaned_data.get("paste_into") or Series.ACTUAL
        for year, value in self.pasted.items():
            cells[str(into), year] = Figure(str(into), year, value)
        return [figure for figure in cells.values() if figure.value is not None or figure.numerator is not None]

    def emptied(self) -> list[tuple[str, int]]:
        """The cells whose draft the page showed and whose box was left empty."""
        kept = {(figure.series, figure.period) for figure in self.entered()}
        drafts = [key for key, row in self.figures.rows.items() if row.state == IndicatorValue.State.DRAFT]
        return [key for key in drafts if key not in kept and self._was_shown(*key)]

    def _was_shown(self, series: str, year: int) -> bool:
        return bool(self.data.get(self.add_initial_prefix(f"{series}-{year}")))

    def _figure(self, series: str, year: int) -> Figure:
        value = self.cleaned_data[f"{series}-{year}"]
        if series != Series.ACTUAL:
            return Figure(series, year, value)
        parts = [self.cleaned_data[f"{part}-{year}"] for part in ("numerator", "denominator")]
        if None in parts:
            return Figure(series, year, value)
        # When the parts were changed and the figure was not, the figure follows from them.
        row = self.figures.rows.get((series, year))
        if row and value == row.value and [row.numerator, row.denominator] != parts:
            value = None
        return Figure(series, year, value, *parts)


class ReviseForm(forms.Form):
    LAYOUT: ClassVar[Layout] = (
        (_("Write the figure, or how many were counted and out of how many"), ("value", ("numerator", "denominator"))),
        ("", ("reason", "sure")),
    )

    value = NumberField(label=_("New figure"))
    numerator = NumberField(label=_("Counted"), in_percent=False)
    denominator = NumberField(label=_("Out of"), in_percent=False)
    reason = SeenTextField(
        label=_("Why it changes"), min_length=3, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    # Shown once the figure is far from the old one.
    sure = forms.BooleanField(label=_("The new figure is right"), required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, in_percent: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vars(self.fields["value"])["in_percent"] = in_percent
        self.asks = False
        # The figure, or what it follows from: one of the two is needed, as the line above says.
        for name in ("value", "numerator", "denominator"):
            vars(self.fields[name])["is_needed"] = True

    def ask_again(self) -> None:
        """The page now shows the box to tick."""
        self.asks = True
        self.fields["sure"].widget = forms.CheckboxInput()
