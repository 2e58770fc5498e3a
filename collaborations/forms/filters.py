"""What narrows the city's collaborations."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collaborations.forms.words import LINKS
from collaborations.models import Collaboration, Party
from collaborations.queries import shown_sides
from collaborations.values import CAME_ABOUT
from educities.kit.fields import SearchTextField
from educities.kit.lists import words_hold
from stakeholders.models import Sector

ANY = [("", _("all"))]


class HiddenNumberField(forms.IntegerField):
    """The number of a thing, which the address alone says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=1, max_value=10**18, widget=forms.HiddenInput, **kwargs)


CAME = (CAME_ABOUT, _("came about"))


class CollaborationFilter(forms.Form):
    """A part of the text, the state, the circle, a sector that takes part."""

    q = SearchTextField(label=_("Search in the text"))
    state = forms.ChoiceField(label=_("Status"), choices=[*ANY, CAME, *Collaboration.State.choices], required=False)
    circle = forms.ChoiceField(
        label=_("How far it reaches"), choices=[*ANY, *Collaboration.Circle.choices], required=False
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[*ANY, *Sector.choices], required=False)
    # What it belongs to, where the page of that thing leads here.
    lab = HiddenNumberField()
    challenge = HiddenNumberField()
    initiative = HiddenNumberField()

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows of these choices."""
        chosen: dict[str, Any] = {
            name: self.cleaned_data[name] for name in ("state", "circle", *LINKS) if self.cleaned_data[name]
        }
        if chosen.get("state") == CAME_ABOUT:
            chosen["state__in"] = Collaboration.COUNTED
            del chosen["state"]
        rows = rows.filter(**chosen)
        if text := self.cleaned_data["q"]:
            rows = rows.filter(words_hold(text, "title"))
        if sector := self.cleaned_data["sector"]:
            rows = rows.filter(pk__in=find_of_sector(sector))
        return rows


def find_of_sector(sector: str) -> QuerySet:
    """The numbers of the collaborations with a side of this sector."""
    return Party.objects.filter(shown_sides(), sector=sector).values("collaboration")
