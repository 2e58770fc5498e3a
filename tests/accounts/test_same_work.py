"""An address with an account and one without take the same work: neither the answer nor its time tells them apart."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from educities.accounts.adapter import MOST_MAILS, AccountAdapter
from educities.accounts.models import SignInLink, User
from educities.activity.models import Message
from tests.factories import UserFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "noa@example.org", "nobody@example.org"
FORMS = ["/accounts/login/code/", "/accounts/signup/", "/accounts/password/reset/"]


@pytest.fixture(autouse=True)
def noa(db: Any) -> User:
    user = UserFactory(email=KNOWN, password="long-and-odd-1")
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    for path in FORMS:  # what is read once
        Client().post(path, {"email": "warm@example.org"})
    return user


def writes_of(path: str, email: str) -> list[str]:
    """The tables that the answer writes to, in order; whether it is undone does not matter."""
    sent = queries_of(lambda: Client().post(path, {"email": email}))
    return [" ".join(sql.partition("INTO")[2].split()[:1]) for sql in sent if "INSERT INTO" in sql]


def rows_asked(path: str, email: str) -> list[str]:
    """What reads or writes rows; where a transaction begins and ends costs next to nothing."""
    sent = queries_of(lambda: Client().post(path, {"email": email}))
    return [sql for sql in sent if "SELECT" in sql or "INSERT" in sql or "UPDATE" in sql]


@pytest.mark.parametrize("path", FORMS)
def test_about_as_many_statements(path: str) -> None:
    known, unknown = rows_asked(path, KNOWN), rows_asked(path, UNKNOWN)
    assert abs(len(known) - len(unknown)) <= 2, "\n".join([*known, "", *unknown])


@pytest.mark.parametrize("path", FORMS)
def test_one_mail_is_rendered_either_way(path: str, monkeypatch: Any) -> None:
    rendered: list[str] = []
    render = AccountAdapter.render_mail

    def note(self: Any, kind: str, email: str, *args: Any, **kwargs: Any) -> Any:
        rendered.append(email)
        return render(self, kind, email, *args, **kwargs)

    monkeypatch.setattr(AccountAdapter, "render_mail", note)
    for email in (KNOWN, UNKNOWN):
        Client().post(path, {"email": email})
    assert rendered == [KNOWN, UNKNOWN]


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_nothing_of_it_stays(path: str) -> None:
    Client().post(path, {"email": UNKNOWN})
    assert not Message.objects.filter(recipient=UNKNOWN).exists()
    assert not SignInLink.objects.filter(email=UNKNOWN).exists()


def test_no_account_is_made_of_a_known_address() -> None:
    before = User.objects.count()
    Client().post("/accounts/signup/", {"email": KNOWN})
    assert User.objects.count() == before


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_the_limit_of_a_mailbox_holds_the_work_of_both(path: str) -> None:
    # Some more than the limit: a counter that the cache dropped once does not decide.
    for _time in range(MOST_MAILS + 4):
        for email in (KNOWN, UNKNOWN):
            Client().post(path, {"email": email})
    assert writes_of(path, KNOWN) == writes_of(path, UNKNOWN)


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_where_no_further_mail_goes_out_the_page_says_so_of_both(email: str) -> None:
    # A browser that waits for a code already asks for none anew.
    pages = [
        Client().post("/accounts/login/code/", {"email": email}, follow=True).content.decode()
        for _time in range(MOST_MAILS + 4)
    ]
    assert "are on their way" in pages[0]
    assert "no further one goes out now" in pages[-1]
    assert "are on their way" not in pages[-1]
    assert Message.objects.filter(recipient=email).count() <= MOST_MAILS


def test_a_mail_that_leads_to_an_account_says_how_long() -> None:
    Client().post("/accounts/password/reset/", {"email": KNOWN})
    assert "for 3 days" in Message.objects.get(recipient=KNOWN).payload["text"]
    Client().post("/accounts/signup/", {"email": KNOWN})
    assert "for 15 minutes" in Message.objects.filter(recipient=KNOWN).order_by("-pk")[0].payload["text"]
