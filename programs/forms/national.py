from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import SeenTextField, check_no_percent
from educities.kit.forms import get_field
from programs.forms.pasted import read_pairs
from programs.forms.single_years import build_single_year
from programs.forms.sure import SureForm
from programs.models import NationalFigure
from programs.values.calendar import school_year
from programs.values.single_years import BEGINS, single_year_of

if TYPE_CHECKING:
    from decimal import Decimal


class NationalForm(SureForm):
    """A national series as two columns of a spreadsheet, and which of its years are to go."""

    paste = SeenTextField(
        label=_("School year and national average, one year a line"),
        help_text=_("As two columns of a spreadsheet. A year that is there already gets the new figure."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr"}),
    )
    source = SeenTextField(
        label=_("Where the figures are from"),
        help_text=_("People who compare read this line: who published the figures, and when."),
        max_length=200,
    )
    removed = forms.MultipleChoiceField(
        label=_("School years to take away"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *args: Any, rows: list[NationalFigure], starts_in: int, country: str, in_percent: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["single_year"] = build_single_year(single_year_of(country), required=False)
        self.order_fields(["paste", "single_year"])
        self.starts_in, self.in_percent = starts_in, in_percent
        # With figures that are there, years can be taken away alone.
        self.fields["paste"].required = not rows
        self.figures: dict[int, Decimal] = {}
        if rows:
            choices = [(str(row.period), school_year(row.period)) for row in rows]
            get_field(self, "removed", forms.MultipleChoiceField).choices = choices
            self.fields["source"].initial = rows[0].source
        else:
            del self.fields["removed"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("paste"):
            try:
                if not self.in_percent:
                    check_no_percent(cleaned["paste"])
                self.figures = read_pairs(cleaned["paste"], starts_in=self.starts_in, single_year=self.single_year)
            except ValidationError as error:
                self.add_error("paste", error)
        if not self.errors and not self.figures and not cleaned.get("removed"):
            raise ValidationError(_("Nothing was entered."), code="none")
        return cleaned

    @property
    def single_year(self) -> str:
        """What a year alone means: as the box says; where no box was sent, its first year."""
        return self.cleaned_data.get("single_year") or BEGINS

    @property
    def years(self) -> list[int]:
        """The school years whose average goes."""
        return [int(year) for year in self.cleaned_data.get("removed", ())]
