"""A person's collaborations on the page “My activity”."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from collaborations.models import Collaboration, Party
from consents.values import Things, WaitingLine
from educities.kit.multilingual import translate_plain
from stakeholders.models import Profile, Representation


def find_my_collaborations(profile: Profile) -> Things | None:
    """Those in which the person, or an organisation for which they speak today, is a side; what waits for an answer.

    None without any. Four queries, however many they are.
    """
    own = Party.objects.filter(_is_own(profile)).exclude(state=Party.State.DECLINED)
    sides = list(own.values_list("collaboration_id", "state"))
    if not sides:
        return None
    waiting = {number for number, state in sides if state == Party.State.ASKED}
    rows = list(Collaboration.objects.with_parties().filter(pk__in=[number for number, _state in sides])[:50])
    asked = [row for row in rows if row.state == row.State.PROPOSED and row.pk in waiting]
    shown = [row for row in rows if row.state not in {row.State.DECLINED, row.State.LAPSED}]
    return Things({"collaborations": shown}, [_build_line(row) for row in asked])


def has_collaborations() -> Q:
    """Is the person of the profile a side of a collaboration, or does it speak for one?"""
    own = Party.objects.filter(Q(profile=OuterRef("pk")) | Q(led_by=OuterRef("pk")))
    speaks = Representation.objects.current().filter(profile=OuterRef("pk"), organisation__collaborations__isnull=False)
    return Q(Exists(own)) | Q(Exists(speaks))


def _is_own(profile: Profile) -> Q:
    speaking = Representation.objects.current().filter(profile=profile, accepted_at__isnull=False)
    return Q(profile=profile) | Q(led_by=profile) | Q(organisation__in=speaking.values("organisation"))


def _build_line(row: Collaboration) -> WaitingLine:
    text = _("Will you work together? “%(name)s”") % {"name": translate_plain(row.title)}
    return WaitingLine(
        text, reverse("collaboration", args=[row.city.slug, row.pk]), order=18, label=_("Read and answer")
    )
