"""What narrows the map, and who finds a person there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaborations.models import Collaboration
from network_map.actions import NOBODY
from network_map.models import MapChoice
from stakeholders.models import Area, Sector

ANY = [("", _("all"))]


class MapFilter(forms.Form):
    """A sector, an area of the collaborations shown, how far they reach. The quarter that is looked at goes along."""

    sector = forms.TypedChoiceField(
        label=_("Sector"), choices=[*ANY, *Sector.choices], required=False, coerce=int, empty_value=None
    )
    area = forms.TypedChoiceField(label=_("Area"), required=False, coerce=int, empty_value=None)
    circle = forms.ChoiceField(
        label=_("How far it reaches"), choices=[*ANY, *Collaboration.Circle.choices], required=False
    )

    step = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((str(area), area.pk) for area in Area.objects.filter(pk__in=areas))
        self.fields["area"].choices = [*ANY, *((number, name) for name, number in named)]  # type: ignore[attr-defined]


class MapChoiceForm(forms.Form):
    """Nobody, those who work for the city, or everyone who takes part in it."""

    level = forms.ChoiceField(
        label=_("Who finds me on the map?"),
        choices=[(NOBODY, _("nobody: I am not on the map")), *MapChoice.Level.choices],
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "They see your name, your sector and your labs; with whom you work, in which area, how far it reaches and since when. "
            "No titles, and nothing that you wrote. You can change this at any time."
        ),
    )
