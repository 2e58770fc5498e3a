"""The shape of what people type about labs and their seats."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cities.models import Membership, Role
from cities.queries import city_today
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.fields import AddressField, NameField
from educities.kit.forms import CityModelForm, WordsFormField, get_field
from labs.forms.inputs import DayField, LanguageField, people_choices
from labs.models import Lab
from stakeholders.forms.organisation_select import OrganisationField
from stakeholders.models import Organisation, Profile, Representation


class LabForm(ConcurrentEditForm, CityModelForm):
    question = WordsFormField(
        label=_("question"), required=False, rows=2, help_text=_("The question this lab wants the city to answer.")
    )

    class Meta:
        model = Lab
        fields = ("name", "question", "host", "first_session_on")
        field_classes = {"host": OrganisationField, "first_session_on": DayField}


class RepresentativeSeatForm(forms.Form):
    """Who speaks for which organisation: chosen among the representations that stand."""

    representation: "forms.ModelChoiceField[Representation]" = forms.ModelChoiceField(
        label=_("Representative"),
        queryset=None,
        help_text=_("People appointed on the organisation’s page are listed here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = get_field(self, "representation", forms.ModelChoiceField)
        field.queryset = _standing_representations()
        field.label_from_instance = self.name

    @staticmethod
    def name(row: Representation) -> str:
        waits = "" if row.accepted_at else f" ({_('has not accepted yet')})"
        return f"{row.profile} · {row.organisation} · {row.organisation.get_sector_display()}{waits}"


class FacilitatorSeatForm(forms.Form):
    """A person of the city with an account, or somebody who is invited by mail."""

    profile: "forms.ModelChoiceField[Profile]" = forms.ModelChoiceField(
        label=_("Someone in this city"), queryset=None, required=False, empty_label=_("someone new")
    )
    display_name = NameField(
        label=_("Name of a new person"), max_length=80, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    email = AddressField(
        label=_("Email address of a new person"),
        required=False,
        help_text=_("We invite the person by email; the seat is theirs once they accept."),
    )
    language = LanguageField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = Membership.objects.current().exclude(role=Role.RESIDENT).values("user_id")
        people = Profile.objects.grown_up().filter(user__isnull=False)
        get_field(self, "profile", forms.ModelChoiceField).queryset = people
        get_field(self, "profile", forms.ModelChoiceField).choices = people_choices(people.filter(user_id__in=ids))

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not data.get("profile"):
            for name in ("display_name", "email"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose a person, or enter a name and an email address."))
        return data


def _standing_representations() -> QuerySet:
    """Those within their dates, accepted or not yet, of organisations that stand."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=city_today())
    rows = Representation.objects.filter(lasting, organisation__in=Organisation.objects.standing())
    return rows.select_related("profile", "organisation").order_by("organisation__sector", "organisation__search", "pk")
