from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.forms import CityModelForm, WordsFormField
from programs.models import Annotation


class AnnotationForm(CityModelForm):
    ASKED = frozenset({"city", "indicator"})
    text = WordsFormField(label=_("What happened"))

    class Meta:
        model = Annotation
        fields: ClassVar = ["happened_on", "text"]
        widgets: ClassVar = {"happened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    @property
    def values(self) -> dict[str, Any]:
        """The day and the words, as the action takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
