"""A page that was opened before the answer changed: it merges or asks, and never turns a no into a yes by itself."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from consents.actions import change_consents, report_wrong_recipient, take_consent_back
from consents.models import Consent, GuardianLink
from educities.activity.models import AuditEntry, Notice
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import MembershipFactory
from tests.support import wait_until_somebody_waits

pytestmark = pytest.mark.django_db
ADULT = {"display_name": "Noa", "is_adult": "on"}


@pytest.fixture
def link(scope: Any) -> GuardianLink:
    return answered(child_of(scope, display_name="Lior"), {**YES, "photo": False})


@pytest.fixture
def mother(client: Client, link: GuardianLink, sign_in: Callable[..., None]) -> Client:
    sign_in(client, link.guardian.user)
    return client


def shown(client: Client, path: str) -> dict[str, str]:
    """What the form of this page sends when nobody changes anything on it."""
    form = client.get(path).context["form"]
    ticked = {name: "on" for name in form.fields if name.startswith("consent_") and form[name].value()}
    return {**ticked, "read": form["read"].value()}


def given(minor: Any) -> set[str]:
    return set(Consent.objects.filter(subject=minor, state="given").values_list("purpose", flat=True))


def ticked_again(page: Any) -> set[str]:
    form = page.context["form"]
    return {name for name in form.fields if name.startswith("consent_") and form[name].value()}


def test_what_one_window_took_back_the_older_one_leaves_so(mother: Client, link: GuardianLink) -> None:
    path = link.get_absolute_url()
    older = shown(mother, path)
    newer = {name: value for name, value in older.items() if name != "consent_publication"}
    assert mother.post(path, newer).status_code == 302
    page = mother.post(path, {**older, "consent_photo": "on"}, follow=True).content.decode()
    assert given(link.minor) == {"account", "lab", "photo", "sharing", "research"}
    assert "This stays as you changed it in another window: Publication." in page


def test_who_reads_the_newest_answer_may_say_yes_again(mother: Client, link: GuardianLink) -> None:
    path = link.get_absolute_url()
    change_consents(link, guardian=link.guardian, consents={**YES, "publication": False})
    assert mother.post(path, {**shown(mother, path), "consent_publication": "on"}).status_code == 302
    assert "publication" in given(link.minor)


@pytest.mark.parametrize("read", ["[", '"x"', '{"stand": "yes"}', "[" * 5000, ""])
def test_what_nobody_understands_is_a_page_of_now(mother: Client, link: GuardianLink, read: str) -> None:
    sent = {f"consent_{purpose}": "on" for purpose in YES} | {"read": read}
    assert mother.post(link.get_absolute_url(), sent).status_code == 302
    assert given(link.minor) == set(YES)


def test_a_closed_account_is_not_opened_by_an_older_page(mother: Client, link: GuardianLink) -> None:
    path = link.get_absolute_url()
    older = shown(mother, path)
    mother.post(path, {"sure": "on"})
    assert given(link.minor) == set()
    page = mother.post(path, {**older, "consent_photo": "on", "sure": "on"})
    assert page.status_code == 409
    assert "you said no to everything in another window" in page.content.decode()
    assert ticked_again(page) == set()
    assert given(link.minor) == set()
    again = page.context["form"]["read"].value()
    assert mother.post(path, {"consent_account": "on", "read": again}).status_code == 302
    assert given(link.minor) == {"account"}


def test_nor_is_one_that_the_child_has_closed(mother: Client, link: GuardianLink) -> None:
    path = link.get_absolute_url()
    older = shown(mother, path)
    take_consent_back(Consent.objects.get(purpose="account"), actor=link.minor.user)
    page = mother.post(path, older)
    assert page.status_code == 409
    assert "the child closed this account" in page.content.decode()
    assert given(link.minor) == set()


def test_the_page_of_the_mail_asks_too_after_a_no_in_another_window(client: Client, scope: Any) -> None:
    child = child_of(scope)
    path = f"/c/bat-galim/guardian/{asked(child)[1]}/"
    older = {**ADULT, **shown(client, path), "consent_account": "on", "consent_lab": "on"}
    client.post(path, {"refuse": "1"})
    page = client.post(path, older)
    assert page.status_code == 409
    assert "you said no to everything in another window" in page.content.decode()
    assert GuardianLink.objects.get().state == "refused"
    again = {**ADULT, "consent_account": "on", "read": page.context["form"]["read"].value()}
    assert client.post(path, again).status_code == 302
    assert given(child) == {"account"}


def test_an_older_page_of_the_mail_says_that_it_was_answered(client: Client, scope: Any) -> None:
    child = child_of(scope)
    path = f"/c/bat-galim/guardian/{asked(child)[1]}/"
    older = {**ADULT, **shown(client, path), "consent_account": "on"}
    client.post(path, older)
    page = client.post(path, {**older, "consent_photo": "on"}, follow=True).content.decode()
    assert "You have already answered, so nothing was changed." in page
    assert given(child) == {"account"}


def test_two_grown_ups_write_their_own_answers_alone(mother: Client, link: GuardianLink) -> None:
    path = link.get_absolute_url()
    older = shown(mother, path)
    father = answered(link.minor, {**YES, "publication": False}, "father@example.org")
    mother.post(path, {**older, "consent_photo": "on"})
    link.refresh_from_db()
    father.refresh_from_db()
    assert (link.answers["publication"], father.answers["publication"]) == (True, False)
    assert "publication" not in given(link.minor)


def test_nothing_is_ticked_before_this_grown_up_has_answered(client: Client, link: GuardianLink) -> None:
    path = f"/c/bat-galim/guardian/{asked(link.minor, 'father@example.org')[1]}/"
    read = shown(client, path)
    assert json.loads(read.pop("read")) == {"stand": "open", "yes": []}
    assert read == {}
    # What holds by the other one's yes, and this answer would end, is asked about all the same.
    page = client.post(path, {**ADULT, "consent_account": "on"})
    assert page.context["losses"] == [
        "Taking part",
        "Publication",
        "Sharing with other cities",
        "Research",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_the_same_moment_are_brought_together(scope: Any, sign_in: Callable[..., Client]) -> None:
    """The older page waits for the answer that is being written, and reads it before it writes its own."""
    link = answered(child_of(scope, display_name="Lior"), {**YES, "photo": False})
    browser = sign_in(Client(), link.guardian.user)
    older = shown(browser, link.get_absolute_url())
    is_writing, codes = threading.Event(), []

    def press() -> None:
        try:
            is_writing.wait(120)
            codes.append(browser.post(link.get_absolute_url(), {**older, "consent_photo": "on"}).status_code)
        finally:
            connection.close()

    thread = threading.Thread(target=press)
    thread.start()
    with transaction.atomic():
        change_consents(link, guardian=link.guardian, consents={**YES, "photo": False, "publication": False})
        is_writing.set()
        wait_until_somebody_waits()
    thread.join(240)
    assert codes == [302]
    assert given(link.minor) == {"account", "lab", "photo", "sharing", "research"}


class TestOfTheChild:
    @pytest.fixture
    def child(self, client: Client, link: GuardianLink, sign_in: Callable[..., None]) -> Client:
        sign_in(client, link.minor.user)
        return client

    def back(self, purpose: str) -> str:
        return f"/c/bat-galim/consents/{Consent.objects.filter(purpose=purpose).latest('pk').pk}/back/"

    def test_what_is_withdrawn_already_is_said_so(self, child: Client) -> None:
        path = self.back("lab")
        child.post(path)
        for page in (child.get(path), child.post(path, follow=True)):
            text = page.content.decode()
            assert "You have already said no to this." in text
            assert "withdrawn” to" not in text
        assert "I do not agree</button>" not in child.get(path).content.decode()
        assert AuditEntry.objects.filter(verb="consents.consent_withdrawn").count() == 1

    def test_what_an_adult_refused_is_said_so(self, child: Client) -> None:
        assert "The answer to this question was already no." in child.get(self.back("photo")).content.decode()

    def test_a_question_withdrawn_already_is_not_asked_again(self, child: Client, link: GuardianLink) -> None:
        other, _token = asked(link.minor, "aunt@example.org")
        path = f"/c/bat-galim/guardians/{other.pk}/back/"
        child.post(path)
        for page in (child.get(path), child.post(path, follow=True)):
            assert "You have already withdrawn this question." in page.content.decode()
        answer = child.get(f"/c/bat-galim/guardians/{link.pk}/back/").content.decode()
        assert "This question has already been answered." in answer

    def test_a_second_window_hears_that_the_account_is_closed(self, child: Client) -> None:
        path = self.back("account")
        child.post(path)
        for page in (child.get(path), child.post(path)):
            assert page.status_code == 200
            assert "Your account in this city is closed" in page.content.decode()
        # Who has not signed in is asked to, whether the row is there or not.
        assert Client().get(path).url.startswith("/accounts/login/")

    def test_so_does_who_is_signed_in_still(self, child: Client, link: GuardianLink, other_city: Any) -> None:
        MembershipFactory(user=link.minor.user, city=other_city)
        path = self.back("account")
        child.post(path)
        assert "This account is already closed in this city." in child.get(path).content.decode()
        assert "Your account in this city is closed" in child.post(path).content.decode()


class TestOfTheWrongButton:
    """“Not for me”, pressed by mistake: for the link's days its reader may say so, and answer."""

    @pytest.fixture
    def path(self, client: Client, scope: Any) -> str:
        path = f"/c/bat-galim/guardian/{asked(child_of(scope, display_name='Lior'))[1]}/"
        assert 'name="return"' in client.post(path, {"mistaken": "1"}).content.decode()
        return path

    def test_the_question_is_open_again_and_the_child_is_told(self, client: Client, path: str) -> None:
        page = client.get(path)
        assert page.status_code == 410
        assert "Lior" not in page.content.decode()
        assert 'name="return"' in page.content.decode()
        assert "The question is open again" in client.post(path, {"return": "1"}, follow=True).content.decode()
        assert GuardianLink.objects.get().state == "invited"
        assert AuditEntry.objects.filter(verb="consents.guardian_found").count() == 1
        minor = GuardianLink.objects.get().minor
        assert Notice.objects.filter(user=minor.user, verb="consents.guardian_found").exists()
        client.post(path, {**ADULT, "consent_account": "on"})
        assert given(minor) == {"account"}

    def test_looking_changes_nothing_and_twice_is_once(self, client: Client, path: str) -> None:
        client.get(f"{path}?return=1")
        assert GuardianLink.objects.get().state == "mistaken"
        client.post(path, {"return": "1"})
        client.post(path, {"return": "1"})
        assert AuditEntry.objects.filter(verb="consents.guardian_found").count() == 1

    def test_it_ends_with_the_links_days(self, client: Client, path: str) -> None:
        GuardianLink.objects.update(expires_at="2020-01-01T00:00:00Z")
        assert 'name="return"' not in client.get(path).content.decode()
        client.post(path, {"return": "1"})
        assert GuardianLink.objects.get().state == "mistaken"

    def test_the_child_does_not_press_it(self, client: Client, path: str, sign_in: Callable[..., None]) -> None:
        sign_in(client, GuardianLink.objects.get().minor.user)
        assert client.post(path, {"return": "1"}).status_code == 409
        assert GuardianLink.objects.get().state == "mistaken"

    def test_a_newer_link_is_not_opened_by_an_older_one(self, scope: Any, client: Client) -> None:
        child = child_of(scope)
        old = asked(child, "aunt@example.org")[1]
        report_wrong_recipient(asked(child, "aunt@example.org")[1])
        client.post(f"/c/bat-galim/guardian/{old}/", {"return": "1"})
        assert GuardianLink.objects.get(minor=child).state == "mistaken"
