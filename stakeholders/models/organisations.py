from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from educities.kit.multilingual import WordsField, translate_plain
from educities.kit.spelling import column_holds
from educities.kit.states import Stateful
from educities.tenancy.models import CityFK, CityManager, CityModel, CityQuerySet
from stakeholders import rules
from stakeholders.values import normalise_text


class Sector(models.IntegerChoices):
    """The four sectors whose collaborations the method is about."""

    PUBLIC = 1, _("public")
    BUSINESS = 2, _("business")
    NON_PROFIT = 3, _("non-profit")
    SOCIAL_BUSINESS = 4, _("social business")


class Field(models.TextChoices):
    """What an organisation works in."""

    FORMAL = "formal", _("formal education")
    INFORMAL = "informal", _("informal education")
    WELFARE = "welfare", _("welfare")
    EMPLOYMENT = "employment", _("employment")
    PLANNING = "planning", _("city planning")
    ENGINEERING = "engineering", _("engineering")
    CULTURE = "culture", _("culture and art")
    HEALTH = "health", _("health")
    ENVIRONMENT = "environment", _("environment")
    COMMUNITY = "community", _("community")
    OTHER = "other", _("other")


class OrganisationQuerySet(CityQuerySet):
    def at_work(self) -> "OrganisationQuerySet":
        """Those the city may count on: neither proposed only, nor rejected, nor archived."""
        states = Organisation.State
        return self.filter(state__in=[states.VERIFIED, states.ACTIVE, states.DORMANT])

    def standing(self) -> "OrganisationQuerySet":
        """Those that may carry something new: known, and not at rest."""
        return self.filter(state__in=Organisation.STANDING)

    def known(self) -> "OrganisationQuerySet":
        """Those that are not gone for good: what is proposed anew may not be one of these."""
        return self.exclude(state__in=[Organisation.State.ARCHIVED, Organisation.State.REJECTED])

    def with_voice(self) -> "OrganisationQuerySet":
        """Each with `has_voice`: can somebody answer for it today, by an open account that accepted to represent it?"""
        rows: Any = self.model._meta.get_field("representations").related_model
        speaks = rows.objects.current().filter(organisation=OuterRef("pk"), profile__user__is_active=True)
        return self.annotate(has_voice=Exists(speaks))

    def quiet_since(self, moment: datetime) -> "OrganisationQuerySet":
        """Active ones that did nothing, and for which nothing was done, since the moment."""
        last = Coalesce("last_act_at", "verified_at", "created_at")
        return self.filter(state=Organisation.State.ACTIVE).alias(last=last).filter(last__lt=moment)

    def waiting(self) -> "OrganisationQuerySet":
        """Those that wait for the director's word."""
        return self.filter(state=Organisation.State.PROPOSED)

    def named(self, words: str) -> "OrganisationQuerySet":
        """Every word of `words` stands in the name or registry number, however it is spelled."""
        return self.filter(column_holds("search", normalise_text(words)))

    def after(self, search: str, pk: int) -> "OrganisationQuerySet":
        """The rows behind this one in the order of the alphabet."""
        return self.filter(Q(search__gt=search) | Q(search=search, pk__gt=pk), search__gte=search)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        objs = list(objs)
        for row in objs:
            row.search = row.searchable()
        return super().bulk_create(objs, *args, **kwargs)


