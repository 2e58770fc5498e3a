"""What narrows the city's exchanges."""

from django import forms
from django.db.models import QuerySet

from educities.kit.fields import SearchTextField
from educities.kit.lists import words_hold
from exchange.models import Exchange


class ExchangeFilter(forms.Form):
    """A part of the title."""

    q = SearchTextField(label=Exchange._meta.get_field("title").verbose_name)

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Those whose title holds it."""
        text = self.cleaned_data["q"]
        return rows.filter(words_hold(text, "title")) if text else rows
