"""A session of days changes nothing of how somebody signs in; whoever had proven an address before hears of each change."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from educities.accounts.adapter import MOST_MAILS
from educities.accounts.models import AccountChange, User
from educities.accounts.values import NEEDS_PROOF
from educities.activity.models import Message
from tests.factories import UserFactory, add_second_step
from tests.support import record_proof, sign_in

pytestmark = pytest.mark.django_db
PROOF, SEND = "/accounts/proof/", "/accounts/proof/send/"
EMAIL, TOTP = "/accounts/email/", "/accounts/2fa/totp/activate/"
OLD, NEW = "noa@example.org", "new@example.org"
HOUR = 3600
# Pages of allauth that change nothing of how their person signs in, or stand before signing in.
HARMLESS = {
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


@pytest.fixture
def noa(db: Any) -> User:
    user = UserFactory(email=OLD)
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=OLD, defaults={"verified": True, "primary": True})
    return user


@pytest.fixture
def stale(client: Any, noa: User) -> Client:
    """A session that was begun with a code five days ago."""
    sign_in(client, noa, second_factor=False)
    record_proof(client, noa, "code", ago=5 * 24 * HOUR)
    return client


def letters_to(address: str) -> list[str]:
    return [one.payload.get("text", "") for one in Message.objects.filter(recipient=address).order_by("pk")]


def undo_link(address: str) -> str:
    return re.search(r"https?://[^/\s]+(/accounts/changes/\S+)", letters_to(address)[-1])[1]  # type: ignore[index]


def undo_links(address: str) -> list[str]:
    """The ways back that were sent to this address, the oldest first."""
    return [found[1] for letter in letters_to(address) if (found := re.search(r"(/accounts/changes/\S+)", letter))]


def add_address(user: User, email: str, *, verified: bool = True) -> None:
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=False)


def typed_code() -> str:
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", letters_to(OLD)[-1], re.MULTILINE)[0]  # type: ignore[index]


def test_every_page_of_signing_in_is_on_one_of_the_two_lists() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    ours = {name for name in names if name.startswith(("account_", "mfa_"))}
    # The account as a whole goes on a page of ours.
    assert ours | {"erase_account"} == HARMLESS | NEEDS_PROOF.keys()


@pytest.mark.parametrize("path", ["/accounts/password/set/", TOTP, "/accounts/2fa/webauthn/add/"])
def test_a_stale_session_is_asked_before_it_sees_the_form(stale: Client, path: str) -> None:
    assert stale.get(path).url == f"{PROOF}?next={path.replace('/', '%2F')}"


@pytest.mark.parametrize("action", ["action_add", "action_primary", "action_remove"])
def test_a_stale_session_changes_no_address(stale: Client, noa: User, action: str) -> None:
    add_address(noa, NEW)
    answer = stale.post(EMAIL, {action: "", "email": NEW if action != "action_add" else "third@example.org"})
    assert answer.url.startswith(PROOF)
    assert [*EmailAddress.objects.values_list("email", "primary").order_by("pk")] == [(OLD, True), (NEW, False)]


def test_a_stale_session_sets_no_password(stale: Client, noa: User) -> None:
    answer = stale.post("/accounts/password/set/", {"password1": "long-and-odd-1", "password2": "long-and-odd-1"})
    assert answer.url.startswith(PROOF)
    assert "long-and-odd-1" not in str(dict(stale.session))
    assert not User.objects.get(pk=noa.pk).has_usable_password()


def test_who_has_signed_in_just_now_is_not_asked(stale: Client, noa: User) -> None:
    record_proof(stale, noa, "code", ago=60)
    assert stale.get(TOTP).status_code == 200


def test_the_code_of_the_mail_is_the_proof_and_what_was_pressed_happens(stale: Client, noa: User) -> None:
    add_address(noa, NEW)
    asked = stale.post(EMAIL, {"action_primary": "", "email": NEW}).url
    assert "Send me a code" in stale.get(asked).content.decode()
    page = stale.post(SEND, {"next": EMAIL}).url
    answer = stale.post(page, {"code": typed_code().lower(), "next": EMAIL})
    assert answer.status_code == 302
    assert EmailAddress.objects.get(primary=True).email == NEW


def test_a_wrong_code_proves_nothing_and_three_end_the_right_one(stale: Client) -> None:
    stale.post(SEND)
    right = typed_code()
    for _try in range(3):
        assert stale.post(PROOF, {"code": "AAAA-AAAA"}).status_code == 409
    assert stale.post(PROOF, {"code": right}).status_code == 409
    assert stale.get(TOTP).status_code == 302


def test_a_code_ends_with_its_time(stale: Client) -> None:
    stale.post(SEND)
    session = stale.session
    session["proof_code"] = {**session["proof_code"], "at": time.time() - 16 * 60}
    session.save()
    assert stale.post(PROOF, {"code": typed_code()}).status_code == 409


def test_another_persons_code_proves_nothing(stale: Client) -> None:
    other = sign_in(Client(), UserFactory(), second_factor=False)
    stale.post(SEND)
    assert other.post(PROOF, {"code": typed_code()}).status_code == 409


class TestSecondStep:
    """Who has one shows it: neither a mail nor the password will do."""

    @pytest.fixture
    def guarded(self, stale: Client, noa: User) -> Client:
        add_second_step(noa)
        noa.set_password("long-and-odd-1")
        noa.save()
        sign_in(stale, noa)
        record_proof(stale, noa, "password", ago=60)
        return stale

    def test_a_fresh_password_is_not_enough(self, guarded: Client) -> None:
        assert guarded.get(TOTP).url.startswith("/accounts/2fa/reauthenticate/")

    @pytest.mark.parametrize("path", [PROOF])
    def test_no_mail_proves_it(self, guarded: Client, path: str) -> None:
        assert guarded.get(path).url.startswith("/accounts/2fa/reauthenticate/")
        guarded.post(SEND)
        assert letters_to(OLD) == []

    def test_the_password_alone_leads_to_the_second_step(self, guarded: Client) -> None:
        answer = guarded.get("/accounts/reauthenticate/")
        assert answer.url.startswith("/accounts/2fa/reauthenticate/")

    def test_the_step_shown_just_now_is(self, guarded: Client, noa: User) -> None:
        record_proof(guarded, noa, "mfa", ago=60)
        assert guarded.get(EMAIL).status_code == 200
        assert guarded.get("/accounts/password/change/").status_code == 200


class TestTold:
    """Each address that was proven before a change hears of it, with the way back."""

    @pytest.fixture
    def thief(self, client: Any, noa: User) -> Client:
        """Whoever sits at Noa's session, with a fresh proof."""
        sign_in(client, noa, second_factor=False)
        record_proof(client, noa, "code", ago=60)
        return client

    def test_another_address_that_was_proven(self, thief: Client, noa: User) -> None:
        thief.post(EMAIL, {"action_add": "", "email": NEW})
        code = re.search(r"^[A-Z0-9-]{6,9}$", letters_to(NEW)[-1], re.MULTILINE)[0]  # type: ignore[index]
        thief.post("/accounts/confirm-email/", {"code": code})
        assert f"The address {NEW} was added" in letters_to(OLD)[-1]
        assert [one.email for one in AccountChange.objects.all()] == [OLD]

    def test_another_primary_address(self, thief: Client, noa: User) -> None:
        add_address(noa, NEW)
        thief.post(EMAIL, {"action_primary": "", "email": NEW})
        assert f"changed from {OLD} to {NEW}" in letters_to(OLD)[-1]

    def test_the_address_that_was_removed(self, thief: Client, noa: User) -> None:
        add_address(noa, NEW)
        thief.post(EMAIL, {"action_remove": "", "email": NEW})
        assert undo_link(NEW)
        assert undo_link(OLD)

    def test_no_removed_address_that_nobody_had_proven(self, thief: Client, noa: User) -> None:
        add_address(noa, NEW, verified=False)
        thief.post(EMAIL, {"action_remove": "", "email": NEW})
        assert letters_to(NEW) == []

    def test_a_password(self, thief: Client, noa: User) -> None:
        add_address(noa, NEW)
        thief.post("/accounts/password/set/", {"password1": "long-and-odd-1", "password2": "long-and-odd-1"})
        assert undo_link(OLD)
        assert undo_link(NEW)

    def test_in_the_accounts_language(self, thief: Client, noa: User) -> None:
        User.objects.update(language="he")
        add_address(noa, NEW)
        thief.post(EMAIL, {"action_remove": "", "email": NEW})
        assert "אם השינוי לא נעשה על ידך" in letters_to(OLD)[-1]


