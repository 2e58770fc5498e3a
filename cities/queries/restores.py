"""A restore at whose consequences no director has looked, as the director's day names it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City, Restore
from cities.queries.waiting import WaitingKind, WaitingLine
from educities.kit.day_words import format_moment


def build_restore_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Of when the data are; what to look at says its page."""
    moment = format_moment(datetime.fromisoformat(row["as_of"]).astimezone(city.zone))
    return WaitingLine(
        _("The platform was restored from a backup: the city’s data are as of %(moment)s") % {"moment": moment},
        reverse("restore", args=[city.slug, row["id"]]),
        _("See what to check"),
        meta=_("Roles that have ended since may be held again."),
        icon="clock",
    )


RESTORED = WaitingKind(
    "restores",
    5,
    "cities.see_dashboard_city",
    f"SELECT id, as_of, restored_at AS since FROM {Restore._meta.db_table} "
    "WHERE city_id = %(city)s AND looked_at IS NULL",
    build_restore_line,
    comes_first=True,
)
