from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.dates import DayField, TimeBox
from educities.kit.fields import LineField, PhoneField, SeenTextField


class SampleForm(forms.Form):
    """One field of each kind, of each width, and two that stand beside each other."""

    # A page that opens does not jump to the mistakes of a sample.
    is_sample = True
    LAYOUT: ClassVar = (("", ("title", "about")), (_("When"), (("day", "from_time"), "phone")))

    title = LineField(label=_("Title"), help_text=_("As a question that people can answer."), max_length=120)
    about = SeenTextField(label=_("About"), widget=forms.Textarea({"rows": 3}), required=False)
    day = DayField(label=_("Day"))
    from_time = forms.TimeField(label=pgettext_lazy("hour", "From"), widget=TimeBox, required=False)
    phone = PhoneField(label=_("Telephone"), max_length=20, required=False, widget=forms.TextInput({"type": "tel"}))
    sector = forms.ChoiceField(label=_("Sector"), choices=[("1", _("public")), ("2", _("business"))])
    stage = forms.ChoiceField(
        label=_("How often"), choices=[("a", _("Every week")), ("b", _("Once a month"))], widget=forms.RadioSelect
    )
    file = forms.FileField(label=_("File"), required=False)
    agreed = forms.BooleanField(label=_("People may see my name"), required=False)
