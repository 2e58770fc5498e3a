"""Every address in a mail begins with BASE_URL, whatever host the request that caused it named."""

import json
import re
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.core.context import request_context
from django.core import mail
from django.test import Client, RequestFactory

from cities.models import CityDomain
from educities.accounts.adapter import AccountAdapter
from educities.activity.actions.delivery import deliver_due
from educities.embedded.steps import ROOT
from tests.challenges.test_residents import CHILD, link_of
from tests.factories import ChallengeFactory, UserFactory
from tests.support import APPS, sign_in

pytestmark = pytest.mark.django_db
HOST, PASSWORD, CHOSEN = "harbour.example.net", "as-it-was-before-1", "quite-another-one-2"
MAILS = sorted(
    {
        path.relative_to(base).as_posix().removesuffix("_message.txt")
        for base in (Path(allauth.__file__).parent / "templates", ROOT / "templates")
        for folder in ("account", "mfa")
        for path in base.glob(f"{folder}/email/*_message.txt")
        if not path.name.startswith("base_")
    }
)
# What makes an address from the request's own host, and sends it to nobody: the wall of a session, the API's own check.
MAY_NAME_THE_HOST = {
    "meetings/views/attendance.py",
    "exchange/views/staff.py",
    "educities/api/authentication.py",
    "educities/accounts/adapter.py",
}


@pytest.fixture(autouse=True)
def _settings(settings: Any, city: Any) -> None:
    settings.BASE_URL = "https://platform.example.org"
    settings.ALLOWED_HOSTS = ["platform.example.org", HOST]
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    CityDomain.objects.create(city=city, host=HOST)


@pytest.fixture
def browser() -> Client:
    """A browser that came by the city's own host."""
    return Client(headers={"host": HOST})


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The kinds of allauth's mails that are written meanwhile."""
    kinds: set[str] = set()
    render = AccountAdapter.render_mail

    def noted(self: Any, kind: str, *args: Any, **kwargs: Any) -> Any:
        kinds.add(kind.rsplit("/", 1)[1])
        return render(self, kind, *args, **kwargs)

    monkeypatch.setattr(AccountAdapter, "render_mail", noted)
    return kinds


def letters() -> list[str]:
    """Everything that went out, whole."""
    deliver_due()
    return [f"{one.subject}\n{one.body}\n{json.dumps(one.alternatives)}" for one in mail.outbox]


def addresses(text: str) -> set[str]:
    return set(re.findall(r"https?://[^/\s\"<]+", text))


def test_the_link_for_a_new_password_leads_to_the_platform(browser: Client) -> None:
    UserFactory(email="noa@example.org", password=PASSWORD)
    browser.post("/accounts/password/reset/", {"email": "noa@example.org"})
    (letter,) = letters()
    assert re.search(r"https://platform\.example\.org/accounts/password/reset/key/\S+/", letter)
    assert addresses(letter) == {"https://platform.example.org"}


def test_mails_about_an_account_never_name_the_host(sent: set[str]) -> None:
    UserFactory(email="noa@example.org", password=PASSWORD)
    for path, form in (
        ("signup/", {"email": "new@example.org"}),
        ("signup/", {"email": "noa@example.org"}),
        ("login/code/", {"email": "noa@example.org"}),
        ("password/reset/", {"email": "noa@example.org"}),
    ):
        Client(headers={"host": HOST}).post(f"/accounts/{path}", form)
    browser = Client(headers={"host": HOST})
    browser.post("/accounts/login/", {"login": "noa@example.org", "password": PASSWORD})
    browser.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
    change = {"oldpassword": PASSWORD, "password1": CHOSEN, "password2": CHOSEN}
    browser.post("/accounts/password/change/", change)
    assert sent == {
        "email_confirmation_signup",
        "account_already_exists",
        "login_code",
        "password_reset_key",
        "password_changed",
        "email_confirmation",
    }
    assert len(letters()) == len(sent)
    for letter in letters():
        assert HOST not in letter
        assert addresses(letter) <= {"https://platform.example.org"}


@pytest.mark.parametrize("kind", MAILS)
def test_no_template_of_a_mail_names_the_host(kind: str) -> None:
    """Those too that no setting of today sends: with every address that allauth makes for any of them."""
    request = RequestFactory(headers={"host": HOST}).get("/")
    user = UserFactory()
    with request_context(request):
        context = {
            "request": request,
            "user": user,
            "code": "",
            "minutes": 15,
            "key": "key",
            "activate_url": request.build_absolute_uri("/accounts/confirm-email/key/"),
            "password_reset_url": get_adapter().get_reset_password_from_key_url("uid-key"),
            "signup_url": flows.signup.get_signup_url(request),
        }
        assert HOST in context["password_reset_url"], "allauth's own way is what is mended here"
        get_adapter().send_mail(kind, "noa@example.org", context)
    (letter,) = letters()
    assert HOST not in letter
    assert addresses(letter) <= {"https://platform.example.org"}


def test_mails_of_a_city_never_name_the_host(browser: Client, city: Any, scope: Any, director: Any) -> None:
    challenge = ChallengeFactory()
    browser.post(f"/c/{city.slug}/challenges/{challenge.pk}/idea/", CHILD)
    browser.post(link_of(CHILD["email"]))
    sign_in(browser, director)
    invited = {"email": "samir@example.org", "display_name": "Samir", "role": "facilitator", "language": "en"}
    browser.post(f"/c/{city.slug}/roles/new/", invited)
    letters()
    assert {address for one in mail.outbox for address in one.to} >= {
        "lior@example.org",
        "mother@example.org",
        "samir@example.org",
    }
    for letter in letters():
        assert HOST not in letter
        assert addresses(letter) == {"https://platform.example.org"}


def test_nothing_else_makes_an_address_from_the_request() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "build_absolute_uri" in path.read_text()
    }
    assert found == MAY_NAME_THE_HOST


def test_the_setting_that_would_write_to_strangers_is_off() -> None:
    assert app_settings.EMAIL_UNKNOWN_ACCOUNTS is False
