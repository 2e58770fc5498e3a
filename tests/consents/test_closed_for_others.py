"""What the other grown-ups and the child read of a change: what it was, and that an account is closed by whose no."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consents.actions import change_consents, refuse_guardian, take_consent_back
from consents.models import Consent, GuardianLink
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from tests.consents.people import NO, YES, answered, asked, child_of

pytestmark = pytest.mark.django_db
INBOX = "/c/bat-galim/inbox/"
BUTTON = '<button class="btn primary">'


@pytest.fixture
def link(scope: Any) -> GuardianLink:
    return answered(child_of(scope, display_name="Lior"), YES)


@pytest.fixture
def father(link: GuardianLink) -> GuardianLink:
    return answered(link.minor, YES, "father@example.org")


def notices(link: GuardianLink) -> list[str]:
    return list(Notice.objects.filter(user=link.account).order_by("pk").values_list("verb", flat=True))


def test_the_other_reads_that_the_account_was_closed(
    client: Client, link: GuardianLink, father: GuardianLink, sign_in: Callable[..., None]
) -> None:
    change_consents(father, guardian=father.guardian, consents=NO)
    assert notices(link) == ["consents.ward_erased"]
    text = render_mail(Message.objects.get(kind="consents.ward_erased")).text
    assert "Another parent or guardian said no to the account of your child" in " ".join(text.split())
    assert "Lior" not in text
    sign_in(client, link.account)
    assert "The account of your child was closed" in client.get(INBOX).content.decode()
    page = client.get(link.get_absolute_url()).content.decode()
    assert "The account is closed, because another parent or guardian said no" in " ".join(page.split())
    assert "Nothing yet." not in page


def test_by_the_link_of_the_mail_too(link: GuardianLink) -> None:
    refuse_guardian(asked(link.minor, "father@example.org")[1])
    assert notices(link) == ["consents.ward_erased"]


def test_who_said_no_reads_their_own_no(client: Client, link: GuardianLink, sign_in: Callable[..., None]) -> None:
    change_consents(link, guardian=link.guardian, consents=NO)
    sign_in(client, link.account)
    page = client.get(link.get_absolute_url()).content.decode()
    assert "The account is closed, because you said no." in page
    assert notices(link) == []


def test_who_said_no_can_say_yes_again_on_the_page_and_by_the_mails_link(
    client: Client, link: GuardianLink, sign_in: Callable[..., None]
) -> None:
    """The boxes have their button: the words "if you say yes, it opens again" would be a dead end without one."""
    token = asked(link.minor, "father@example.org")[1]
    change_consents(link, guardian=link.guardian, consents=NO)
    assert BUTTON in client.get(f"/c/bat-galim/guardian/{token}/").content.decode()
    sign_in(client, link.account)
    assert BUTTON in client.get(link.get_absolute_url()).content.decode()


def test_the_childs_own_end_is_called_so(link: GuardianLink, father: GuardianLink) -> None:
    take_consent_back(Consent.objects.get(purpose="account"), actor=link.minor.user)
    assert (notices(link)[-1], notices(father)[-1]) == ("consents.ward_erased", "consents.ward_erased")
    mail = render_mail(Message.objects.filter(kind="consents.ward_erased").latest("pk"))
    assert "Your child closed the account" in mail.text


def test_the_third_grown_up_reads_it_before_answering(client: Client, link: GuardianLink) -> None:
    token = asked(link.minor, "aunt@example.org")[1]
    change_consents(link, guardian=link.guardian, consents=NO)
    page = client.get(f"/c/bat-galim/guardian/{token}/").content.decode()
    assert "The account is closed, because another parent or guardian said no" in " ".join(page.split())


def test_the_inbox_says_what_changed(
    client: Client, link: GuardianLink, father: GuardianLink, sign_in: Callable[..., None]
) -> None:
    change_consents(father, guardian=father.guardian, consents={**YES, "photo": False})
    sign_in(client, link.account)
    assert "The consent for your child has changed (Photographs: no)" in client.get(INBOX).content.decode()
    sign_in(client, link.minor.user)
    told = "Your parent or guardian changed what you may do here (Photographs: no)"
    assert told in client.get(INBOX).content.decode()
    change_consents(father, guardian=father.guardian, consents=YES)
    sign_in(client, link.account)
    assert Notice.objects.filter(user=link.account).latest("pk").data["allowed"] == ["photo"]


def test_a_notice_of_before_is_read_without_them(
    client: Client, link: GuardianLink, sign_in: Callable[..., None]
) -> None:
    Notice.objects.create(
        user=link.account, verb="consents.consents_changed", target_type="consents.guardianlink", target_id="1"
    )
    sign_in(client, link.account)
    page = client.get(INBOX).content.decode()
    assert "The consent for your child has changed<" in "".join(line.strip() for line in page.splitlines())
