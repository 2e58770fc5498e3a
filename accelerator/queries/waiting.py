"""What waits for the director: teachers to whom their head has agreed, while there are places."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accelerator.models import Accelerator, Enrolment
from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from educities.kit.multilingual import translate_plain

ROWS, INTAKES = Enrolment._meta.db_table, Accelerator._meta.db_table
ENROL_SQL = f"""
    SELECT a.id, a.name, count(*) AS number, min(e.head_answered_at) AS since
    FROM {ROWS} e JOIN {INTAKES} a ON a.city_id = e.city_id AND a.id = e.accelerator_id
    WHERE e.city_id = %(city)s AND e.state = 'head_approved' AND a.places_taken < a.places
    GROUP BY a.id, a.name"""


def build_enrol_line(row: dict[str, Any], city: City) -> WaitingLine:
    """So many teachers can be enrolled."""
    name = translate_plain(row["name"])
    return WaitingLine(
        name_thing(_("Teachers who can be enrolled in “{name}”: {number}"), name, number=row["number"]),
        reverse("accelerator_teachers", args=[city.slug, row["id"]]),
        _("Look and enrol"),
        icon="users",
        about=name,
    )


ENROL = WaitingKind("accelerator_enrol", 62, "accelerator.add_accelerator", ENROL_SQL, build_enrol_line)
