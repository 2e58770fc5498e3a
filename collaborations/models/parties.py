from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from collaborations import rules
from collaborations.models.collaborations import Collaboration
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityModel
from stakeholders.models import Commitment, Organisation, Profile, Sector

MOST_PUPILS = 500


class Party(Stateful, CityModel):
    """A person or an organisation in a collaboration: what it gives, and what it has answered. Its sector is frozen.

    A class or a group of children takes part as one side of its school or organisation: nobody in it is named, an adult
    who leads it answers, or whoever speaks for the organisation.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("party", "has not answered yet")
        AGREED = "agreed", pgettext_lazy("party", "has agreed")
        DECLINED = "declined", pgettext_lazy("party", "is not part of it")

    # Whoever leaves the city is no side any more. A yes is asked again once the proposal reads otherwise.
    MOVES: ClassVar = {
        State.ASKED: {State.AGREED, State.DECLINED},
        State.AGREED: {State.DECLINED, State.ASKED},
    }
    ALREADY: ClassVar = {
        State.AGREED: _("You have agreed already."),
        State.DECLINED: _("You have said no already."),
    }

    # Those who left the city: no side any more, without an answer.
    HAS_LEFT = Q(state=State.DECLINED, answered_at=None)

    collaboration = CityFK(Collaboration, models.CASCADE, related_name="parties")
    profile = CityFK(Profile, models.PROTECT, null=True, blank=True, related_name="collaborations")
    organisation = CityFK(Organisation, models.PROTECT, null=True, blank=True, related_name="collaborations")
    group_name = models.CharField(_("class or group"), max_length=60, blank=True, db_default="", default="")
    group_size = models.PositiveSmallIntegerField(_("how many they are"), null=True, blank=True)
    led_by = CityFK(Profile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who leads it"))
    # None: a person who speaks for no organisation, or for several of different sectors.
    sector = models.SmallIntegerField(choices=Sector.choices, null=True, editable=False)
    gives = WordsField(_("what you bring"), blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    answered_at = models.DateTimeField(null=True, editable=False)
    # Who answered in the organisation's name.
    answered_by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")

    DATA: ClassVar = {
        "internal": "sector group_name group_size",
        "personal": "gives state answered_at answered_by led_by",
    }

    class Meta:
        ordering = ("id",)
        verbose_name = _("party of a collaboration")
        constraints = (
            models.CheckConstraint(
                condition=Q(profile=None, organisation__isnull=False) | Q(profile__isnull=False, organisation=None),
                name="collaborations_party_one",
                violation_error_code="profile",
                violation_error_message=_("Choose a person or an organisation."),
            ),
            models.UniqueConstraint(
                fields=["city", "collaboration", "profile", "organisation", "group_name"],
                name="collaborations_side_once",
                violation_error_code="profile",
                violation_error_message=_("This person or organisation takes part already."),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(group_name="", group_size=None, led_by=None)
                | Q(organisation__isnull=False) & ~Q(group_name=""),
                name="collaborations_party_group",
                violation_error_code="group_name",
                violation_error_message=_("Say which class or group of the organisation it is, such as 4b."),
            ),
            models.CheckConstraint(
                condition=Q(group_size=None) | Q(group_size__range=(1, MOST_PUPILS)),
                name="collaborations_party_size",
                violation_error_code="group_size",
                violation_error_message=_("Numbers from 1 to 500 can be entered."),
            ),
        )
        rules_permissions: ClassVar = {
            "answer": rules.answers_as_party & rules.is_adult_account,
            "promise_as": rules.commits_for_party | rules.is_director,
        }

    def __str__(self) -> str:
        return str(self.name)

    @property
    def has_left(self) -> bool:
        """Has this side left the city? As `HAS_LEFT` asks the database."""
        return self.state == self.State.DECLINED and self.answered_at is None

    @property
    def name(self) -> str | Promise:
        """The person, as others see them, or the organisation; a class or group is named with it."""
        if self.profile:
            return str(self.profile.display_name)
        if self.group_name:
            return gettext("%(group)s, %(organisation)s") % {
                "group": self.group_name,
                "organisation": self.organisation,
            }
        return str(self.organisation)


class PartyCommitment(CityModel):
    """What an organisation has promised inside a collaboration: a commitment as any other, and so summed with all."""

    party = CityFK(Party, models.CASCADE, related_name="commitments")
    commitment = CityFK(Commitment, models.CASCADE, related_name="inside")

    class Meta:
        ordering = ("id",)
        verbose_name = _("commitment inside a collaboration")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "commitment"],
                name="collaborations_commitment_once",
                violation_error_code="commitment",
                violation_error_message=_("This is there already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.commitment)


class FollowUp(CityModel):
    """What somebody who took part says some time after the end: what became of it."""

    collaboration = CityFK(Collaboration, models.CASCADE, related_name="follow_ups")
    text = WordsField(_("what became of it"))
    by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"personal": "text by at"}

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("what became of a collaboration")

    def __str__(self) -> str:
        return translate_plain(self.text)
