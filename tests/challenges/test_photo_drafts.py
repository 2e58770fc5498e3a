"""A photo belongs to the form in which it was chosen: two tabs keep two, another language and lost cookies none the less."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from challenges.actions import photos
from challenges.imports.photos import read_photo
from challenges.models import Challenge, Contribution, IdeaPhoto, PendingAct
from challenges.views.photo_box import make_photo_key
from educities.activity.actions.delivery import deliver_due
from tests.challenges.pictures import draw_picture, photo_file
from tests.challenges.test_photo_forms import WHO, path_of, said
from tests.challenges.test_residents import link_of
from tests.factories import ChallengeFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
ONE, TWO = "A blackboard on the wall of the old bus stop", "Workshops where anybody can repair a bicycle"
LOST = "The photo you chose before is no longer here"


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


@pytest.fixture(autouse=True)
def _post(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class Tab:
    """One tab: it sends what its own page holds."""

    def __init__(self, client: Any, challenge: Challenge) -> None:
        self.client, self.path, self.key = client, path_of(challenge), ""
        self.draw(client.get(self.path))

    def draw(self, answer: Any) -> Any:
        """The tab shows this page."""
        self.key = (answer.context.get("photo_key") if answer.context else "") or ""
        self.address = answer.request["PATH_INFO"] + (f"?{query}" if (query := answer.request["QUERY_STRING"]) else "")
        return answer

    def send(self, **form: Any) -> Any:
        """The form of the page is sent."""
        carried = {"photo_key": self.key} if self.key else {}
        return self.draw(self.client.post(self.address, {**carried, **form}, follow=True))


def photo_of_act(text: str) -> str:
    """What the photo shows that waits with the act of this text."""
    return IdeaPhoto.objects.get(act__in=PendingAct.objects.filter(payload__text=text)).description


class TestTwoTabs:
    def test_each_idea_has_its_own_photo(self, client: Any, challenge: Any) -> None:
        first, second = Tab(client, challenge), Tab(client, challenge)
        first.send(text=ONE, photo=photo_file(), photo_text="one")
        second.send(text=TWO, photo=photo_file(), photo_text="two")
        assert ONE in said(client.get(first.address))
        assert TWO in said(client.get(second.address))
        first.send(text=ONE, **WHO)
        second.send(text=TWO, **WHO)
        assert (photo_of_act(ONE), photo_of_act(TWO)) == ("one", "two")

    def test_opened_after_the_first_had_gone_on_too(self, client: Any, challenge: Any) -> None:
        first = Tab(client, challenge)
        first.send(text=ONE, photo=photo_file(), photo_text="one")
        second = Tab(client, challenge)
        second.send(text=TWO, photo=photo_file(), photo_text="two")
        second.send(text=TWO, **WHO)
        first.send(text=ONE, **WHO)
        assert (photo_of_act(ONE), photo_of_act(TWO)) == ("one", "two")

    def test_a_tab_without_a_photo_sends_none(self, client: Any, challenge: Any) -> None:
        first, second = Tab(client, challenge), Tab(client, challenge)
        first.send(text=ONE, photo=photo_file())
        second.send(text=TWO)
        page = second.send(text=TWO, **WHO)
        assert not IdeaPhoto.objects.filter(act__isnull=False).exists()
        assert LOST not in said(page)

    def test_a_photo_that_has_gone_with_another_idea_is_missed_in_words(self, client: Any, challenge: Any) -> None:
        first = Tab(client, challenge)
        first.send(text=ONE, photo=photo_file())
        second = Tab(client, challenge)
        second.send(text=TWO)
        first.send(text=ONE, **WHO)
        assert LOST in said(second.send(text=TWO, **WHO))

    def test_the_same_form_again_misses_nothing(self, client: Any, challenge: Any) -> None:
        tab = Tab(client, challenge)
        tab.send(text=ONE, photo=photo_file())
        key, address = tab.key, tab.address
        tab.send(text=ONE, **WHO)
        tab.key, tab.address = key, address
        assert LOST not in said(tab.send(text=ONE, **WHO))
        assert PendingAct.objects.get().photo

    def test_with_an_account_too(self, client: Any, scope: Any, challenge: Any) -> None:
        user = UserFactory()
        MembershipFactory(user=user, city=scope)
        ProfileFactory(user=user)
        sign_in(client, user)
        first, second = Tab(client, challenge), Tab(client, challenge)
        first.send(text="Hm", photo=photo_file(), photo_text="one")
        second.send(text="Hm", photo=photo_file(), photo_text="two")
        first.send(text=ONE, photo_text="one")
        second.send(text=TWO, photo_text="two", seen_similar="on")
        found = {idea.text: idea.photo.description for idea in Contribution.objects.select_related("photo")}
        assert found == {ONE: "one", TWO: "two"}


class TestTheKey:
    @pytest.mark.parametrize("key", ["", "7", "a:b:c", "[1,2]"])
    def test_what_is_no_key_brings_no_photo(self, client: Any, challenge: Any, key: str) -> None:
        photos.store_photo(read_photo(draw_picture()), "")
        tab = Tab(client, challenge)
        tab.key = key
        assert "This photo goes along." not in said(tab.send(text="Hm"))

    def test_of_another_challenge_neither(self, client: Any, challenge: Any) -> None:
        photo = photos.store_photo(read_photo(draw_picture()), "")
        tab = Tab(client, challenge)
        tab.key = make_photo_key(challenge.pk + 1, photo.pk)
        assert "This photo goes along." not in said(tab.send(text="Hm"))

    def test_without_cookies_it_still_goes_along(self, client: Any, challenge: Any) -> None:
        tab = Tab(client, challenge)
        tab.send(text=ONE, photo=photo_file())
        tab.client = Client()
        tab.send(text=ONE, **WHO)
        assert PendingAct.objects.get().photo

    def test_and_the_form_that_is_shown_once_more_has_it(self, client: Any, challenge: Any) -> None:
        tab = Tab(client, challenge)
        tab.send(text=ONE, photo=photo_file())
        strict = Client(enforce_csrf_checks=True)
        form = {"photo_key": tab.key, "text": ONE, **WHO}
        shown = strict.post(tab.address, form, headers={"sec-fetch-site": "same-origin"})
        assert shown.status_code == 403
        assert tab.key in said(shown)


class TestAnotherLanguage:
    def test_a_chosen_photo_goes_along(self, client: Any, challenge: Any) -> None:
        tab = Tab(client, challenge)
        page = tab.send(text=ONE, photo=photo_file(), photo_text="one", in_language="ar")
        assert page.status_code == 200
        assert f"/photos/{IdeaPhoto.objects.get().pk}/small/" in said(page)
        tab.send(text=ONE, photo_text="one")
        tab.send(text=ONE, **WHO)
        assert photo_of_act(ONE) == "one"

    def test_what_is_no_photo_is_refused_in_that_language(self, client: Any, challenge: Any) -> None:
        page = Tab(client, challenge).send(text=ONE, photo=photo_file(data=b"no"), in_language="he")
        assert page.context["form"].errors.keys() == {"photo"}
        assert "We cannot read this file" not in said(page)
        assert ONE in said(page)

    def test_of_the_page_that_sends_one_later_too(self, client: Any, scope: Any, challenge: Any) -> None:
        user = UserFactory()
        MembershipFactory(user=user, city=scope)
        ProfileFactory(user=user)
        sign_in(client, user)
        Tab(client, challenge).send(text=ONE)
        where = f"/c/bat-galim/ideas/{Contribution.objects.get().pk}/photo/"
        page = client.post(where, {"photo": photo_file(), "photo_text": "one", "in_language": "en"})
        assert "IMG_0001.jpg</bdi>”, which you chose before, goes along." in said(page)
        client.post(where, {"photo_text": "one"})
        assert IdeaPhoto.objects.get().description == "one"


class TestTheSecondPage:
    def test_opened_anew_after_a_refusal_it_has_what_was_typed(self, client: Any, challenge: Any) -> None:
        tab = Tab(client, challenge)
        tab.send(text=ONE)
        address = tab.address
        tab.send(text=ONE, email="noa@", age="younger", birth_year="2012", guardian_email="mum@example.org")
        page = said(client.get(address))
        for value in ("noa@", "2012", "mum@example.org"):
            assert f'value="{value}"' in page
        assert "error-summary" not in page

    def test_the_address_without_its_number_has_not(self, client: Any, challenge: Any) -> None:
        tab = Tab(client, challenge)
        tab.send(text=ONE)
        tab.send(text=ONE, email="noa@", age="older")
        page = said(client.get(tab.path))
        assert ONE in page
        assert "noa@" not in page

    def test_back_on_the_first_page_it_stays_one_draft(self, client: Any, challenge: Any) -> None:
        tab = Tab(client, challenge)
        page = said(tab.send(text=ONE))
        assert f'href="{tab.path}?draft=1"' in page
        tab.draw(client.get(f"{tab.path}?draft=1"))
        tab.send(text=TWO)
        assert tab.address.endswith("?who=1")

    @pytest.mark.parametrize(
        ("year", "words"),
        [
            ("1799", "This year is too long ago."),
            ("2090", "This year is still to come."),
            ("12", "Write the year with four digits."),
        ],
    )
    def test_a_year_in_which_nobody_was_born_is_said(self, client: Any, challenge: Any, year: str, words: str) -> None:
        tab = Tab(client, challenge)
        tab.send(text=ONE)
        younger = {**WHO, "age": "younger", "birth_month": "3", "birth_year": year}
        assert words in said(tab.send(text=ONE, **younger))


def test_the_mail_and_the_page_of_its_link_show_the_photo(client: Any, challenge: Any) -> None:
    tab = Tab(client, challenge)
    tab.send(text=ONE, photo=photo_file(), photo_text="A chess table")
    tab.send(text=ONE, **WHO)
    page = said(Client().get(link_of(WHO["email"])))
    assert "data:image/webp;base64," in page
    assert "A chess table" in page
    deliver_due()
    assert "goes with the idea" in mail.outbox[-1].body


def test_without_a_photo_neither_speaks_of_one(client: Any, challenge: Any) -> None:
    tab = Tab(client, challenge)
    tab.send(text=ONE)
    tab.send(text=ONE, **WHO)
    deliver_due()
    assert "goes with the idea" not in mail.outbox[-1].body
