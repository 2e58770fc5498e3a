"""Invitations to growth engines on the page “My activity”."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.queries import city_today
from consents.values import Things, WaitingLine
from growth.models import Invitee
from stakeholders.models import Profile, Representation

SHOWN = (Invitee.State.ASKED, Invitee.State.YES)


def find_my_invitations(profile: Profile) -> Things | None:
    """What the person, or an organisation for which they speak today, is invited to, and what waits for an answer.

    None without any. One query, however many they are.
    """
    speaking = Representation.objects.current().filter(profile=profile, accepted_at__isnull=False)
    own = Q(profile=profile) | Q(organisation__in=speaking.values("organisation"))
    rows = list(
        Invitee.objects.filter(own, state__in=SHOWN).select_related("engine__area", "round", "organisation")[:50]
    )
    today = city_today()
    rows = [row for row in rows if row.state == Invitee.State.YES or row.round.ends_on >= today]
    if not rows:
        return None
    asked = [row for row in rows if row.state == Invitee.State.ASKED]
    return Things({"invitations": rows}, [_build_line(row) for row in asked])


def has_invitations() -> Q:
    """Is the person of the profile invited, or an organisation for which they speak?"""
    own = Invitee.objects.filter(profile=OuterRef("pk"))
    speaks = Representation.objects.current().filter(
        profile=OuterRef("pk"), organisation__growth_invitations__isnull=False
    )
    return Q(Exists(own)) | Q(Exists(speaks))


def _build_line(row: Invitee) -> WaitingLine:
    text = _("Would you take part? “%(name)s”") % {"name": row.engine}
    return WaitingLine(text, reverse("invitee", args=[row.city.slug, row.pk]), order=19, label=_("Read and answer"))
