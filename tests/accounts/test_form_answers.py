"""A form that comes twice acts once: the kept answer, whom it is for, and what is never kept."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection, transaction
from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret
from django.test import Client, RequestFactory
from django.utils import timezone

from educities.accounts.actions import offer_link
from educities.accounts.actions.sent_forms import claim_form_mark, forget_sent_forms
from educities.accounts.models import FormAnswer
from educities.kit.form_marks import form_mark
from stakeholders.models import Organisation
from tests.factories import CityFactory, MembershipFactory, UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
SECRET = _get_new_csrf_string()
FORM = {"name_he": "ספריית השכונה", "sector": "1", "field": "other"}


def browser_of(user: Any) -> Client:
    made = Client(enforce_csrf_checks=True, raise_request_exception=False)
    made.cookies[settings.CSRF_COOKIE_NAME] = SECRET
    return sign_in(made, user) if user is not None else made


def propose(visitor: Client, token: str, **form: str) -> Any:
    return visitor.post("/c/bat-galim/organisations/new/", {**FORM, **form, "csrfmiddlewaretoken": token})


@pytest.fixture
def visitor(scope: Any, director: Any) -> Client:
    return browser_of(director)


@pytest.fixture
def token() -> str:
    return _mask_cipher_secret(SECRET)


def test_the_same_form_of_the_same_page_acts_once(visitor: Client, token: str) -> None:
    first, second = propose(visitor, token), propose(visitor, token)
    assert first.status_code == 302
    assert second.url == first.url
    assert Organisation.objects.count() == 1


def test_its_message_is_given_again(visitor: Client, token: str) -> None:
    page = [visitor.get(propose(visitor, token).url).content.decode() for _time in range(2)]
    assert page[0].count('class="message success"') == page[1].count('class="message success"') == 1


def test_another_page_with_the_same_words_is_asked_by_the_rules(visitor: Client, token: str) -> None:
    propose(visitor, token)
    assert propose(visitor, _mask_cipher_secret(SECRET)).status_code == 422


def test_other_words_on_the_same_page_act(visitor: Client, token: str) -> None:
    propose(visitor, token)
    propose(visitor, token, name_he="ספריית הים")
    assert Organisation.objects.count() == 2


def test_another_persons_form_is_asked_by_the_rules(visitor: Client, token: str, city: Any) -> None:
    propose(visitor, token)
    other = MembershipFactory(city=city, role="director").user
    assert propose(browser_of(other), token).status_code in {409, 422}


def test_what_was_refused_is_tried_again(visitor: Client, token: str) -> None:
    assert propose(visitor, token, name_he="").status_code == 422
    assert not FormAnswer.objects.exists()


def test_what_failed_leaves_no_mark(visitor: Client, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("stakeholders.views.organisations.ProposeOrganisation.act", lambda *_: 1 / 0)
        assert propose(visitor, token).status_code == 500
    assert propose(visitor, token).status_code == 302


def test_the_kept_answer_is_not_to_be_read_in_the_database(visitor: Client, token: str) -> None:
    where = propose(visitor, token).url
    assert where.encode() not in bytes(FormAnswer.objects.get().sealed)


def test_the_session_that_began_is_that_of_both(city: Any, token: str) -> None:
    user = UserFactory()
    path = f"/accounts/link/{offer_link(user, user.email)}/"
    for browser in (browser_of(None), browser_of(None)):
        browser.post(path, {"csrfmiddlewaretoken": token})
        assert SESSION_KEY in browser.session


def test_answers_are_forgotten_after_a_day(visitor: Client, token: str) -> None:
    propose(visitor, token)
    FormAnswer.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert forget_sent_forms() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_is_told_so() -> None:
    """The first form still runs: its mark is held by another transaction."""
    city = CityFactory(slug="bat-galim")
    visitor, token = browser_of(MembershipFactory(city=city, role="director").user), _mask_cipher_secret(SECRET)
    request: Any = RequestFactory().post("/c/bat-galim/organisations/new/", {**FORM, "csrfmiddlewaretoken": token})
    request.user = MembershipFactory._meta.model.objects.get(city=city).user
    answers = []

    def press() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20ms'")
        answers.append(propose(visitor, token))
        connection.close()

    with transaction.atomic():
        claim_form_mark(str(form_mark(request)))
        other = threading.Thread(target=press)
        other.start()
        other.join()
    assert answers[0].status_code == 409
    assert "Nothing is done twice" in answers[0].content.decode()


def test_a_program_of_the_api_carries_no_mark() -> None:
    assert form_mark(RequestFactory().post("/api/v1/", {"csrfmiddlewaretoken": ""})) is None
