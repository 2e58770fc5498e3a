"""One person, invited twice at the same moment, and the language of an invitation's page."""

from typing import Any

import pytest
from django.test import Client

from cities.actions import invite_person
from cities.models import Invitation
from educities.activity.models import Message
from educities.tenancy.scope import city_scope
from tests.accounts.test_addresses_at_once import run_at_once
from tests.factories import CityFactory, MembershipFactory

ADDRESS = "dana@example.org"


@pytest.mark.django_db(transaction=True)
def test_both_invitations_go_out_and_the_last_one_counts() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        director = MembershipFactory(city=city, role="director").user

    def invite() -> Any:
        with city_scope(city.pk):
            return invite_person(city, actor=director, email=ADDRESS, display_name="Dana", role="facilitator")

    answers = run_at_once(invite, invite)
    assert [type(one) for one in answers] == [Invitation, Invitation]
    with city_scope(city.pk):
        assert Invitation.objects.open().filter(email=ADDRESS).count() == 1
        assert Invitation.objects.filter(email=ADDRESS).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("cookie", "language"), [("__Host-language", "ar"), ("language", "he")])
def test_the_page_is_in_the_invitations_language_unless_the_browser_has_chosen(
    scope: Any, settings: Any, cookie: str, language: str
) -> None:
    settings.LANGUAGE_COOKIE_NAME = "__Host-language"
    director = MembershipFactory(city=scope, role="director").user
    invite_person(scope, actor=director, email=ADDRESS, display_name="Dana", role="facilitator", language="he")
    browser = Client()
    browser.cookies[cookie] = "ar"
    page = browser.get(Message.objects.get(recipient=ADDRESS).payload["url"])
    assert f'lang="{language}"' in page.content.decode()
