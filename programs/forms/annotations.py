from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from educities.kit.dates import DayField, check_day
from educities.kit.forms import CityModelForm, WordsFormField
from programs.models import Annotation


class EarlierDayField(DayField):
    """A day of the years that figures tell of, which begin before ours: the row itself says which it takes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.remove(check_day)


class AnnotationForm(CityModelForm):
    ASKED = frozenset({"city", "indicator"})
    text = WordsFormField(label=_("What happened"))

    class Meta:
        model = Annotation
        fields: ClassVar = ["happened_on", "text", "is_break"]
        help_texts: ClassVar = {
            "is_break": _(
                "The line of the chart breaks there, and nothing before it is compared with what comes after."
            )
        }
        field_classes: ClassVar = {"happened_on": EarlierDayField}

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
