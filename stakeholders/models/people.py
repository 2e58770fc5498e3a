from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from educities.kit.multilingual import WordsField, in_all_languages
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from stakeholders import rules
from stakeholders.models.visibility import BESIDE_IDEAS, LINES, find_level, write_search_lines
from stakeholders.values import normalise_text


class AgeBand(models.TextChoices):
    CHILD = "child", _("under 14")
    YOUTH = "youth", _("14 to 17")
    ADULT = "adult", _("18 and over")


# What an erased child is called from then on, in the language it read in; and whoever has left.
ERASED_CHILD = _("A child")
FORMER = _("former participant")
# What whoever has given no name is called.
STAND_IN = _("Resident")


# What `search` and `search_lines` are made of.
SEARCHED = frozenset({"display_name", "visibilities", *LINES})


def filter_adults(way: str = "") -> Q:
    """Who is an adult here, as a condition on whatever leads to the person by `way` ("profile__"): by the age this city
    knows, and no city knows the account as of somebody under 18. None who has left, no row that was merged, and nobody
    whose address others typed and who has not said yet whether they are 18.

    The account's marks are all that a city learns of what another one knows.
    """
    return _filter_band(way, user__is_minor=False, user__is_age_unsaid=False)


def filter_no_minors(way: str = "") -> Q:
    """The same, with those who have not said it yet: whom the team that typed them in sees in its own lists."""
    return _filter_band(way, user__is_minor=False)


def _filter_band(way: str, **account: bool) -> Q:
    band = Q(**{f"{way}age_band": AgeBand.ADULT, f"{way}merged_into": None, f"{way}left_at": None})
    return band & (Q(**{f"{way}user": None}) | Q(**{f"{way}{name}": value for name, value in account.items()}))


class ProfileQuerySet(CityQuerySet):
    def grown_up(self) -> "ProfileQuerySet":
        """Adults: the only people who stand in lists, each once. See `filter_adults`."""
        return self.filter(filter_adults())

    def no_minors(self) -> "ProfileQuerySet":
        """The same, with those whose age is not said yet: for the team. See `filter_no_minors`."""
        return self.filter(filter_no_minors())

    def kept_by(self, user_id: int, organisations: Collection[int]) -> "ProfileQuerySet":
        """Those without an account whose profile this account keeps, by itself or for one of these organisations."""
        kept = Q(managed_by__user_id=user_id) | Q(managed_for__in=organisations)
        return self.filter(kept, user=None, merged_into=None)

    def named(self, words: str) -> "ProfileQuerySet":
        """Every word of `words` stands in the name that others see, however it is spelled."""
        rows = self
        for word in normalise_text(words).split():
            rows = rows.filter(search__contains=word)
        return rows

    def update(self, **values: Any) -> int:
        """The rows say this now, and are found by what they say."""
        if not SEARCHED.intersection(values):
            return super().update(**values)
        numbers = list(self.values_list("pk", flat=True))
        changed = super().update(**values)
        for row in Profile.objects.filter(pk__in=numbers):
            row.save(update_fields=[])
        return changed

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        objs = list(objs)
        for row in objs:
            row.fill_search()
        return super().bulk_create(objs, *args, **kwargs)


