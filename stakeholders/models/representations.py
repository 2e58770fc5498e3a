from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.queries import city_today
from educities.kit.spelling import text_holds
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from stakeholders import rules
from stakeholders.models.organisations import Organisation
from stakeholders.values import normalise_text


class RepresentationQuerySet(CityQuerySet):
    def current(self) -> "RepresentationQuerySet":
        """Within their dates and accepted."""
        return self.standing().filter(starts_on__lte=city_today(), accepted_at__isnull=False)

    def standing(self) -> "RepresentationQuerySet":
        """Not over, whether they began or not, accepted or asked."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=city_today()))

    def named(self, words: str) -> "RepresentationQuerySet":
        """Every word of `words` stands in the person's name or in that of the organisation."""
        rows = self
        for word in words.split():
            found = text_holds("profile__display_name", word)
            if spelled := normalise_text(word):
                found |= Q(organisation__search__contains=spelled)
            rows = rows.filter(found)
        return rows


class RepresentationManager(CityManager.from_queryset(RepresentationQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `RepresentationQuerySet`."""


class Representation(CityModel):
    """A person speaks for an organisation, from one day on and until another, once the person accepted.

    On the day that it `ends_on` it no longer stands: whoever ends it reads that the seat no longer counts, and it does not.
    """

    profile = CityFK("stakeholders.Profile", models.CASCADE, related_name="representations")
    organisation = CityFK(Organisation, models.CASCADE, related_name="representations")
    title = models.CharField(_("title"), max_length=120, blank=True)
    may_commit = models.BooleanField(_("may make commitments"), default=True)
    may_manage = models.BooleanField(_("may manage its page"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, editable=False)

    DATA: ClassVar = {"personal": "title may_commit may_manage starts_on ends_on accepted_at"}

    objects = RepresentationManager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["city", "organisation", "profile"],
                name="stakeholders_representation_once",
                violation_error_code="profile",
                violation_error_message=_("This person represents the organisation already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="stakeholders_representation_dates",
                violation_error_code="ends_on",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        )
        rules_permissions: ClassVar = {
            "accept": rules.is_represented_person,
            "change": rules.appoints_for,
            "end": rules.is_represented_person | rules.appoints_for,
        }

    def __str__(self) -> str:
        return f"representation {self.pk}"

    @property
    def has_ended(self) -> bool:
        """Does it no longer stand?"""
        return self.ends_on is not None and self.ends_on <= self.city.today()

    @property
    def last_day(self) -> date | None:
        """The last day on which it stands, as people are told it."""
        return self.ends_on and self.ends_on - timedelta(days=1)

    def get_absolute_url(self) -> str:
        return reverse("representation", args=[self.city.slug, self.pk])
