"""Whoever types an address first keeps no key to it: the account is the one's who reads its mail."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail

from educities.accounts.actions import account_for, unproven_account
from educities.accounts.models import User
from educities.activity.actions.delivery import deliver_due
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS, PASSWORD = "ruth@example.org", "somebody-elses-secret-1"


def stranger_was_here() -> User:
    """Somebody typed Ruth's address and set up what they could."""
    user = unproven_account(ADDRESS, "en")
    user.set_password(PASSWORD)
    user.save()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "theirs"})
    EmailAddress.objects.create(user=user, email="stranger@example.org", verified=False)
    return user


def test_the_proof_voids_what_stood_before() -> None:
    user = stranger_was_here()
    assert account_for(ADDRESS.upper(), "he") == user
    user.refresh_from_db()
    assert (user.has_usable_password(), user.authenticator_set.count()) == (False, 0)
    assert list(user.emailaddress_set.values_list("email", "verified", "primary")) == [(ADDRESS, True, True)]


def test_a_proven_account_keeps_its_keys() -> None:
    user = UserFactory(email=ADDRESS, password=PASSWORD)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "hers"})
    assert account_for(ADDRESS, "he") == user
    user.refresh_from_db()
    assert (user.check_password(PASSWORD), user.authenticator_set.count()) == (True, 1)


@pytest.mark.parametrize("ask", [account_for, unproven_account])
def test_a_second_proven_address_leads_to_its_account(ask: Any) -> None:
    user = UserFactory(email="one@example.org")
    EmailAddress.objects.create(user=user, email="two@example.org", verified=True, primary=False)
    assert ask("Two@example.org", "en") == user
    assert EmailAddress.objects.get(user=user, primary=True).email == "one@example.org"


def test_an_address_that_another_account_only_claims_is_free() -> None:
    other = UserFactory(email="one@example.org")
    EmailAddress.objects.create(user=other, email=ADDRESS, verified=False, primary=False)
    assert account_for(ADDRESS, "en") != other


def code_in_mail(settings: Any) -> str:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_due()
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", mail.outbox[-1].body, re.MULTILINE)[1]


def test_signing_up_asks_for_no_password_and_enters_by_the_mailed_code(client: Any, settings: Any) -> None:
    page = client.get("/accounts/signup/").content.decode()
    assert 'type="password"' not in page
    answer = client.post("/accounts/signup/", {"email": ADDRESS, "password1": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200
    answer = client.post(answer.redirect_chain[-1][0], {"code": code_in_mail(settings)})
    user = User.objects.get(email=ADDRESS)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.emailaddress_set.get().verified
    assert not user.has_usable_password()
    assert client.get("/accounts/password/set/").status_code == 200


def test_an_address_that_waits_for_its_code_is_shown(client: Any, sign_in: Any) -> None:
    sign_in(client, UserFactory(email=ADDRESS))
    client.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
    page = " ".join(client.get("/accounts/email/").content.decode().split())
    assert "is not confirmed yet. We have sent a code there." in page
    assert 'href="/accounts/confirm-email/"' in page
