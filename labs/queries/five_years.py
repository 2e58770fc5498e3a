"""What labs answer to the five years: records that show a milestone, and what a year review says of them."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.kit.lists import words_hold
from labs.models import Cohort, Lab, Override
from labs.texts import name_override
from programs.values.evidence import EvidenceKind
from programs.values.handover import Carried, HandoverKind
from programs.values.reviews import ReviewLine, ReviewPart, find_moments

EVIDENCE_KINDS = [
    EvidenceKind(
        "lab",
        _("Lab"),
        Lab.objects.all,
        offered=Q(launched_at__isnull=False),
        find=lambda text: words_hold(text, "name"),
        order=10,
    ),
    EvidenceKind(
        "cohort",
        _("Cohort"),
        Cohort.objects.all,
        offered=Q(state__in=(Cohort.State.RUNNING, Cohort.State.SUSPENDED, Cohort.State.COMPLETED)),
        find=lambda text: words_hold(text, "name"),
        order=20,
    ),
    EvidenceKind(
        "override",
        _("Override"),
        lambda: Override.objects.select_related("cohort", "lab"),
        offered=Q(state__in=(Override.State.GRANTED, Override.State.RESOLVED)),
        find=lambda text: words_hold(text, "cohort__name") | words_hold(text, "lab__name") | Q(rule_code__iexact=text),
        name=name_override,
        order=80,
    ),
]


def list_lab_lines(year: Any) -> list[ReviewLine]:
    """The labs launched in the year, and the cohorts that ran in it, each with its stage."""
    first, last = year.starts_on, year.ends_on
    began, ended = find_moments(year)
    launched = Lab.objects.filter(launched_at__gte=began, launched_at__lt=ended).order_by("launched_at", "pk")
    cohorts = Cohort.objects.filter(starts_on__lte=last).filter(Q(ends_on=None) | Q(ends_on__gte=first))
    cohorts = cohorts.filter(state__in=[Cohort.State.RUNNING, Cohort.State.SUSPENDED, Cohort.State.COMPLETED])
    return [
        *(ReviewLine(f"{_('Lab')}: {lab}", str(lab.get_state_display()), "done") for lab in launched),
        *(_write_cohort(one) for one in cohorts.select_related("lab").order_by("starts_on", "pk")),
    ]


def _write_cohort(cohort: Cohort) -> ReviewLine:
    said = (str(cohort.lab), f"{cohort.stage}. {cohort.get_stage_display()}", str(cohort.get_state_display()))
    return ReviewLine(f"{_('Cohort')}: {cohort}", " · ".join(said), "done" if cohort.state == "completed" else "")


def list_override_lines(year: Any) -> list[ReviewLine]:
    """The overrides that were asked for in the year, by rule, and how each was decided."""
    began, ended = find_moments(year)
    asked = Override.objects.filter(requested_at__gte=began, requested_at__lt=ended)
    rows = asked.select_related("cohort", "lab").order_by("requested_at", "pk")
    return [ReviewLine(name_override(row), str(row.get_state_display())) for row in rows]


REVIEW_LINES = [
    ReviewPart("labs", _("Labs and cohorts"), list_lab_lines, 20),
    ReviewPart("overrides", _("Overrides"), list_override_lines, 80),
]


def list_labs() -> list[Carried]:
    """The labs that were launched and go on."""
    rows = Lab.objects.filter(launched_at__isnull=False).exclude(state="closed").order_by("pk")
    return [Carried(row.pk, str(row), row.get_absolute_url()) for row in rows]


CARRIED = HandoverKind("lab", _("Labs"), list_labs, 30, opened_by="cities.see_workplace_city")
