from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.forms import CityModelForm, WordsFormField
from educities.kit.together import TogetherForm
from labs.forms.inputs import DateBox
from labs.models import Cohort, Initiative, ModelBlock
from stakeholders.forms.finding import OrganisationField, OrganisationsField


class InitiativeForm(TogetherForm, CityModelForm):
    activity = WordsFormField(label=gettext_lazy("What is done"), rows=4, required=False)

    class Meta:
        model = Initiative
        fields = ("title", "activity", "owner", "starts_on", "due_on")
        widgets = {"starts_on": DateBox, "due_on": DateBox}
        field_classes = {"owner": OrganisationField}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("starts_on") and given.get("due_on") and given["due_on"] < given["starts_on"]:
            self.add_error("due_on", _("It is due before it starts."))
        return given


class NewInitiativeForm(InitiativeForm):
    partners = OrganisationsField(
        label=gettext_lazy("Partners"),
        required=False,
        help_text=gettext_lazy("Owner and partners come from at least two sectors before the pilot begins."),
    )
    blocks = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Follows from these blocks of the model"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = cohort.model_versions.first()
        if version:
            self.fields["blocks"].queryset = ModelBlock.objects.filter(version=version)
        else:
            del self.fields["blocks"]


class ProgressForm(forms.Form):
    progress = forms.IntegerField(
        label=gettext_lazy("Progress in percent"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": 5}),
    )
    blocked_by = forms.CharField(
        label=gettext_lazy("Held up by"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("Leave it empty when nothing stands in the way."),
    )


class PartnerForm(forms.Form):
    organisation = OrganisationField(label=gettext_lazy("Organisation"))
