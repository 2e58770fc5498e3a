from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import in_all_languages
from educities.tenancy.models import CityModel, CityOneToOne
from forum import rules
from forum.values import MOST_SEATS
from meetings.models import Group
from programs.models import Forum

NAME = _("Strategic forum")


class Charter(CityModel):
    """How the strategic forum of a program works: its group that meets, its quorum, how many seats, what is public.

    Made when the first five years are signed; with the next ones it goes on, and belongs to them. On the pages it is the strategic forum itself.
    """

    body = CityOneToOne(Forum, models.CASCADE, editable=False, related_name="charter")
    group = CityOneToOne(Group, models.PROTECT, editable=False, related_name="forum")
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum, in % of the seats that vote"), default=50, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    most_seats = models.PositiveSmallIntegerField(
        _("seats at most"), default=24, validators=[MinValueValidator(4), MaxValueValidator(MOST_SEATS)]
    )
    shows_seats = models.BooleanField(_("everyone may read which seats there are"), default=False)
    shows_decisions = models.BooleanField(_("everyone may read the decisions"), default=False)

    DATA: ClassVar = {"internal": "quorum_percent most_seats shows_seats shows_decisions"}

    class Meta:
        ordering = ("-id",)
        verbose_name = NAME
        constraints = (
            models.CheckConstraint(
                condition=Q(quorum_percent__range=(1, 100)),
                name="forum_quorum_percent",
                violation_error_code="quorum_percent",
                violation_error_message=_("Numbers from 1 to 100 can be entered."),
            ),
            models.CheckConstraint(
                condition=Q(most_seats__range=(4, MOST_SEATS)),
                name="forum_most_seats",
                violation_error_code="most_seats",
                violation_error_message=_("A forum has at least four seats and at most 60."),
            ),
        )
        rules_permissions: ClassVar = {
            # Asked about the city too: whoever follows its progress, and whoever sits or sat there.
            "view": rules.reads,
            "change": rules.is_director,
            "seat": rules.is_director,
            "lead": rules.leads,
            # Asked about the record that is sent: a lab, a cohort, an initiative.
            "send_to": rules.may_send,
        }

    def __str__(self) -> str:
        return str(NAME)

    @property
    def name(self) -> dict[str, str]:
        """What it is called, in all languages."""
        return in_all_languages(NAME)

    @property
    def is_public(self) -> bool:
        """Does everyone read something of it?"""
        return self.shows_seats or self.shows_decisions

    def get_absolute_url(self) -> str:
        return cached_reverse("forum", self.city.slug)
