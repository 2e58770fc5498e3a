"""The shape of what people type about cohorts and their members."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.day_words import format_day
from educities.kit.fields import AddressField, NameField, SeenTextField
from educities.kit.forms import CityModelForm, get_field
from labs.forms.inputs import DayField, LanguageField, ask_for_one_of
from labs.models import Cohort, CohortMember
from labs.models.cohorts import Stage
from meetings.forms.doubts import DoubtForm
from programs.models import ProgramYear
from stakeholders.forms.organisation_select import OrganisationField
from stakeholders.forms.person_select import NamesakeField, PersonField, find_only_organisation
from stakeholders.models import Profile, Sector
from stakeholders.queries.people_listed import find_namesakes


class CohortForm(DoubtForm, ConcurrentEditForm, CityModelForm):
    class Meta:
        model = Cohort
        fields = ("name", "program_year", "capacity", "starts_on", "ends_on")
        field_classes = {"starts_on": DayField, "ends_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        get_field(self, "program_year", forms.ModelChoiceField).queryset = ProgramYear.objects.filter(
            program__state__in=["signed", "active"]
        ).order_by("number")
        self.fields["program_year"].label = _("Year of the program")

    def find_doubts(self, given: dict[str, Any]) -> Iterator[str]:
        """Asks besides where none of the cohort's days is in the year that was chosen for it."""
        yield from super().find_doubts(given)
        year, days = given.get("program_year"), [given[name] for name in ("starts_on", "ends_on") if given.get(name)]
        if not year or not days or not any(map(self.is_new, ("program_year", "starts_on", "ends_on"))):
            return
        if max(days) < year.starts_on or min(days) > year.ends_on:
            facts = {"year": str(year), "first": format_day(year.starts_on), "last": format_day(year.ends_on)}
            yield gettext("These days are not in “%(year)s”, which is from %(first)s to %(last)s.") % facts


class SeatForm(forms.Form):
    """What is asked of a seat in a cohort: how its person is written to, and for whom they sit."""

    language = LanguageField()
    organisation = OrganisationField(label=_("For the organisation"), required=False, empty_label=_("none"))
    sector = forms.TypedChoiceField(
        label=_("Sector of the seat"),
        choices=[("", _("as the organisation’s")), *Sector.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )


class MemberForm(SeatForm):
    """A person who is here already, or a new one by name; the seat's sector by the organisation or chosen.

    Grown-ups alone are found. Who holds a place already keeps it. Who speaks for one organisation sits for it, unless a
    sector is chosen. Of a new name that somebody in the city bears it has to be said whether it is the same person.
    """

    field_order = ("profile", "display_name", "email", "language", "organisation", "sector", "role", "agreed")
    # Who bears the name already and was said to be another person.
    others: tuple[Profile, ...] = ()
    profile = PersonField(label=_("Someone in this city"), required=False, empty_label=_("someone new"))
    display_name = NameField(
        label=_("Name of a new person"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("An adult. A child is added on the page “Consents”, with a parent or guardian."),
    )
    email = AddressField(
        label=_("Email address of a new person"),
        required=False,
        help_text=_("Without an address the person has no account: you take care of their attendance."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=CohortMember.Role.choices)
    agreed = forms.BooleanField(
        label=_("The person has agreed"),
        required=False,
        help_text=_(
            "Otherwise we email the person, who accepts or declines. Without an email address they are a member at once."
        ),
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            # What was sent is compared with all: whoever got a place meanwhile keeps it.
            people: Any = self.fields["profile"]
            people.queryset = people.queryset.exclude(pk__in=cohort.members.asked().values("profile"))
        sector: Any = self.fields["sector"]
        sector.one_of = _("needed unless the person speaks for an organisation")
        ask_for_one_of(self, "profile", "display_name")

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if not data.get("profile") and not data.get("display_name"):
            self.add_error("display_name", _("Choose a person, or write a name."))
        if not data.get("profile") and not data.get("email"):
            self._ask_for_namesake(data.get("display_name", ""))
        if not data.get("organisation") and not data.get("sector"):
            data["organisation"] = find_only_organisation(data.get("profile"))
        if not data.get("organisation") and not data.get("sector"):
            self.add_error("sector", _("Choose a sector, or the organisation the person comes from."))
        return data

    def _ask_for_namesake(self, name: str) -> None:
        for people in find_namesakes([name]).values():
            label = _("Someone of this name is in this city already. Is it the same person?")
            self.fields["namesake"] = field = NamesakeField(people, label=label)
            self.order_fields([*self.field_order[:2], "namesake", *self.field_order[2:]])
            try:
                self.cleaned_data["profile"] = found = field.clean(self.data.get("namesake"))
                self.others = () if found else tuple(people)
            except forms.ValidationError as error:
                self.add_error("namesake", error)


class MoveStageForm(forms.Form):
    to = forms.TypedChoiceField(label=_("Move to stage"), choices=Stage.choices, coerce=int)
    seen = forms.IntegerField(widget=forms.HiddenInput())
    reason = SeenTextField(required=False, max_length=2000)
