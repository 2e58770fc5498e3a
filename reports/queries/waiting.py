"""What waits for a director among the partner apps."""

from typing import Any

from allauth.idp.oidc.models import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from educities.accounts.models import PartnerClient


def build_partner_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A program that waits since the platform was restored from a backup."""
    return WaitingLine(
        name_thing(_("The partner app {name} waits since a restore"), row["name"]),
        reverse("resume_partner", args=[city.slug, row["id"]]),
        _("Let it in again"),
        icon="plug",
        about=row["name"],
    )


PAUSED = WaitingKind(
    "partners",
    90,
    "cities.change_settings_city",
    f"SELECT partner.id, client.name, partner.paused_at AS since FROM {PartnerClient._meta.db_table} partner "
    f"JOIN {Client._meta.db_table} client ON client.id = partner.client_id "
    "WHERE partner.city_id = %(city)s AND partner.revoked_at IS NULL AND partner.paused_at IS NOT NULL",
    build_partner_line,
)
