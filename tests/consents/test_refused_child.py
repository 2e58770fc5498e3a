"""A child to whom a grown-up said no comes back: whichever way in it tries, it reads what happened and what it can do."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.actions import expire_questions, refuse_guardian, take_consent_back
from consents.models import Consent, GuardianLink
from educities.activity.models import Message
from tests.consents.people import YES, answered, asked, child_of

pytestmark = pytest.mark.django_db
DONE = "A parent or guardian said no, so we deleted your name and what you wrote."
WAY_BACK = "They can still say yes with the link in our email to them: your account then opens again, empty."


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope, display_name="Lior")


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_browser_that_was_signed_in(client: Any, child: Any, sign_in: Any) -> None:
    sign_in(client, child.user)
    refuse_guardian(asked(child)[1])
    page = flat(client.get(reverse("mine", args=[child.city.slug]), follow=True).content.decode())
    assert DONE in page
    assert WAY_BACK in page
    # Somebody else may sign in in this browser.
    assert 'name="email"' in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/signup/"])
def test_the_address_that_asks_to_get_in(client: Any, child: Any, path: str) -> None:
    refuse_guardian(asked(child)[1])
    client.post(path, {"email": child.user.email.upper()})
    text = flat(Message.objects.filter(recipient=child.user.email, kind="mail").get().payload["text"])
    assert DONE in text
    assert WAY_BACK in text


def test_a_link_that_was_answered_says_why_it_leads_to_signing_in(client: Any, child: Any) -> None:
    link, token = asked(child)
    answered(child, YES)
    type(link).objects.update(token_hash=link.token_hash)
    page = client.get(reverse("guardian", args=[child.city.slug, token]), follow=True).content.decode()
    assert "You have answered for this child. Sign in to see your answer or to change it." in page
    assert 'value="mother@example.org"' in page


def test_signing_in_says_where_it_leads(client: Any, scope: Any) -> None:
    page = client.get(reverse("mine", args=[scope.slug]), follow=True).content.decode()
    assert "Then you go on to the page you asked for." in page


def close_by_child(child: Any) -> None:
    answered(child, YES)
    take_consent_back(Consent.objects.get(subject=child, purpose="account"), actor=child.user)


def close_by_time(child: Any) -> None:
    asked(child)
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    expire_questions()


@pytest.mark.parametrize(
    ("close", "text"),
    [
        (close_by_child, "You closed your account, so we deleted your name and what you wrote."),
        (close_by_time, "No adult answered in time, so we deleted your name and what you wrote."),
    ],
)
def test_page_and_mail_name_the_case_that_happened(
    client: Any, child: Any, sign_in: Any, close: Any, text: str
) -> None:
    sign_in(client, child.user)
    close(child)
    page = flat(client.get(reverse("mine", args=[child.city.slug]), follow=True).content.decode())
    assert text in page
    assert "said no" not in page
    client.post("/accounts/login/code/", {"email": child.user.email})
    mail = flat(Message.objects.filter(recipient=child.user.email, kind="mail").get().payload["text"])
    assert text in mail
    assert "said no" not in mail
