"""Consents that a guardian takes back all at once are asked about; the child hears of what changed."""

from typing import Any

import pytest

from consents.actions import change_consents
from consents.models import Consent
from consents.texts.mails import ALLOWED
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from tests.consents.people import YES, answered, child_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(scope: Any) -> Any:
    return answered(child_of(scope, display_name="Lior"), YES)


@pytest.fixture
def mother(client: Any, link: Any, sign_in: Any) -> Any:
    sign_in(client, link.guardian.user)
    return client


def given() -> int:
    return Consent.objects.filter(state="given").count()


def test_unticking_everything_is_asked_about(mother: Any, link: Any) -> None:
    before = given()
    page = mother.post(link.get_absolute_url(), {})
    assert page.status_code == 422
    assert given() == before
    assert "closes the account. Tick the box" in page.content.decode()
    assert 'type="checkbox" name="sure"' in page.content.decode()
    mother.post(link.get_absolute_url(), {"sure": "on"})
    assert given() == 0


def test_several_at_once_are_asked_about(mother: Any, link: Any) -> None:
    assert mother.post(link.get_absolute_url(), {"consent_account": "on"}).status_code == 422


def test_one_alone_is_not(mother: Any, link: Any) -> None:
    ticked = {f"consent_{purpose}": "on" for purpose in YES if purpose != "lab"}
    assert mother.post(link.get_absolute_url(), ticked).status_code == 302


def test_the_child_hears_of_it(link: Any) -> None:
    change_consents(link, guardian=link.guardian, consents={**YES, "lab": False})
    assert Notice.objects.filter(user=link.minor.user, verb="consents.ward_consents_changed").count() == 1


def test_its_mail_says_what_the_child_may_do_now(link: Any) -> None:
    change_consents(link, guardian=link.guardian, consents={**YES, "lab": False})
    mail = render_mail(Message.objects.get(kind="consents.ward_consents_changed"))
    for purpose, is_allowed in {**YES, "lab": False}.items():
        assert str(ALLOWED[purpose][0 if is_allowed else 1]) in mail.text, purpose
