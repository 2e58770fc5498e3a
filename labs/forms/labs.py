"""The shape of what people type about labs and their seats."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.queries import city_today
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.fields import AddressField, NameField
from educities.kit.forms import CityModelForm, WordsFormField
from educities.kit.search_select import SearchSelect, SearchSelectMixin
from educities.tenancy.forms import CityChoiceField
from educities.tenancy.scope import current_city_row
from labs.forms.inputs import DayField, LanguageField, ask_for_one_of
from labs.models import Lab, LabSeat
from meetings.forms.doubts import HolidayDoubtForm
from stakeholders.forms.organisation_select import OrganisationField
from stakeholders.forms.person_select import AccountField
from stakeholders.models import Organisation, Representation
from stakeholders.models.people import filter_adults


class LabForm(HolidayDoubtForm, ConcurrentEditForm, CityModelForm):
    question = WordsFormField(
        label=_("question"), required=False, rows=2, help_text=_("The question this lab wants the city to answer.")
    )

    class Meta:
        model = Lab
        fields = ("name", "question", "host", "first_session_on")
        labels: ClassVar = {"first_session_on": _("Planned first session")}
        field_classes = {"host": OrganisationField, "first_session_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.launched_at:
            for name in ("question", "host", "first_session_on"):
                field: Any = self.fields[name]
                field.one_of = _("needed for the launch")


class RepresentationField(SearchSelectMixin, CityChoiceField):
    """A person who speaks for an organisation: a list while they are few, else found by either name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": QuerySet(Representation), **kwargs, "widget": SearchSelect(self.search_url)})

    @staticmethod
    def search_url() -> str:
        """Where representations of the scope's city are looked for."""
        return reverse("find_representations", args=[current_city_row().slug])

    def rows(self) -> Any:
        return _standing_representations()

    def label_from_instance(self, obj: Representation) -> str:
        waits = "" if obj.accepted_at else f" ({_('has not accepted yet')})"
        return f"{obj.profile} · {obj.organisation} · {obj.organisation.get_sector_display()}{waits}"


class RepresentativeSeatForm(forms.Form):
    """Who speaks for which organisation: chosen among the representations that stand, of people without a seat in `lab`.

    What was sent is compared with all of them: the action says of whoever got a seat meanwhile what is so.
    """

    representation = RepresentationField(
        label=_("Representative"),
        help_text=_("People who accepted an invitation from the organisation’s page are listed here."),
    )

    def __init__(self, *args: Any, lab: Lab, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["representation"]
        address = field.search_url
        field.widget.address = lambda: f"{address()}?lab={lab.pk}"
        self.unseated = exclude_seated(field.queryset, lab.pk)
        if not self.is_bound:
            field.queryset = self.unseated

    @property
    def has_choices(self) -> bool:
        """Does anybody without a seat in the lab speak for an organisation?"""
        return self.unseated.exists()


class FacilitatorSeatForm(forms.Form):
    """A person of the city with an account, or somebody who is invited by mail."""

    profile = AccountField(label=_("Someone in this city"), required=False, empty_label=_("someone new"))
    display_name = NameField(
        label=_("Name of a new person"), max_length=80, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    email = AddressField(
        label=_("Email address of a new person"),
        required=False,
        help_text=_("We invite the person by email; the seat is theirs once they accept."),
    )
    language = LanguageField()

    def __init__(self, *args: Any, lab: Lab, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            people: Any = self.fields["profile"]
            seats = LabSeat.objects.filter(lab=lab, role=LabSeat.Role.FACILITATOR)
            people.queryset = people.queryset.exclude(pk__in=seats.values("profile"))
        ask_for_one_of(self, "profile", "display_name", "email")

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not data.get("profile"):
            for name in ("display_name", "email"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose a person, or enter a name and an email address."))
        return data


def exclude_seated(rows: QuerySet, lab: Any) -> QuerySet:
    """The representations of those who do not represent anybody in the lab of this number."""
    seats = LabSeat.objects.filter(lab=lab, role=LabSeat.Role.REPRESENTATIVE)
    return rows.exclude(profile__in=seats.values("profile"))


def _standing_representations() -> QuerySet:
    """Those within their dates, accepted or not yet, of organisations that stand and people who are known as adults."""
    lasting = Q(ends_on=None) | Q(ends_on__gt=city_today())
    rows = Representation.objects.filter(
        lasting, filter_adults("profile__"), organisation__in=Organisation.objects.standing()
    )
    return rows.select_related("profile", "organisation").order_by("organisation__sector", "organisation__search", "pk")
