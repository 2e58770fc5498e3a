"""The shape of what a director writes about the city's one page."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.forms import CityModelForm, WordsFormField
from reports.models import DirectorSentence


class SentenceForm(ConcurrentEditForm, CityModelForm):
    READS_UNSAVED = True
    text = WordsFormField(
        label=_("Your sentence"),
        help_text=_("At most 280 characters. Left empty, the page has none."),
        rows=3,
        max_length=DirectorSentence.LONGEST,
        required=False,
    )

    class Meta:
        model = DirectorSentence
        fields: ClassVar = ["text"]

    @property
    def values(self) -> dict[str, Any]:
        """The words by language, as the action takes them."""
        return {"text": self.cleaned_data["text"]}
