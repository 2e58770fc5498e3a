"""A child whom somebody else writes down."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import NameField, WholeNumberField
from stakeholders.forms.organisation_select import OrganisationField
from stakeholders.models import Sector


class ChildForm(forms.Form):
    """Name and month of birth: what an age band is made of. Nothing finer is kept."""

    display_name = NameField(
        label=_("Name that others in the cohort know"),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    month = forms.TypedChoiceField(label=_("Month of birth"), choices=[("", "—"), *MONTHS.items()], coerce=int)
    year = WholeNumberField(
        label=_("Year of birth"),
        help_text=_("We keep the age group and the month when it changes, and no day of birth."),
    )
    organisation = OrganisationField(label=_("For the organisation"), required=False, empty_label=_("none"))
    sector = forms.TypedChoiceField(
        label=_("Sector of the seat"),
        choices=[("", _("as the organisation’s")), *Sector.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation: Any = self.fields["organisation"]
        sector: Any = self.fields["sector"]
        organisation.is_needed = True  # or the sector: not "(optional)"
        sector.one_of = _("needed unless the person speaks for an organisation")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("organisation") and not data.get("sector"):
            self.add_error("sector", _("Choose a sector, or the organisation the person comes from."))
        return data
