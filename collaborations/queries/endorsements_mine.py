"""A person's endorsements on “My activity” and on the day of whoever works in the city."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City
from cities.queries.waiting import WaitingKind
from cities.queries.waiting import WaitingLine as DayLine
from collaborations.models import Endorsement
from consents.values import Things, WaitingLine
from stakeholders.models import Profile

ROWS, PROFILES = Endorsement._meta.db_table, Profile._meta.db_table
SEEN_SQL = f"""
    SELECT e.id, e.given_on::timestamptz AS since FROM {ROWS} e
    JOIN {PROFILES} p ON p.city_id = e.city_id AND p.id = e.receiver_id
    WHERE e.city_id = %(city)s AND e.state = 'proposed' AND p.user_id = %(user)s"""


def find_my_endorsements(profile: Profile) -> Things | None:
    """How many stand on the own page and how many the person gave; what was seen in them and waits. None without any."""
    rows = Endorsement.objects.standing()
    states = Endorsement.State
    n = rows.filter(Q(receiver=profile) | Q(giver=profile)).aggregate(
        waiting=Count("pk", filter=Q(receiver=profile, state=states.PROPOSED)),
        kept=Count("pk", filter=Q(receiver=profile, state=states.KEPT)),
        given=Count("pk", filter=Q(giver=profile)),
    )
    if not any(n.values()):
        return None
    return Things(
        {"kept": n["kept"], "given": n["given"]}, [_build_line(profile, n["waiting"])] if n["waiting"] else []
    )


def has_endorsements() -> Q:
    """Has the person of the profile given or received one?"""
    given = Endorsement.objects.filter(giver=OuterRef("pk"))
    return Q(Exists(given)) | Q(Exists(Endorsement.objects.filter(receiver=OuterRef("pk"))))


def _build_line(profile: Profile, n: int) -> WaitingLine:
    text = ngettext("%(n)s strength was seen in you", "%(n)s strengths were seen in you", n) % {"n": n}
    return WaitingLine(text, reverse("endorsements", args=[profile.city.slug]), order=19, label=_("Read and answer"))


def build_seen_line(row: dict[str, Any], city: City) -> DayLine:
    """What was seen in the person stands on their own page, and nowhere else."""
    return DayLine(
        _("Someone saw a strength in you"),
        reverse("endorsements", args=[city.slug]),
        _("Read and answer"),
        icon="handshake",
    )


SEEN = WaitingKind("endorsements_seen", 61, "cities.see_workplace_city", SEEN_SQL, build_seen_line)
