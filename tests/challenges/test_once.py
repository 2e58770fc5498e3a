"""Taking part once without an account: the link serves one act, is no way in, and makes an account of it later."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from challenges.actions import delete_old_submissions
from challenges.models import Challenge, Contribution, PendingAct, Support
from educities.accounts.models import User
from stakeholders.models import Profile
from tests.challenges.people import published
from tests.challenges.test_residents import CHILD, FORM, link_of, send
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = FORM["email"]


@pytest.fixture(autouse=True)
def _post(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


@pytest.fixture
def link(client: Any, challenge: Challenge) -> str:
    send(client, challenge, FORM)
    return link_of(ADDRESS)


def test_the_act_stands_and_nobody_is_signed_in(client: Any, link: str) -> None:
    assert "Only this once, without an account" in client.get(link).content.decode()
    page = client.post(link, {"once": "1"}, follow=True).content.decode()
    idea = Contribution.objects.get()
    assert (idea.state, idea.author.user, idea.shown_as) == ("visible", None, "Noa, Ramat Yosef")
    assert not User.objects.filter(email=ADDRESS).exists()
    assert "_auth_user_id" not in client.session
    assert "Turn it into an account" in page


def test_the_link_does_nothing_twice(client: Any, link: str) -> None:
    for _tap in range(2):
        assert client.post(link, {"once": "1"}).status_code == 302
    assert client.post(link).status_code == 302
    assert (Contribution.objects.count(), Profile.objects.filter(display_name="Noa Levi").count()) == (1, 1)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_it_becomes_an_accounts_and_stays_theirs(client: Any, link: str, sign_in: Any) -> None:
    client.post(link, {"once": "1"})
    page = client.post(link, {"account": "1"}, follow=True).content.decode()
    assert "Sign in with the code that we send" in page
    idea = Contribution.objects.get()
    assert idea.author.user.email == ADDRESS
    # The link itself lets nobody in, whoever finds it.
    assert "_auth_user_id" not in client.session
    sign_in(client, idea.author.user)
    assert "Chess tables" in client.get("/c/bat-galim/mine/").content.decode()
    stranger = Client()
    answer = stranger.post(link, {"account": "1"}, follow=True)
    assert "_auth_user_id" not in stranger.session
    assert "This link no longer works" in answer.content.decode()


def test_one_address_supports_once(client: Any, challenge: Challenge) -> None:
    idea = published(ProfileFactory(user=UserFactory()), challenge)
    form = {key: value for key, value in FORM.items() if key not in {"text", "neighbourhood"}}
    for _time in range(2):
        client.post(f"/c/bat-galim/ideas/{idea.pk}/support/", form)
        client.post(link_of(ADDRESS), {"once": "1"})
        PendingAct.objects.update(created_at=timezone.now() - timedelta(hours=1))
    idea.refresh_from_db()
    assert (Support.objects.count(), idea.supports_count) == (1, 1)


def test_a_later_act_with_an_account_takes_it_along(client: Any, challenge: Challenge, link: str) -> None:
    client.post(link, {"once": "1"})
    send(client, challenge, {**FORM, "text": "A fountain in the square", "display_name": "Noa L"})
    client.post(link_of(ADDRESS))
    assert {idea.author.user.email for idea in Contribution.objects.all()} == {ADDRESS}


def test_a_minor_reads_why_and_has_an_account(client: Any, challenge: Challenge) -> None:
    send(client, challenge, CHILD)
    link = link_of(CHILD["email"])
    page = client.get(link).content.decode()
    assert "without an account" not in page
    assert "People under 18 take part with an account" in page
    client.post(link, {"once": "1"})
    assert not Contribution.objects.exists()


def test_whoever_has_an_account_uses_it(client: Any, challenge: Challenge) -> None:
    UserFactory(email=ADDRESS)
    send(client, challenge, FORM)
    assert "without an account" not in client.get(link_of(ADDRESS)).content.decode()


def test_after_thirty_days_it_makes_no_account_and_later_goes(client: Any, challenge: Challenge, link: str) -> None:
    client.post(link, {"once": "1"})
    ago = timezone.now() - timedelta(days=40)
    PendingAct.objects.update(done_at=ago, expires_at=ago)
    assert "Turn it into an account" not in client.get(link).content.decode()
    client.post(link, {"account": "1"})
    assert not User.objects.filter(email=ADDRESS).exists()
    delete_old_submissions()
    assert PendingAct.objects.count() == 1
    Challenge.objects.update(state="closed")
    delete_old_submissions()
    assert not PendingAct.objects.exists()
