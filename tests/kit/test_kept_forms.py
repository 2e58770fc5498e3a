"""The session ended meanwhile: what was typed waits for the person, in the same browser, and a button leads to its page."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from educities.accounts.models import KeptForm
from journeys.actions.city_model import start_version
from journeys.models import ModelBlock
from stakeholders.models import Organisation
from tests.factories import CohortFactory, LearningFactory, OrganisationFactory, SessionFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
NEW = "/c/bat-galim/organisations/new/"
FORM = {"name_he": "ספריית השכונה", "sector": "1", "field": "other", "about_he": "ספרים לכולם"}
TODAY = "/c/bat-galim/today/"


@pytest.fixture
def visitor(scope: Any, director: Any, settings: Any) -> Client:
    """A browser in which the director's session has ended."""
    client = sign_in(Client(raise_request_exception=False), director)
    client.get("/accounts/me/")
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


def onward_of(answer: Any) -> str:
    assert answer["Location"].startswith("/accounts/login/")
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


def test_a_staff_form_comes_back_filled(visitor: Client, director: Any) -> None:
    onward = onward_of(visitor.post(NEW, FORM))
    page = sign_in(visitor, director).get(onward).content.decode()
    assert "ספרים לכולם" in page


def test_it_is_never_posted_by_itself(visitor: Client, director: Any) -> None:
    onward = onward_of(visitor.post(NEW, FORM))
    sign_in(visitor, director).get(onward)
    assert not Organisation.objects.exists()


def test_nothing_is_called_wrong_before_it_is_sent(visitor: Client, director: Any) -> None:
    visitor.post(NEW, {**FORM, "sector": ""})
    assert "error-summary" not in sign_in(visitor, director).get(NEW).content.decode()


def test_the_page_says_where_the_words_come_from(visitor: Client, director: Any) -> None:
    visitor.post(NEW, FORM)
    assert "This is what you typed before." in sign_in(visitor, director).get(NEW).content.decode()


def test_one_press_sends_it_and_the_next_form_is_empty(visitor: Client, director: Any) -> None:
    visitor.post(NEW, FORM)
    sign_in(visitor, director).post(NEW, FORM)
    assert Organisation.objects.count() == 1
    assert "ספרים לכולם" not in visitor.get(NEW).content.decode()


def test_another_browser_finds_nothing(visitor: Client, director: Any) -> None:
    visitor.post(NEW, FORM)
    assert "ספרים לכולם" not in sign_in(Client(), director).get(NEW).content.decode()


def test_whoever_was_signed_in_last_finds_it_and_nobody_who_signs_in_between(
    visitor: Client, director: Any, facilitator: Any, settings: Any
) -> None:
    sign_in(visitor, director).get(NEW)
    del visitor.cookies[settings.SESSION_COOKIE_NAME]
    visitor.post(NEW, FORM)
    assert "ספרים לכולם" not in sign_in(visitor, facilitator).get(NEW).content.decode()
    assert visitor.get(reverse("onward"))["Location"] != NEW
    assert "ספרים לכולם" in sign_in(visitor, director).get(NEW).content.decode()


def test_after_signing_out_it_is_still_that_persons(visitor: Client, director: Any, facilitator: Any) -> None:
    sign_in(visitor, director).get(NEW)
    visitor.post(reverse("account_logout"))
    visitor.post(NEW, FORM)
    assert "ספרים לכולם" not in sign_in(visitor, facilitator).get(NEW).content.decode()


def test_where_nobody_knows_for_whom_the_page_was_drawn_it_waits_for_nobody(scope: Any, director: Any) -> None:
    stranger = Client()
    said = stranger.post(NEW, FORM, follow=True).content.decode()
    assert "nothing was changed" in said
    assert not KeptForm.objects.exists()


def test_nobody_finds_it_who_has_not_signed_in(visitor: Client) -> None:
    visitor.post(NEW, FORM)
    assert visitor.get(NEW).status_code == 302


def test_after_an_hour_it_is_gone(visitor: Client, director: Any) -> None:
    visitor.post(NEW, FORM)
    KeptForm.objects.update(made_at=timezone.now() - timedelta(minutes=61))
    assert "ספרים לכולם" not in sign_in(visitor, director).get(NEW).content.decode()


