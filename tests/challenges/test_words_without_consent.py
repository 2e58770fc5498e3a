"""Once a guardian's yes is gone, or before it is there, no page of the city's people holds the words of a child."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from challenges.actions import hide_idea, merge_ideas, publish_idea, show_again, withdraw_idea, write_idea
from challenges.models import Challenge, Contribution
from challenges.queries import moderation_queue
from consents.actions import change_consents, release_from_guardian
from educities.activity.models import AuditEntry, Notice
from educities.activity.texts.history_rows import history_entries, history_lines
from journeys.models import Citation
from stakeholders.actions import change_profile
from stakeholders.models import AgeBand
from tests.challenges.people import idea_of, published
from tests.consents.people import ACCOUNT_ALONE, YES, answered, child_of
from tests.examples import make_block
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
WORDS = "A zebra-striped hammock between the two olive trees"


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope)


@pytest.fixture
def as_director(client: Any, sign_in: Any, director: Any) -> Any:
    return sign_in(client, director)


def grown_up() -> Any:
    return ProfileFactory(user=UserFactory())


@pytest.mark.parametrize("page", ["hide_idea", "answer_idea"])
def test_nobody_reads_by_number_what_waits_for_a_guardian(
    as_director: Any, scope: Any, challenge: Challenge, child: Any, page: str
) -> None:
    idea = idea_of(child, challenge, text=WORDS)
    address = reverse(page, args=[scope.slug, idea.pk])
    assert WORDS not in as_director.get(address).content.decode()
    answered(child, YES)
    assert WORDS in as_director.get(address).content.decode()


@pytest.mark.parametrize("page", ["hide_idea", "answer_idea"])
def test_a_no_takes_the_words_from_the_pages_of_the_team(
    as_director: Any, scope: Any, challenge: Challenge, child: Any, page: str
) -> None:
    link = answered(child, YES)
    idea = published(child, challenge, text=WORDS)
    change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
    answer = as_director.get(reverse(page, args=[scope.slug, idea.pk]))
    assert answer.status_code == 200
    assert WORDS not in answer.content.decode()


@pytest.mark.parametrize("page", ["hide_idea", "answer_idea"])
def test_what_its_author_has_not_confirmed_or_took_back_is_read_by_nobody(
    as_director: Any, scope: Any, challenge: Challenge, page: str
) -> None:
    draft, taken_back = (published(grown_up(), challenge, text=WORDS) for _ in range(2))
    Contribution.objects.filter(pk=draft.pk).update(state="draft")
    withdraw_idea(taken_back, actor=None)
    for idea in (draft, taken_back):
        assert WORDS not in as_director.get(reverse(page, args=[scope.slug, idea.pk])).content.decode()


def test_what_a_moderator_hid_is_read_on(as_director: Any, scope: Any, challenge: Challenge) -> None:
    idea = published(grown_up(), challenge, text=WORDS)
    hide_idea(idea, actor=None, rule="question", because="Please answer the question of the challenge.")
    assert WORDS in as_director.get(reverse("hide_idea", args=[scope.slug, idea.pk])).content.decode()


def test_an_idea_that_was_merged_is_out_of_sight_too_and_comes_back_by_itself(
    as_director: Any, scope: Any, challenge: Challenge, child: Any
) -> None:
    link = answered(child, YES)
    kept, idea = published(grown_up(), challenge), published(child, challenge, text=WORDS)
    merge_ideas(kept, [idea], actor=None)
    change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
    idea.refresh_from_db()
    challenge.refresh_from_db()
    assert (idea.state, idea.hidden_rule, idea.merged_into, challenge.contributions_count) == (
        "hidden",
        "consent",
        None,
        1,
    )
    for show in ("", "merged", "all"):
        page = as_director.get(reverse("challenge_ideas", args=[scope.slug, challenge.pk]), {"show": show})
        assert WORDS not in page.content.decode()
    told = Notice.objects.filter(user=child.user).values_list("verb", flat=True)
    assert "challenges.idea_rested" in told
    assert "challenges.idea_separated" not in told
    change_consents(link, guardian=link.guardian, consents=YES)
    idea.refresh_from_db()
    challenge.refresh_from_db()
    assert (idea.state, challenge.contributions_count) == ("visible", 2)


def test_the_citys_model_names_an_idea_by_its_words_only_while_it_is_shown(
    as_director: Any, scope: Any, challenge: Challenge, child: Any
) -> None:
    link = answered(child, YES)
    block = make_block()
    Citation.objects.create(block=block, contribution=published(child, challenge, text=WORDS))
    pages = [block.version.get_absolute_url(), reverse("block", args=[scope.slug, block.pk])]
    assert all(WORDS in as_director.get(page).content.decode() for page in pages)
    change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
    for page in pages:
        text = as_director.get(page).content.decode()
        assert WORDS not in text
        assert "an idea that is not shown any more" in text


class TestComingOfAge:
    @pytest.fixture
    def youth(self, scope: Any) -> Any:
        return child_of(scope, age_band=AgeBand.YOUTH, next_band_month=date(2026, 10, 1))

    def test_what_a_minor_sent_stands_without_a_name_for_good(self, challenge: Challenge, youth: Any) -> None:
        answered(youth, YES)
        before, after = published(youth, challenge), published(youth, challenge, text="A second hammock by the sea")
        hide_idea(after, actor=None, rule="question", because="Please answer the question of the challenge.")
        release_from_guardian(youth, today=TODAY)
        youth.refresh_from_db()
        assert not youth.is_minor
        publish_idea(Contribution.objects.select_related("author", "challenge").get(pk=after.pk), actor=None)
        change_profile(youth, actor=youth.user, display_name="Vera Marshfield", short_name="Vera")
        assert set(Contribution.objects.filter(pk__in=[before.pk, after.pk]).values_list("state", "shown_as")) == {
            ("visible", "")
        }
        own = write_idea(
            challenge, author=youth, text="A third hammock, of a grown-up", language="en", actor=youth.user
        )
        assert own.shown_as == "Vera"

    @pytest.mark.parametrize("consents", [None, ACCOUNT_ALONE])
    def test_what_nobody_has_published_is_asked_about(
        self, challenge: Challenge, youth: Any, consents: dict[str, bool] | None
    ) -> None:
        idea = idea_of(youth, challenge, text=WORDS)
        if consents:
            answered(youth, consents)
        release_from_guardian(youth, today=TODAY)
        idea = Contribution.objects.select_related("author", "challenge").get(pk=idea.pk)
        assert (idea.state, idea.hidden_rule, moderation_queue().count()) == ("hidden", "consent", 0)
        show_again(idea, actor=youth.user)
        idea.refresh_from_db()
        assert (idea.state, idea.shown_as) == ("visible", "")

    def test_of_a_minor_who_answers_alone_it_is_read_first(self, scope: Any, challenge: Challenge) -> None:
        youth = child_of(scope, age_band=AgeBand.YOUTH, next_band_month=date(2028, 6, 1))
        idea = idea_of(youth, challenge, text=WORDS)
        release_from_guardian(youth, today=TODAY)
        idea = Contribution.objects.select_related("author", "challenge").get(pk=idea.pk)
        assert moderation_queue().count() == 0
        show_again(idea, actor=youth.user)
        assert moderation_queue().get() == idea

    def test_no_history_tells_the_month_of_a_birthday(self, scope: Any, youth: Any) -> None:
        answered(youth, YES)
        release_from_guardian(youth, today=TODAY)
        told = AuditEntry.objects.filter(
            verb__in=["consents.band_changed", "consents.came_of_age", "stakeholders.grew_up"]
        )
        assert told.count() == 3
        assert not history_entries().filter(pk__in=told).exists()
        lines = history_lines(history_entries(), scope.slug)
        assert lines
        assert youth.get_absolute_url() not in {line.url for line in lines}
