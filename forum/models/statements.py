from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import CityFK, CityModel
from forum.models.ballots import MOST_WORDS
from forum.models.decisions import Decision
from forum.models.seats import Seat


class Statement(CityModel):
    """What a member objected by themselves, in the record of a decision: their own words in their own language, for good.

    `seat`: whose they are, where the person has said that their name may stand beside them; else nobody knows.
    """

    decision = CityFK(Decision, models.CASCADE, editable=False, related_name="statements")
    seat = CityFK(Seat, models.CASCADE, null=True, editable=False, related_name="+")
    words = models.CharField(_("objection or dissent"), max_length=MOST_WORDS)
    # Always false: who answered what goes with the answers. The code of before writes here.
    is_against = models.BooleanField(default=False, editable=False)

    DATA: ClassVar = {"personal": "words", "internal": "is_against"}

    class Meta:
        ordering = ("id",)
        verbose_name = _("objection or dissent")

    @property
    def name(self) -> str:
        """Whose words they are, with the organisation; "" where nobody knows."""
        return self.seat.full_name if self.seat is not None else ""

    def __str__(self) -> str:
        return str(self.words)
