"""What others read of a person beside an idea, and what waits for its reader."""

from typing import Any

import pytest

from challenges.actions import write_idea
from challenges.models import Contribution
from challenges.queries import moderation_queue
from stakeholders.actions.people import change_profile
from tests.consents.people import ACCOUNT_ALONE, YES, answered, child_of
from tests.factories import ChallengeFactory, ProfileFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db
TEXT = "Chess tables that belong to everyone"


@pytest.fixture
def noa(scope: Any) -> Any:
    return ProfileFactory(display_name="Noa Levi", neighbourhood="Ramat Yosef")


@pytest.fixture
def idea(noa: Any) -> Contribution:
    return write_idea(ChallengeFactory(), author=noa, actor=None, text=TEXT, language="en")


class TestAnIdeaFollowsItsAuthor:
    def shown(self, idea: Contribution) -> str:
        idea.refresh_from_db()
        return idea.shown_as

    def test_in_the_name(self, idea: Contribution, noa: Any) -> None:
        change_profile(noa, actor=noa.user, display_name="Nona Levi")
        assert self.shown(idea) == "Nona, Ramat Yosef"

    def test_in_who_sees_the_neighbourhood(self, idea: Contribution, noa: Any) -> None:
        change_profile(noa, actor=noa.user, visibilities={"neighbourhood": "me"})
        assert self.shown(idea) == "Noa"

    @pytest.mark.django_db(transaction=True)
    def test_on_the_page_at_once(self, idea: Contribution, noa: Any, client: Any) -> None:
        page = idea.challenge.get_absolute_url()
        assert "Noa, Ramat Yosef" in client.get(page).content.decode()
        change_profile(noa, actor=noa.user, neighbourhood="")
        assert "Ramat Yosef" not in client.get(page).content.decode()

    def test_what_was_withdrawn_gets_no_name_again(self, idea: Contribution, noa: Any) -> None:
        Contribution.objects.update(state="withdrawn", shown_as="")
        change_profile(noa, actor=noa.user, display_name="Nona Levi")
        assert self.shown(idea) == ""

    def test_other_lines_ask_nothing_of_ideas(self, idea: Contribution, noa: Any) -> None:
        asked = queries_of(lambda: change_profile(noa, actor=noa.user, story={"en": "I bake."}))
        assert [one for one in asked if "challenges_" in one] == []

    def test_an_idea_in_another_challenge_follows_its_own_rule(self, idea: Contribution, noa: Any) -> None:
        other = ChallengeFactory(name_policy="full")
        second = write_idea(other, author=noa, actor=None, text="A bench in the shade", language="en")
        change_profile(noa, actor=noa.user, display_name="Nona Levi")
        assert [self.shown(idea), self.shown(second)] == ["Nona, Ramat Yosef", "Nona Levi"]


@pytest.mark.parametrize(
    ("consents", "number"), [(ACCOUNT_ALONE, 0), (YES, 1)], ids=["waits for a guardian", "agreed to"]
)
def test_today_counts_what_can_be_read(
    scope: Any, director: Any, client: Any, sign_in: Any, consents: dict[str, bool], number: int
) -> None:
    child = child_of(scope)
    answered(child, consents)
    write_idea(ChallengeFactory(), author=child, actor=None, text=TEXT, language="en")
    sign_in(client, director)
    assert moderation_queue().count() == number
    assert client.get(f"/c/{scope.slug}/today/").content.decode().count("1 idea to read") == number
