"""The places of an organisation: halves of units, one number once, gone and back."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from educities.tenancy.scope import city_scope
from stakeholders.actions import sites
from stakeholders.models import Site
from tests.factories import MembershipFactory, OrganisationFactory, RepresentationFactory, SiteFactory
from tests.support import assert_same_queries, refused, verbs_of

pytestmark = pytest.mark.django_db


def add(organisation: Any, actor: Any, **more: Any) -> Site:
    values = {"name": {"en": "North"}, "kind": "school", "units_total": Decimal("12.5")}
    return sites.add_site(organisation, actor=actor, **{**values, **more})


def test_a_site_has_half_units(scope: Any, director: Any) -> None:
    site = add(OrganisationFactory(), director, units_total=Decimal("31225.5"))
    assert Site.objects.get().units_total == Decimal("31225.5")
    assert verbs_of(site) == ["stakeholders.site_added"]


@pytest.mark.parametrize("units", ["-1", "12.3"])
def test_no_other_parts_and_nothing_below_zero(scope: Any, units: str) -> None:
    with pytest.raises(IntegrityError):
        SiteFactory(units_total=Decimal(units))


def test_a_school_has_classes_and_a_form_says_how_units_are_written(
    client: Any, sign_in: Any, scope: Any, director: Any
) -> None:
    organisation = OrganisationFactory()
    assert refused(lambda: add(organisation, director, units_total=Decimal(0))) == "stakeholders.site_without_units"
    sign_in(client, director)
    form = reverse("add_site", args=[scope.slug, organisation.pk])
    for units, sentence in (("0", "A school or a kindergarten"), ("12.25", "Write whole units or halves")):
        answer = client.post(form, {"name_en": "North", "kind": "school", "units_total": units})
        assert answer.context["form"].errors["units_total"][0].startswith(sentence)


def test_a_number_is_one_sites_until_it_is_archived(scope: Any, director: Any) -> None:
    organisation = OrganisationFactory()
    first = add(organisation, director, code="440123")
    assert refused(lambda: add(organisation, director, code="440123")) == "stakeholders.site_code_taken"
    sites.archive_site(first, actor=director)
    add(organisation, director, code="440123")
    assert refused(lambda: sites.restore_site(first, actor=director)) == "stakeholders.site_code_taken"


def test_an_archived_organisation_gets_none(scope: Any, director: Any) -> None:
    organisation = OrganisationFactory(state="archived")
    assert refused(lambda: add(organisation, director)) == "stakeholders.organisation_archived"


def test_who_manages_the_page_adds_and_archives(client: Any, sign_in: Any, scope: Any) -> None:
    user = MembershipFactory(city=scope).user
    voice = RepresentationFactory(profile__user=user)
    form = reverse("add_site", args=[scope.slug, voice.organisation_id])
    typed = {"name_en": "North", "kind": "school", "units_total": "١٢٫٥", "address": "", "code": ""}
    sign_in(client, user)
    assert client.post(form, typed).status_code == 403
    MembershipFactory(
        city=scope, user=user, role="organisation", scope_type="organisation", scope_id=voice.organisation_id
    )
    assert client.post(form, typed).status_code == 302
    site = Site.objects.get()
    page = client.get(site.get_absolute_url()).content.decode()
    assert "12.5 units" in page
    assert client.post(reverse("archive_site", args=[scope.slug, site.pk])).status_code == 302
    assert client.post(reverse("restore_site", args=[scope.slug, site.pk])).status_code == 302
    assert verbs_of(site) == [
        "stakeholders.site_added",
        "stakeholders.site_archived",
        "stakeholders.site_restored",
    ]


def test_the_page_costs_the_same_for_one_and_three(client: Any, sign_in: Any, scope: Any, director: Any) -> None:
    organisation = OrganisationFactory()
    sign_in(client, director)

    def more(count: int) -> None:
        with city_scope(scope.pk):
            SiteFactory.create_batch(count, organisation=organisation)

    assert_same_queries(lambda: client.get(f"{organisation.get_absolute_url()}?part=sites"), more)
