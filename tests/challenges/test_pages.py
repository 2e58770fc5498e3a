"""What the page of a challenge shows those who lead it, and nobody else."""

import re
from typing import Any

import pytest
from django.urls import reverse

from challenges.actions import frame_challenge, open_challenge, write_idea
from tests.challenges.people import idea_of, published
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


def test_only_those_who_lead_it_read_its_history(
    client: Any, sign_in: Any, director: Any, resident: Any, scope: Any
) -> None:
    given = {"question": {"en": "How might our street become a classroom?"}, "intro": {"en": "Two sentences about it."}}
    challenge = frame_challenge(actor=director, **given)
    open_challenge(challenge, actor=director)
    said = "The challenge “How might our street become a classroom?” is open"
    for who, reads in ((director, True), (resident, False), (None, False)):
        client.logout()
        if who:
            sign_in(client, who)
        assert (said in client.get(challenge.get_absolute_url()).content.decode()) is reads


def test_the_list_says_how_many_ideas_wait_and_begins_with_these(
    client: Any, sign_in: Any, director: Any, scope: Any
) -> None:
    older, newer = ChallengeFactory(), ChallengeFactory()
    child = child_of(scope)
    answered(child, YES)
    idea_of(child, older)
    sign_in(client, director)
    rows = client.get(f"/c/{scope.slug}/manage/challenges/").context["object_list"]
    assert [(row.pk, row.pending) for row in rows] == [(older.pk, 1), (newer.pk, 0)]


def read_child(city: Any) -> Any:
    """A child whose words a reader may publish."""
    child = child_of(city)
    answered(child, YES, f"{child.pk}@example.org")
    return child


@pytest.mark.parametrize("who", ["director", "facilitator"])
def test_ideas_to_read_cost_the_same_for_one_and_three(
    client: Any, scope: Any, sign_in: Any, request: Any, who: str
) -> None:
    sign_in(client, request.getfixturevalue(who))
    add = lambda count: [idea_of(read_child(scope), ChallengeFactory()) for _number in range(count)]  # noqa: E731
    assert_same_queries(lambda: client.get("/c/bat-galim/manage/ideas/"), add, most=9)


def test_challenges_to_manage_cost_the_same_for_one_and_three(
    client: Any, scope: Any, facilitator: Any, sign_in: Any
) -> None:
    sign_in(client, facilitator)

    def add(count: int) -> None:
        for _number in range(count):
            idea_of(read_child(scope), ChallengeFactory())

    assert_same_queries(lambda: client.get("/c/bat-galim/manage/challenges/"), add, most=9)


@pytest.mark.parametrize("who", ["resident", "facilitator"])
def test_a_challenges_page_costs_the_same_for_one_and_three_ideas(
    client: Any, scope: Any, sign_in: Any, request: Any, who: str
) -> None:
    sign_in(client, request.getfixturevalue(who))
    challenge = ChallengeFactory()

    def add(count: int) -> None:
        for _number in range(count):
            published(ProfileFactory(user=UserFactory()), challenge)

    assert_same_queries(lambda: client.get(challenge.get_absolute_url()), add, most=13)


def head_of(client: Any, challenge: Any) -> str:
    page = client.get(challenge.get_absolute_url()).content.decode()
    return page.partition('<div class="acts">')[2].partition("</header>")[0]


class TestNextStep:
    """One primary, and never one that will be refused."""

    def test_who_leads_a_framed_one_opens_it(self, client: Any, scope: Any, director: Any, sign_in: Any) -> None:
        sign_in(client, director)
        head = head_of(client, ChallengeFactory(state="framed"))
        assert "Open to residents" in head
        assert head.count("btn primary") == 1

    def test_what_has_to_be_done_first_is_said_instead(
        self, client: Any, scope: Any, director: Any, sign_in: Any
    ) -> None:
        challenge = ChallengeFactory(state="framed", intro={})
        sign_in(client, director)
        page = client.get(challenge.get_absolute_url()).content.decode()
        assert "Fill in “two sentences about it” before you open the challenge." in page
        assert "Open to residents" not in page

    def test_it_is_answered_when_every_idea_is(self, client: Any, scope: Any, director: Any, sign_in: Any) -> None:
        challenge = ChallengeFactory()
        idea = published(ProfileFactory(user=UserFactory()), challenge)
        type(challenge).objects.update(state="reviewing")
        sign_in(client, director)
        assert "Finish answering" not in head_of(client, challenge)
        type(idea).objects.update(answer="We will plant three trees.", answer_state="accepted")
        assert "Finish answering" in head_of(client, challenge)

    def test_who_leads_it_is_asked_to_lead_it_and_may_still_write(
        self, client: Any, scope: Any, director: Any, sign_in: Any
    ) -> None:
        challenge = ChallengeFactory()
        sign_in(client, director)
        head = head_of(client, challenge)
        assert head.count("btn primary") == 1
        assert "Stop collecting ideas and review" in head.partition("btn primary")[2].partition("</button>")[0]
        assert "I have an idea" in head.partition('class="menu')[2]
        assert 'class="sticky phone"' not in client.get(challenge.get_absolute_url()).content.decode()

    def test_a_reader_without_an_account_is_asked_for_an_idea(self, client: Any, scope: Any) -> None:
        head = head_of(client, ChallengeFactory())
        assert "I have an idea" in head
        assert head.count("btn primary") == 1
        assert "Stop collecting ideas and review" not in head


