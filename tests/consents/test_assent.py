"""A child reads on its own page what it agrees to, in words for children, and its own yes is recorded once."""

from typing import Any

import pytest
from django.test import Client

from consents.actions import answer_consents, assent_to_consent
from consents.models import Consent
from consents.texts import NOTHING_HELD, STOPS, TEXTS, VERSION
from consents.values import ASKED_OF_GUARDIANS
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from tests.challenges.people import published
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import CohortMemberFactory

pytestmark = pytest.mark.django_db
MINE = "/c/bat-galim/mine/"


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope)


@pytest.fixture
def at_home(child: Any, client: Client, sign_in: Any) -> Client:
    """The child's own browser, after a grown-up was asked."""
    asked(child)
    sign_in(client, child.user)
    return client


def consent_to(child: Any, purpose: str) -> Consent:
    return Consent.objects.get(subject=child, purpose=purpose)


@pytest.mark.parametrize("purpose", ASKED_OF_GUARDIANS)
def test_the_childs_own_words_stand_on_its_page(at_home: Client, purpose: str) -> None:
    assert str(TEXTS[purpose].child) in at_home.get(MINE).content.decode()


def test_the_page_asks_until_each_is_answered(at_home: Client, child: Any) -> None:
    for purpose in ASKED_OF_GUARDIANS:
        assert "Read what we ask, and answer" in at_home.get(MINE).content.decode()
        at_home.post(f"/c/bat-galim/consents/{consent_to(child, purpose).pk}/yes/")
    assert "Read what we ask, and answer" not in at_home.get(MINE).content.decode()


def test_after_one_yes_the_child_stands_at_the_next_question(at_home: Client, child: Any) -> None:
    page = at_home.get(MINE).content.decode()
    back = f"{MINE}#agree"
    assert page.count(f'name="next" value="{back}"') == len(ASKED_OF_GUARDIANS)
    assert at_home.post(f"/c/bat-galim/consents/{consent_to(child, 'lab').pk}/yes/", {"next": back}).url == back


def test_the_yes_is_kept_and_recorded_once_with_its_words(at_home: Client, child: Any) -> None:
    way = f"/c/bat-galim/consents/{consent_to(child, 'publication').pk}/yes/"
    for _time in range(2):
        at_home.post(way)
    assert consent_to(child, "publication").assent_of_child is True
    entry = AuditEntry.objects.get(verb="consents.child_assented")
    assert entry.data == {"purpose": "publication", "version": VERSION}


def test_a_childs_yes_alone_gives_nothing(at_home: Client, child: Any) -> None:
    at_home.post(f"/c/bat-galim/consents/{consent_to(child, 'publication').pk}/yes/")
    assert consent_to(child, "publication").state == "requested"


def test_the_grown_ups_answer_keeps_the_childs(child: Any) -> None:
    asked(child)
    assent_to_consent(consent_to(child, "photo"), actor=child.user)
    answered(child, YES, "father@example.org")
    consent = consent_to(child, "photo")
    assert consent.state == "given"
    assert consent.assent_of_child is True


def test_who_wants_it_again_has_said_yes(child: Any, client: Client, sign_in: Any) -> None:
    answered(child, YES)
    photo = consent_to(child, "photo")
    sign_in(client, child.user)
    client.post(f"/c/bat-galim/consents/{photo.pk}/back/")
    client.post(f"/c/bat-galim/consents/{photo.pk}/again/")
    assert Consent.objects.get(purpose="photo", state="given").assent_of_child is True


def test_a_no_is_asked_once_and_then_holds_before_any_grown_up_answers(at_home: Client, child: Any) -> None:
    way = f"/c/bat-galim/consents/{consent_to(child, 'photo').pk}/back/"
    assert way in at_home.get(MINE).content.decode()
    assert at_home.get(way).status_code == 200
    at_home.post(way)
    assert consent_to(child, "photo").state == "refused"


