from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.forms import CityModelForm, WordsFormField, get_field
from journeys.models import ModelBlock
from journeys.values import CITABLE, Citable
from labs.models import Cohort


class BlockForm(ConcurrentEditForm, CityModelForm):
    text = WordsFormField(label=_("Text"), rows=10, max_length=20_000, required=False)

    class Meta:
        model = ModelBlock
        fields = ("text",)


class CiteForm(forms.Form):
    """One list of everything a block may rest on, grouped by kind."""

    # Beside the form of the block, and sent with it: that is the form of the page (templates/kit/_form.html).
    source = forms.ChoiceField(label=_("Sources for this block"), widget=forms.Select(attrs={"form": "typed"}))

    def __init__(self, *args: Any, cohort: Cohort, cited: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(source.label, self._rows(source, cohort, cited)) for source in CITABLE]
        get_field(self, "source", forms.ChoiceField).choices = [
            ("", _("Choose …")),
            *(group for group in groups if group[1]),
        ]
        self.is_empty = not any(rows for _label, rows in groups)

    @staticmethod
    def _rows(source: Citable, cohort: Cohort, cited: set[str]) -> list[tuple[str, str]]:
        rows = ((f"{source.field}:{row.pk}", source.name(row)[:120]) for row in source.rows(cohort)[:200])
        return [row for row in rows if row[0] not in cited]

    def chosen(self) -> tuple[str, int]:
        """(source, pk) as the action takes it."""
        source, pk = self.cleaned_data["source"].split(":")
        return source, int(pk)