class TestUndo:
    """The link brings the addresses of before back, and ends whatever came after."""

    @pytest.fixture
    def taken(self, client: Any, noa: User) -> Client:
        """Whoever took the account: a new address is primary, the old one is gone, a password and a step are set."""
        sign_in(client, noa, second_factor=False)
        record_proof(client, noa, "code", ago=60)
        client.post(EMAIL, {"action_add": "", "email": NEW})
        code = re.search(r"^[A-Z0-9-]{6,9}$", letters_to(NEW)[-1], re.MULTILINE)[0]  # type: ignore[index]
        client.post("/accounts/confirm-email/", {"code": code})
        client.post(EMAIL, {"action_primary": "", "email": NEW})
        client.post(EMAIL, {"action_remove": "", "email": OLD})
        client.post("/accounts/password/set/", {"password1": "long-and-odd-1", "password2": "long-and-odd-1"})
        add_second_step(noa)
        return client

    def test_looking_changes_nothing(self, taken: Client) -> None:
        assert Client().get(undo_link(OLD)).status_code == 200
        assert EmailAddress.objects.get(primary=True).email == NEW

    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_each_of_the_mails_brings_back_the_addresses_of_before_all(
        self, taken: Client, noa: User, number: int
    ) -> None:
        told = undo_links(OLD)
        assert len(told) == 3
        page = Client().get(told[number]).content.decode()
        assert OLD in page and NEW not in page
        Client().post(told[number])
        assert [*EmailAddress.objects.filter(user=noa).values_list("email", "primary", "verified")] == [
            (OLD, True, True)
        ]
        assert User.objects.get(pk=noa.pk).email == OLD
        assert [Client().post(path).status_code for path in (*told, *undo_links(NEW))] == [410] * 6

    def test_the_takers_own_link_does_not_end_the_owners_first_one(self, taken: Client, noa: User) -> None:
        Client().post(undo_links(NEW)[0])
        rows = EmailAddress.objects.filter(user=noa, verified=True).order_by("-primary")
        assert [*rows.values_list("email", flat=True)] == [OLD, NEW]
        Client().post(undo_links(OLD)[0])
        assert EmailAddress.objects.get(user=noa).email == OLD

    def test_an_address_of_long_before_stays(self, taken: Client, noa: User) -> None:
        AccountChange.objects.filter(addresses=[OLD]).update(made_at=timezone.now() - timedelta(days=8))
        Client().post(undo_links(OLD)[-1])
        assert {*EmailAddress.objects.filter(user=noa).values_list("email", flat=True)} == {OLD, NEW}
        assert EmailAddress.objects.get(user=noa, primary=True).email == OLD

    def test_sessions_passwords_and_steps_end(self, taken: Client, noa: User) -> None:
        answer = Client().post(undo_link(OLD))
        assert answer.url.startswith("/accounts/login/")
        assert taken.get("/accounts/me/").status_code == 302
        assert not User.objects.get(pk=noa.pk).has_usable_password()
        assert not Authenticator.objects.filter(user=noa).exists()

    def test_a_step_of_long_before_stays(self, taken: Client, noa: User) -> None:
        Authenticator.objects.filter(user=noa).update(created_at=timezone.now() - timedelta(days=2))
        Client().post(undo_link(OLD))
        assert Authenticator.objects.filter(user=noa).exists()

    def test_it_works_once_and_for_seven_days(self, taken: Client) -> None:
        path = undo_link(OLD)
        AccountChange.objects.update(made_at=timezone.now() - timedelta(days=7, minutes=1))
        assert Client().get(path).status_code == 410
        AccountChange.objects.update(made_at=timezone.now() - timedelta(days=6))
        assert Client().post(path).status_code == 302
        assert Client().post(path).status_code == 410


def test_one_mailbox_is_written_to_so_often_in_an_hour_and_nobody_sees_it(noa: User, client: Any) -> None:
    paths = ["/accounts/login/code/", "/accounts/signup/", "/accounts/password/reset/"]
    answers = {(path, Client().post(path, {"email": OLD}).status_code) for path in paths for _time in range(8)}
    assert Message.objects.filter(recipient=OLD).count() == MOST_MAILS
    assert {status for _path, status in answers} == {302}
