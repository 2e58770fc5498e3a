"""Ideas that say the same become one, with their supporters; for some days they can be taken apart again."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from challenges.actions import (
    answer_idea,
    hide_idea,
    merge_ideas,
    separate_idea,
    support_idea,
    withdraw_idea,
    write_idea,
)
from challenges.actions.ideas import MOST_OF_ONE
from challenges.models import Challenge, Contribution, Support
from challenges.views.ideas import ChallengeIdeas
from educities.activity.models import Notice
from tests.challenges.people import published
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory
from tests.support import assert_same_queries, refused

pytestmark = pytest.mark.django_db


def author():
    return ProfileFactory(user=UserFactory())


@pytest.fixture
def challenge(scope):
    return ChallengeFactory()


@pytest.fixture
def ideas(challenge):
    return [published(author(), challenge, text=f"A swing for the little ones, {n}") for n in range(3)]


def support(idea, *people):
    for person in people:
        support_idea(idea, profile=person, actor=person.user)


def counts(ideas):
    return [Contribution.objects.get(pk=idea.pk).supports_count for idea in ideas]


def again(idea):
    return Contribution.objects.select_related("challenge", "author__user", "city").get(pk=idea.pk)


class TestMerging:
    def test_supporters_move_along_and_count_once(self, ideas, director):
        kept, one, two = ideas
        both, other, last = author(), author(), author()
        support(kept, both)
        support(one, both, other)
        support(two, other, last)
        merge_ideas(kept, [one, two], actor=director)
        assert counts([kept]) == [3]

    def test_its_author_does_not_support_the_own_idea(self, ideas, director):
        kept, one, _two = ideas
        support(one, kept.author)
        merge_ideas(kept, [one], actor=director)
        assert counts([kept]) == [0]

    def test_the_challenge_counts_one_less(self, challenge, ideas, director):
        merge_ideas(ideas[0], ideas[1:2], actor=director)
        assert Challenge.objects.get().contributions_count == 2

    def test_the_author_is_told_and_led_to_the_idea_that_stays(self, ideas, director):
        kept, one, _two = ideas
        merge_ideas(kept, [one], actor=director)
        notice = Notice.objects.get(user=one.author.user)
        assert notice.url.endswith(f"?idea={kept.pk}#idea-{kept.pk}")

    def test_the_author_of_a_merged_idea_reads_the_answer(self, ideas, director):
        kept, one, two = ideas
        merge_ideas(kept, [one], actor=director)
        answer_idea(again(kept), actor=director, answer_state="accepted", answer="We build it in spring")
        told = Notice.objects.filter(verb="challenges.idea_answered").values_list("user", flat=True)
        assert set(told) == {kept.author.user_id, one.author.user_id}
        assert two.author.user_id not in told

    def test_it_needs_two_published_ideas_of_one_challenge(self, ideas, director):
        elsewhere = published(author(), ChallengeFactory())
        assert refused(lambda: merge_ideas(ideas[0], [elsewhere], actor=director)) == "challenges.nothing_to_merge"
        withdraw_idea(ideas[1], actor=director)
        assert refused(lambda: merge_ideas(ideas[0], [ideas[1]], actor=director)) == "challenges.not_visible"


class TestTakingApart:
    def test_supporters_go_back_where_they_came_from(self, challenge, ideas, director):
        kept, one, two = ideas
        both, other = author(), author()
        support(kept, both)
        support(one, both, other)
        support(two, other)
        merge_ideas(kept, [one, two], actor=director)
        separate_idea(again(one), actor=director)
        # Who had spoken for both merged ideas still counts once for the one that stays.
        assert counts(ideas) == [2, 2, 0]
        separate_idea(again(two), actor=director)
        assert counts(ideas) == [1, 2, 1]
        assert Support.objects.filter(came_from__isnull=False).count() == 0
        assert Challenge.objects.get().contributions_count == 3

    def test_an_idea_merged_twice_stands_by_itself_again(self, ideas, director):
        first, second, third = ideas
        support(first, author())
        merge_ideas(second, [first], actor=director)
        merge_ideas(third, [again(second)], actor=director)
        assert again(first).merged_into_id == third.pk
        separate_idea(again(second), actor=director)
        assert counts(ideas) == [0, 0, 1]
        separate_idea(again(first), actor=director)
        assert counts(ideas) == [1, 0, 0]

    def test_only_for_some_days(self, ideas, director):
        merge_ideas(ideas[0], [ideas[1]], actor=director)
        Contribution.objects.filter(pk=ideas[1].pk).update(merged_at=timezone.now() - timedelta(days=8))
        assert refused(lambda: separate_idea(again(ideas[1]), actor=director)) == "challenges.merged_long_ago"

    @pytest.mark.parametrize("end", ["withdraw", "hide"])
    def test_when_the_idea_that_stayed_goes_the_others_are_shown(self, ideas, director, end):
        kept, one, _two = ideas
        support(one, author())
        merge_ideas(kept, [one], actor=director)
        if end == "withdraw":
            withdraw_idea(again(kept), actor=director)
        else:
            hide_idea(again(kept), actor=director, rule="question", because="It answers another question")
        assert (again(one).state, again(one).supports_count) == ("visible", 1)

    def test_its_author_can_withdraw_a_merged_idea(self, ideas, director):
        merge_ideas(ideas[0], [ideas[1]], actor=director)
        withdraw_idea(again(ideas[1]), actor=ideas[1].author.user)
        assert Challenge.objects.get().contributions_count == 2


class TestOneAnswerForSeveral:
    @pytest.fixture
    def as_director(self, client, director, sign_in):
        sign_in(client, director)
        return client

    def url(self, name, row):
        return reverse(name, args=[row.city.slug, row.pk])

    def test_the_list_shows_those_without_an_answer(self, as_director, challenge, ideas, director):
        answer_idea(ideas[0], actor=director, answer_state="accepted", answer="We build it in spring")
        answer = as_director.get(self.url("challenge_ideas", challenge))
        assert list(answer.context["object_list"]) == ideas[1:]
        answered = as_director.get(self.url("challenge_ideas", challenge), {"show": "answered"})
        assert list(answered.context["object_list"]) == ideas[:1]

    def test_a_search_that_finds_nothing_leads_to_all(self, as_director, challenge, ideas):
        page = as_director.get(self.url("challenge_ideas", challenge), {"q": "slide"}).content.decode()
        assert 'href="?show=all">Show all' in page

    def test_several_are_answered_with_one_text(self, as_director, challenge, ideas):
        url, data = self.url("answer_ideas", challenge), {"idea": [one.pk for one in ideas[:2]]}
        assert list(as_director.get(url, data).context["ideas"]) == ideas[:2]
        given = {"answer_state": "accepted", "answer": "We build it in spring"}
        answer = as_director.post(url, {**data, **given})
        assert answer["Location"] == self.url("challenge_ideas", challenge)
        texts = Contribution.objects.order_by("pk").values_list("answer", flat=True)
        assert list(texts) == ["We build it in spring"] * 2 + [""]

    def test_the_list_is_where_it_was_after_several_were_answered(self, as_director, challenge, ideas):
        there = f"{self.url('challenge_ideas', challenge)}?q=swing&sort=supported&page=2"
        listed = as_director.get(there).content.decode()
        assert f'name="next" value="{escape(there)}"' in listed
        url, ticked = self.url("answer_ideas", challenge), {"idea": [one.pk for one in ideas[:2]], "next": there}
        page = as_director.get(url, ticked).content.decode()
        assert page.count(f'"{escape(there)}"') == 3
        given = {"answer_state": "accepted", "answer": "We build it in spring"}
        assert as_director.post(url, {**ticked, **given})["Location"] == there

    @pytest.mark.parametrize("name", ["answer_ideas", "merge_ideas"])
    def test_no_list_of_another_site_is_led_to(self, as_director, challenge, ideas, name):
        ticked = {"idea": [one.pk for one in ideas[:2]], "next": "https://elsewhere.example/"}
        page = as_director.get(self.url(name, challenge), ticked)
        assert page.context["list_url"] == self.url("challenge_ideas", challenge)

    @pytest.mark.parametrize("cut", [False, True])
    def test_a_cut_list_says_that_ticks_count_on_their_own_page_alone(
        self, as_director, challenge, ideas, monkeypatch, cut
    ):
        monkeypatch.setattr(ChallengeIdeas, "paginate_by", 2 if cut else 3)
        page = as_director.get(self.url("challenge_ideas", challenge)).content.decode()
        assert ("Only the ideas ticked on this page are included." in page) is cut

    def test_many_ideas_do_not_push_the_answer_out_of_sight(self, as_director, challenge, ideas):
        url = self.url("answer_ideas", challenge)
        few = as_director.get(url, {"idea": [one.pk for one in ideas]}).content.decode()
        assert "<details open>" in few
        more = [published(author(), challenge, text=f"A bench, {n}") for n in range(3)]
        many = as_director.get(url, {"idea": [one.pk for one in [*ideas, *more]]}).content.decode()
        assert ("<details>" in many, "6 ideas" in many) == (True, True)

    def test_nothing_ticked_leads_back_to_the_list(self, as_director, challenge, ideas):
        page = as_director.get(self.url("answer_ideas", challenge)).content.decode()
        assert self.url("challenge_ideas", challenge) in page

    def test_an_idea_of_another_challenge_is_refused(self, as_director, challenge, ideas):
        elsewhere = published(author(), ChallengeFactory())
        given = {"idea": [elsewhere.pk], "answer_state": "accepted", "answer": "We build it in spring"}
        assert as_director.post(self.url("answer_ideas", challenge), given).status_code == 422

    def test_merged_and_taken_apart_on_the_pages(self, as_director, challenge, ideas):
        data = {"idea": [one.pk for one in ideas[:2]], "kept": ideas[0].pk}
        answer = as_director.post(self.url("merge_ideas", challenge), data)
        assert answer["Location"].endswith(f"?idea={ideas[0].pk}#idea-{ideas[0].pk}")
        shown = as_director.get(self.url("challenge_ideas", challenge), {"show": "merged"})
        assert list(shown.context["object_list"]) == ideas[1:2]
        as_director.post(self.url("separate_idea", ideas[1]))
        assert again(ideas[1]).state == "visible"

    def test_who_merges_comes_back_to_the_list_as_it_was(self, as_director, challenge, ideas):
        there = f"{self.url('challenge_ideas', challenge)}?show=all&q=bench&sort=new&page=1"
        ticked = {"idea": [one.pk for one in ideas[:2]], "next": there}
        page = as_director.get(self.url("merge_ideas", challenge), ticked).content.decode()
        assert f'name="next" value="{escape(there)}"' in page
        answer = as_director.post(self.url("merge_ideas", challenge), {**ticked, "kept": ideas[0].pk})
        assert answer["Location"] == there

    @pytest.mark.parametrize("is_safe", [True, False])
    def test_who_hides_one_comes_back_to_the_list_as_it_was(self, as_director, challenge, ideas, is_safe):
        there = f"{challenge.get_absolute_url()}?sort=supported&page=2" if is_safe else "https://elsewhere.example/"
        url = self.url("hide_idea", ideas[0])
        page = as_director.get(url, {"next": there}).content.decode()
        assert (f'name="next" value="{escape(there)}"' in page) is is_safe
        form = {"rule": "other", "because": "It says the same many times", "next": there}
        answer = as_director.post(url, form)
        assert answer["Location"] == (there if is_safe else reverse("moderation", args=[challenge.city.slug]))

    def test_the_menu_of_an_idea_knows_its_list(self, as_director, challenge, ideas):
        there = f"{challenge.get_absolute_url()}?sort=supported"
        shown = as_director.get(there).content.decode()
        assert f"{self.url('hide_idea', ideas[0])}?next={quote(there)}" in shown

    def test_the_list_costs_the_same_with_more_ideas(self, as_director, challenge):
        url = self.url("challenge_ideas", challenge)

        def add(number):
            for _n in range(number):
                published(author(), challenge, text=f"A swing of wood {Contribution.objects.count()}")

        assert_same_queries(lambda: as_director.get(url), add)

    def test_a_facilitator_of_another_lab_does_not_see_it(self, client, challenge, resident, sign_in):
        sign_in(client, resident)
        assert client.get(self.url("challenge_ideas", challenge)).status_code == 403


class TestTheChallengesPage:
    @pytest.fixture
    def many(self, challenge):
        people = [author() for _n in range(5)]
        rows = [
            Contribution(
                challenge=challenge,
                author=people[n % 5],
                text=f"Idea number {n:02} of the street",
                state="visible",
                published_at=timezone.now(),
                supports_count=n % 7,
            )
            for n in range(65)
        ]
        Challenge.objects.filter(pk=challenge.pk).update(contributions_count=65)
        return Contribution.objects.bulk_create(rows)

    def url(self, challenge):
        return reverse("challenge", args=[challenge.city.slug, challenge.pk])

    def test_an_ideas_own_link_leads_to_the_page_that_holds_it(self, client, challenge, many):
        for idea in (many[0], many[33], many[-1]):
            shown = client.get(idea.get_absolute_url().partition("#")[0]).context["ideas"]
            assert idea in shown

    def test_who_supports_one_comes_back_to_it(self, client, scope, resident, sign_in, many):
        page = sign_in(client, resident).post(reverse("support_idea", args=[scope.slug, many[33].pk]))
        assert page.url == many[33].get_absolute_url()

    def test_who_answers_one_comes_back_to_it(self, client, scope, director, sign_in, many):
        form = {"answer_state": "accepted", "answer": "We plant a tree there"}
        page = sign_in(client, director).post(reverse("answer_idea", args=[scope.slug, many[33].pk]), form)
        assert page.url == many[33].get_absolute_url()

    def test_who_answers_one_comes_back_to_its_page_in_its_order(
        self, client, challenge, scope, director, sign_in, many
    ):
        there = f"{self.url(challenge)}?sort=supported&page=2"
        shown = sign_in(client, director).get(there)
        idea = shown.context["ideas"][0]
        answer = reverse("answer_idea", args=[scope.slug, idea.pk])
        way = f"{answer}?next={quote(f'{there}#idea-{idea.pk}')}"
        assert f'href="{escape(way)}"' in shown.content.decode()
        form = client.get(way).content.decode()
        assert form.count(f'"{escape(there)}#idea-{idea.pk}"') == 2
        given = {"answer_state": "accepted", "answer": "We plant a tree there", "next": f"{there}#idea-{idea.pk}"}
        assert client.post(way, given).url == f"{there}#idea-{idea.pk}"

    def test_the_pages_hold_every_idea_and_say_how_many(self, client, challenge, many):
        pages = [client.get(self.url(challenge), {"page": n}) for n in (1, 2, 3)]
        shown = [idea.pk for page in pages for idea in page.context["ideas"]]
        assert sorted(shown) == [idea.pk for idea in many]
        assert "65" in pages[1].content.decode()

    def test_they_are_ordered_by_support(self, client, challenge, many):
        shown = client.get(self.url(challenge), {"sort": "supported"}).context["ideas"]
        assert [idea.supports_count for idea in shown] == sorted((idea.supports_count for idea in many), reverse=True)[
            :30
        ]

    def test_they_are_found_by_their_words(self, client, challenge, many):
        answer = client.get(self.url(challenge), {"q": "number 07"})
        assert list(answer.context["ideas"]) == [many[7]]
        assert '<span class="soft num">(1)</span>' in answer.content.decode()

    def test_one_resident_cannot_fill_it(self, challenge):
        person = author()
        for n in range(MOST_OF_ONE):
            published(person, challenge, text=f"A swing for the little ones, {n}")
        given = {"author": person, "actor": person.user, "text": "One more of them", "language": "en"}
        assert refused(lambda: write_idea(challenge, **given)) == "challenges.too_many_ideas"
        assert write_idea(ChallengeFactory(), **given).state == "visible"
