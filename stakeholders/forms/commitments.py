from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField
from educities.kit.fields import LineField
from educities.kit.forms import CityModelForm, Layout, get_field
from stakeholders.models import Commitment, Sector
from stakeholders.models.commitments import CommitmentQuerySet
from stakeholders.queries.commitments import name_years
from stakeholders.values import school_year_of

ANY = [("", _("all"))]
# What somebody looks for first.
OVERDUE = [("overdue", pgettext_lazy("commitment", "overdue"))]


class CommitmentForm(ConcurrentEditForm, CityModelForm):
    ASKED = frozenset({"city", "organisation", "state"})
    LAYOUT: ClassVar[Layout] = (("", ("kind", "title", ("quantity", "unit"), ("period", "due_on"))),)

    class Meta:
        model = Commitment
        fields: ClassVar = ["kind", "title", "quantity", "unit", "period", "due_on"]
        field_classes: ClassVar = {"due_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        city = self.instance.organisation.city
        now = school_year_of(city.today(), city.school_year_start)
        used = [self.instance.period] if self.instance.period else []
        choices = list(name_years(city, used).items())
        self.fields["period"] = forms.TypedChoiceField(label=_("School year"), choices=choices, coerce=int)
        self.initial["period"] = self.instance.period or now
        get_field(self, "title", forms.Field).help_text = _(
            "In a few words: the hall on Tuesday evenings, twenty chairs."
        )

    @property
    def values(self) -> dict[str, Any]:
        """The lines as the action takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class DeliveryForm(ConcurrentEditForm, CityModelForm):
    PROPOSED = frozenset({"delivered", "delivered_on"})
    ASKED = frozenset({"quantity", "city", "organisation", "state"})
    LAYOUT: ClassVar[Layout] = (("", (("delivered", "delivered_on"), "is_whole", "correction")),)
    is_whole = forms.BooleanField(label=_("Nothing more is to come"), required=False)

    class Meta:
        model = Commitment
        fields: ClassVar = ["delivered", "delivered_on", "correction"]
        field_classes: ClassVar = {"delivered_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delivered = self.fields["delivered"]
        delivered.label, delivered.help_text = _("How much has arrived in all"), self.instance.get_unit_display()
        # Nothing has a day only where nothing arrived (`clean`).
        self.fields["delivered_on"].required = True
        self.fields["correction"].help_text = _("Only if more arrived than was promised.")

    @property
    def values(self) -> dict[str, Any]:
        """The lines as the action takes them."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "is_whole")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("delivered") == Decimal(0):
            cleaned["delivered_on"] = None
            self.errors.pop("delivered_on", None)
        return cleaned


class CommitmentFilter(forms.Form):
    """Narrows the list of the city's commitments; the school year narrows the sums too."""

    period = forms.TypedChoiceField(label=_("School year"), coerce=int, required=False, empty_value=None)
    q = LineField(
        label=_("Organisation"), required=False, max_length=100, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[*ANY, *Sector.choices], required=False)
    kind = forms.ChoiceField(label=_("What kind"), choices=[*ANY, *Commitment.Kind.choices], required=False)
    state = forms.ChoiceField(label=_("Status"), choices=[*ANY, *OVERDUE, *Commitment.State.choices], required=False)

    def __init__(self, *args: Any, years: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        get_field(self, "period", forms.ChoiceField).choices = [*ANY, *years.items()]

    def narrow(self, rows: CommitmentQuerySet) -> CommitmentQuerySet:
        """Those of the year, the sector, the kind, the state and the organisation that were chosen."""
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        exact = {"period": "period", "organisation__sector": "sector", "kind": "kind"}
        rows = rows.filter(**{column: chosen[name] for column, name in exact.items() if chosen.get(name)})
        state = chosen.get("state")
        if state == OVERDUE[0][0]:
            rows = rows.overdue()
        elif state:
            rows = rows.filter(state=state)
        return rows.of_organisations(chosen.get("q", ""))
