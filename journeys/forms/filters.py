"""What narrows the city's expeditions and initiatives."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import SearchTextField
from educities.kit.forms import get_field
from educities.kit.lists import words_hold
from journeys.models import Expedition, Initiative
from journeys.queries import expedition_holds
from labs.models import Cohort

ANY = [("", _("all"))]


class _OfCohorts(forms.Form):
    """A part of the text, the cohort, the state."""

    q = SearchTextField(label=_("Search in the text"))
    cohort = forms.ChoiceField(label=_("Cohort"), choices=ANY, required=False)
    state = forms.ChoiceField(label=_("Status"), choices=ANY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohorts = Cohort.objects.order_by("-pk").only("name", "city_id")
        get_field(self, "cohort", forms.ChoiceField).choices = [*ANY, *((str(row.pk), str(row)) for row in cohorts)]

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows of these choices."""
        exact = {name: self.cleaned_data[name] for name in ("cohort", "state") if self.cleaned_data[name]}
        text = self.cleaned_data["q"]
        return rows.filter(self.text_holds(text), **exact) if text else rows.filter(**exact)

    def text_holds(self, text: str) -> Q:
        """Which rows hold the text."""
        return words_hold(text, "title")


class ExpeditionFilter(_OfCohorts):
    state = forms.ChoiceField(label=_("Status"), choices=[*ANY, *Expedition.State.choices], required=False)

    def text_holds(self, text: str) -> Q:
        return expedition_holds(text)


class InitiativeFilter(_OfCohorts):
    state = forms.ChoiceField(label=_("Status"), choices=[*ANY, *Initiative.State.choices], required=False)
