"""What everybody reads who checks a credential, and what is left of one that was revoked."""

import jwt
import pytest
from django.urls import reverse

from accelerator.actions import credentials
from accelerator.models import Credential
from tests.factories import CredentialFactory, EnrolmentFactory, in_days
from tests.support import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(scope, rana):
    """Rana's credential, of a year ago."""
    place = EnrolmentFactory(profile=rana, state="graduated")
    return CredentialFactory(enrolment=place, issued_on=in_days(-30))


def test_a_number_is_found_however_it_is_typed_and_a_wrong_one_is_said_to_be_none(client, scope, held):
    bare = held.number.replace("-", "")
    for typed in (bare, bare.lower(), held.number.lower(), f"{bare[:6]} {bare[6:]}"):
        answer = client.get(reverse("credential", args=[scope.slug, typed]))
        assert (answer.status_code, answer["Location"]) == (302, held.get_absolute_url())
    page = client.get(reverse("credential", args=[scope.slug, "AAAA-BBBB-CCCC"]))
    assert page.status_code == 404
    assert "No such credential" in page.content.decode()


def test_the_page_that_is_shown_for_years_has_whole_dates_and_is_asked_for_anew(client, scope, held, director):
    credentials.revoke_credential(held, actor=director, reason="By mistake")
    held = fresh(held)
    page = client.get(held.get_absolute_url())
    said = page.content.decode()
    assert page["Cache-Control"] == "no-cache"
    assert all(f" {day.year}" in said for day in (held.issued_on, held.revoked_on))
    assert f"revoked on {held.revoked_on.day}\xa0" in said


def test_the_achievement_that_a_badge_names_is_at_its_address(client, scope, held):
    token = credentials.sign_credential(held, "en")
    claims = jwt.decode(token, options={"verify_signature": False})
    address, _hash, name = claims["credentialSubject"]["achievement"]["id"].partition("#")
    page = client.get(address)
    assert page.status_code == 200
    assert f'id="{name}"' in page.content.decode()


def test_of_a_revoked_credential_no_badge_is_signed_and_nothing_is_offered_to_show_it(
    client, scope, held, rana, director, sign_in
):
    sign_in(client, rana.user, second_factor=False)
    take = reverse("take_badge", args=[scope.slug, held.pk])
    assert client.post(take)["Content-Type"] == "application/vc+jwt"
    credentials.revoke_credential(held, actor=director, reason="By mistake")
    answer = client.post(take)
    assert (answer.status_code, answer["Location"]) == (302, reverse("held_credential", args=[scope.slug, held.pk]))
    page = client.get(answer["Location"]).content.decode()
    assert take not in page
    assert reverse("change_credential_link", args=[scope.slug, held.pk]) not in page
    assert "By mistake" in page


def test_the_director_sees_on_the_page_of_the_place_that_it_was_revoked(client, scope, held, director, sign_in):
    credentials.revoke_credential(held, actor=director, reason="By mistake")
    sign_in(client, director)
    page = client.get(held.enrolment.get_absolute_url()).content.decode()
    assert held.number in page
    assert str(Credential.State.REVOKED.label) in page