class OrganisationManager(CityManager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    """`objects`, with the questions of `OrganisationQuerySet`."""


class Organisation(Stateful, CityModel):
    """A school, a department, a business, an association: a stakeholder of one of the four sectors."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("organisation", "proposed")
        VERIFIED = "verified", pgettext_lazy("organisation", "verified")
        ACTIVE = "active", pgettext_lazy("organisation", "active")
        DORMANT = "dormant", pgettext_lazy("organisation", "inactive")
        ARCHIVED = "archived", pgettext_lazy("organisation", "archived")
        REJECTED = "rejected", pgettext_lazy("organisation", "rejected")

    # In these it may carry something new.
    STANDING: ClassVar = (State.VERIFIED, State.ACTIVE)
    MOVES: ClassVar = {
        State.PROPOSED: {State.VERIFIED, State.REJECTED},
        # Back to "proposed" is the undo of a verification.
        State.VERIFIED: {State.ACTIVE, State.ARCHIVED, State.PROPOSED},
        State.ACTIVE: {State.DORMANT, State.ARCHIVED, State.PROPOSED},
        State.DORMANT: {State.ACTIVE, State.ARCHIVED},
        State.ARCHIVED: {State.VERIFIED},
        State.REJECTED: {State.PROPOSED},
    }
    # What a second press on a thing already done is told.
    ALREADY: ClassVar = {
        State.VERIFIED: _("This organisation has already been verified."),
        State.ARCHIVED: _("This organisation has already been archived."),
        State.REJECTED: _("This organisation has already been rejected."),
    }

    name = WordsField(_("name"))
    sector = models.SmallIntegerField(_("sector"), choices=Sector.choices)
    field = models.CharField(_("field"), max_length=12, choices=Field.choices, default=Field.OTHER)
    registry_no = models.CharField(_("registry number"), max_length=40, blank=True)
    about = WordsField(_("about"), blank=True)
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, default="", db_default="")
    website = models.URLField(_("web address"), max_length=300, blank=True, default="", db_default="")
    # Whom one asks for there, in words: a name, a desk, the hours in which somebody answers.
    contact = models.CharField(_("whom to ask for"), max_length=160, blank=True, default="", db_default="")
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    search = models.TextField(editable=False, default="")
    # The file that brought it in, if one did.
    import_run = CityFK(
        "stakeholders.ImportRun", models.PROTECT, null=True, blank=True, editable=False, related_name="organisations"
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, editable=False)
    # The last act of the organisation or for it: what counts is registered in `ORGANISATION_ACTS`.
    last_act_at = models.DateTimeField(null=True, editable=False)
    # When it was last asked whether it is still there.
    asked_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)

    DATA: ClassVar = {
        "public": "name sector field about state",
        "internal": "registry_no email phone website address search verified_at last_act_at asked_at created_at",
        "personal": "contact",
    }

    objects = OrganisationManager()

    class Meta:
        ordering = ("search", "id")
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = (
            models.CheckConstraint(
                condition=Q(sector__range=(1, 4)),
                name="stakeholders_sector_known",
                violation_error_code="sector",
                violation_error_message=_("Choose one of the four sectors."),
            ),
            # A number is free again once its organisation is gone for good.
            models.UniqueConstraint(
                fields=["city", "registry_no"],
                name="stakeholders_registry_no",
                condition=~Q(registry_no="") & ~Q(state__in=["archived", "rejected"]),
                violation_error_code="registry_no",
                violation_error_message=_("Another organisation of the city has this registry number."),
            ),
        )
        indexes = (
            models.Index(fields=["city", "search", "id"], name="stakeholders_org_search"),
            models.Index(fields=["city", "state", "search", "id"], name="stakeholders_org_state"),
            # The balance of the sectors is counted from this index alone.
            models.Index(
                fields=["city", "sector"],
                name="stakeholders_org_balance",
                condition=Q(state__in=["verified", "active", "dormant"]),
            ),
        )
        rules_permissions: ClassVar = {
            "list": rules.is_staff_of_city,
            "view": rules.is_staff_of_city
            | rules.manages_organisation
            | rules.is_representative
            | rules.represented_until_archived,
            "add": rules.is_member,
            "change": rules.is_director | rules.manages_organisation,
            "verify": rules.is_director,
            "reject": rules.is_director,
            "archive": rules.is_director,
            "import": rules.is_director,
            "appoint": rules.is_director | rules.manages_organisation,
            "promise_for": rules.is_director | rules.may_commit_for,
            "add_site_to": rules.is_director | rules.manages_organisation,
            "ask": rules.is_director,
            "answer_for": rules.is_representative,
            "confirm_guardians_of": rules.is_representative,
            "claim_for": rules.is_director | rules.manages_organisation | rules.is_representative,
        }

    def __str__(self) -> str:
        return translate_plain(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = self.searchable()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search"}
        super().save(*args, **kwargs)

    @property
    def has_contact(self) -> bool:
        """Is there a way to reach it?"""
        return any((self.registry_no, self.email, self.phone, self.website, self.contact, self.address))

    @property
    def quiet_since(self) -> datetime:
        """Since when nothing was done by it or for it."""
        return self.last_act_at or self.verified_at or self.created_at

    def searchable(self) -> str:
        """What a search finds the organisation by; its first name comes first, so lists stand in that order."""
        return normalise_text(" ".join([*self.name.values(), self.registry_no]))

    @property
    def is_standing(self) -> bool:
        """Can it carry something new, as `standing` asks the database?"""
        return self.state in self.STANDING

    @property
    def is_at_work(self) -> bool:
        """Verified and not archived."""
        return self.state in {self.State.VERIFIED, self.State.ACTIVE, self.State.DORMANT}

    @property
    def can_be_restored(self) -> bool:
        """Archived or rejected: the director may restore it."""
        return self.state in {self.State.ARCHIVED, self.State.REJECTED}

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.city.slug, self.pk])
