"""A child to whom a grown-up said no comes back: whichever way in it tries, it reads what happened and what it can do."""

from typing import Any

import pytest
from django.urls import reverse

from consents.actions import refuse_guardian
from educities.activity.models import Message
from tests.consents.people import YES, answered, asked, child_of

pytestmark = pytest.mark.django_db
DONE = "That is why we deleted your name and what you wrote"
WAY_BACK = "they can still say yes with the link in our email to them: your account then opens again, empty."


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
