from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaborations.models import Collaboration
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet, SharedFK
from exchange.models.exchanges import Exchange, Participant
from exchange.values import LONGEST_LINE
from stakeholders.models import Area


class CardQuerySet(CityQuerySet):
    def present(self) -> "CardQuerySet":
        """Those that nobody has taken off, of people whom nobody has taken out."""
        return self.filter(removed_at=None, participant__removed_at=None)


class CardManager(CityManager.from_queryset(CardQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `CardQuerySet`."""


class HandshakeQuerySet(CityQuerySet):
    def shaken(self) -> "HandshakeQuerySet":
        """Those that both sides have agreed to."""
        return self.filter(answered_at__isnull=False)


class HandshakeManager(CityManager.from_queryset(HandshakeQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `HandshakeQuerySet`."""


class Card(CityModel):
    """One offer or one need of one person: an area and a line, in the person's own language."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("offer")
        NEED = "need", _("need")

    exchange = CityFK(Exchange, models.CASCADE, related_name="cards")
    participant = CityFK(Participant, models.CASCADE, related_name="cards")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    area = SharedFK(Area, models.PROTECT, null=True, blank=True, verbose_name=_("area"), related_name="+")
    # What was typed as an area and is none of the vocabulary; the person alone reads it.
    area_words = models.CharField(_("area"), max_length=LONGEST_LINE, blank=True, db_default="", default="")
    text = models.CharField(_("one line"), max_length=LONGEST_LINE)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    # Made on the phone: a card that is sent twice is one.
    key = models.UUIDField(editable=False)
    # The moment of writing, not of arrival.
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    kept_at = models.DateTimeField(null=True, editable=False)
    # By who leads the exchange; who wrote it reads so.
    removed_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {
        "internal": "kind language key written_at kept_at removed_at changed_at",
        "personal": "text area_words",
    }

    objects = CardManager()

    class Meta:
        ordering = ("written_at", "id")
        verbose_name = _("card")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "participant", "key"],
                name="exchange_card_once",
                violation_error_code="key",
                violation_error_message=_("This card has arrived already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.area}: {self.text}" if self.area else self.text


class CardMark(CityModel):
    """Somebody can help with a need, or has the same need or offer. Of two taps the later one counts."""

    class Kind(models.TextChoices):
        CAN = "can", _("I can")
        ME_TOO = "me_too", _("me too")

    card = CityFK(Card, models.CASCADE, related_name="marks")
    participant = CityFK(Participant, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    is_on = models.BooleanField(default=True)
    # The moment of the tap, not of its arrival.
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {"internal": "kind is_on at changed_at"}

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "card", "participant", "kind"],
                name="exchange_mark_once",
                violation_error_code="kind",
                violation_error_message=_("This card is marked already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Handshake(CityModel):
    """Two people say what each of them does and until when, about one card. Where both have accounts it is a collaboration.

    One side is who wrote the card; for a pupil's card whoever leads the exchange stands for the team.
    """

    card = CityFK(Card, models.CASCADE, related_name="handshakes")
    other = CityFK(Participant, models.CASCADE, related_name="handshakes")
    # Who offered it: who wrote the card, or the other.
    is_by_owner = models.BooleanField()
    owner_gives = models.CharField(_("what the one does"), max_length=LONGEST_LINE, blank=True)
    other_gives = models.CharField(_("what the other does"), max_length=LONGEST_LINE, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    offered_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    # "Not now": whoever said it may offer a hand of their own later.
    declined_at = models.DateTimeField(null=True, editable=False)
    collaboration = CityFK(Collaboration, models.PROTECT, null=True, editable=False, related_name="handshakes")
    changed_at = models.DateTimeField(auto_now=True)

    DATA: ClassVar = {
        "internal": "is_by_owner due_on offered_at answered_at declined_at changed_at",
        "personal": "owner_gives other_gives",
    }

    objects = HandshakeManager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("handshake")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "card", "other"],
                name="exchange_handshake_once",
                violation_error_code="other",
                violation_error_message=_("There is a handshake between you about this card already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.card_id} ↔ {self.other_id}"

    @property
    def is_open(self) -> bool:
        """Does it wait for an answer?"""
        return self.answered_at is None and self.declined_at is None

    @property
    def asked_side(self) -> Participant:
        """Who answers it."""
        return self.other if self.is_by_owner else self.card.participant

    @property
    def offering_side(self) -> Participant:
        """Who offered it."""
        return self.card.participant if self.is_by_owner else self.other

    @property
    def asked_gives(self) -> str:
        """What whoever answers it does, as both phones read it."""
        return self.other_gives if self.is_by_owner else self.owner_gives

    def is_asked(self, one: Participant) -> bool:
        """Does the handshake wait for this person's answer?"""
        return self.is_open and self.asked_side.pk == one.pk

    def is_offered_by(self, one: Participant) -> bool:
        """Has this person offered a hand that waits for its answer? A team's hand is held out by who leads the exchange."""
        return self.is_open and not one.is_minor and self.offering_side.pk == one.pk
