"""The vocabulary of strengths and growth areas: the network's, and each city's own words beside it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from educities.kit.multilingual import LANGUAGES, WordsField, translate_plain
from educities.tenancy.models import CityModel, SharedFK, SharedManager, SharedModel
from stakeholders import rules
from stakeholders.values import normalise_text
from stakeholders.values.area_words import rank_areas

THERE_ALREADY = _("There is an area of this name already.")


class AreaQuerySet(models.QuerySet):
    def choosable(self, *, skills_only: bool = False) -> "AreaQuerySet":
        """What may be chosen today: no group, nothing that was retired. `skills_only`: nothing that is a quality."""
        rows = self.filter(parent__isnull=False, retired_at=None)
        return rows.filter(use=Area.Use.SKILL) if skills_only else rows

    def groups(self) -> "AreaQuerySet":
        """The groups of the network's vocabulary."""
        return self.filter(parent=None)

    def networks(self) -> "AreaQuerySet":
        """The words that all cities share."""
        return self.filter(city=None)

    def citys_own(self) -> "AreaQuerySet":
        """The words of the scope's city alone."""
        return self.filter(city__isnull=False)

    def named(self, text: str) -> "AreaQuerySet":
        """Those whose label or synonyms, in any language, are meant by the text; the nearest first. One query."""
        found = rank_areas(text, self.values_list("pk", "search"))
        place = Case(*(When(pk=pk, then=Value(nth)) for nth, pk in enumerate(found)), default=Value(len(found)))
        return self.filter(pk__in=found).order_by(place)


class AreaManager(SharedManager.from_queryset(AreaQuerySet)):  # type: ignore[misc]
    """The network's words, and the scope's own."""


class Area(SharedModel):
    """An entry of the vocabulary of strengths and growth areas. The network's has no city: cities compare by its code.

    A city's own word has a city, which alone sees it. A code never changes its meaning: a better word is another area,
    into which this one is merged.
    """

    class Use(models.TextChoices):
        SKILL = "skill", _("something to learn or to give")
        QUALITY = "quality", _("a way of being")

    code = models.SlugField(max_length=60, editable=False)
    label = WordsField(_("name"))
    parent = SharedFK("self", models.PROTECT, null=True, related_name="children", verbose_name=_("group"))
    use = models.CharField(
        _("kind"), max_length=7, choices=Use.choices, default=Use.SKILL, db_default=Use.SKILL, editable=False
    )
    # {language: words}: what people say instead of the label.
    synonyms = models.JSONField(default=dict, db_default={})
    # What is searched: a line for the label and for each synonym, in one spelling.
    search = models.TextField(db_default="", editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    merged_into = SharedFK("self", models.PROTECT, null=True, editable=False, related_name="merged")
    # The steward has changed it: the list that comes with a new version leaves it alone.
    changed_at = models.DateTimeField(null=True, editable=False)

    DATA: ClassVar = {"public": "code label use synonyms search retired_at changed_at"}

    objects = AreaManager()

    class Meta:
        ordering = ("code",)
        base_manager_name = "objects"
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(city=None),
                name="stakeholders_area_code",
                violation_error_code="label",
                violation_error_message=THERE_ALREADY,
            ),
            models.UniqueConstraint(
                fields=["city", "code"],
                name="stakeholders_area_own_code",
                violation_error_code="label",
                violation_error_message=THERE_ALREADY,
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(retired_at__isnull=False),
                name="stakeholders_area_merged",
                violation_error_code="merged_into",
                violation_error_message=_("What was merged into another area is no longer offered."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")) | Q(merged_into=None),
                name="stakeholders_area_merged_into_other",
                violation_error_code="merged_into",
                violation_error_message=_("Choose a different area: this is the same one."),
            ),
        ]
        rules_permissions: ClassVar = {
            "keep": rules.keeps_area,
            "add": rules.is_director,
            "keep_network": rules.is_steward,
        }

    def __str__(self) -> str:
        return translate_plain(self.label)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = self.list_spellings()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    @property
    def is_own(self) -> bool:
        """A city's own word, not the network's."""
        return self.city_id is not None

    @property
    def is_offered(self) -> bool:
        """May it be chosen?"""
        return self.retired_at is None

    def list_spellings(self) -> str:
        """A line for the label and for each synonym of each language, in one spelling."""
        said = [text for lang in LANGUAGES for text in (self.label.get(lang, ""), *self.synonyms.get(lang, ()))]
        return "\n".join(dict.fromkeys(filter(None, map(normalise_text, said))))


class AreaMerge(CityModel):
    """What moved in this city when one word was merged into another, so that it can be split again."""

    area = SharedFK(Area, models.PROTECT, related_name="merges")
    into = SharedFK(Area, models.PROTECT, related_name="+")
    # {kind of use: numbers of the rows that moved}
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField(auto_now_add=True)
    split_at = models.DateTimeField(null=True)

    DATA: ClassVar = {"internal": "moved merged_at split_at"}

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["city", "area"],
                condition=Q(split_at=None),
                name="stakeholders_area_merge_once",
                violation_error_code="area",
                violation_error_message=_("This area was already merged into another one."),
            )
        ]
