from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from challenges import rules
from challenges.models.contributions import Contribution
from challenges.models.pending import PendingAct
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityOneToOne, CityQuerySet
from stakeholders.models import Profile


class IdeaPhotoQuerySet(CityQuerySet):
    def unsent(self) -> "IdeaPhotoQuerySet":
        """Those of a form that has not been sent: the form alone carries its key."""
        return self.filter(act=None, contribution=None)


class IdeaPhotoManager(CityManager.from_queryset(IdeaPhotoQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `IdeaPhotoQuerySet`."""


class IdeaPhoto(Stateful, CityModel):
    """The photo of an idea, and who may see it; its pixels lie in `PhotoFile`, so that no list reads them.

    First it belongs to nothing but a form that is being filled, then to an act that waits for its mail, then to the idea.
    Another photo is another row: under one address the same picture is seen for ever.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("photo", "waiting to be checked")
        SHOWN = "shown", pgettext_lazy("photo", "shown")
        REFUSED = "refused", pgettext_lazy("photo", "not shown")

    class Rule(models.TextChoices):
        """Why a photo is not shown: the rules of ideas, about what is seen."""

        PEOPLE = "people", _("shows a person who has not agreed")
        KINDNESS = "kindness", pgettext_lazy("photo", "hurts or belittles someone")
        QUESTION = "question", pgettext_lazy("photo", "has nothing to do with the idea")
        ADVERTISING = "advertising", pgettext_lazy("photo", "advertises a product or a party")
        SAFETY = "safety", pgettext_lazy("photo", "could put someone in danger")
        OTHER = "other", _("another reason")

    MOVES: ClassVar = {
        State.WAITING: {State.SHOWN, State.REFUSED},
        # To be looked at once more, because somebody who may be seen in it no longer agrees.
        State.SHOWN: {State.REFUSED, State.WAITING},
        # Looked at once more, because its author asked.
        State.REFUSED: {State.SHOWN},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.SHOWN: _("This photo is shown already."),
        State.REFUSED: _("This photo has already been refused."),
    }
    # So long after a refusal the author may ask that somebody looks again.
    REFUSED_DAYS: ClassVar = 30
    # Ideas whose photo is looked at: the others are shown to nobody.
    WITH_IDEAS: ClassVar = (Contribution.State.PENDING, Contribution.State.VISIBLE)

    contribution = CityOneToOne(Contribution, models.CASCADE, null=True, editable=False, related_name="photo")
    act = CityOneToOne(PendingAct, models.CASCADE, null=True, editable=False, related_name="photo")
    description = models.CharField(_("what the photo shows"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Also the version in its public address: shown, refused and shown again, it has another one.
    shown_at = models.DateTimeField(null=True, editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)
    hidden_rule = models.CharField(max_length=12, choices=Rule.choices, blank=True, editable=False)
    hidden_because = models.TextField(blank=True, editable=False)
    # Of the picture in the list: a page keeps its place free before it has come. The large one has the same shape.
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)

    DATA: ClassVar = {
        "public": "width height shown_at state",
        "internal": "refused_at hidden_rule hidden_because",
        "personal": "description created_at",
    }

    objects = IdeaPhotoManager()

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("photo of an idea")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(hidden_rule=""),
                name="challenges_photo_refused_by_a_rule",
                violation_error_code="hidden_rule",
                violation_error_message=_("Choose the rule by which it is refused."),
            ),
            models.CheckConstraint(
                condition=models.Q(act=None) | models.Q(contribution=None),
                name="challenges_photo_of_one",
                violation_error_code="contribution",
                violation_error_message=_("A photo belongs to one idea."),
            ),
        )
        indexes = (models.Index(fields=["city", "state", "created_at"], name="challenges_photo_queue"),)
        rules_permissions: ClassVar = {
            "moderate": rules.is_director | rules.facilitates_lab_of_photo,
            "remove": rules.is_author,
        }

    def __str__(self) -> str:
        return f"photo {self.pk}"

    @property
    def is_unsent(self) -> bool:
        """Does it belong to a form alone that nobody has sent?"""
        return self.act_id is None and self.contribution_id is None

    @property
    def author(self) -> Profile | None:
        """Whose photo it is, once it belongs to an idea."""
        return self.contribution.author if self.contribution else None

    @property
    def is_public(self) -> bool:
        """May everybody see it now?"""
        idea = self.contribution
        return idea is not None and self.state == self.State.SHOWN and idea.state == Contribution.State.VISIBLE

    @property
    def is_put_aside(self) -> bool:
        """Is its idea shown to nobody now and read by nobody, so that nobody looks at the photo either?"""
        idea = self.contribution
        return idea is not None and self.state != self.State.REFUSED and idea.state not in self.WITH_IDEAS

    @property
    def comes_back(self) -> bool:
        """Was it shown, and will be again once somebody has read its idea?"""
        idea = self.contribution
        return idea is not None and self.state == self.State.SHOWN and idea.state == Contribution.State.PENDING

    @property
    def version(self) -> str:
        """What stands in the public address: changed whenever it is shown anew."""
        return f"{int(self.shown_at.timestamp())}" if self.shown_at else ""

    @property
    def deleted_on(self) -> date | None:
        """The day on which the pixels of a refused photo are deleted, by the city's clock."""
        gone = self.refused_at and self.refused_at + timedelta(days=self.REFUSED_DAYS)
        return gone.astimezone(self.city.zone).date() if gone else None

    @property
    def is_deleted(self) -> bool:
        """Have the pixels of a refused photo been kept long enough?"""
        return bool(self.refused_at and self.refused_at + timedelta(days=self.REFUSED_DAYS) <= timezone.now())

    @property
    def address_query(self) -> str:
        """What the address of a decision on it says besides: of which idea, and how the photo stood when that was read."""
        return f"?idea={self.contribution_id}&read={self.state}"

    @property
    def small_url(self) -> str:
        """Where the picture for lists is."""
        return self._address("small_photo")

    @property
    def url(self) -> str:
        """Where the large picture is."""
        return self._address("photo")

    def _address(self, name: str) -> str:
        where = reverse(name, args=[self.city.slug, self.pk])
        return f"{where}?v={self.version}" if self.state == self.State.SHOWN else where

    def get_absolute_url(self) -> str:
        """Where its author finds it."""
        return self.contribution.get_absolute_url() if self.contribution else reverse("mine", args=[self.city.slug])


class PaperScan(CityModel):
    """The paper on which an idea was written, as a picture: for those who read ideas for the city, and nobody else."""

    contribution = CityOneToOne(Contribution, models.CASCADE, editable=False, related_name="scan")
    data = models.BinaryField()
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    added_at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"internal": "width height added_at", "personal": "data"}

    class Meta:
        verbose_name = _("scan of a paper form")
        rules_permissions: ClassVar = {"view": rules.is_director | rules.facilitates_lab_of_photo}

    def __str__(self) -> str:
        return f"scan {self.pk}"


class PhotoFile(CityModel):
    """The pixels of a photo in one size, as WebP: turned upright, and without anything that the camera wrote beside them.

    In the database, since several hosts of one installation share no disk.
    """

    class Size(models.TextChoices):
        LARGE = "large"
        SMALL = "small"

    photo = CityFK(IdeaPhoto, models.CASCADE, related_name="files")
    size = models.CharField(max_length=5, choices=Size.choices)
    data = models.BinaryField()

    DATA: ClassVar = {"internal": "size", "personal": "data"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "photo", "size"],
                name="challenges_photo_file_once",
                violation_error_code="size",
                violation_error_message=_("The photo is there already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.size} photo {self.photo_id}"
