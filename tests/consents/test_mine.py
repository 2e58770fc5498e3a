"""What a person finds of their own: what waits, ideas, places, cohorts, children; and what the lists cost."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from challenges.actions import join_challenge
from consents.actions import change_consents, guardian_status_message
from consents.models import Consent, GuardianLink
from educities.activity.models import Message
from educities.activity.texts.mails import render_mail
from meetings.models import SessionReply
from stakeholders.models import Profile
from tests.challenges.people import idea_of, published
from tests.consents.people import ACCOUNT_ALONE, NO, YES, answered, asked, child_of
from tests.factories import (
    ChallengeFactory,
    CohortMemberFactory,
    ProfileFactory,
    SessionFactory,
)
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
MINE = "/c/bat-galim/mine/"


@pytest.fixture
def me(resident: Any, scope: Any, client: Any, sign_in: Any) -> Profile:
    sign_in(client, resident)
    return Profile.objects.get(user=resident)


def waiting(client: Any) -> list[tuple[str, str]]:
    return [(line.text, line.url) for line in client.get(MINE).context["waiting"]]


def may_only_wait(client: Any) -> str:
    parts = {part["template"]: part for part in client.get(MINE).context["parts"]}
    return parts["consents/_my_guardians.html"]["may_only_wait"]


def test_nothing_waits_for_a_new_resident(client: Any, me: Profile) -> None:
    assert waiting(client) == []
    assert "Waiting for you" not in client.get(MINE).content.decode()


def test_an_invitation_and_a_sessions_question_wait_until_answered(client: Any, me: Profile) -> None:
    seat = CohortMemberFactory(profile=me, state="invited")
    sessions = SessionFactory.create_batch(2, cohort=seat.cohort)
    past = timezone.now() - timedelta(days=2)
    SessionFactory(cohort=seat.cohort, starts_at=past)
    SessionFactory(cohort=seat.cohort, state="draft")
    SessionFactory()
    invited = (f"You are invited to the cohort “{seat.cohort}”", seat.cohort.get_absolute_url())
    asks = "/c/bat-galim/my-sessions/"
    # Whether to take the place is answered first.
    assert waiting(client) == [invited]
    SessionReply.objects.create(session=sessions[0], profile=me, reply="coming")
    SessionReply.objects.create(session=sessions[1], profile=ProfileFactory(), reply="coming")
    seat.move("active")
    photos = ("Say whether the city may publish photos of you", "/c/bat-galim/my-consents/")
    assert waiting(client) == [("1 session asks whether you come", asks), photos]


def test_a_child_is_led_to_a_grown_up_until_one_has_answered(client: Any, scope: Any, sign_in: Any) -> None:
    child = child_of(scope)
    sign_in(client, child.user)
    assert waiting(client) == [("A parent or guardian must agree: ask one", "/c/bat-galim/ask-guardian/")]
    asked(child)
    assert waiting(client) == [("Read what we ask, and answer", f"{MINE}#agree")]
    Consent.objects.update(assent_of_child=True)
    assert waiting(client) == []
    assert "We emailed" in may_only_wait(client)
    answered(child, YES)
    assert may_only_wait(client) == ""


def test_a_child_whose_name_was_deleted_is_asked_for_it_first(client: Any, scope: Any, sign_in: Any) -> None:
    child = child_of(scope, display_name="Lior")
    answered(child, YES)
    for consents in (NO, YES):
        link = GuardianLink.objects.get()
        change_consents(link, guardian=link.guardian, consents=consents)
    way = f"/c/bat-galim/people/{child.pk}/change/"
    mail = render_mail(Message.objects.get(kind="consents.child_opened"))
    assert way in mail.text
    child.user.refresh_from_db()
    sign_in(client, child.user)
    assert waiting(client)[0] == ("Your name was deleted: say how you want to be called", way)
    page = client.get(way).content.decode()
    assert "Your name" in page
    assert "Name that others see" not in page
    client.post(way, {"display_name": "Lior", "language": "en"})
    assert "Your name was deleted: say how you want to be called" not in [text for text, _url in waiting(client)]


def test_a_waiting_child_reads_until_when_and_what_happens_without(client: Any, scope: Any, sign_in: Any) -> None:
    child = child_of(scope)
    asked(child)
    GuardianLink.objects.update(expires_at=datetime(2031, 12, 11, 12, tzinfo=UTC))
    sign_in(client, child.user)
    told = "If nobody answers by 11\u00a0December 2031, we delete your name and what you wrote."
    assert told in may_only_wait(client)


def test_a_question_to_a_second_adult_deletes_nothing(client: Any, scope: Any) -> None:
    child = child_of(scope)
    answered(child, ACCOUNT_ALONE)
    asked(child, "father@example.org")
    assert "we delete" not in guardian_status_message(child)


def test_members_reach_their_pages_and_others_see_no_way_there(client: Any, me: Profile) -> None:
    ways = ("/c/bat-galim/my-sessions/", "/c/bat-galim/in/", "/c/bat-galim/me/")
    page = client.get(MINE).content.decode()
    assert [f'href="{way}"' in page for way in ways] == [False, False, True]
    CohortMemberFactory(profile=me)
    page = client.get(MINE).content.decode()
    assert [f'href="{way}"' in page for way in ways] == [True, True, True]
    for way in ways:
        assert client.get(way, follow=True).status_code == 200


def test_own_things_cost_the_same_for_one_and_three(client: Any, me: Profile) -> None:
    def add(count: int) -> None:
        for _number in range(count):
            challenge = ChallengeFactory()
            idea_of(me, challenge, text=f"Idea {challenge.pk} of mine")
            join_challenge(challenge, profile=me, actor=None)
            SessionFactory(cohort=CohortMemberFactory(profile=me, state="invited").cohort)
            link = answered(child_of(me.city), YES, f"{challenge.pk}@example.org")
            link.guardian = me
            link.save()

    assert_same_queries(lambda: client.get(MINE), add, most=12)


def test_a_childs_own_things_cost_the_same_for_one_and_three(client: Any, scope: Any, sign_in: Any) -> None:
    child = child_of(scope)
    sign_in(client, child.user)

    def add(count: int) -> None:
        for _number in range(count):
            challenge = ChallengeFactory()
            answered(child, YES, f"{challenge.pk}@example.org")
            published(child, challenge, text=f"Idea {challenge.pk} of mine")

    assert_same_queries(lambda: client.get(MINE), add, most=18)


def test_a_guardians_page_costs_the_same_for_one_and_three(client: Any, scope: Any, sign_in: Any) -> None:
    child = child_of(scope)
    link = answered(child, YES)
    sign_in(client, link.guardian.user)

    def add(count: int) -> None:
        for _number in range(count):
            challenge = ChallengeFactory()
            published(child, challenge, text=f"Idea {challenge.pk} of the child")
            join_challenge(challenge, profile=child, actor=None)

    # One of them asks for the child's cohorts, one for its expeditions.
    assert_same_queries(lambda: client.get(f"/c/bat-galim/wards/{link.pk}/"), add, most=16)


def test_the_page_is_called_as_mails_and_answers_call_it(client: Any, me: Profile) -> None:
    page = client.get("/c/bat-galim/mine/").content.decode()
    assert re.search(r"<h1[^>]*>\s*My activity", page)
    assert re.search(r'aria-current="page"[^>]*>.*?My activity', page, re.DOTALL)


def test_a_child_that_has_not_answered_about_its_account_can_say_no_beside_the_yes(
    client: Any, sign_in: Any, scope: Any
) -> None:
    child = child_of(scope)
    answered(child, YES)
    Consent.objects.filter(purpose="account").update(assent_of_child=None)
    sign_in(client, child.user)
    page = client.get(MINE).content.decode()
    assert "I do not want it: close my account" in page
    Consent.objects.filter(purpose="account").update(assent_of_child=True)
    assert "I do not want it: close my account" not in client.get(MINE).content.decode()