def test_the_form_of_a_challenge_stands_in_three_groups(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    page = client.get(f"/c/{scope.slug}/manage/challenges/new/").content.decode()
    assert page.count('<fieldset class="group-of">') == 3


def test_the_form_of_a_challenge_leads_up_to_it(client: Any, sign_in: Any, director: Any, scope: Any) -> None:
    challenge = ChallengeFactory()
    sign_in(client, director)
    page = client.get(f"/c/{scope.slug}/manage/challenges/{challenge.pk}/change/")
    assert page.context["crumbs"] == [(challenge.get_absolute_url(), str(challenge))]


def test_who_opens_a_challenge_reads_what_came_of_it(client: Any, sign_in: Any, director: Any, scope: Any) -> None:
    given = {"question": {"en": "What grows here?"}, "intro": {"en": "Two sentences about it."}}
    challenge = frame_challenge(actor=director, **given)
    sign_in(client, director)
    for move, reads in (("open", "Residents can see this challenge now."), ("review", "No more ideas can be sent.")):
        url = reverse("move_challenge", args=[scope.slug, challenge.pk, move])
        assert reads in client.post(url, follow=True).content.decode(), move


@pytest.mark.parametrize(("act", "says"), [("hide_idea", "Hide this idea"), ("answer_idea", "Answer this idea")])
def test_the_page_says_what_is_done_with_an_idea(
    client: Any, sign_in: Any, director: Any, scope: Any, act: str, says: str
) -> None:
    idea = write_idea(ChallengeFactory(), author=ProfileFactory(), actor=None, text="Chess for all", language="en")
    sign_in(client, director)
    page = client.get(reverse(act, args=[scope.slug, idea.pk])).content.decode()
    assert re.search(rf"<h1[^>]*>\s*{says}\s*</h1>", page)
    assert f'href="{idea.get_absolute_url()}"' in page


class TestWhatAResidentDoesBesideAnIdea:
    @pytest.fixture
    def author(self, scope: Any) -> Any:
        return ProfileFactory(user=UserFactory())

    @pytest.fixture
    def idea(self, author: Any) -> Any:
        return write_idea(ChallengeFactory(), author=author, actor=None, text="Chess tables for all", language="en")

    def page(self, client: Any, idea: Any) -> str:
        return client.get(idea.challenge.get_absolute_url()).content.decode()

    def test_the_author_corrects_and_withdraws_it_where_it_stands(
        self, client: Any, sign_in: Any, author: Any, idea: Any
    ) -> None:
        sign_in(client, author.user)
        page = self.page(client, idea)
        for act in ("correct_idea", "withdraw_idea"):
            assert f'href="{reverse(act, args=[idea.city.slug, idea.pk])}"' in page, act

    def test_nobody_else_does(self, client: Any, sign_in: Any, idea: Any) -> None:
        sign_in(client, ProfileFactory(user=UserFactory()).user)
        assert reverse("withdraw_idea", args=[idea.city.slug, idea.pk]) not in self.page(client, idea)

    def test_who_is_known_supports_it_with_one_tap(self, client: Any, sign_in: Any, idea: Any) -> None:
        sign_in(client, ProfileFactory(user=UserFactory()).user)
        support = reverse("support_idea", args=[idea.city.slug, idea.pk])
        assert f'action="{support}"' in self.page(client, idea)
        assert client.post(support, {"next": idea.get_absolute_url()}).url == idea.get_absolute_url()
        assert idea.supports.count() == 1
        back = reverse("take_support_back", args=[idea.city.slug, idea.pk])
        assert "You no longer support this idea." in client.post(back, follow=True).content.decode()
        assert idea.supports.count() == 0

    def test_who_is_not_known_is_asked_first(self, client: Any, idea: Any) -> None:
        assert f'href="{reverse("support_idea", args=[idea.city.slug, idea.pk])}"' in self.page(client, idea)


def test_a_child_that_waits_reads_for_what_instead_of_a_button(client: Any, scope: Any, sign_in: Any) -> None:
    challenge = ChallengeFactory()
    child = child_of(scope)
    sign_in(client, child.user)
    ideas = f"{challenge.get_absolute_url()}idea/"
    assert ideas in client.get(challenge.get_absolute_url()).content.decode()
    idea_of(child, challenge)
    asked(child)
    page = client.get(challenge.get_absolute_url()).content.decode()
    assert ideas not in page
    assert f"{challenge.get_absolute_url()}join/" not in page
    assert "See what you wait for" in page
    assert "mother@example.org" in page
    answered(child, YES)
    assert ideas in client.get(challenge.get_absolute_url()).content.decode()


def test_a_card_of_facts_stands_only_where_there_is_one(client: Any, scope: Any) -> None:
    challenge = ChallengeFactory()
    page = client.get(challenge.get_absolute_url())
    assert (page.context["has_facts"], '<dl class="facts">' in page.content.decode()) == (False, False)
    placed = ChallengeFactory(where={"en": "Harbour Street"})
    assert "Harbour Street" in client.get(placed.get_absolute_url()).content.decode()
