from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import CodeField, NameField
from educities.kit.forms import ReasonForm
from meetings.models import Attendance
from stakeholders.forms.organisation_select import OrganisationField


class CodeForm(forms.Form):
    """Four digits, in whichever digits the phone writes."""

    code = CodeField(
        label=_("The four digits on the screen"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "class": "code-input"}
        ),
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].replace("-", "")
        if len(code) != 4 or not code.isdecimal():
            raise forms.ValidationError(_("The code has four digits."))
        return code


class GuestForm(forms.Form):
    name = NameField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
    organisation = OrganisationField(label=_("Represents"), required=False, empty_label=_("no organisation"))


class CorrectionForm(ReasonForm):
    status = forms.ChoiceField(
        label=_("Correct attendance"), choices=Attendance.Status.choices, widget=forms.RadioSelect
    )
    field_order = ("status", "reason")
