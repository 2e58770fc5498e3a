"""What waits for a director among the organisations."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from educities.kit.multilingual import translate_plain
from stakeholders.models import Organisation, Sector
from stakeholders.models.organisations import Field

TABLE = Organisation._meta.db_table


def build_organisation_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A proposed organisation; verified without a page between."""
    name = translate_plain(row["name"])
    return WaitingLine(
        name_thing(_("{name} waits to be verified"), name),
        reverse("organisation", args=[city.slug, row["id"]]),
        _("Verify"),
        meta=f"{Sector(row['sector']).label} · {Field(row['field']).label}",
        post_url=reverse("verify_organisation", args=[city.slug, row["id"]]),
        icon="building-2",
        about=name,
    )


PROPOSED = WaitingKind(
    "organisations",
    30,
    "stakeholders.verify_organisation",
    f"SELECT id, name, sector, field, created_at AS since FROM {TABLE} WHERE city_id = %(city)s AND state = 'proposed'",
    build_organisation_line,
)
