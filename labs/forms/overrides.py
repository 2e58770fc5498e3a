"""The shape of what people type about overrides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import SeenTextField
from labs.forms.inputs import DayField


class OverrideForm(forms.Form):
    reason = SeenTextField(
        label=_("Why can this condition not be met now?"),
        min_length=20,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("At least 20 characters. The city’s directors, its facilitators and the network steward read it."),
    )
    remedy = SeenTextField(
        label=_("How will the gap be filled?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    wanted_until = DayField(label=_("Until when?"))


class DecideOverrideForm(forms.Form):
    until = DayField(label=_("Until when?"), required=False)
    answer = SeenTextField(
        label=_("A sentence to the person who asked"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("grant", _("grant")), ("refuse", _("refuse"))], widget=forms.HiddenInput()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until: Any = self.fields["until"]
        until.one_of = _("needed when you grant")
        answer: Any = self.fields["answer"]
        answer.one_of = _("needed when you refuse")

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("decision") == "grant" and not data.get("until"):
            self.add_error("until", _("Say until which day."))
        return data
