"""Whom a person could meet, on the page “My activity”."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.queries import city_today
from consents.values import Things, WaitingLine
from matching.models import MatchSuggestion
from matching.queries import find_waiting_introductions
from matching.queries.waiting import write_new
from matching.values import NEW_DAYS
from stakeholders.models import AgeBand, Profile, Representation, StrengthClaim


def find_my_meeting(profile: Profile) -> Things | None:
    """Introductions that wait for the person's answer, and how many new people could be met. Three queries."""
    if profile.user is None or not profile.is_adult:
        return None
    lines = [
        WaitingLine(
            _("%(name)s would like to meet you about “%(area)s”") % {"name": row.seeker, "area": row.subject},
            row.get_absolute_url(),
            order=17,
            label=_("Read and answer"),
        )
        for row in find_waiting_introductions(profile.user)
        if row.subject
    ]
    new = count_new(profile)
    if new:
        lines.append(WaitingLine(write_new(new), reverse("meet", args=[profile.city.slug]), order=40, label=_("Look")))
    return Things({"meets": True}, lines)


def count_new(profile: Profile) -> int:
    """How many suggestions of the last days nobody has touched."""
    since = city_today() - timedelta(days=NEW_DAYS)
    rows = MatchSuggestion.objects.untouched().filter(state=MatchSuggestion.State.SHOWN, shown_on__gt=since)
    return rows.filter(seeker=profile).count()


def may_meet() -> Q:
    """Does the person look for something, or has the person been asked?"""
    claims = StrengthClaim.objects.filter(profile=OuterRef("pk"))
    speaks = Representation.objects.current().filter(profile=OuterRef("pk"))
    asked = MatchSuggestion.objects.introduced().filter(person=OuterRef("pk"))
    return Q(age_band=AgeBand.ADULT) & (Q(Exists(claims)) | Q(Exists(asked)) | Q(Exists(speaks)))
