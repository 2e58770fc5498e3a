from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label=_("Title"), help_text=_("As a question that people can answer."), max_length=120)
    about = forms.CharField(label=_("About"), widget=forms.Textarea({"rows": 3}), required=False)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}))
    sector = forms.ChoiceField(label=_("Sector"), choices=[("1", _("public")), ("2", _("business"))])
    stage = forms.ChoiceField(
        label=_("How often"), choices=[("a", _("Every week")), ("b", _("Once a month"))], widget=forms.RadioSelect
    )
    file = forms.FileField(label=_("File"), required=False)
    agreed = forms.BooleanField(label=_("People may see my name"), required=False)
