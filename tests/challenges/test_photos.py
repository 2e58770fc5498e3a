"""A photo is seen by its author and a moderator, then by everybody or by nobody; and it goes with its idea."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from challenges.actions import hide_idea, merge_ideas, photos, publish_idea, separate_idea, withdraw_idea
from challenges.actions.consents import take_everything_back
from challenges.imports.photos import read_photo
from challenges.models import Challenge, Contribution, IdeaPhoto, PhotoFile
from challenges.tasks import forget_unconfirmed_acts
from educities.activity.actions.delivery import deliver_due
from educities.activity.models import AuditEntry, Event
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from tests.challenges.people import published
from tests.challenges.pictures import draw_picture, photo_of, shown_photo_of
from tests.consents.people import YES, answered, child_of
from tests.factories import ChallengeFactory, LabFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.support import assert_same_queries, queries_of, refused

pytestmark = pytest.mark.django_db
WORDS = "Two people can be recognised. Please send one without them."
REFUSAL = {"rule": "people", "because": WORDS}


def person_of(city: Any, **user: Any) -> Any:
    made = UserFactory(**user)
    MembershipFactory(user=made, city=city)
    return ProfileFactory(user=made)


@pytest.fixture
def author(scope: Any) -> Any:
    return person_of(scope, email="author@example.org")


@pytest.fixture
def idea(author: Any) -> Contribution:
    return published(author)


@pytest.fixture
def guide(scope: Any) -> Any:
    """Leads one lab of the city."""
    user = UserFactory()
    MembershipFactory(user=user, city=scope, role="facilitator", scope_type="lab", scope_id=LabFactory().pk)
    return user


def sizes_of(photo: IdeaPhoto) -> list[str]:
    return sorted(PhotoFile.objects.filter(photo=photo).values_list("size", flat=True))


def addresses_of(photo: IdeaPhoto, version: str = "") -> list[str]:
    asked = f"?v={version}" if version else ""
    return [f"/c/bat-galim/photos/{photo.pk}/{asked}", f"/c/bat-galim/photos/{photo.pk}/small/{asked}"]


def statuses(client: Any, photo: IdeaPhoto) -> list[int]:
    return [client.get(address).status_code for address in addresses_of(photo)]


class TestWhoSeesIt:
    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("author", True),
            ("director", True),
            ("facilitator", True),
            ("steward", False),
            ("resident", False),
            ("stranger", False),
            ("operator", False),
            ("nobody", False),
        ],
    )
    def test_a_photo_that_waits_is_there_for_author_and_moderators_alone(
        self, client: Any, idea: Any, sign_in: Any, request: Any, who: str, sees: bool
    ) -> None:
        photo = photo_of(idea)
        if who != "nobody":
            sign_in(client, idea.author.user if who == "author" else request.getfixturevalue(who))
        assert statuses(client, photo) == [200 if sees else 404] * 2

    def test_who_leads_another_lab_does_not_see_it(self, client: Any, author: Any, guide: Any, sign_in: Any) -> None:
        here = photo_of(published(author, ChallengeFactory(lab_id=guide.memberships.get().scope_id)))
        there = photo_of(published(author, ChallengeFactory(lab=LabFactory())))
        sign_in(client, guide)
        assert (statuses(client, here), statuses(client, there)) == ([200, 200], [404, 404])
        page = client.get("/c/bat-galim/manage/ideas/").content.decode()
        assert (f"/photos/{here.pk}/small/" in page, f"/photos/{there.pk}/small/" in page) == (True, False)
        for way in ("show", "refuse"):
            assert client.post(f"/c/bat-galim/manage/photos/{there.pk}/{way}/", REFUSAL).status_code == 403

    def test_a_shown_photo_is_there_for_everybody(self, client: Any, idea: Any) -> None:
        assert statuses(client, shown_photo_of(idea)) == [200, 200]

    def test_in_another_city_it_is_not_there(
        self, client: Any, idea: Any, other_city: Any, director: Any, sign_in: Any
    ) -> None:
        photo = shown_photo_of(idea)
        abroad = f"/c/{other_city.slug}/photos/{photo.pk}/"
        assert client.get(abroad).status_code == 404
        sign_in(client, MembershipFactory(city=other_city, role="director").user)
        assert client.get(abroad).status_code == 404
        assert client.post(f"/c/{other_city.slug}/manage/photos/{photo.pk}/show/").status_code == 404

    def test_a_city_that_is_not_public_shows_none(self, client: Any, idea: Any, scope: Any) -> None:
        photo = shown_photo_of(idea)
        scope.is_public = False
        scope.save()
        assert statuses(client, photo)[0] in {302, 404}

    def test_of_a_question_that_is_not_public_nobody_sees_it(self, client: Any, idea: Any) -> None:
        photo = shown_photo_of(idea)
        Challenge.objects.filter(pk=idea.challenge_id).update(state="framed")
        assert statuses(client, photo) == [404, 404]

    def test_what_it_is_and_how_long_it_is_kept(self, client: Any, idea: Any) -> None:
        photo = shown_photo_of(idea)
        for address in addresses_of(photo, photo.version):
            answer = client.get(address)
            assert answer["Content-Type"] == "image/webp"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Disposition"] == "inline"
            assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
            assert answer.content[8:12] == b"WEBP"

    @pytest.mark.parametrize("version", ["", "1", "' OR 1=1"])
    def test_without_its_version_nothing_is_kept(self, client: Any, idea: Any, version: str) -> None:
        photo = shown_photo_of(idea)
        assert client.get(addresses_of(photo, version)[0])["Cache-Control"] == "private, no-store"

    def test_what_waits_is_kept_by_no_browser(self, client: Any, idea: Any, sign_in: Any) -> None:
        photo = photo_of(idea)
        sign_in(client, idea.author.user)
        assert client.get(addresses_of(photo, "1")[0])["Cache-Control"] == "private, no-store"

    def test_a_shown_photo_asks_nobody_who_they_are(self, client: Any, idea: Any) -> None:
        photo = shown_photo_of(idea)
        address = addresses_of(photo, photo.version)[0]
        client.get(address)
        asked = queries_of(lambda: client.get(address))
        assert [sql for sql in asked if "accounts_" in sql] == []
        assert len(asked) <= 3, "\n".join(asked)


class TestModeration:
    def test_it_is_shown_once_a_moderator_has_looked(
        self,
        client: Any,
        idea: Any,
        facilitator: Any,
        sign_in: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        photo = photo_of(idea, "A bench under a tree")
        where = idea.challenge.get_absolute_url()
        assert "photos/" not in client.get(where).content.decode()
        sign_in(client, facilitator)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"/c/bat-galim/manage/photos/{photo.pk}/show/")
        assert answer.url == "/c/bat-galim/manage/ideas/"
        client.logout()
        page = client.get(where).content.decode()
        photo.refresh_from_db()
        assert f'src="/c/bat-galim/photos/{photo.pk}/small/?v={photo.version}"' in page
        for said in ('alt="A bench under a tree"', 'loading="lazy"', 'width="240"', 'height="180"'):
            assert said in page

    def test_without_a_description_it_says_whose_idea_it_is_with(self, client: Any, idea: Any) -> None:
        shown_photo_of(idea)
        page = client.get(idea.challenge.get_absolute_url()).content.decode()
        assert f'alt="Photo with the idea of {idea.shown_as}"' in page

    def test_it_is_recorded_without_a_word_of_its_author(self, idea: Any) -> None:
        photo = shown_photo_of(idea, "My neighbour Dalia")
        photos.refuse_photo(photo, actor=None, **REFUSAL)
        entries = AuditEntry.objects.filter(verb__contains="photo").order_by("pk")
        assert [entry.verb for entry in entries] == [f"challenges.photo_{one}" for one in ("sent", "shown", "refused")]
        assert "Dalia" not in str([entry.data for entry in entries])
        assert WORDS not in str([entry.data for entry in entries])
        events = Event.objects.filter(name__contains="photo").order_by("pk")
        assert [event.name for event in events] == ["contribution.photo_shown", "contribution.photo_hidden"]
        assert [event.target_type for event in events] == ["challenges.contribution"] * 2

    def test_shown_twice_is_said_kindly(self, idea: Any) -> None:
        photo = shown_photo_of(idea)
        assert refused(lambda: photos.show_photo(photo, actor=None)) == "state.not_allowed"

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"because": "No."}, "challenges.words_needed"),
            ({"rule": "taste"}, "challenges.rule_needed"),
            ({"rule": "consent"}, "challenges.rule_needed"),
        ],
    )
    def test_nobody_refuses_without_a_rule_and_words(self, idea: Any, given: Any, code: str) -> None:
        photo = photo_of(idea)
        assert refused(lambda: photos.refuse_photo(photo, actor=None, **{**REFUSAL, **given})) == code
        assert IdeaPhoto.objects.get().state == "waiting"

    def test_the_database_keeps_no_refused_photo_without_a_rule(self, idea: Any) -> None:
        photo_of(idea)
        with pytest.raises(IntegrityError), transaction.atomic():
            IdeaPhoto.objects.update(state="refused")

    @pytest.mark.parametrize(
        ("language", "rule"),
        [("en", "shows a person who has not agreed"), ("he", "רואים אדם"), ("ar", "يظهر فيها شخص")],
    )
    def test_the_author_reads_why_in_the_mail_and_among_the_own_things(
        self, client: Any, idea: Any, facilitator: Any, sign_in: Any, settings: Any, language: str, rule: str
    ) -> None:
        settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        city, user = idea.city, idea.author.user
        city.quiet_from, city.quiet_until, city.keeps_sabbath = "00:00", "00:00", False
        city.save()
        user.language = language
        user.save()
        photo = photo_of(idea)
        sign_in(client, facilitator)
        form = f"/c/bat-galim/manage/photos/{photo.pk}/refuse/"
        assert client.post(form, {"because": WORDS}).status_code == 422
        assert client.post(form, REFUSAL).url == "/c/bat-galim/manage/ideas/"
        deliver_due()
        letter = next(m for m in mail.outbox if m.to == ["author@example.org"] and WORDS in m.body)
        assert rule in letter.body
        assert f"/c/bat-galim/ideas/{idea.pk}/photo/" in letter.body
        client.logout()
        sign_in(client, user)
        client.cookies["language"] = language
        with translation.override(language):
            page = client.get("/c/bat-galim/mine/").content.decode()
        assert rule in page
        assert WORDS in page

    def test_the_author_hears_that_it_is_shown(self, idea: Any, settings: Any) -> None:
        settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        city = idea.city
        city.quiet_from, city.quiet_until, city.keeps_sabbath = "00:00", "00:00", False
        city.save()
        shown_photo_of(idea)
        deliver_due()
        assert [m.to for m in mail.outbox if "photo" in m.subject] == [["author@example.org"]]

    def test_refused_by_mistake_it_is_shown_after_all(
        self, client: Any, idea: Any, director: Any, sign_in: Any
    ) -> None:
        photo = photo_of(idea)
        photos.refuse_photo(photo, actor=None, **REFUSAL)
        sign_in(client, director)
        page = client.get("/c/bat-galim/manage/ideas/").content.decode()
        assert f"/c/bat-galim/manage/photos/{photo.pk}/show/" in page
        client.post(f"/c/bat-galim/manage/photos/{photo.pk}/show/")
        photo.refresh_from_db()
        assert (photo.state, photo.hidden_rule, photo.hidden_because) == ("shown", "", "")
        assert photo.is_public

    def test_what_waits_stands_on_the_days_page(self, client: Any, idea: Any, director: Any, sign_in: Any) -> None:
        sign_in(client, director)
        assert "1 photo to look at" not in client.get("/c/bat-galim/today/").content.decode()
        photo = photo_of(idea)
        page = client.get("/c/bat-galim/today/").content.decode()
        assert "1 photo to look at" in page
        assert f"/c/bat-galim/manage/ideas/?challenge={idea.challenge_id}" in page
        photos.show_photo(photo, actor=None)
        assert "to look at" not in client.get("/c/bat-galim/today/").content.decode()

    def test_of_a_hidden_idea_nothing_is_to_be_looked_at(
        self, client: Any, idea: Any, director: Any, sign_in: Any
    ) -> None:
        photo = photo_of(idea)
        hide_idea(idea, actor=None, rule="people", because=WORDS)
        sign_in(client, director)
        assert "to look at" not in client.get("/c/bat-galim/today/").content.decode()
        assert f"photos/{photo.pk}/" not in client.get("/c/bat-galim/manage/ideas/").content.decode()


class TestItsIdea:
    def test_while_the_idea_is_hidden_so_is_its_photo(self, client: Any, idea: Any) -> None:
        photo = shown_photo_of(idea)
        hide_idea(idea, actor=None, rule="people", because=WORDS)
        assert statuses(client, photo) == [404, 404]
        publish_idea(idea, actor=None)
        assert statuses(client, photo) == [200, 200]

    def test_while_the_idea_is_merged_its_photo_is_not_shown(self, client: Any, idea: Any) -> None:
        photo, kept = (
            shown_photo_of(idea),
            published(ProfileFactory(user=UserFactory()), idea.challenge, text="A swing for all"),
        )
        merge_ideas(kept, [idea], actor=None)
        assert statuses(client, photo) == [404, 404]
        separate_idea(Contribution.objects.select_related("challenge", "author__user").get(pk=idea.pk), actor=None)
        assert statuses(client, photo) == [200, 200]

    @pytest.mark.parametrize("state", ["removed", "draft", "pending"])
    def test_in_any_other_state_it_is_not_shown(self, client: Any, idea: Any, state: str) -> None:
        photo = shown_photo_of(idea)
        Contribution.objects.filter(pk=idea.pk).update(state=state)
        assert statuses(client, photo) == [404, 404]

    def test_withdrawn_its_pixels_are_gone(self, idea: Any) -> None:
        shown_photo_of(idea)
        withdraw_idea(idea, actor=idea.author.user)
        assert (IdeaPhoto.objects.count(), PhotoFile.objects.count()) == (0, 0)

    def test_erased_with_all_that_a_person_has_here(self, idea: Any) -> None:
        photo_of(idea)
        take_everything_back(idea.author)
        assert (IdeaPhoto.objects.count(), PhotoFile.objects.count()) == (0, 0)

    def test_erased_with_the_words_of_an_idea_that_stays(self, idea: Any) -> None:
        photo_of(idea)
        Contribution.objects.filter(pk=idea.pk).update(state="removed")
        take_everything_back(idea.author)
        assert PhotoFile.objects.count() == 0


class TestOfItsAuthor:
    @pytest.fixture
    def own(self, client: Any, idea: Any, sign_in: Any) -> Any:
        return sign_in(client, idea.author.user)

    def path(self, idea: Any) -> str:
        return f"/c/bat-galim/ideas/{idea.pk}/photo/"

    def send(self, client: Any, idea: Any, **more: Any) -> Any:
        from tests.challenges.pictures import photo_file

        return client.post(self.path(idea), {"photo": photo_file(), **more})

    def test_a_photo_is_added_to_an_idea_that_is_there(self, own: Any, idea: Any) -> None:
        assert "Add a photo" in own.get("/c/bat-galim/mine/").content.decode()
        assert self.send(own, idea, photo_text="A bench").status_code == 302
        photo = IdeaPhoto.objects.get()
        assert (photo.contribution_id, photo.state, photo.description) == (idea.pk, "waiting", "A bench")
        assert sizes_of(photo) == ["large", "small"]
        page = own.get("/c/bat-galim/mine/").content.decode()
        assert "waiting to be checked" in page
        assert f"/photos/{photo.pk}/small/" in page

    def test_without_a_file_it_is_asked_for(self, own: Any, idea: Any) -> None:
        answer = own.post(self.path(idea), {"photo_text": "A bench"})
        assert answer.status_code == 422
        assert "Choose a file for “Photo”." in answer.content.decode()

    def test_another_one_takes_its_place_and_waits_again(self, own: Any, idea: Any) -> None:
        earlier = shown_photo_of(idea)
        self.send(own, idea)
        photo = IdeaPhoto.objects.get()
        assert photo.pk != earlier.pk
        assert photo.state == "waiting"
        assert PhotoFile.objects.count() == 2
        assert statuses(own, earlier) == [404, 404]
        own.logout()
        assert statuses(own, photo) == [404, 404]
        assert Event.objects.filter(name="contribution.photo_hidden").count() == 1

    def test_taken_away_it_is_gone_once_it_was_asked(self, own: Any, idea: Any) -> None:
        photo = shown_photo_of(idea)
        where = f"/c/bat-galim/photos/{photo.pk}/remove/"
        asked = own.get(where).content.decode()
        assert "We delete the photo for good." in asked
        assert IdeaPhoto.objects.count() == 1
        assert own.post(where).url == "/c/bat-galim/mine/"
        assert (IdeaPhoto.objects.count(), PhotoFile.objects.count()) == (0, 0)
        idea.refresh_from_db()
        assert idea.state == "visible"
        own.logout()
        assert "photos/" not in own.get(idea.challenge.get_absolute_url()).content.decode()
        assert AuditEntry.objects.get(verb="challenges.photo_removed").actor == idea.author.user

    @pytest.mark.parametrize("name", ["photos/{photo}/remove/", "ideas/{idea}/photo/"])
    def test_nobody_else_does(self, client: Any, idea: Any, sign_in: Any, director: Any, name: str) -> None:
        photo = shown_photo_of(idea)
        where = f"/c/bat-galim/{name.format(photo=photo.pk, idea=idea.pk)}"
        for user in (director, person_of(idea.city).user):
            sign_in(client, user)
            assert client.post(where).status_code == 403
        assert IdeaPhoto.objects.get().pk == photo.pk

    @pytest.mark.parametrize(
        ("of_idea", "of_challenge", "said"),
        [
            ({"state": "withdrawn"}, {}, "This idea is not published."),
            ({"state": "removed"}, {}, "This idea is not published."),
            ({}, {"state": "answered"}, "This challenge takes no ideas any more."),
        ],
    )
    def test_where_none_is_taken_the_page_says_so(
        self, own: Any, idea: Any, of_idea: Any, of_challenge: Any, said: str
    ) -> None:
        Contribution.objects.filter(pk=idea.pk).update(**(of_idea or {"state": "visible"}))
        Challenge.objects.filter(pk=idea.challenge_id).update(**(of_challenge or {"state": "open"}))
        page = own.get(self.path(idea)).content.decode()
        assert said in page
        assert 'type="file"' not in page
        assert self.send(own, idea).status_code == 409
        assert not IdeaPhoto.objects.exists()

    def test_a_refused_one_is_still_the_authors_to_see(self, own: Any, idea: Any) -> None:
        photo = photo_of(idea)
        photos.refuse_photo(photo, actor=None, **REFUSAL)
        assert statuses(own, photo) == [200, 200]
        own.logout()
        assert statuses(own, photo) == [404, 404]

    def test_not_of_a_minor(self, client: Any, scope: Any, sign_in: Any) -> None:
        child = child_of(scope)
        answered(child, YES)
        idea = published(child)
        sign_in(client, child.user)
        assert "Add a photo" not in client.get("/c/bat-galim/mine/").content.decode()
        page = client.get(self.path(idea)).content.decode()
        assert "Photos are for adults only." in page
        assert 'type="file"' not in page
        assert self.send(client, idea).status_code == 409
        assert not IdeaPhoto.objects.exists()
        pictures = read_photo(draw_picture())
        assert refused(lambda: photos.send_photo(idea, pictures, "", actor=child.user)) == "challenges.takes_no_photo"


class TestHowLong:
    def test_pixels_of_a_refused_photo_are_deleted_after_thirty_days(self, idea: Any) -> None:
        photo = photo_of(idea)
        photos.refuse_photo(photo, actor=None, **REFUSAL)
        photos.delete_old_photos()
        assert len(sizes_of(photo)) == 2
        IdeaPhoto.objects.update(refused_at=timezone.now() - timedelta(days=30, hours=1))
        assert photos.delete_old_photos() == 2
        photo.refresh_from_db()
        assert (sizes_of(photo), photo.state, photo.hidden_because) == ([], "refused", WORDS)
        assert photo.is_deleted

    def test_then_nobody_can_show_it_and_its_page_stays(
        self, client: Any, idea: Any, director: Any, sign_in: Any
    ) -> None:
        photo = photo_of(idea)
        photos.refuse_photo(photo, actor=None, **REFUSAL)
        IdeaPhoto.objects.update(refused_at=timezone.now() - timedelta(days=31))
        photos.delete_old_photos()
        photo.refresh_from_db()
        assert refused(lambda: photos.show_photo(photo, actor=None)) == "challenges.photo_deleted"
        sign_in(client, director)
        assert f"photos/{photo.pk}/" not in client.get("/c/bat-galim/manage/ideas/").content.decode()
        client.logout()
        sign_in(client, idea.author.user)
        page = client.get("/c/bat-galim/mine/").content.decode()
        assert WORDS in page
        assert f"photos/{photo.pk}/small/" not in page
        assert statuses(client, photo) == [404, 404]

    def test_photos_that_wait_or_are_shown_stay(self, idea: Any) -> None:
        photo_of(idea)
        IdeaPhoto.objects.update(created_at=timezone.now() - timedelta(days=400))
        assert photos.delete_old_photos() == 0

    def test_every_night_in_every_city(self, idea: Any, other_city: Any) -> None:
        with city_scope(other_city.pk):
            photos.store_photo(read_photo(draw_picture()), "")
            IdeaPhoto.objects.update(created_at=timezone.now() - timedelta(days=2))
        photos.store_photo(read_photo(draw_picture()), "")
        forget_unconfirmed_acts()
        assert IdeaPhoto.objects.count() == 1
        with city_scope(other_city.pk):
            assert IdeaPhoto.objects.count() == 0


class TestQueries:
    @pytest.fixture
    def challenge(self, scope: Any) -> Any:
        return ChallengeFactory()

    def add(self, challenge: Any, make: Any = shown_photo_of) -> Any:
        def add_rows(number: int) -> None:
            for _n in range(number):
                author = ProfileFactory(user=UserFactory())
                make(published(author, challenge, text=f"Bench number {author.pk} in the shade"))

        return add_rows

    def test_a_challenge_with_photos_asks_no_more(self, client: Any, challenge: Any) -> None:
        address = f"{challenge.get_absolute_url()}?page=1&n="
        pages = iter(range(99))

        def read() -> None:
            client.get(f"{address}{next(pages)}")

        published(ProfileFactory(user=UserFactory()), challenge)
        read()
        without = len(queries_of(read))
        assert_same_queries(read, self.add(challenge))
        assert len(queries_of(read)) == without

    def test_no_list_reads_pixels(self, client: Any, challenge: Any, director: Any, sign_in: Any) -> None:
        self.add(challenge)(2)
        self.add(challenge, photo_of)(2)
        sign_in(client, director)
        for address in (
            challenge.get_absolute_url(),
            "/c/bat-galim/manage/ideas/",
            f"/c/bat-galim/manage/challenges/{challenge.pk}/ideas/",
            "/c/bat-galim/today/",
        ):
            asked = queries_of(lambda address=address: client.get(address))
            assert [sql for sql in asked if '"challenges_photofile"."data"' in sql] == [], address

    def test_the_moderators_page_asks_alike(self, client: Any, challenge: Any, director: Any, sign_in: Any) -> None:
        sign_in(client, director)
        assert_same_queries(lambda: client.get("/c/bat-galim/manage/ideas/"), self.add(challenge, photo_of))

    def test_so_does_the_authors_own(self, client: Any, challenge: Any, author: Any, sign_in: Any) -> None:
        sign_in(client, author.user)

        def add_rows(number: int) -> None:
            for _n in range(number):
                rows = Contribution.objects.count()
                photo_of(published(author, challenge, text=f"Bench number {rows} in the shade"))

        assert_same_queries(lambda: client.get("/c/bat-galim/mine/"), add_rows)


def test_the_wall_holds_for_photos(idea: Any, other_city: Any) -> None:
    shown_photo_of(idea)
    with city_scope(other_city.pk), connection.cursor() as cursor:
        assert (IdeaPhoto.objects.count(), PhotoFile.objects.count()) == (0, 0)
        for table in ("challenges_ideaphoto", "challenges_photofile"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0


def test_an_idea_has_one_photo(idea: Any) -> None:
    photo_of(idea)
    loose = photos.store_photo(read_photo(draw_picture()), "")
    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaPhoto.objects.filter(pk=loose.pk).update(contribution=idea)


def test_a_photo_of_no_idea_is_shown_by_nobody(scope: Any) -> None:
    photo = photos.store_photo(read_photo(draw_picture()), "")
    with pytest.raises(DomainError):
        photos.show_photo(photo, actor=None)
    with pytest.raises(DomainError):
        photos.refuse_photo(photo, actor=None, **REFUSAL)
