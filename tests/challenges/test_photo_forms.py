"""A photo beside an idea that is being written: it waits with it wherever it waits, and a minor's goes nowhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from challenges.actions import delete_old_submissions, photos, store_act
from challenges.imports.photos import read_photo
from challenges.models import Challenge, Contribution, IdeaPhoto, PendingAct, PhotoFile
from educities.activity.actions.delivery import deliver_due
from educities.kit.limits import check_limit
from tests.access.test_twice_at_once import send_twice
from tests.challenges.pictures import draw_picture, forge_png, photo_file
from tests.challenges.test_residents import CHILD, FORM, link_of
from tests.consents.people import YES, answered, child_of
from tests.factories import ChallengeFactory, CityFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
TEXT = FORM["text"]
WHO = {name: value for name, value in FORM.items() if name != "text"}
WAITS = "A moderator looks at your photo before others see it."
DROPPED = "We did not keep the photo: photos are for adults only."


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


@pytest.fixture(autouse=True)
def _post(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def path_of(challenge: Any) -> str:
    return f"/c/bat-galim/challenges/{challenge.pk}/idea/"


def send(client: Any, challenge: Any, **form: Any) -> Any:
    """As a browser does it: a photo that the page before has kept for this challenge goes along by its key."""
    keys = vars(client).setdefault("photo_keys", {})
    carried = {"photo_key": keys[challenge.pk]} if keys.get(challenge.pk) else {}
    answer = client.post(path_of(challenge), {**carried, **form}, follow=True)
    keys[challenge.pk] = answer.context and answer.context.get("photo_key")
    return answer


def said(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def adult(city: Any, scope: Any) -> Any:
    user = UserFactory()
    MembershipFactory(user=user, city=city)
    return ProfileFactory(user=user)


@pytest.fixture
def own(client: Any, adult: Any) -> Any:
    return sign_in(client, adult.user)


class TestWithoutAnAccount:
    def test_the_photo_is_on_the_first_page_and_its_script_on_no_other(self, client: Any, challenge: Any) -> None:
        page = said(client.get(path_of(challenge)))
        assert 'type="file"' in page
        assert 'accept="image/*"' in page
        assert 'enctype="multipart/form-data"' in page
        assert "Only if you are 18 or older." in page
        assert "js/photo.js" in page
        assert "js/photo.js" not in said(client.get(challenge.get_absolute_url()))

    def test_it_waits_with_the_act_and_becomes_the_ideas(self, client: Any, challenge: Any) -> None:
        second = send(client, challenge, text=TEXT, photo=photo_file(), photo_text="A chess table")
        photo = IdeaPhoto.objects.get()
        assert f"/photos/{photo.pk}/small/" in said(second)
        assert "18 or older" in said(second)
        send(client, challenge, text=TEXT, **WHO)
        act = PendingAct.objects.get()
        photo.refresh_from_db()
        assert photo.act_id == act.pk
        link = link_of("noa.new@example.org")
        assert "Your photo goes along." in said(client.get(link))
        answer = client.post(link, follow=True)
        idea = Contribution.objects.get()
        photo.refresh_from_db()
        assert (photo.act_id, photo.contribution_id, photo.state) == (None, idea.pk, "waiting")
        assert photo.description == "A chess table"
        assert idea.state == "visible"
        assert WAITS in said(answer)

    def test_an_act_without_a_photo_says_nothing_of_one(self, client: Any, challenge: Any) -> None:
        send(client, challenge, text=TEXT)
        send(client, challenge, text=TEXT, **WHO)
        link = link_of("noa.new@example.org")
        assert "photo" not in said(client.get(link)).partition("<main")[2].partition("</main")[0]
        assert "photo" not in said(client.post(link, follow=True)).partition('id="messages"')[2].partition("</div")[0]

    def test_the_browser_that_chose_it_sees_it_and_no_other(self, client: Any, challenge: Any) -> None:
        send(client, challenge, text=TEXT, photo=photo_file())
        where = f"/c/bat-galim/photos/{IdeaPhoto.objects.get().pk}/small/"
        assert client.get(where).status_code == 200
        assert client.get(where)["Cache-Control"] == "private, no-store"
        assert Client().get(where).status_code == 404

    @pytest.mark.parametrize("form", [{"text": "Hm"}, {"text": ""}])
    def test_a_refused_text_costs_nobody_the_photo(self, client: Any, challenge: Any, form: Any) -> None:
        answer = send(client, challenge, **form, photo=photo_file(), photo_text="A table")
        assert answer.status_code == 422
        photo = IdeaPhoto.objects.get()
        assert f"/photos/{photo.pk}/small/" in said(answer)
        assert "This photo goes along." in said(answer)
        send(client, challenge, text=TEXT, photo_text="A table")
        send(client, challenge, text=TEXT, **WHO)
        assert PendingAct.objects.get().photo.pk == photo.pk

    def test_nor_do_ideas_that_say_nearly_the_same(self, client: Any, challenge: Any, adult: Any) -> None:
        from tests.challenges.people import published

        published(adult, challenge, text="Chess tables for everyone please")
        answer = send(client, challenge, text=TEXT, photo=photo_file())
        assert "Similar ideas are here already" in said(answer)
        assert "This photo goes along." in said(answer)
        send(client, challenge, text=TEXT, seen_similar="on")
        send(client, challenge, text=TEXT, **WHO, seen_similar="on")
        assert PendingAct.objects.get().photo

    def test_nor_does_what_is_wrong_on_the_second_page(self, client: Any, challenge: Any) -> None:
        send(client, challenge, text=TEXT, photo=photo_file())
        answer = send(client, challenge, text=TEXT, **{**WHO, "email": "not an address"})
        assert answer.status_code == 422
        assert "/small/" in said(answer)
        send(client, challenge, text=TEXT, **WHO)
        assert PendingAct.objects.get().photo

    def test_back_on_the_first_page_another_one_replaces_it(self, client: Any, challenge: Any) -> None:
        send(client, challenge, text=TEXT, photo=photo_file(), photo_text="One")
        first = IdeaPhoto.objects.get()
        page = said(client.get(path_of(challenge)))
        assert f"/photos/{first.pk}/small/" in page
        assert 'value="One"' in page
        send(client, challenge, text=TEXT, photo=photo_file(), photo_text="Another")
        send(client, challenge, text=TEXT, **WHO)
        assert PendingAct.objects.get().photo.pk != first.pk
        assert PendingAct.objects.get().photo.description == "Another"

    def test_what_it_shows_is_said_anew(self, client: Any, challenge: Any) -> None:
        send(client, challenge, text=TEXT, photo=photo_file(), photo_text="One")
        send(client, challenge, text=TEXT, photo_text="A table of stone")
        assert IdeaPhoto.objects.get().description == "A table of stone"

    def test_the_idea_goes_without_it_all_the_same(self, client: Any, challenge: Any) -> None:
        send(client, challenge, text=TEXT, photo=photo_file())
        send(client, challenge, text=TEXT, without_photo="on")
        assert not IdeaPhoto.objects.exists()
        send(client, challenge, text=TEXT, **WHO)
        assert PendingAct.objects.count() == 1

    def test_of_another_challenge_it_is_not(self, client: Any, challenge: Any) -> None:
        send(client, challenge, text=TEXT, photo=photo_file())
        other = ChallengeFactory()
        assert "This photo goes along." not in said(client.get(path_of(other)))
        send(client, other, text=TEXT)
        send(client, other, text=TEXT, **WHO)
        assert not IdeaPhoto.objects.filter(act__isnull=False).exists()

    def test_an_act_that_nobody_confirms_takes_it_along(self, client: Any, challenge: Any) -> None:
        send(client, challenge, text=TEXT, photo=photo_file())
        send(client, challenge, text=TEXT, **WHO)
        PendingAct.objects.update(expires_at=timezone.now() - timedelta(days=40))
        delete_old_submissions()
        assert (IdeaPhoto.objects.count(), PhotoFile.objects.count()) == (0, 0)

    def test_the_act_sent_again_has_the_last_photo(self, challenge: Any) -> None:
        form = {"email": "noa@example.org", "language": "en", "payload": {"text": TEXT}}
        for _n in range(2):
            act = store_act(challenge, "idea", **form)
            photo = photos.store_photo(read_photo(draw_picture()), "")
            photos.give_to_act(photo, act)
        assert PendingAct.objects.get().photo.pk == photo.pk
        assert IdeaPhoto.objects.count() == 1

    def test_the_same_idea_confirmed_twice_keeps_its_photo(self, client: Any, challenge: Any) -> None:
        for number in range(2):
            browser = Client()
            send(browser, challenge, text=TEXT, photo=photo_file(), seen_similar="on")
            send(browser, challenge, text=TEXT, **WHO, seen_similar="on")
            PendingAct.objects.update(created_at=timezone.now() - timedelta(hours=1 + number))
            browser.post(link_of("noa.new@example.org"))
        assert Contribution.objects.count() == 1
        assert IdeaPhoto.objects.get().contribution_id == Contribution.objects.get().pk


class TestWithAnAccount:
    def test_it_is_sent_with_the_idea(self, own: Any, challenge: Any, adult: Any) -> None:
        answer = send(own, challenge, text=TEXT, photo=photo_file(), photo_text="A table")
        photo = IdeaPhoto.objects.get()
        assert (photo.contribution.author_id, photo.state) == (adult.pk, "waiting")
        assert WAITS in said(answer)

    def test_the_same_idea_again_says_that_it_has_one(self, own: Any, challenge: Any) -> None:
        send(own, challenge, text=TEXT, photo=photo_file())
        answer = send(own, challenge, text=TEXT, photo=photo_file(), seen_similar="on")
        assert "This idea has a photo already" in said(answer)
        assert IdeaPhoto.objects.count() == 1

    def test_a_challenge_that_closed_meanwhile_costs_nobody_the_photo(self, own: Any, challenge: Any) -> None:
        Challenge.objects.filter(pk=challenge.pk).update(state="reviewing")
        answer = send(own, challenge, text=TEXT, photo=photo_file())
        assert answer.status_code == 409
        assert "This photo goes along." in said(answer)

    def test_a_stale_token_costs_nobody_the_photo(self, adult: Any, challenge: Any) -> None:
        """The form that is shown once more takes the file along."""
        browser = sign_in(Client(enforce_csrf_checks=True), adult.user)
        where = path_of(challenge)
        form = {"text": TEXT, "photo": photo_file(), "csrfmiddlewaretoken": "x" * 64}
        shown = browser.post(where, form, headers={"sec-fetch-site": "same-origin"})
        assert shown.status_code == 403
        assert "IMG_0001.jpg" in said(shown)
        token = browser.cookies[django_settings.CSRF_COOKIE_NAME].value
        browser.post(f"{where}?anew=1", {"text": TEXT, "csrfmiddlewaretoken": token})
        assert IdeaPhoto.objects.get().contribution.text == TEXT


class TestMinors:
    def test_a_known_minor_is_not_asked(self, client: Any, scope: Any, challenge: Any) -> None:
        child = child_of(scope)
        answered(child, YES)
        sign_in(client, child.user)
        page = said(client.get(path_of(challenge)))
        assert 'name="text"' in page
        assert 'type="file"' not in page
        assert "js/photo.js" not in page

    def test_a_photo_sent_all_the_same_is_dropped_and_that_is_said(
        self, client: Any, scope: Any, challenge: Any
    ) -> None:
        child = child_of(scope)
        answered(child, YES)
        sign_in(client, child.user)
        answer = send(client, challenge, text=TEXT, photo=photo_file())
        assert DROPPED in said(answer)
        assert Contribution.objects.get().text == TEXT
        assert not IdeaPhoto.objects.exists()

    @pytest.mark.parametrize("years", [12, 15, 17])
    def test_of_who_says_they_are_younger_it_is_dropped_and_that_is_said(
        self, client: Any, challenge: Any, years: int
    ) -> None:
        send(client, challenge, text=TEXT, photo=photo_file())
        younger = {**CHILD, "birth_year": timezone.now().year - years}
        answer = send(client, challenge, **younger)
        assert PendingAct.objects.count() == 1
        assert DROPPED in said(answer)
        assert (IdeaPhoto.objects.count(), PhotoFile.objects.count()) == (0, 0)

    def test_sent_with_the_second_page_too(self, client: Any, challenge: Any) -> None:
        answer = send(client, challenge, **CHILD, photo=photo_file())
        assert DROPPED in said(answer)
        assert not IdeaPhoto.objects.exists()

    def test_an_address_that_turns_out_to_be_a_childs(self, client: Any, scope: Any, challenge: Any) -> None:
        child = child_of(scope, user=UserFactory(email="noa.new@example.org"))
        answered(child, YES)
        # What came of the question is mailed before, where the city writes at this hour.
        deliver_due()
        send(client, challenge, text=TEXT, photo=photo_file())
        send(client, challenge, text=TEXT, **WHO)
        link = link_of("noa.new@example.org")
        answer = client.post(link, follow=True)
        assert Contribution.objects.get().author_id == child.pk
        assert DROPPED in said(answer)
        assert not IdeaPhoto.objects.exists()

    def test_an_account_of_a_minor_that_is_new_in_the_city(self, client: Any, challenge: Any) -> None:
        sign_in(client, UserFactory(is_minor=True))
        assert 'type="file"' not in said(client.get(path_of(challenge)))


class TestRefusedAtItsBox:
    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "We cannot read this file as a photo."),
            ("a.jpg", b"<!doctype html><p>Hello", "We cannot read this file as a photo."),
            ("a.jpg", draw_picture(kind="GIF"), "We cannot read this file as a photo."),
            ("a.jpg", draw_picture()[:3000], "We cannot read this file as a photo."),
            ("a.png", forge_png(9000, 9000), "This photo has more than 25 million pixels."),
            ("a.png", draw_picture(1, 1, "PNG"), "This photo is too small: each side needs at least 100 pixels."),
            ("a.png", draw_picture(3000, 100, "PNG"), "This photo is too long and narrow."),
            ("a.jpg", b"x" * (5 * 1024 * 1024 + 1), "This photo is larger than 5 MB."),
        ],
    )
    def test_in_words_and_the_text_is_kept(
        self, client: Any, challenge: Any, name: str, data: bytes, words: str
    ) -> None:
        answer = send(client, challenge, text=TEXT, photo=photo_file(name, data))
        assert answer.status_code == 422
        assert words in said(answer).replace("\xa0", " ")
        assert answer.context["form"].errors.keys() == {"photo"}
        assert TEXT in said(answer)
        assert not IdeaPhoto.objects.exists()

    def test_an_empty_file(self, client: Any, challenge: Any) -> None:
        answer = send(client, challenge, text=TEXT, photo=photo_file(data=b""))
        assert "This file is empty." in said(answer)
        assert TEXT in said(answer)

    def test_one_that_cannot_be_read_does_not_push_out_the_one_before(self, client: Any, challenge: Any) -> None:
        send(client, challenge, text=TEXT, photo=photo_file())
        answer = send(client, challenge, text=TEXT, photo=photo_file(data=b"nothing"))
        assert answer.status_code == 422
        assert "This photo goes along." in said(answer)
        assert IdeaPhoto.objects.count() == 1

    def test_a_name_leads_nowhere(self, client: Any, challenge: Any) -> None:
        file = SimpleUploadedFile("../../../etc/passwd.jpg", draw_picture(), content_type="text/html")
        answer = send(client, challenge, text=TEXT, photo=file)
        assert "passwd" not in said(answer)
        assert IdeaPhoto.objects.count() == 1

    def test_too_many_of_one_caller_are_not_read(self, client: Any, challenge: Any, monkeypatch: Any) -> None:
        for _n in range(60):
            check_limit("photo", "127.0.0.1", most=60, seconds=3600)
        monkeypatch.setattr("challenges.forms.photos.read_photo", lambda data: pytest.fail("read"))
        answer = send(client, challenge, text=TEXT, photo=photo_file())
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"photo"}
        assert TEXT in said(answer)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_send_one_photo() -> None:
    from educities.tenancy.scope import city_scope

    city = CityFactory(slug="bat-galim")
    user = MembershipFactory(city=city).user
    with city_scope(city.pk):
        ProfileFactory(user=user)
        challenge = ChallengeFactory()
    for marks in (1, 2):
        # Each of the two requests reads a file of its own: the client encodes the form in its own thread.
        form = {"text": f"{TEXT} {marks}", "photo": EveryTime(), "seen_similar": "on"}
        first, second = send_twice(user, path_of(challenge), form, marks=marks)
        assert max(first.answer.status_code, second.answer.status_code) < 500
        with city_scope(city.pk):
            ideas = Contribution.objects.filter(text=form["text"])
            assert IdeaPhoto.objects.filter(contribution__in=ideas).count() == 1
            assert PhotoFile.objects.count() == 2 * IdeaPhoto.objects.count() == 2 * marks


class EveryTime:
    """A file that is read from its beginning whoever reads it."""

    name, content_type = "IMG_0001.jpg", "image/jpeg"

    def read(self) -> bytes:
        return draw_picture()
