from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaborations.models import Collaboration
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet, SharedFK
from growth import rules
from stakeholders.models import Area, Organisation, Profile


class EngineQuerySet(CityQuerySet):
    def open(self) -> "EngineQuerySet":
        """Those where the city wants to grow today."""
        return self.filter(closed_at=None)


class EngineManager(CityManager.from_queryset(EngineQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `EngineQuerySet`."""


class Engine(CityModel):
    """A growth area of the city, with why it is one, whom it concerns, and who was invited to it.

    It is there as soon as the city names the area, and stays with its story when the city no longer does.
    """

    area = SharedFK(Area, models.PROTECT, editable=False, verbose_name=_("area"), related_name="+")
    why = WordsField(_("why the city wants to grow here"), blank=True)
    concerns = WordsField(_("who is concerned"), blank=True)
    is_public = models.BooleanField(_("Show it on the city’s public page"), default=False, db_default=False)
    named_on = models.DateField(editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    # The numbers that partner apps were last told of.
    told_counts = models.JSONField(null=True, editable=False)

    DATA: ClassVar = {"internal": "why concerns is_public named_on closed_at told_counts"}

    objects = EngineManager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("growth engine")
        verbose_name_plural = _("growth engines")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "area"],
                name="growth_engine_once",
                violation_error_code="area",
                violation_error_message=_("This area is a growth engine of the city already."),
            ),
        )
        rules_permissions: ClassVar = {
            "list": rules.is_staff_of_city,
            "view": rules.is_staff_of_city,
            "change": rules.is_director,
            "invite": rules.is_director | rules.is_facilitator,
        }

    def __str__(self) -> str:
        return str(self.area)

    def get_absolute_url(self) -> str:
        return cached_reverse("engine", self.city.slug, self.pk)

    @property
    def title(self) -> dict[str, str]:
        """The name of the area, in all languages."""
        return dict(self.area.label)

    @property
    def is_open(self) -> bool:
        """Does the city want to grow here today?"""
        return self.closed_at is None


class Round(CityModel):
    """One act of inviting: in which words, and until when the answers count."""

    engine = CityFK(Engine, models.CASCADE, editable=False, related_name="rounds")
    sentence = WordsField(_("why you ask them"))
    ends_on = models.DateField(_("last day to answer"))
    opened_by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    DATA: ClassVar = {"internal": "ends_on opened_at", "personal": "sentence opened_by"}

    class Meta:
        ordering = ("-opened_at", "-id")
        verbose_name = _("invitation to a growth engine")

    def __str__(self) -> str:
        return str(self.engine)

    def get_absolute_url(self) -> str:
        return self.engine.get_absolute_url()

    @property
    def title(self) -> dict[str, str]:
        """What it invites to, in all languages."""
        return self.engine.title


class Invitee(Stateful, CityModel):
    """A person or an organisation that was invited, and what it has answered. Nobody is told who said no."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("invitee", "has not answered yet")
        YES = "yes", pgettext_lazy("invitee", "would like to take part")
        NO = "no", pgettext_lazy("invitee", "not now")
        SILENT = "silent", pgettext_lazy("invitee", "has not answered")
        TOGETHER = "together", pgettext_lazy("invitee", "part of a collaboration")
        GONE = "gone", pgettext_lazy("invitee", "is not in the city any more")

    MOVES: ClassVar = {
        State.ASKED: {State.YES, State.NO, State.SILENT, State.GONE},
        State.YES: {State.NO, State.TOGETHER, State.GONE},
        # Until the last day, a no can be changed too.
        State.NO: {State.YES},
    }
    ALREADY: ClassVar = {
        State.YES: _("You have said yes already."),
        State.NO: _("You have said no already."),
        State.SILENT: _("The time to answer this invitation is over."),
        State.TOGETHER: _("You are part of a collaboration already."),
        State.GONE: _("This invitation is over."),
    }

    round = CityFK(Round, models.CASCADE, editable=False, related_name="invitees")
    engine = CityFK(Engine, models.CASCADE, editable=False, related_name="invitees")
    profile = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="growth_invitations")
    organisation = CityFK(Organisation, models.PROTECT, null=True, editable=False, related_name="growth_invitations")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    answered_at = models.DateTimeField(null=True, editable=False)
    # Who answered in the organisation's name.
    answered_by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")
    # What the yes became.
    collaboration = CityFK(Collaboration, models.PROTECT, null=True, editable=False, related_name="growth_invitations")

    DATA: ClassVar = {"internal": "collaboration", "personal": "state answered_at answered_by"}

    class Meta:
        ordering = ("id",)
        verbose_name = _("invitation to a growth engine")
        constraints = (
            models.CheckConstraint(
                condition=Q(profile=None, organisation__isnull=False) | Q(profile__isnull=False, organisation=None),
                name="growth_invitee_one",
                violation_error_code="profile",
                violation_error_message=_("Choose a person or an organisation."),
            ),
            models.UniqueConstraint(
                fields=["city", "engine", "profile", "organisation"],
                condition=Q(state__in=["asked", "yes"]),
                name="growth_invitee_once",
                violation_error_code="profile",
                violation_error_message=_("This person or organisation was invited already."),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state="together", collaboration__isnull=False)
                | Q(collaboration=None) & ~Q(state="together"),
                name="growth_invitee_together",
                violation_error_code="state",
                violation_error_message=_("Only a yes becomes part of a collaboration."),
            ),
        )
        indexes = (models.Index(fields=["city", "round", "state"], name="growth_invitee_round"),)
        rules_permissions: ClassVar = {"answer": rules.answers_as_invitee & rules.is_adult_account}

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return cached_reverse("invitee", self.city.slug, self.pk)

    @property
    def name(self) -> str | Promise:
        """The person, as others see them, or the organisation."""
        return self.profile.shown_name if self.profile else str(self.organisation)

    @property
    def holder(self) -> Profile | Organisation:
        """Whom it was sent to."""
        found = self.profile or self.organisation
        assert found is not None  # noqa: S101 (the database sees to it)
        return found
