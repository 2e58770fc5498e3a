"""Consents that a guardian takes back all at once are asked about; the child hears of what changed."""

from typing import Any

import pytest

from challenges.actions import join_challenge
from consents.actions import change_consents, take_consent_back
from consents.models import Consent, GuardianLink
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from tests.challenges.people import published
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import CohortMemberFactory, SessionFactory

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
    page = mother.post(link.get_absolute_url(), {}).content.decode()
    assert given() == before
    assert "Close the account of Lior?" in page
    assert 'name="sure" value="on"' in page
    mother.post(link.get_absolute_url(), {"sure": "on"})
    assert given() == 0


def test_unticking_the_account_alone_is_asked_and_ends_everything(mother: Any, link: Any) -> None:
    others = {f"consent_{purpose}": "on" for purpose in YES if purpose != "account"}
    page = mother.post(link.get_absolute_url(), others).content.decode()
    assert "Close the account of Lior?" in page
    for name in others:
        assert f'name="{name}" value="on"' in page, name
    assert given() == len(YES)
    assert mother.post(link.get_absolute_url(), {**others, "sure": "on"}).status_code == 302
    assert given() == 0


def test_what_goes_with_the_account_is_listed(mother: Any, link: Any) -> None:
    seat = CohortMemberFactory(profile=link.minor)
    SessionFactory(cohort=seat.cohort)
    idea = published(link.minor)
    join_challenge(idea.challenge, profile=link.minor, actor=None)
    page = mother.post(link.get_absolute_url(), {})
    assert page.context["losses"] == [
        f"the place in the cohort “{seat.cohort}”",
        "1 session still to come",
        "1 idea",
        "1 place in a challenge",
    ]


def test_who_is_only_invited_loses_the_invitation_and_no_session(mother: Any, link: Any) -> None:
    seat = CohortMemberFactory(profile=link.minor, state="invited")
    SessionFactory(cohort=seat.cohort)
    page = mother.post(link.get_absolute_url(), {})
    assert page.context["losses"] == [f"the invitation to the cohort “{seat.cohort}”"]


def test_a_first_answer_without_any_yes_is_asked_about(client: Any, scope: Any) -> None:
    child = child_of(scope, display_name="Lior")
    way = f"/c/bat-galim/guardian/{asked(child)[1]}/"
    said = {"display_name": "Noa", "is_adult": "on"}
    assert "Close the account of Lior?" in client.post(way, said).content.decode()
    assert GuardianLink.objects.get().state == "invited"
    client.post(way, {**said, "sure": "on"})
    assert GuardianLink.objects.get().state == "confirmed"
    assert not Consent.objects.filter(state__in=["given", "requested"]).exists()


def test_whose_no_it_was_is_said(mother: Any, link: Any) -> None:
    take_consent_back(Consent.objects.get(purpose="photo"), actor=link.minor.user)
    answered(link.minor, {**YES, "publication": False}, "father@example.org")
    page = mother.get(link.get_absolute_url()).content.decode()
    assert page.count("The child said no to this.") == 1
    assert page.count("Another parent or guardian said no to this.") == 1


def test_several_at_once_are_asked_about(mother: Any, link: Any) -> None:
    page = mother.post(link.get_absolute_url(), {"consent_account": "on"})
    assert page.context["losses"] == [
        "Taking part",
        "Publication",
        "Photographs",
        "Sharing with other cities",
        "Research",
    ]
    assert given() == len(YES)


def test_one_alone_is_not(mother: Any, link: Any) -> None:
    ticked = {f"consent_{purpose}": "on" for purpose in YES if purpose != "lab"}
    assert mother.post(link.get_absolute_url(), ticked).status_code == 302


def test_the_child_hears_of_it(link: Any) -> None:
    change_consents(link, guardian=link.guardian, consents={**YES, "lab": False})
    assert Notice.objects.filter(user=link.minor.user, verb="consents.ward_consents_changed").count() == 1


def test_its_mail_says_what_the_child_may_do_now(link: Any) -> None:
    change_consents(link, guardian=link.guardian, consents={**YES, "lab": False})
    mail = render_mail(Message.objects.get(kind="consents.ward_consents_changed"))
    text = " ".join(mail.text.replace("\u2068", "").replace("\u2069", "").split())
    told = "Keeping the details: yes · Taking part: no · Publication: yes · Photographs: yes"
    assert f"In Bat Galim this is what you may do now: {told}" in text


def test_a_yes_that_another_outweighs_is_no_yes_in_its_mail(link: Any) -> None:
    answered(link.minor, {**YES, "photo": False}, "father@example.org")
    change_consents(link, guardian=link.guardian, consents={**YES, "lab": False})
    mail = render_mail(Message.objects.get(kind="consents.ward_consents_changed"))
    assert "Photographs: no" in mail.text
