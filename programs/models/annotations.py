from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.kit.multilingual import WordsField, translate_plain
from educities.tenancy.models import CityFK, CityModel
from programs import rules
from programs.models.indicators import Indicator


class Annotation(CityModel):
    """What happened on a day that one should know when reading an indicator's figures. One for each day."""

    indicator = CityFK(Indicator, models.CASCADE, related_name="annotations")
    happened_on = models.DateField(_("day"))
    text = WordsField(_("what happened"))
    is_break = models.BooleanField(
        _("from this school year on, the figures are counted differently"), default=False, db_default=False
    )
    # Written by a change of what is measured: as long as there are figures of before, it stays.
    is_kept = models.BooleanField(default=False, db_default=False, editable=False)

    DATA: ClassVar = {"internal": "happened_on text is_break is_kept"}

    class Meta:
        ordering = ("-happened_on",)
        verbose_name = _("note")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "indicator", "happened_on"],
                name="programs_annotation_once",
                violation_error_code="happened_on",
                violation_error_message=_("There is a note about this day already."),
            ),
            models.CheckConstraint(
                condition=Q(happened_on__range=("1990-01-01", "2100-12-31")),
                name="programs_annotation_day",
                violation_error_code="happened_on",
                violation_error_message=_("Days from 1990 to 2100 can be entered."),
            ),
        )
        rules_permissions: ClassVar = {"remove": rules.is_director}

    def __str__(self) -> str:
        return translate_plain(self.text)

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()
