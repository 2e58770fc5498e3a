"""What was decided meanwhile, in another tab or by somebody else, is said; nobody's words are lost, nothing is asked twice."""

from typing import Any

import pytest

from challenges.actions import hide_idea, merge_ideas, photos, separate_idea, withdraw_idea
from challenges.models import Contribution, IdeaPhoto
from challenges.queries.photos import photos_to_decide
from educities.kit.errors import DomainError
from tests.challenges.people import published
from tests.challenges.pictures import photo_of, shown_photo_of
from tests.factories import ChallengeFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
WORDS = "Two people can be recognised. Please send one without them."
REFUSAL = {"rule": "people", "because": WORDS}
GONE = "There is nothing at this address"


def make_author(city: Any) -> Any:
    user = UserFactory()
    MembershipFactory(user=user, city=city)
    return ProfileFactory(user=user)


@pytest.fixture
def idea(scope: Any) -> Contribution:
    return published(make_author(scope))


@pytest.fixture
def guide(client: Any, director: Any) -> Any:
    """A moderator at the browser."""
    return sign_in(client, director)


@pytest.fixture
def writer(client: Any, idea: Contribution) -> Any:
    """The author at the browser."""
    return sign_in(client, idea.author.user)


def said(answer: Any) -> str:
    return answer.content.decode()


def way_of(photo: IdeaPhoto, step: str) -> str:
    where = "photos" if step == "remove" else "manage/photos"
    return f"/c/bat-galim/{where}/{photo.pk}/{step}/{photo.address_query}"


def state_of(row: Any) -> str:
    return type(row).objects.get(pk=row.pk).state


class TestAPhotoThatWasReplaced:
    def test_show_says_so(self, guide: Any, idea: Contribution) -> None:
        before = photo_of(idea)
        now = photo_of(idea)
        page = guide.post(way_of(before, "show"), follow=True)
        assert "The author has sent another photo in place of this one. Look at the new photo first." in said(page)
        assert f'id="photo-{now.pk}"' in said(page)
        assert state_of(now) == "waiting"

    def test_refuse_leads_to_the_new_one_with_the_words(self, guide: Any, idea: Contribution) -> None:
        before = photo_of(idea)
        now = photo_of(idea)
        page = guide.post(way_of(before, "refuse"), {**REFUSAL, "read": "waiting"}, follow=True)
        assert page.request["PATH_INFO"] == f"/c/bat-galim/manage/photos/{now.pk}/refuse/"
        assert "This is the new one. What you typed is kept" in said(page)
        assert WORDS in said(page)
        assert state_of(now) == "waiting"

    def test_its_form_opened_late_leads_there_too(self, guide: Any, idea: Contribution) -> None:
        before = photo_of(idea)
        now = photo_of(idea)
        page = guide.get(way_of(before, "refuse"), follow=True)
        assert f"/photos/{now.pk}/small/" in said(page)

    @pytest.mark.parametrize("step", ["show", "refuse"])
    def test_removed_there_is_nothing_left_to_decide(self, guide: Any, idea: Contribution, step: str) -> None:
        photo = photo_of(idea)
        photos.remove_photo(IdeaPhoto.objects.get(pk=photo.pk), actor=idea.author.user)
        page = guide.post(way_of(photo, step), REFUSAL, follow=True)
        assert "The author has removed this photo. There is nothing left to decide." in said(page)

    @pytest.mark.parametrize("asked", ["", "?idea=0", "?idea=x", "?idea=99999999999999999999"])
    def test_without_its_idea_nothing_is_there(self, guide: Any, idea: Contribution, asked: str) -> None:
        photo = photo_of(idea)
        photo_of(idea)
        assert guide.post(f"/c/bat-galim/manage/photos/{photo.pk}/show/{asked}").status_code == 404

    def test_who_may_not_is_told_nothing(self, client: Any, scope: Any, idea: Contribution) -> None:
        photo = photo_of(idea)
        photo_of(idea)
        sign_in(client, make_author(scope).user)
        for step in ("show", "refuse", "remove"):
            assert client.post(way_of(photo, step)).status_code == 403

    def test_its_author_reads_what_became_of_it(self, writer: Any, idea: Contribution) -> None:
        photo, where = photo_of(idea), ""
        where = way_of(photo, "remove")
        writer.post(where)
        assert "You have removed this photo already." in said(writer.get(where))
        assert "You have removed this photo already." in said(writer.post(where, follow=True))
        photo_of(idea)
        assert "You have sent another photo in place of this one." in said(writer.get(where))
        writer.post(where)
        assert IdeaPhoto.objects.filter(contribution=idea).exists()


class TestTwoModerators:
    def test_a_photo_shown_meanwhile_is_refused_by_a_second_press(
        self, guide: Any, idea: Contribution, director: Any
    ) -> None:
        photo = photo_of(idea)
        where = way_of(photo, "refuse")
        assert 'name="read" value="waiting"' in said(guide.get(where))
        photos.show_photo(photo, actor=director)
        page = guide.post(where, {**REFUSAL, "read": "waiting"})
        assert page.status_code == 409
        assert "Another moderator has just shown this photo" in said(page)
        assert WORDS in said(page)
        assert 'name="read" value="shown"' in said(page)
        assert state_of(photo) == "shown"
        guide.post(where, {**REFUSAL, "read": "shown"})
        assert state_of(photo) == "refused"

    def test_one_refused_meanwhile_is_not_shown_from_the_older_list(
        self, guide: Any, idea: Contribution, director: Any
    ) -> None:
        photo = photo_of(idea)
        where = way_of(photo, "show")
        photos.refuse_photo(photo, actor=director, **REFUSAL)
        assert "Another moderator has just refused this photo." in said(guide.post(where, follow=True))
        assert state_of(photo) == "refused"
        guide.post(way_of(photo, "show"))
        assert state_of(photo) == "shown"


