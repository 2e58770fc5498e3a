"""Notes beside an indicator's figures."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row, refusing
from programs import verbs
from programs.models import Annotation, Indicator, IndicatorValue
from programs.values.calendar import school_year_starts


@transaction.atomic
def annotate_indicator(
    indicator: Indicator, *, actor: User | None, happened_on: date, text: dict[str, str], is_break: bool = False
) -> Annotation:
    """Whoever reads the indicator reads what happened on that day. A second note about one day is refused.

    `is_break`: from the school year of that day on, the figures are counted differently.
    """
    indicator = lock_row(indicator)
    refusal = _("There is a note about this day already.")
    with refusing("programs_annotation_once", text=refusal, code="programs.annotation_twice"):
        annotation = Annotation.objects.create(
            indicator=indicator, happened_on=happened_on, text=text, is_break=is_break
        )
    _keep_breaks(indicator)
    record(verbs.ANNOTATION_ADDED, indicator, actor=actor, title=indicator.name)
    return annotation


@transaction.atomic
def remove_annotation(annotation: Annotation, *, actor: User | None) -> None:
    """The note is gone; that there was one stays in the history."""
    indicator = lock_row(annotation.indicator)
    if annotation.is_kept:
        text = _("This note says that the indicator measures something else from there on. It stays.")
        raise DomainError(text, code="programs.annotation_kept")
    annotation.delete()
    _keep_breaks(indicator)
    record(verbs.ANNOTATION_REMOVED, indicator, actor=actor, title=indicator.name)


def break_line(indicator: Indicator, *, text: dict[str, str]) -> None:
    """What is measured from now on is something else: no confirmed figure stands after the break, nor is the note removed."""
    city = indicator.city
    last = (
        indicator.values.confirmed().filter(series=IndicatorValue.Series.ACTUAL).aggregate(last=Max("period"))["last"]
    )
    day = city.today()
    if last is not None and last >= city.school_year(day):
        day = school_year_starts(last + 1, city.school_year_start)
    taken = set(indicator.annotations.filter(happened_on__gte=day).values_list("happened_on", flat=True))
    while day in taken:
        day += timedelta(days=1)
    Annotation.objects.create(indicator=indicator, happened_on=day, text=text, is_break=True, is_kept=True)
    _keep_breaks(indicator)


def _keep_breaks(indicator: Indicator) -> None:
    """The indicator names the school years of its notes that say so: charts and comparisons read it with every figure."""
    days = indicator.annotations.filter(is_break=True).values_list("happened_on", flat=True)
    breaks = sorted({indicator.city.school_year(day) for day in days})
    if apply_changes(indicator, {"breaks": breaks}):
        indicator.save(update_fields=["breaks"])
