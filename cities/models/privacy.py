"""What a city says of itself about people's data: who is responsible, whom to ask, by which right, and who else works with them."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from educities.kit.multilingual import WordsField
from educities.tenancy.models import CityModel


class PrivacyNotice(CityModel):
    """The city's own words on its page "Privacy", in its languages. The city has one such row, or none yet."""

    responsible = WordsField(_("who is responsible for people’s data"), blank=True)
    contact = WordsField(_("whom people ask about their data"), blank=True)
    grounds = WordsField(_("why data are kept, and by which right"), blank=True)
    processors = WordsField(_("where the data are, and who works with them"), blank=True)

    DATA: ClassVar = {"public": "responsible contact grounds processors"}

    class Meta:
        verbose_name = _("privacy notice")
        constraints = (
            models.UniqueConstraint(
                fields=["city"],
                name="cities_one_notice",
                violation_error_code="responsible",
                violation_error_message=_("The city has a privacy notice already. Load the page again."),
            ),
        )

    def __str__(self) -> str:
        return f"privacy notice {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("city_notice", args=[self.city.slug])
