"""After a guardian's or a child's own no, both pages say what was answered; nobody is told to wait."""

from typing import Any

import pytest
from django.test import Client

from challenges.actions import join_challenge
from challenges.models import Contribution
from challenges.queries import waiting_for_guardians
from consents.actions import answer_consents, take_consent_back
from consents.models import Consent
from tests.challenges.people import idea_of, published
from tests.consents.people import ACCOUNT_ALONE, YES, answered, asked, child_of
from tests.factories import ChallengeFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
NOT_PUBLIC = {**YES, "publication": False}


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope)


def pages(child: Any) -> tuple[str, str]:
    """What the child and the grown-up who answers for it read."""
    link = child.guardians.get()
    found = []
    for user, page in ((child.user, "mine/"), (link.guardian.user, f"wards/{link.pk}/")):
        client = Client()
        sign_in(client, user)
        found.append(client.get(f"/c/bat-galim/{page}").content.decode())
    return found[0], found[1]


def test_publishing_that_was_left_unticked_is_nobodys_no_on_both_pages(child: Any) -> None:
    answered(child, NOT_PUBLIC)
    idea_of(child)
    for page in pages(child):
        assert "ot published: publishing has not been allowed yet" in page
        assert "a guardian said no" not in page


def test_a_no_to_publication_is_said_on_both_pages(child: Any) -> None:
    link = answered(child, YES)
    idea_of(child)
    answer_consents(link, {"publication": False}, given_by=link.guardian)
    mine, ward = pages(child)
    for page in (mine, ward):
        assert "not published: a guardian said no" in page
        assert "waiting for a guardian" not in page


def test_taking_part_that_was_left_unticked_is_nobodys_no_on_both_pages(child: Any) -> None:
    answered(child, ACCOUNT_ALONE)
    join_challenge(ChallengeFactory(), profile=child, actor=child.user)
    mine, ward = pages(child)
    for page in (mine, ward):
        assert "taking part has not been allowed yet" in page
        assert "waiting for a guardian" not in page


def test_a_no_to_taking_part_is_said_on_both_pages(child: Any) -> None:
    link = answered(child, YES)
    join_challenge(ChallengeFactory(), profile=child, actor=child.user)
    answer_consents(link, {"lab": False}, given_by=link.guardian)
    mine, ward = pages(child)
    for page in (mine, ward):
        assert "a guardian said no to taking part" in page
        assert "waiting for a guardian" not in page


def test_a_childs_own_no_is_said_as_its_own(child: Any) -> None:
    answered(child, YES)
    published(child)
    take_consent_back(Consent.objects.get(purpose="publication"), actor=child.user)
    mine, ward = pages(child)
    assert "Not published: you said no" in mine
    assert "not published: the child said no" in ward


def test_the_answer_after_sending_says_it_too(child: Any, client: Client) -> None:
    answered(child, NOT_PUBLIC)
    sign_in(client, child.user)
    way = f"/c/bat-galim/challenges/{ChallengeFactory().pk}/idea/"
    page = client.post(way, {"text": "A swing for the little ones"}, follow=True).content.decode()
    assert "Only you and your parent or guardian can read it." in page
    assert "must agree before others can read it" not in page


@pytest.mark.parametrize(
    ("consents", "number"), [(None, 1), (NOT_PUBLIC, 0), (YES, 0)], ids=["not answered", "no", "yes"]
)
def test_staff_count_as_waiting_what_is_not_answered(child: Any, consents: Any, number: int) -> None:
    if consents:
        answered(child, consents)
    else:
        asked(child)
    idea_of(child)
    assert Contribution.objects.filter(state="pending").count() == 1
    assert waiting_for_guardians().count() == number


def test_the_challenges_page_says_whose_no_it_is(child: Any, client: Client) -> None:
    answered(child, YES)
    challenge = ChallengeFactory()
    take_consent_back(Consent.objects.get(purpose="lab"), actor=child.user)
    sign_in(client, child.user)
    way = f"/c/bat-galim/challenges/{challenge.pk}/"
    said = client.post(f"{way}join/", {"bring": ""}, follow=True).content.decode()
    assert "An adult must agree first" not in said
    page = client.get(way).content.decode()
    assert "You said no to taking part" in page
    assert "aiting for a guardian" not in page
    assert "Your ideas can be published now" not in client.get("/c/bat-galim/mine/").content.decode()
