from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.fields import LineField, WholeNumberField
from educities.kit.forms import CityModelForm, Layout, WordsFormField, get_field
from journeys.models import Initiative, ModelBlock
from labs.forms.inputs import DayField
from labs.models import Cohort
from meetings.forms.doubts import DoubtForm
from stakeholders.forms.organisation_select import OrganisationField, OrganisationsField


class InitiativeForm(DoubtForm, ConcurrentEditForm, CityModelForm):
    LAYOUT: ClassVar[Layout] = (("", ("title", "activity", "owner", ("starts_on", "due_on"), "partners", "blocks")),)
    activity = WordsFormField(label=gettext_lazy("What is done"), rows=4, required=False)
    blocks: "forms.ModelMultipleChoiceField[ModelBlock]" = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Follows from these blocks of the model"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Initiative
        fields = ("title", "activity", "owner", "starts_on", "due_on")
        field_classes = {"owner": OrganisationField, "starts_on": DayField, "due_on": DayField}

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        row = kwargs.get("instance")
        tied = list(row.blocks.values_list("block_id", flat=True)) if row else []
        version = cohort.model_versions.first()
        near = Q(version=version) | Q(pk__in=tied) if version else Q(pk__in=tied)
        kwargs["initial"] = {**(kwargs.get("initial") or {}), "blocks": tied}
        super().__init__(*args, **kwargs)
        get_field(self, "blocks", forms.ModelChoiceField).queryset = ModelBlock.objects.filter(near)
        if not version and not tied:
            del self.fields["blocks"], self.now["blocks"]


class NewInitiativeForm(InitiativeForm):
    partners = OrganisationsField(
        label=gettext_lazy("Partners"),
        required=False,
        help_text=gettext_lazy("Owner and partners come from at least two sectors before the pilot begins."),
    )


class ProgressForm(ConcurrentEditForm, CityModelForm):
    progress = WholeNumberField(
        label=gettext_lazy("Progress in percent"),
        min_value=0,
        max_value=100,
    )
    blocked_by = LineField(
        label=gettext_lazy("Blocked by"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("Leave it empty when nothing blocks it."),
    )

    class Meta:
        model = Initiative
        fields = ("progress", "blocked_by")


class PartnerForm(forms.Form):
    organisation = OrganisationField(label=gettext_lazy("Organisation"))

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Its owner would be refused as its partner.
        field = get_field(self, "organisation", OrganisationField)
        field.queryset = field.queryset.exclude(pk=initiative.owner_id)