class TestDoneAlready:
    def test_a_withdrawn_idea(self, writer: Any, idea: Contribution) -> None:
        where = f"/c/bat-galim/ideas/{idea.pk}/withdraw/"
        writer.post(where)
        page = said(writer.get(where))
        assert "This idea has already been withdrawn." in page
        assert "You cannot undo this" not in page

    def test_a_hidden_idea(self, guide: Any, idea: Contribution, director: Any) -> None:
        hide_idea(idea, actor=director, **REFUSAL)
        page = said(guide.get(f"/c/bat-galim/manage/ideas/{idea.pk}/hide/"))
        assert "This idea has already been hidden." in page
        assert 'name="because"' not in page

    def test_a_refused_photo(self, guide: Any, idea: Contribution, director: Any) -> None:
        photo = photo_of(idea)
        photos.refuse_photo(photo, actor=director, **REFUSAL)
        page = said(guide.get(way_of(photo, "refuse")))
        assert "This photo has already been refused." in page
        assert 'name="because"' not in page

    def test_an_idea_withdrawn_before_it_was_published(self, guide: Any, idea: Contribution) -> None:
        withdraw_idea(idea, actor=idea.author.user)
        page = said(guide.post(f"/c/bat-galim/manage/ideas/{idea.pk}/publish/", follow=True))
        assert "This idea has already been withdrawn." in page
        assert "You cannot change the status" not in page


class TestMerging:
    @pytest.fixture
    def ideas(self, scope: Any) -> list[Contribution]:
        challenge = ChallengeFactory()
        return [published(make_author(scope), challenge, text=f"A swing for the little ones, {n}") for n in range(2)]

    def path_of(self, ideas: list[Contribution]) -> str:
        return f"/c/bat-galim/manage/challenges/{ideas[0].challenge_id}/ideas/merge/"

    def test_a_second_time_from_an_older_tab(self, guide: Any, ideas: Any) -> None:
        form = {"idea": [idea.pk for idea in ideas], "kept": ideas[0].pk}
        assert guide.post(self.path_of(ideas), form).status_code == 302
        later = guide.post(self.path_of(ideas), {**form, "seen": "x"})
        for page in (said(later), said(guide.get(self.path_of(ideas), form))):
            assert "These ideas are merged already." in page
            assert "Tick at least two" not in page

    def test_its_page_speaks_of_photos_where_there_are_some(self, guide: Any, ideas: Any) -> None:
        form = {"idea": [idea.pk for idea in ideas]}
        assert "Photos of the ideas that move" not in said(guide.get(self.path_of(ideas), form))
        photo_of(ideas[1])
        assert "Photos of the ideas that move" in said(guide.get(self.path_of(ideas), form))

    def test_the_photo_is_put_aside_and_its_author_can_remove_it(self, client: Any, ideas: Any, director: Any) -> None:
        kept, moved = ideas
        photo = photo_of(moved)
        merge_ideas(kept, [moved], actor=director)
        assert not photos_to_decide().exists()
        sign_in(client, moved.author.user)
        page = said(client.get("/c/bat-galim/mine/"))
        assert "so its photo is not shown" in page
        assert "waiting to be checked" not in page
        assert f"/photos/{photo.pk}/remove/" in page
        client.post(way_of(photo, "remove"))
        assert not IdeaPhoto.objects.exists()

    def test_taken_apart_it_waits_again(self, ideas: Any, director: Any) -> None:
        kept, moved = ideas
        photo = photo_of(moved)
        merge_ideas(kept, [moved], actor=director)
        rows = Contribution.objects.select_related("challenge", "author__user", "city")
        separate_idea(rows.get(pk=moved.pk), actor=director)
        assert [row.pk for row in photos_to_decide()] == [photo.pk]


class TestPhotosOfIdeasThatAreNotShown:
    def test_its_author_does_not_read_that_it_is_shown(self, writer: Any, idea: Contribution, director: Any) -> None:
        shown_photo_of(idea)
        hide_idea(idea, actor=director, **REFUSAL)
        page = said(writer.get("/c/bat-galim/mine/"))
        assert "Nobody sees the photo as long as your idea is not published." in page

    def test_a_rewritten_one_is_read_with_its_photo_beside_it(
        self, client: Any, guide: Any, idea: Contribution, director: Any
    ) -> None:
        photo = shown_photo_of(idea)
        Contribution.objects.filter(pk=idea.pk).update(state="pending")
        assert f"/photos/{photo.pk}/small/" in said(guide.get("/c/bat-galim/manage/ideas/"))
        sign_in(client, idea.author.user)
        assert "The photo is shown again once your idea is published." in said(client.get("/c/bat-galim/mine/"))

    @pytest.mark.parametrize("has_photo", [True, False])
    def test_withdrawing_says_that_the_photo_goes_too(self, writer: Any, idea: Contribution, has_photo: bool) -> None:
        if has_photo:
            photo_of(idea)
        page = said(writer.get(f"/c/bat-galim/ideas/{idea.pk}/withdraw/"))
        assert ("We delete its photo too." in page) == has_photo


def test_the_photo_of_an_idea_that_nobody_sees_is_not_said_to_be_shown(idea: Contribution, director: Any) -> None:
    photo = photo_of(idea)
    hide_idea(idea, actor=director, **REFUSAL)
    photo = IdeaPhoto.objects.select_related("contribution__author__user", "contribution__challenge").get(pk=photo.pk)
    with pytest.raises(DomainError) as refused:
        photos.show_photo(photo, actor=director)
    assert refused.value.code == "challenges.idea_not_shown"