class ProfileManager(CityManager.from_queryset(ProfileQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `ProfileQuerySet`."""


class Profile(CityModel):
    """A person in one city. No birth date is kept: the band, and for minors the month in which it changes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    display_name = models.CharField(_("name that others see"), max_length=80)
    # As the person wants to be called beside an idea; a guess from the name stands while it is empty.
    short_name = models.CharField(_("name next to your ideas"), max_length=40, blank=True, default="", db_default="")
    legal_name = models.CharField(_("full name"), max_length=120, blank=True)
    age_band = models.CharField(_("age"), max_length=6, choices=AgeBand.choices, default=AgeBand.ADULT)
    next_band_month = models.DateField(null=True, editable=False)
    # Under the city's own age: such a person finishes nothing without a guardian.
    needs_guardian = models.BooleanField(default=False, editable=False)
    neighbourhood = models.CharField(_("neighbourhood"), max_length=80, blank=True)
    pronoun = models.CharField(_("pronoun"), max_length=20, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="he")
    story = WordsField(_("story"), blank=True)
    wish = WordsField(_("what I would like to create"), blank=True, db_default=Value({}, models.JSONField()))
    offer = WordsField(_("what I offer"), blank=True, db_default=Value({}, models.JSONField()))
    # Line by line who sees it (`visibility.LINES`, `Visibility`).
    visibilities = models.JSONField(default=dict, editable=False)
    # The name, and the lines each behind its level, in one spelling: what the list of people is searched by.
    search = models.TextField(editable=False, default="", db_default="")
    search_lines = models.TextField(editable=False, default="", db_default="")
    managed_by = CityFK("self", models.PROTECT, null=True, editable=False, related_name="+")
    # The organisation for which the profile is kept: whoever may manage it keeps the profile too.
    managed_for = CityFK(
        "stakeholders.Organisation", models.PROTECT, null=True, editable=False, related_name="managed_people"
    )
    is_placeholder = models.BooleanField(default=False, editable=False)
    # The row of the same person that stands for both; nothing leads to this one any more.
    merged_into = CityFK("self", models.PROTECT, null=True, editable=False, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)
    # Since when the person has left the city: the row stays for what is counted, without a name and without an account.
    left_at = models.DateTimeField(null=True, editable=False)

    IS_PERSON = True
    DATA: ClassVar = {
        "personal": (
            "display_name short_name legal_name neighbourhood pronoun phone language story wish offer visibilities "
            "search search_lines is_placeholder created_at left_at"
        ),
        "child": "age_band next_band_month needs_guardian managed_by managed_for merged_into",
    }

    objects = ProfileManager()

    class Meta:
        ordering = ("display_name", "id")
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(
                fields=["city", "user"],
                name="stakeholders_profile_user",
                violation_error_code="user",
                violation_error_message=_("This account has a profile in the city already."),
                condition=Q(user__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(user=None),
                name="stakeholders_left_no_user",
                violation_error_code="left_at",
                violation_error_message=_("A person who has left the city has no account in it."),
            ),
            models.CheckConstraint(
                condition=~Q(age_band="adult") | Q(next_band_month=None),
                name="stakeholders_adult_no_month",
                violation_error_code="next_band_month",
                violation_error_message=_("An adult has no next age group."),
            ),
            models.CheckConstraint(
                condition=Q(needs_guardian=False) | ~Q(age_band="adult"),
                name="stakeholders_guardian_of_minor",
                violation_error_code="needs_guardian",
                violation_error_message=_("An adult needs no guardian."),
            ),
            models.CheckConstraint(
                condition=Q(managed_for=None) | Q(managed_by__isnull=False),
                name="stakeholders_kept_by_a_person",
                violation_error_code="managed_for",
                violation_error_message=_("Say which person of the organisation keeps the profile."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(user=None, age_band="adult"),
                name="stakeholders_merged_adult",
                violation_error_code="merged_into",
                violation_error_message=_(
                    "Only the profile of an adult without an account can be merged into another."
                ),
            ),
        )
        indexes = (
            models.Index(fields=["city", "age_band", "display_name", "id"], name="stakeholders_profile_band"),
            # As `grown_up` has it: how many there are is said above each list of people.
            models.Index(
                fields=["city"],
                name="stakeholders_profile_grown_up",
                condition=Q(age_band="adult", merged_into=None, left_at=None),
            ),
        )
        rules_permissions: ClassVar = {
            "list": rules.is_staff_of_city,
            # Asked about the city: who takes part in it finds those who show something to them.
            "browse": rules.is_member & rules.is_adult_account,
            # Asked about the city: may this person open the page of every grown-up?
            "search": rules.is_director | rules.is_facilitator,
            "view": rules.sees_person,
            "change": rules.is_self | rules.manages_person,
            # Asked about the city: may this person keep profiles of people without mail, and say that two are one?
            "add": rules.is_director | rules.is_facilitator | rules.keeps_people,
            "merge": rules.is_director | rules.is_facilitator,
            # Asked about the city: those whom nobody keeps any more.
            "list_unkept": rules.is_director,
            # Says that they met the person; nobody of themselves.
            "vouch_for": ~rules.is_self
            & (rules.is_grown_up & (rules.is_director | rules.is_facilitator) | rules.speaks_for_organisation_of),
            "hand_over": rules.is_director | rules.manages_person,
        }

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_search()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search", "search_lines"}
        super().save(*args, **kwargs)

    @property
    def shown_name(self) -> str:
        """The name; of whoever has left what stands for it, in the reader's language and not in the person's."""
        return str(FORMER) if self.left_at is not None and not self.is_minor else self.display_name

    def fill_search(self) -> None:
        """What the list is searched by is what the person says now."""
        self.search = normalise_text(self.display_name)
        self.search_lines = write_search_lines({line: getattr(self, line) for line in LINES}, self.visibilities)

    def get_absolute_url(self) -> str:
        return reverse("profile", args=[self.city.slug, self.pk])

    @property
    def public_neighbourhood(self) -> str:
        """The neighbourhood, when the person shows it beside their ideas (as is usual)."""
        return self.neighbourhood if find_level("neighbourhood", self.visibilities) in BESIDE_IDEAS else ""

    @property
    def is_erased_child(self) -> bool:
        """The name is gone, and what stands in its place says that it was a child's."""
        return self.is_minor and self.display_name in in_all_languages(ERASED_CHILD).values()

    @property
    def is_adult(self) -> bool:
        """Is the person an adult here, as `filter_adults` asks the database? What pairs, shows or invites adults asks this."""
        if self.is_minor or self.merged_into_id is not None or self.left_at is not None:
            return False
        return self.user is None or not (self.user.is_minor or self.user.is_age_unsaid)

    @property
    def is_age_unsaid(self) -> bool:
        """Did others type in the person's address, and the person has not said yet whether they are 18?"""
        return self.user is not None and self.user.is_age_unsaid

    @property
    def is_minor(self) -> bool:
        """A child or a youth: never in a public list, never matched with a grown-up."""
        return self.age_band != AgeBand.ADULT
