"""What the map has of a person: a section of “What the city knows”."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consents.values.personal_data import Column, DataSection
from network_map.models import MapChoice

PERSONAL_SECTIONS = (
    DataSection(
        key="map_choice",
        model=MapChoice,
        person="profile",
        title=_("Place on the map of the network"),
        why=_("The person agreed to be found on the map. Without this choice nobody finds them there."),
        correction=_("It is changed, or withdrawn, on the page “Who finds me on the map?”."),
        page=lambda profile: reverse("map_choice", args=[profile.city.slug]),
        columns=(
            Column("level", _("who finds the person on the map")),
            Column("chosen_on", _("Chosen on")),
        ),
        order=163,
    ),
)
