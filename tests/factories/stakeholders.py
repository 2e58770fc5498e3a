"""People, organisations, and what they can do and promise."""

from datetime import UTC, date, datetime

import factory

from educities.tenancy.scope import city_scope
from stakeholders.models import (
    AgeBand,
    Area,
    Commitment,
    Organisation,
    Profile,
    Representation,
    Sector,
    Site,
    StrengthClaim,
)


class ProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profile

    display_name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"


class ChildFactory(ProfileFactory):
    age_band = AgeBand.CHILD
    needs_guardian = True
    next_band_month = date(2030, 5, 1)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: {"en": f"Organisation {n}", "he": f"ארגון {n}"})
    sector = Sector.PUBLIC
    state = Organisation.State.ACTIVE


class RepresentationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Representation

    profile = factory.SubFactory(ProfileFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = date(2020, 1, 1)
    accepted_at = datetime(2020, 1, 1, tzinfo=UTC)


class CommitmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commitment

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "hours"
    title = factory.Sequence(lambda n: {"en": f"Commitment {n}", "he": f"התחייבות {n}"})
    quantity = 12
    unit = "hours"
    period = 2025
    promised_on = date(2025, 9, 1)
    due_on = date(2099, 6, 1)


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: {"en": f"Site {n}", "he": f"אתר {n}"})
    kind = "school"


class AreaFactory(factory.django.DjangoModelFactory):
    """A word of the network, whichever scope is open."""

    class Meta:
        model = Area
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"area-{n}")
    label = factory.LazyAttribute(lambda a: {"en": a.code, "he": a.code, "ar": a.code})

    @classmethod
    def _create(cls, *args, **kwargs):
        with city_scope(None):
            return super()._create(*args, **kwargs)


class OwnAreaFactory(AreaFactory):
    """A word of the scope's city."""

    code = factory.Sequence(lambda n: f"own-{n}")
    parent = factory.SubFactory(AreaFactory)

    @classmethod
    def _create(cls, *args, **kwargs):
        return super(AreaFactory, cls)._create(*args, **kwargs)


class StrengthClaimFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StrengthClaim

    profile = factory.SubFactory(ProfileFactory)
    area = factory.SubFactory(AreaFactory)
    kind = "strength"
