from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from forum import rules
from forum.models.charters import Charter
from forum.models.meetings import Meeting
from stakeholders.models import Profile


class ItemQuerySet(CityQuerySet):
    def waiting(self) -> "ItemQuerySet":
        """Those on which nothing is decided yet."""
        return self.filter(state=AgendaItem.State.WAITING)

    def with_words(self) -> "ItemQuerySet":
        """With what a line about each of them needs, in the same query."""
        decided = ("decision__acts_profile", "decision__acts_organisation")
        return self.select_related("city", "charter__city", "sent_by", "meeting__session", *decided)


class ItemManager(CityManager.from_queryset(ItemQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `ItemQuerySet`."""


class AgendaItem(Stateful, CityModel):
    """A matter of the forum. It came by itself with its record, was sent up from a lab, or the chair wrote it.

    Without a meeting it waits for the next one.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("agenda item", "to be discussed")
        DECIDED = "decided", pgettext_lazy("agenda item", "discussed")
        DROPPED = "dropped", pgettext_lazy("agenda item", "taken off the agenda")

    MOVES: ClassVar = {
        State.WAITING: {State.DECIDED, State.DROPPED},
        State.DROPPED: {State.WAITING},
    }
    ALREADY: ClassVar = {
        State.WAITING: _("This item is on the agenda."),
        State.DECIDED: _("This item has been discussed. A new decision needs a new item."),
        State.DROPPED: _("This item was taken off the agenda."),
    }

    charter = CityFK(Charter, models.CASCADE, editable=False, related_name="items")
    meeting = CityFK(Meeting, models.PROTECT, null=True, editable=False, related_name="items")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    title = WordsField(_("what it is about"))
    words = WordsField(_("in a sentence"), blank=True)
    # The record of the city that it is about, as `AGENDA` names its kind: its app may stand above this one.
    record_kind = models.CharField(max_length=20, blank=True, default="", editable=False)
    record_id = models.BigIntegerField(null=True, editable=False)
    sent_by = CityFK(Profile, models.PROTECT, null=True, editable=False, related_name="+")
    is_sent_up = models.BooleanField(default=False, editable=False)
    postponed = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {
        "internal": "position title record_kind record_id is_sent_up postponed state created_at",
        "personal": "words sent_by",
    }

    objects = ItemManager()

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("agenda item")
        indexes = (
            models.Index(fields=["city", "charter", "state"], name="forum_item_waiting"),
            models.Index(fields=["city", "record_kind", "record_id"], name="forum_item_record"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(record_kind="", record_id=None) | ~Q(record_kind="") & Q(record_id__isnull=False),
                name="forum_item_whole_link",
                violation_error_code="record_kind",
                violation_error_message=_("Choose a record of this city."),
            ),
            models.UniqueConstraint(
                fields=["city", "charter", "record_kind", "record_id"],
                condition=Q(state="waiting") & ~Q(record_kind=""),
                name="forum_item_once",
                violation_error_code="title",
                violation_error_message=_("This is on the forum’s agenda already."),
            ),
        )
        rules_permissions: ClassVar = {
            "view": rules.reads | rules.is_sender,
            "change": rules.leads,
        }

    def __str__(self) -> str:
        return translate_plain(self.title)

    def get_absolute_url(self) -> str:
        return cached_reverse("forum_item", self.city.slug, self.pk)

    @property
    def began_at(self) -> datetime:
        """When it came onto the agenda: a seat that ended before does not read it."""
        return self.created_at

    @property
    def is_waiting(self) -> bool:
        """Nothing is decided on it, and it was not taken off."""
        return self.state == self.State.WAITING

    @property
    def proposal(self) -> "models.Model | None":
        """What is proposed or decided about it, if anything."""
        return getattr(self, "decision", None)
