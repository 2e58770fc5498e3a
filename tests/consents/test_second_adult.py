"""A second adult is asked when another one has agreed: nothing hangs on the answer alone, and a no ends everything."""

from typing import Any

import pytest
from django.test import Client

from consents.models import GuardianLink
from consents.texts import LEFT_OF_CHILD, LEFT_OF_YOU, TEXTS
from educities.activity.models import Message
from educities.activity.texts.mails import render_mail
from tests.consents.people import ACCOUNT_ALONE, YES, answered, asked, child_of

pytestmark = pytest.mark.django_db
AGREED = "Another parent or guardian has already agreed to the child’s account"
OUTWEIGHS = "Your no counts more than their yes, and we tell them."


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope)


def page_of(token: str, query: str = "") -> str:
    return Client().get(f"/c/bat-galim/guardian/{token}/{query}").content.decode()


def mail_to(email: str) -> str:
    return render_mail(Message.objects.get(recipient=email)).text


@pytest.mark.parametrize("consents", [YES, ACCOUNT_ALONE])
def test_the_second_adult_reads_that_another_one_has_agreed(child: Any, consents: dict[str, bool]) -> None:
    answered(child, consents)
    token = asked(child, "father@example.org")[1]
    mail = mail_to("father@example.org")
    assert AGREED in mail
    assert "is deleted" not in mail
    assert "After that the link no longer works." in mail
    page = page_of(token)
    assert AGREED in page
    assert "see nothing until" not in page


def test_the_first_adult_reads_what_hangs_on_the_answer(child: Any) -> None:
    token = asked(child)[1]
    mail = mail_to("mother@example.org")
    assert AGREED not in mail
    assert "If no adult answers, what the child wrote is deleted." in mail
    page = page_of(token)
    assert "see nothing until a parent or guardian agrees" in page
    assert OUTWEIGHS not in page_of(token, "?no=all")


def test_a_no_of_the_first_adult_is_no_consent_of_another(child: Any) -> None:
    answered(child, {**YES, "account": False})
    token = asked(child, "father@example.org")[1]
    assert AGREED not in page_of(token)


def test_a_no_to_everything_says_what_it_does_to_the_others_yes_and_does_it(child: Any) -> None:
    mother = answered(child, YES)
    token = asked(child, "father@example.org")[1]
    assert OUTWEIGHS in page_of(token, "?no=all")
    Client().post(f"/c/bat-galim/guardian/{token}/", {"refuse": "1"})
    child.user.refresh_from_db()
    assert child.user.is_active is False
    told = Message.objects.filter(user=mother.guardian.user, kind="consents.ward_erased")
    assert told.count() == 1


def test_an_untick_of_the_account_is_asked_with_the_same_words(child: Any) -> None:
    answered(child, YES)
    token = asked(child, "father@example.org")[1]
    form = {"display_name": "Dan", "is_adult": "on"}
    page = Client().post(f"/c/bat-galim/guardian/{token}/", form).content.decode()
    assert OUTWEIGHS in page
    assert str(LEFT_OF_CHILD) in page
    assert GuardianLink.objects.get(guardian_email="father@example.org").state == "invited"


def test_who_does_not_know_the_child_reads_no_title_about_a_no(child: Any) -> None:
    token = asked(child)[1]
    titles = {
        query: page_of(token, query).partition("<title>")[2].partition("·")[0] for query in ("?no=unknown", "?no")
    }
    assert "Do you not know this child?" in titles["?no=unknown"]
    assert "Say no to everything?" in titles["?no"]


def test_child_and_adult_read_the_same_of_what_stays(client: Any, child: Any, sign_in: Any) -> None:
    token = asked(child)[1]
    assert str(LEFT_OF_CHILD) in str(TEXTS["account"].adult)
    assert str(LEFT_OF_CHILD) in page_of(token)
    assert str(LEFT_OF_CHILD) in page_of(token, "?no=all")
    sign_in(client, child.user)
    assert str(LEFT_OF_YOU) in client.get("/c/bat-galim/mine/").content.decode()
    account = child.consents.get(purpose="account")
    assert str(LEFT_OF_YOU) in client.get(f"/c/bat-galim/consents/{account.pk}/back/").content.decode()
