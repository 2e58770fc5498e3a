"""A guardian's link opens for the adult who was asked: in no other session, and for no account of somebody under 18."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress

from consents.models import Consent, GuardianLink
from tests.challenges.people import idea_of
from tests.consents.people import asked, child_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ANSWER = {"display_name": "Noa", "is_adult": "on", "consent_account": "on", "consent_lab": "on"}
SENT = [ANSWER, {"refuse": "1"}, {"mistaken": "1"}]


@pytest.fixture
def child(scope: Any) -> Any:
    child = child_of(scope, display_name="Zoe Fairweather")
    idea_of(child, text="A garden of kites")
    return child


@pytest.fixture
def link(child: Any) -> str:
    return f"/c/bat-galim/guardian/{asked(child)[1]}/"


def assert_unanswered(page: Any) -> None:
    text = page.content.decode()
    assert page.status_code == 409
    assert "Zoe" not in text and "kites" not in text
    assert GuardianLink.objects.get().state == "invited"
    assert set(Consent.objects.values_list("state", flat=True)) == {"requested"}


@pytest.mark.parametrize("answer", SENT)
def test_the_session_of_another_child_neither_reads_nor_answers(
    client: Any, link: str, sign_in: Any, answer: dict[str, str]
) -> None:
    lior = UserFactory(email="lior@example.org", is_minor=True)
    sign_in(client, lior)
    for page in (client.get(link), client.get(f"{link}?no"), client.post(link, answer)):
        assert_unanswered(page)
        assert "Someone under 18 is signed in on this device" in page.content.decode()
    assert client.session["_auth_user_id"] == str(lior.pk)


@pytest.mark.parametrize("has_account", [False, True])
def test_another_account_is_named_and_signed_out_by_its_own_button_alone(
    client: Any, link: str, resident: Any, sign_in: Any, has_account: bool
) -> None:
    if has_account:
        UserFactory(email="mother@example.org")
    sign_in(client, resident)
    for page in (client.get(link), *(client.post(link, answer) for answer in SENT)):
        assert_unanswered(page)
        assert resident.email in page.content.decode() and "mother@example.org" in page.content.decode()
    assert client.session["_auth_user_id"] == str(resident.pk)
    assert client.post("/accounts/logout/", {"next": link}).url == link
    assert "Zoe" in client.get(link).content.decode()


def test_a_further_proven_address_is_the_adults_own(client: Any, link: str, resident: Any, sign_in: Any) -> None:
    EmailAddress.objects.create(user=resident, email="Mother@example.org", verified=True, primary=False)
    sign_in(client, resident)
    assert client.post(link, ANSWER).url == f"/c/bat-galim/wards/{GuardianLink.objects.get().pk}/"
    assert client.session["_auth_user_id"] == str(resident.pk)
    assert GuardianLink.objects.get().guardian.user_id == resident.pk


def test_an_address_that_was_only_typed_is_not(client: Any, link: str, resident: Any, sign_in: Any) -> None:
    EmailAddress.objects.create(user=resident, email="mother@example.org", verified=False, primary=False)
    sign_in(client, resident)
    assert_unanswered(client.post(link, ANSWER))


@pytest.mark.parametrize("signed_in", [False, True])
def test_who_is_under_18_reads_nothing_of_the_child_and_can_hand_the_question_back(
    client: Any, link: str, sign_in: Any, signed_in: bool
) -> None:
    minor = UserFactory(email="mother@example.org", is_minor=True)
    if signed_in:
        sign_in(client, minor)
    for page in (client.get(link), client.post(link, ANSWER), client.post(link, {"refuse": "1"})):
        assert_unanswered(page)
        assert 'name="mistaken"' in page.content.decode()
    assert client.post(link, {"mistaken": "1"}).status_code == 200
    assert GuardianLink.objects.get().state == "mistaken"


def test_a_closed_account_is_told_before_anything_is_typed(client: Any, link: str) -> None:
    UserFactory(email="mother@example.org", is_active=False)
    page = client.get(link)
    assert_unanswered(page)
    assert "The account of this address is closed" in page.content.decode()
