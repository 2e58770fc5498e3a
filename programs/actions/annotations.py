"""Notes beside an indicator's figures."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.rows import refusing
from programs import verbs
from programs.models import Annotation, Indicator


@transaction.atomic
def annotate_indicator(
    indicator: Indicator, *, actor: User | None, happened_on: date, text: dict[str, str]
) -> Annotation:
    """Whoever reads the indicator reads what happened on that day. A second note about one day is refused."""
    refusal = _("There is a note about this day already.")
    with refusing("programs_annotation_once", text=refusal, code="programs.annotation_twice"):
        annotation = Annotation.objects.create(indicator=indicator, happened_on=happened_on, text=text)
    record(verbs.ANNOTATION_ADDED, indicator, actor=actor, title=indicator.name)
    return annotation


@transaction.atomic
def remove_annotation(annotation: Annotation, *, actor: User | None) -> None:
    """The note is gone; that there was one stays in the history."""
    indicator = annotation.indicator
    annotation.delete()
    record(verbs.ANNOTATION_REMOVED, indicator, actor=actor, title=indicator.name)
