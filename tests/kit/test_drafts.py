"""A browser keeps what was typed until the server says that it has arrived."""

from typing import Any

import pytest

from educities.accounts.actions import offer_link
from educities.accounts.models import User
from tests.browser.looks import assert_page_ok, chromium, open_page
from tests.challenges.people import idea_of
from tests.factories import ChallengeFactory, ProfileFactory

TEXT = "Chess tables that belong to everyone"
FORM = {"text": TEXT, "display_name": "Noa Levi", "email": "noa@example.org", "age": "older"}


def send(client: Any, challenge: Any, **form: str) -> Any:
    return client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", {**FORM, **form})


@pytest.mark.django_db
def test_the_answer_names_the_draft_whose_text_has_arrived(client: Any, scope: Any) -> None:
    challenge = ChallengeFactory()
    assert send(client, challenge).cookies["arrived"].value == f"idea-{challenge.pk}"


@pytest.mark.django_db
def test_of_a_text_at_once_too(client: Any, scope: Any, resident: Any, sign_in: Any) -> None:
    challenge = ChallengeFactory()
    assert send(sign_in(client, resident), challenge).cookies["arrived"].value == f"idea-{challenge.pk}"


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"email": "none"}, {"text": "short"}])
def test_a_refused_form_leaves_the_draft(client: Any, scope: Any, wrong: dict[str, str]) -> None:
    answer = send(client, ChallengeFactory(), **wrong)
    assert answer.status_code == 422
    assert "arrived" not in answer.cookies


@pytest.mark.django_db
def test_a_page_in_between_leaves_the_draft(client: Any, scope: Any) -> None:
    challenge = ChallengeFactory()
    idea_of(ProfileFactory(), challenge, text=TEXT)
    answer = send(client, challenge, text=f"{TEXT} here")
    assert answer.status_code == 200
    assert "arrived" not in answer.cookies


def sign_in_beside(page: Any, address: str, user: User) -> None:
    """The person signs in in another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(f"{address}/accounts/link/{offer_link(user, user.email)}/")
    tab.click("main button.primary")
    tab.wait_for_url(lambda url: "/accounts/link/" not in url)
    tab.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("lang", ["en", "he", "ar"])
def test_signing_in_in_another_tab_loses_nothing(
    live_server: Any, scope: Any, resident: Any, lang: str, scripts: bool
) -> None:
    path = f"{live_server.url}/c/bat-galim/challenges/{ChallengeFactory().pk}/idea/"
    User.objects.update(language=lang)
    with chromium() as browser:
        page = open_page(browser, width=390, locale=lang, java_script_enabled=scripts)
        page.goto(path)
        page.fill("textarea[name=text]", TEXT)
        sign_in_beside(page, live_server.url, resident)
        page.click("main button.primary")
        assert page.locator("main dd").first.inner_text() == TEXT
        if scripts:
            page.said = [line for line in page.said if "403" not in line]
            assert_page_ok(page)
            again = page.context.new_page()
            again.goto(path)
            assert again.input_value("textarea[name=text]") == TEXT
        page.click("main button.primary")
        page.wait_for_url("**/challenges/*/**")
        assert page.get_by_text(TEXT, exact=True).count() == 1
        if scripts:
            page.goto(path)
            assert page.input_value("textarea[name=text]") == ""
