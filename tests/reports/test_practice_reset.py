"""The practice city can be laid out anew, whatever people have tried in it."""

import pytest
from allauth.idp.oidc.models import Client

from cities.models import City
from educities.accounts.models import PartnerClient
from educities.tenancy.scope import city_scope
from library.actions import publish_city
from library.models import CityOutline
from reports.management.practice import SLUG, remove_practice_city
from stakeholders.models import Organisation
from tests.api.test_doors import admit, ask_token
from tests.factories import CityFactory, MembershipFactory, OrganisationFactory


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_practice_city_with_a_partner_app_goes_with_all_in_it() -> None:
    city, other = CityFactory(slug=SLUG, is_practice=True), CityFactory()
    for one in (city, other):
        with city_scope(one.pk):
            OrganisationFactory()
            publish_city(one)
            partner, secret = admit(one, MembershipFactory(city=one, role="director").user)
            assert ask_token(partner.client_id, secret).status_code == 200
    remove_practice_city()
    assert list(City.objects.all()) == [other]
    assert PartnerClient.objects.get().city == other
    assert Client.objects.count() == 1
    assert CityOutline.objects.get().city == other
    with city_scope(other.pk):
        assert Organisation.objects.count() == 1
