"""Whoever comes in for the first time by a link of their own mail is signed in, whichever link it is."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from challenges.models import PendingAct
from cities.actions import invite_person
from educities.accounts.actions import find_link, offer_link, unproven_account, use_link
from educities.accounts.models import User
from educities.accounts.views.login import sign_in_by_link
from educities.activity.models import Message
from educities.kit.tokens import hash_token
from labs.actions.members import add_member
from labs.models import Cohort
from tests.consents.people import asked, child_of
from tests.factories import ChallengeFactory, CohortFactory, MembershipFactory

pytestmark = pytest.mark.django_db
ADDRESS = "dana@example.org"
TARGET = "/c/bat-galim/mine/"


@pytest.fixture
def dana(scope: Any) -> User:
    """Somebody else has written Dana's address down; Dana has never signed in."""
    return unproven_account(ADDRESS, "en")


def is_signed_in(browser: Client) -> bool:
    """Does the browser's next page belong to a signed-in person?"""
    return browser.get("/accounts/me/").status_code == 200


def test_a_new_members_first_link_signs_in_on_the_page_asked_for(scope: Any, facilitator: Any) -> None:
    cohort = CohortFactory(state=Cohort.State.RECRUITING)
    add_member(cohort, actor=facilitator, display_name="Dana", email=ADDRESS, sector=2)
    browser = Client()
    browser.post("/accounts/login/code/", {"email": ADDRESS, "next": TARGET})
    letter = Message.objects.filter(recipient=ADDRESS, payload__has_key="text").latest("pk").payload["text"]
    page = browser.post(re.search(r"https?://[^/\s]+(/accounts/link/\S+)", letter)[1], follow=True)
    # Whom others typed in says the age once, and goes on to the page.
    question = f"/c/{scope.slug}/my-age/?next={quote(TARGET, safe='')}"
    assert page.redirect_chain == [(TARGET, 302), (question, 302)]
    page = browser.post(question, {"age": "older"}, follow=True)
    assert (page.redirect_chain, page.status_code) == ([(TARGET, 302)], 200)


def by_sign_in_link(city: Any) -> tuple[str, dict[str, str]]:
    token = offer_link(User.objects.get(email=ADDRESS), ADDRESS, target=TARGET)
    return f"/accounts/link/{token}/", {}


def by_invitation(city: Any) -> tuple[str, dict[str, str]]:
    director = MembershipFactory(city=city, role="director").user
    invite_person(city, actor=director, email=ADDRESS, display_name="Dana", role="facilitator")
    return Message.objects.get(recipient=ADDRESS).payload["url"], {"display_name": "Dana", "is_adult": "on"}


def by_idea(city: Any) -> tuple[str, dict[str, str]]:
    PendingAct.objects.create(
        challenge=ChallengeFactory(),
        kind="idea",
        email=ADDRESS,
        language="en",
        token_hash=hash_token("secret"),
        expires_at=timezone.now() + timedelta(days=1),
        payload={"text": "Chess tables that belong to everyone", "display_name": "Dana"},
    )
    return f"/c/{city.slug}/confirm/secret/", {}


def by_guardian_answer(city: Any) -> tuple[str, dict[str, str]]:
    token = asked(child_of(city), ADDRESS)[1]
    return f"/c/{city.slug}/guardian/{token}/", {"display_name": "Dana", "is_adult": "on", "consent_account": "on"}


DOORS = [by_sign_in_link, by_invitation, by_idea, by_guardian_answer]


@pytest.mark.parametrize("door", DOORS)
def test_each_mailed_link_signs_in_an_account_that_others_made(scope: Any, dana: User, door: Any) -> None:
    path, form = door(scope)
    browser = Client()
    browser.get(path)
    assert browser.post(path, form).status_code == 302
    assert is_signed_in(browser)


@pytest.mark.parametrize("door", DOORS)
def test_a_session_from_before_the_proof_goes_on_for_who_proves(scope: Any, dana: User, door: Any) -> None:
    browser = Client()
    browser.force_login(dana, backend="allauth.account.auth_backends.AuthenticationBackend")
    path, form = door(scope)
    browser.post(path, form)
    assert is_signed_in(browser)


def test_a_used_link_brings_the_account_as_the_proof_has_left_it(dana: User) -> None:
    link = use_link(offer_link(dana, ADDRESS))
    assert link.user.password == User.objects.get(pk=dana.pk).password


def test_entering_goes_by_the_stored_account_not_by_an_older_copy(client: Client, dana: User) -> None:
    older = find_link(offer_link(dana, ADDRESS)).user
    dana.set_unusable_password()
    dana.save()
    request = HttpRequest()
    request.user, request.session = AnonymousUser(), client.session
    sign_in_by_link(request, older, TARGET)
    assert request.session["_auth_user_hash"] == dana.get_session_auth_hash()
