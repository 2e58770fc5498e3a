"""In which form somebody takes what the city knows of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import DATA_FORMATS


class DataFileForm(forms.Form):
    format = forms.ChoiceField(label=_("Kind of file"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["format"]
        choices.choices = [(kind.key, kind.label) for kind in DATA_FORMATS]