def test_a_question_that_is_over_takes_no_yes(child: Any) -> None:
    link = answered(child, YES)
    answer_consents(link, {"photo": False}, given_by=link.guardian)
    with pytest.raises(DomainError) as refused:
        assent_to_consent(consent_to(child, "photo"), actor=child.user)
    assert refused.value.code == "consents.not_open"


def test_nobody_says_yes_for_the_child(child: Any, client: Client, sign_in: Any) -> None:
    link = answered(child, YES)
    sign_in(client, link.guardian.user)
    assert client.post(f"/c/bat-galim/consents/{consent_to(child, 'photo').pk}/yes/").status_code == 404


def test_a_grown_ups_yes_publishes_and_the_page_says_so(child: Any, client: Client, sign_in: Any) -> None:
    answered(child, YES)
    idea = published(child)
    assert consent_to(child, "publication").assent_of_child is None
    sign_in(client, child.user)
    assert "Your ideas can be published now. If you say no, we take them down at once." in flat_page(client)
    client.post(f"/c/bat-galim/consents/{consent_to(child, 'publication').pk}/back/")
    idea.refresh_from_db()
    assert idea.state == "hidden"


def test_who_has_said_yes_reads_no_warning(child: Any, client: Client, sign_in: Any) -> None:
    answered(child, YES)
    assent_to_consent(consent_to(child, "publication"), actor=child.user)
    sign_in(client, child.user)
    assert "Your ideas can be published now" not in flat_page(client)


def flat_page(client: Client) -> str:
    return " ".join(client.get(MINE).content.decode().split())


@pytest.mark.parametrize("purpose", ["lab", "publication", "photo"])
def test_the_button_is_a_no_until_the_child_has_said_yes(
    child: Any, client: Client, sign_in: Any, purpose: str
) -> None:
    answered(child, YES)
    sign_in(client, child.user)
    assert "Stop this" not in client.get(MINE).content.decode()
    consent = consent_to(child, purpose)
    way = f"/c/bat-galim/consents/{consent.pk}/back/"
    assert str(STOPS[purpose].refusal) in client.get(way).content.decode()
    assent_to_consent(consent, actor=child.user)
    assert client.get(MINE).content.decode().count("Stop this") == 1
    assert str(STOPS[purpose].question) in client.get(way).content.decode()


@pytest.mark.parametrize("purpose", ["lab", "publication", "photo"])
def test_the_question_says_what_ends(child: Any, client: Client, sign_in: Any, purpose: str) -> None:
    answered(child, {**YES, "photo": False})
    Consent.objects.filter(purpose="photo").delete()
    asked(child, "father@example.org")
    sign_in(client, child.user)
    page = " ".join(client.get(f"/c/bat-galim/consents/{consent_to(child, purpose).pk}/back/").content.decode().split())
    assert (str(STOPS[purpose].effect) in page) == (purpose != "photo")
    assert (str(NOTHING_HELD) in page) == (purpose == "photo")


@pytest.mark.parametrize(
    ("says_no", "said"),
    [(True, "on hold: you said no to taking part"), (False, "on hold: taking part has not been allowed")],
    ids=["child", "guardian"],
)
def test_why_a_place_rests_is_said_as_it_is(child: Any, client: Client, sign_in: Any, says_no: bool, said: str) -> None:
    """On “My activity” as on the page of the cohort: whose no it was, and never that a yes is awaited that was given."""
    CohortMemberFactory(profile=child, state="active", sector=1)
    link = answered(child, YES)
    if says_no:
        page = sign_in(client, child.user).post(
            f"/c/bat-galim/consents/{consent_to(child, 'lab').pk}/back/", follow=True
        )
        assert "We have saved your no. It applies from now." in page.content.decode()
    else:
        answer_consents(link, {**YES, "lab": False}, given_by=link.guardian)
        sign_in(client, child.user)
    mine = client.get(MINE).content.decode()
    assert said in mine
    assert "on hold until a guardian agrees" not in mine
