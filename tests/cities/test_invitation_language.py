"""The language of an invitation's page."""

from typing import Any

import pytest
from django.test import Client

from cities.actions import invite_person
from educities.activity.models import Message
from tests.factories import MembershipFactory

ADDRESS = "dana@example.org"


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
