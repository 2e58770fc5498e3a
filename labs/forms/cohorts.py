"""The shape of what people type about labs, cohorts and overrides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.forms import CityModelForm, WordsFormField
from labs.models import Cohort, CohortMember, Lab
from labs.models.cohorts import Stage
from programs.models import ProgramYear
from stakeholders.models import AgeBand, Organisation, Profile, Representation, Sector


def day(**attrs: Any) -> forms.DateInput:
    """A date box of the browser's own."""
    return forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")


class LabForm(CityModelForm):
    question = WordsFormField(
        label=_("question"), required=False, rows=2, help_text=_("The question the lab asks the city.")
    )

    class Meta:
        model = Lab
        fields = ("name", "question", "host", "first_session_on")
        widgets = {"first_session_on": day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = [Organisation.State.VERIFIED, Organisation.State.ACTIVE]
        self.fields["host"].queryset = Organisation.objects.filter(state__in=standing)


class RepresentativeSeatForm(forms.Form):
    """Who speaks for which organisation: chosen among the representations that stand."""

    representation = forms.ModelChoiceField(
        label=_("Representative"),
        queryset=None,
        help_text=_("People appointed on the organisation’s page stand here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["representation"]
        field.queryset = Representation.objects.filter(ends_on=None).select_related("profile", "organisation")
        field.label_from_instance = self.name

    @staticmethod
    def name(row: Representation) -> str:
        waits = "" if row.accepted_at else f" ({_('has not accepted yet')})"
        return f"{row.profile} · {row.organisation} · {row.organisation.get_sector_display()}{waits}"


class FacilitatorSeatForm(forms.Form):
    profile = forms.ModelChoiceField(label=_("Facilitator"), queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].queryset = Profile.objects.filter(user__isnull=False, age_band=AgeBand.ADULT)


class CohortForm(CityModelForm):
    class Meta:
        model = Cohort
        fields = ("name", "program_year", "capacity", "starts_on", "ends_on")
        widgets = {"starts_on": day(), "ends_on": day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program_year"].queryset = ProgramYear.objects.filter(
            program__state__in=["signed", "active"]
        ).order_by("number")
        self.fields["program_year"].label = _("Year of the program")


class MemberForm(forms.Form):
    """A person who is here already, or a new one by name; the seat's sector by the organisation or chosen."""

    profile = forms.ModelChoiceField(
        label=_("A person of the city"), queryset=None, required=False, empty_label=_("somebody new")
    )
    display_name = forms.CharField(
        label=_("Name of a new person"), max_length=80, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    organisation = forms.ModelChoiceField(
        label=_("For the organisation"), queryset=None, required=False, empty_label=_("none")
    )
    sector = forms.TypedChoiceField(
        label=_("Sector of the seat"),
        choices=[("", _("as the organisation’s")), *Sector.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    role = forms.ChoiceField(label=_("Role"), choices=CohortMember.Role.choices)
    agreed = forms.BooleanField(label=_("The person has agreed"), required=False, initial=True)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = cohort.members.filter(state__in=["invited", "active"]).values("profile_id")
        self.fields["profile"].queryset = Profile.objects.exclude(pk__in=taken)
        standing = [Organisation.State.VERIFIED, Organisation.State.ACTIVE]
        self.fields["organisation"].queryset = Organisation.objects.filter(state__in=standing)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("profile") and not data.get("display_name"):
            self.add_error("display_name", _("Choose a person, or write a name."))
        if not data.get("organisation") and not data.get("sector"):
            self.add_error("sector", _("Choose a sector, or the organisation the person comes from."))
        return data


class MoveStageForm(forms.Form):
    to = forms.TypedChoiceField(label=_("Move to stage"), choices=Stage.choices, coerce=int)
    seen = forms.IntegerField(widget=forms.HiddenInput())
    reason = forms.CharField(required=False, max_length=2000)


class OverrideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why can the line not be satisfied now?"),
        min_length=20,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("At least 20 characters. The director and the forum read it."),
    )
    remedy = forms.CharField(
        label=_("How will the gap be filled?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    wanted_until = forms.DateField(label=_("Until when?"), widget=day())


class DecideOverrideForm(forms.Form):
    until = forms.DateField(label=_("Until when?"), widget=day(), required=False)
    answer = forms.CharField(
        label=_("A sentence to the person who asked"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    decision = forms.ChoiceField(choices=[("grant", _("grant")), ("refuse", _("refuse"))], widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("decision") == "grant" and not data.get("until"):
            self.add_error("until", _("Say until which day."))
        return data
