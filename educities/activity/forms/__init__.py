"""What narrows the history of a city."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from educities.activity.models import AuditEntry
from educities.activity.queries.person_names import names_of
from educities.activity.texts.history_rows import name_kind, named_entries
from educities.kit.data_classes import our_models
from educities.kit.dates import DayField
from educities.kit.forms import get_field

# So many people are offered, those who acted last.
MOST_PEOPLE = 200


class HistoryFilter(forms.Form):
    """By whom, about what, from when to when."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=int, required=False)
    thing = forms.ChoiceField(label=_("Thing"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    # One thing alone: the way to its history stands on its own page.
    row = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = AuditEntry.objects.order_by()
        acted = (
            named_entries(entries)
            .filter(actor__isnull=False)
            .values("actor")
            .annotate(last=Max("pk"))
            .order_by("-last")
        )
        names = names_of([row["actor"] for row in acted[:MOST_PEOPLE]])
        people = sorted(((pk, name) for pk, name in names.items() if name), key=lambda one: one[1])
        known = {*entries.values_list("target_type", flat=True).distinct(), *self._asked_kind()}
        kinds = sorted((name_kind(kind), kind) for kind in known)
        get_field(self, "person", forms.ChoiceField).choices = [("", _("everyone")), *people]
        get_field(self, "thing", forms.ChoiceField).choices = [("", _("everything")), *((k, name) for name, k in kinds)]

    def _asked_kind(self) -> set[str]:
        """The kind of thing that is asked for, where it is one: a row of which nothing is recorded has an empty history."""
        asked = self.data.get("thing", "") if self.is_bound else ""
        return {asked} if asked in {model._meta.label_lower for model in our_models()} else set()

    def clean(self) -> dict[str, Any]:
        """As above; a time that ends before it begins holds nothing, and is said so."""
        data = super().clean() or self.cleaned_data
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day lies before the first day. Choose a later one."))
        return data

    def narrow(self, rows: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """The rows that fit."""
        asked = self.cleaned_data
        fits = Q()
        if asked["person"]:
            rows = named_entries(rows)
            fits &= Q(actor=asked["person"])
        if asked["thing"]:
            fits &= Q(target_type=asked["thing"])
        if asked["row"]:
            fits &= Q(target_id=str(asked["row"]))
        if asked["since"]:
            fits &= Q(at__gte=_start_of(asked["since"]))
        if asked["until"]:
            fits &= Q(at__lt=_start_of(asked["until"] + timedelta(days=1)))
        return rows.filter(fits)


def _start_of(day: Any) -> datetime:
    """The first moment of the day by the city's clocks."""
    return timezone.make_aware(datetime.combine(day, time.min))
