"""What narrows and orders the table of growth engines."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import SearchTextField
from growth.queries.counts import ORDERS
from growth.queries.search import find_named

FIRST = {
    "gap": _("Where the gap is largest"),
    "people": _("Most people"),
    "organisations": _("Most organisations"),
    "running": _("Most collaborations"),
    "yes": _("Most yes-answers that wait"),
}


class EngineFilter(forms.Form):
    """A part of the area's name, and what stands first."""

    q = SearchTextField(label=_("Search in the area"))
    sort = forms.ChoiceField(label=_("What comes first"), choices=list(FIRST.items()), required=False)

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows of these choices, in their order."""
        found = find_named(self.cleaned_data["q"], rows)
        return found.order_by(*ORDERS[self.cleaned_data["sort"] or "gap"])
