"""What waits for a director among the organisations."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from educities.kit.multilingual import translate_plain
from stakeholders.models import Commitment, Organisation, Sector
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


def build_overdue_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A commitment whose day has passed: its people are reminded without a page between."""
    title = translate_plain(row["title"])
    return WaitingLine(
        name_thing(_("{name} has not arrived yet"), title),
        reverse("commitment", args=[city.slug, row["id"]]),
        _("Look at the commitment"),
        meta=translate_plain(row["organisation"]),
        icon="handshake",
        about=title,
    )


OVERDUE = WaitingKind(
    "commitments",
    60,
    "stakeholders.list_commitment",
    f"""SELECT c.id, c.title, o.name AS organisation, (c.due_on + 1)::timestamptz AS since
        FROM {Commitment._meta.db_table} c
        JOIN {TABLE} o ON o.city_id = c.city_id AND o.id = c.organisation_id
        WHERE c.city_id = %(city)s AND c.state = 'promised' AND c.due_on < %(today)s""",
    build_overdue_line,
)
