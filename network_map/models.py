from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import CityFK, CityModel
from network_map import rules
from stakeholders.models import Profile


class MapChoice(CityModel):
    """A person agreed to stand on the map of the network, and said for whom. Without such a row nobody finds them there."""

    class Level(models.TextChoices):
        """Two of the levels of a profile: those that staff and members of the city see (`Visibility`)."""

        STAFF = "city", _("the directors and facilitators of the city")
        RESIDENTS = "resident", _("everyone who takes part in the city")

    profile = CityFK(Profile, models.CASCADE, editable=False, related_name="map_choices")
    level = models.CharField(_("who finds me on the map"), max_length=8, choices=Level.choices)
    chosen_on = models.DateField(editable=False)

    DATA: ClassVar = {"personal": "level chosen_on"}

    class Meta:
        ordering = ("id",)
        verbose_name = _("choice about the map")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "profile"],
                name="network_map_choice_once",
                violation_error_code="profile",
                violation_error_message=_("This person has chosen already."),
            ),
        )
        rules_permissions: ClassVar = {
            # The map, asked about the city.
            "list": rules.is_member & rules.is_adult_account | rules.is_staff_of_city,
            # One's own place on it, asked about the city.
            "add": rules.is_member & rules.is_adult_account,
        }

    def __str__(self) -> str:
        return f"choice {self.pk}"
