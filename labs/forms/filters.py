"""What narrows the board and the list of cohorts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import SearchTextField
from educities.kit.forms import get_field
from educities.kit.lists import words_hold
from labs.models import Cohort, Lab
from labs.models.cohorts import Stage

ANY = [("", _("all"))]


class LabFilter(forms.Form):
    """A filter with the city's labs; those that are closed have no cohort on its way."""

    lab = forms.ChoiceField(label=_("Lab"), choices=ANY, required=False)
    with_closed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labs = Lab.objects.order_by("-pk").only("name", "city_id", "state")
        rows = labs if self.with_closed else labs.exclude(state=Lab.State.CLOSED)
        self.labs: list[Lab] = list(rows)
        get_field(self, "lab", forms.ChoiceField).choices = [*ANY, *((str(lab.pk), str(lab)) for lab in self.labs)]

    def chosen(self, name: str) -> str:
        """What was chosen there; "" for nothing and for what is no choice."""
        is_given = self.is_bound and (self.is_valid() or name in self.cleaned_data)
        return self.cleaned_data.get(name, "") if is_given else ""


class BoardFilter(LabFilter):
    """One lab, or the cohorts that are alike in what they wait for."""

    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            *ANY,
            ("mine", _("my cohorts")),
            ("ready", _("ready for the next stage")),
            ("stuck", _("with a condition that is missing")),
            ("paused", _("paused")),
        ],
        required=False,
    )


class CohortFilter(LabFilter):
    """The list of all cohorts, those that have ended too."""

    q = SearchTextField(label=_("Name"))
    stage = forms.ChoiceField(label=_("Stage"), choices=[*ANY, *Stage.choices], required=False)
    state = forms.ChoiceField(label=_("Status"), choices=[*ANY, *Cohort.State.choices], required=False)
    with_closed = True
    field_order = ("q", "lab", "stage", "state")

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The cohorts of these choices."""
        exact = {name: self.chosen(name) for name in ("lab", "stage", "state")}
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        return rows.filter(words_hold(self.chosen("q")))
