"""What waits for whoever works in the city as a side of a collaboration: the answer to a proposal."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from collaborations.models import Collaboration, Party
from educities.kit.multilingual import translate_plain
from stakeholders.models import Profile, Representation

ROWS, SIDES = Collaboration._meta.db_table, Party._meta.db_table
PROFILES, SPEAKERS = Profile._meta.db_table, Representation._meta.db_table
# The same sides as `find_parties_of` finds.
ASKED_SQL = f"""
    SELECT c.id, c.title, c.proposed_on::timestamptz AS since FROM {ROWS} c
    WHERE c.city_id = %(city)s AND c.state = 'proposed' AND EXISTS (
        SELECT FROM {SIDES} s WHERE s.city_id = c.city_id AND s.collaboration_id = c.id AND s.state = 'asked' AND (
            EXISTS (
                SELECT FROM {PROFILES} p
                WHERE p.city_id = s.city_id AND p.id IN (s.profile_id, s.led_by_id) AND p.user_id = %(user)s
            ) OR EXISTS (
                SELECT FROM {SPEAKERS} r JOIN {PROFILES} p ON p.city_id = r.city_id AND p.id = r.profile_id
                WHERE r.city_id = s.city_id AND r.organisation_id = s.organisation_id AND p.user_id = %(user)s
                AND r.accepted_at IS NOT NULL AND r.starts_on <= %(today)s
                AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
            )
        )
    )"""


def build_proposal_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A proposal to the person or to an organisation for which they speak: read, and answered there."""
    name = translate_plain(row["title"])
    return WaitingLine(
        name_thing(_("Will you work together? “{name}”"), name),
        reverse("collaboration", args=[city.slug, row["id"]]),
        _("Read and answer"),
        icon="handshake",
        about=name,
    )


ASKED = WaitingKind("collaborations_asked", 60, "cities.see_workplace_city", ASKED_SQL, build_proposal_line)
