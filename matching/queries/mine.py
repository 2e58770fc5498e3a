"""Whom a person could meet, on the page “My activity”."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.values import Things, WaitingLine
from matching.models import MatchSuggestion
from matching.queries import find_new, find_waiting_introductions
from matching.queries.waiting import write_new
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
    new = find_new(profile.user_id).count() if profile.user_id else 0
    if new:
        lines.append(WaitingLine(write_new(new), reverse("meet", args=[profile.city.slug]), order=40, label=_("Look")))
    return Things({"meets": True}, lines)


def may_meet() -> Q:
    """Does the person look for something, or has the person been asked?"""
    claims = StrengthClaim.objects.filter(profile=OuterRef("pk"))
    speaks = Representation.objects.current().filter(profile=OuterRef("pk"))
    asked = MatchSuggestion.objects.introduced().filter(person=OuterRef("pk"))
    return Q(age_band=AgeBand.ADULT) & (Q(Exists(claims)) | Q(Exists(asked)) | Q(Exists(speaks)))