def test_it_is_not_to_be_read_in_the_database(visitor: Client) -> None:
    visitor.post(NEW, FORM)
    assert b"name_he" not in bytes(KeptForm.objects.get().sealed)


def test_two_tabs_are_both_kept(visitor: Client, director: Any, scope: Any) -> None:
    change = f"/c/bat-galim/organisations/{OrganisationFactory().pk}/change/"
    visitor.post(NEW, FORM)
    visitor.post(change, {**FORM, "about_he": "גם כלי עבודה"})
    sign_in(visitor, director)
    assert "ספרים לכולם" in visitor.get(NEW).content.decode()
    assert "גם כלי עבודה" in visitor.get(change).content.decode()


def test_whoever_comes_in_another_way_is_led_to_it(visitor: Client, director: Any) -> None:
    visitor.post(NEW, FORM)
    assert sign_in(visitor, director).get("/onward/").url == NEW


def test_a_second_step_in_between_loses_nothing(visitor: Client, director: Any) -> None:
    answer = sign_in(visitor, director, second_factor=False).post(NEW, FORM)
    assert urlsplit(answer.url).path == reverse("second_factor")
    assert "ספרים לכולם" in sign_in(visitor, director).get(NEW).content.decode()


@pytest.mark.parametrize("path", ["organisations/{organisation}/verify/", "sessions/{session}/schedule/"])
def test_a_button_leads_back_to_its_page_with_a_word(visitor: Client, director: Any, path: str) -> None:
    rows = {"organisation": OrganisationFactory(state="proposed").pk, "session": SessionFactory(state="draft").pk}
    answer = visitor.post(f"/c/bat-galim/{path.format(**rows)}", {}, headers={"Referer": f"http://testserver{TODAY}"})
    assert onward_of(answer) == TODAY
    page = sign_in(visitor, director).get(TODAY)
    assert page.status_code == 200
    assert "Press the button again." in page.content.decode()
    assert "Press the button again." not in visitor.get(TODAY).content.decode()


@pytest.mark.parametrize("referrer", ["", "https://elsewhere.example.org/c/bat-galim/today/", "http://testserver/x/"])
def test_a_button_of_nowhere_leads_to_the_city(visitor: Client, director: Any, referrer: str) -> None:
    path = f"/c/bat-galim/organisations/{OrganisationFactory(state='proposed').pk}/verify/"
    answer = visitor.post(path, {"next": "//elsewhere.example.org/"}, headers={"Referer": referrer})
    assert onward_of(answer) == "/c/bat-galim/"


def test_a_part_of_a_page_is_answered_by_a_sign(visitor: Client) -> None:
    answer = visitor.get("/c/bat-galim/reports/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Trigger"] == "signed-out"
    assert answer["HX-Reswap"] == "none"
    assert answer.content == b""


def test_a_page_of_somebody_signed_in_has_the_offer_ready(visitor: Client, director: Any) -> None:
    page = sign_in(visitor, director).get(TODAY).content.decode()
    assert 'id="signed-out" role="alert" hidden' in " ".join(page.split())


def test_a_source_added_beside_the_block_leaves_what_was_typed(visitor: Client, facilitator: Any) -> None:
    cohort = CohortFactory()
    learning = LearningFactory(expedition__cohort=cohort)
    block = start_version(cohort, actor=None).blocks.first()
    path = f"/c/bat-galim/model/blocks/{block.pk}/"
    typed = {"text_he": "העיר לומדת ברחוב", "source": f"learning:{learning.pk}", "read": "{}"}
    answer = sign_in(visitor, facilitator).post(f"{path}cite/", typed)
    assert answer.url == path
    page = visitor.get(path).content.decode()
    assert "העיר לומדת ברחוב" in page
    assert block.citations.count() == 1
    visitor.post(path, typed)
    assert ModelBlock.objects.get(pk=block.pk).text["he"] == "העיר לומדת ברחוב"
    assert "This is what you typed before" not in page


def test_long_boxes_of_staff_forms_have_a_draft_of_their_own(visitor: Client, director: Any) -> None:
    page = sign_in(visitor, director).get(NEW).content.decode()
    assert f'data-draft="{director.pk}.propose_organisation"' in page


def test_their_draft_goes_when_the_text_has_arrived(visitor: Client, director: Any) -> None:
    answer = sign_in(visitor, director).post(NEW, FORM)
    assert answer.cookies["arrived"].value == f"{director.pk}.propose_organisation"
