"""What journeys answer to the five years: records that show a milestone, and what a year review says of them."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.kit.day_words import format_day
from educities.kit.lists import words_hold
from journeys.models import ActivityArea, Expedition, Initiative, ModelVersion
from journeys.queries import expedition_holds
from journeys.texts import name_expedition
from programs.values.evidence import EvidenceKind
from programs.values.handover import Carried, HandoverKind
from programs.values.reviews import ReviewLine, ReviewPart

EVIDENCE_KINDS = [
    EvidenceKind(
        "expedition",
        _("Expedition"),
        Expedition.objects.all,
        offered=Q(state__in=(Expedition.State.RETURNED, Expedition.State.LEARNED, Expedition.State.PUBLISHED)),
        find=expedition_holds,
        name=name_expedition,
        order=40,
    ),
    EvidenceKind(
        "model",
        _("City model"),
        lambda: ModelVersion.objects.select_related("cohort"),
        offered=Q(state__in=(ModelVersion.State.ADOPTED, ModelVersion.State.SUPERSEDED)),
        find=lambda text: words_hold(text, "cohort__name"),
        name=lambda row: f"{row.cohort} · {row}",
        order=50,
    ),
    EvidenceKind(
        "initiative",
        _("Initiative"),
        Initiative.objects.all,
        offered=~Q(state__in=(Initiative.State.PLANNED, Initiative.State.STOPPED)),
        find=lambda text: words_hold(text, "title"),
        order=60,
    ),
]
HOME = (Expedition.State.RETURNED, Expedition.State.LEARNED, Expedition.State.PUBLISHED)


def list_decision_lines(year: Any) -> list[ReviewLine]:
    """The activity areas that were decided in the year."""
    rows = ActivityArea.objects.filter(decided_on__range=(year.starts_on, year.ends_on)).order_by("decided_on", "pk")
    return [ReviewLine(str(row), format_day(row.decided_on), "done") for row in rows]


def list_expedition_lines(year: Any) -> list[ReviewLine]:
    """The expeditions that came home in the year."""
    rows = Expedition.objects.filter(state__in=HOME, ends_on__range=(year.starts_on, year.ends_on))
    return [
        ReviewLine(name_expedition(row), str(row.get_state_display()), "done")
        for row in rows.order_by("starts_on", "pk")
    ]


def list_initiative_lines(year: Any) -> list[ReviewLine]:
    """The initiatives that went on in the year, each with the organisation that leads it and how it stands."""
    rows = Initiative.objects.filter(starts_on__lte=year.ends_on, due_on__gte=year.starts_on)
    return [
        ReviewLine(str(row), f"{row.owner} · {row.get_state_display()}", "done" if row.state == "embedded" else "")
        for row in rows.select_related("owner").order_by("starts_on", "pk")
    ]


REVIEW_LINES = [
    ReviewPart("decisions", _("Activity areas"), list_decision_lines, 30),
    ReviewPart("expeditions", _("Expeditions"), list_expedition_lines, 40),
    ReviewPart("initiatives", _("Initiatives"), list_initiative_lines, 60),
]


def list_initiatives() -> list[Carried]:
    """The initiatives that go on."""
    over = (Initiative.State.PLANNED, Initiative.State.STOPPED)
    return [
        Carried(row.pk, str(row), row.get_absolute_url())
        for row in Initiative.objects.exclude(state__in=over).order_by("pk")
    ]


CARRIED = HandoverKind("initiative", _("Initiatives"), list_initiatives, 40, opened_by="cities.see_workplace_city")
