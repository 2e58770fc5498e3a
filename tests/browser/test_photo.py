"""A resident adds a photo on a phone, a moderator shows it, and it stands with the idea."""

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from challenges.models import Contribution, IdeaPhoto, PhotoFile
from educities.tenancy.scope import city_scope
from tests.browser.looks import chromium, open_page
from tests.challenges.pictures import SECRET, camera_exif, draw_picture
from tests.factories import ChallengeFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "A bench in the shade of a tree."


@pytest.fixture
def challenge(scope: Any) -> Any:
    return ChallengeFactory()


def large_photo() -> bytes:
    """As a phone takes it: more than the server takes, on its side, with the place in it."""
    noise = Image.effect_noise((4000, 3000), 100).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=92, exif=camera_exif(6))
    assert len(written.getvalue()) > 5 * 1024 * 1024
    return written.getvalue()


def session_of(live_server: Any, user: Any) -> dict[str, str]:
    cookies = sign_in(Client(), user).cookies
    return {"name": "session", "value": cookies["session"].value, "url": live_server.url}


def file_of(data: bytes) -> Any:
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": data}


def resident_of(city: Any) -> Any:
    user = UserFactory()
    MembershipFactory(user=user, city=city)
    with city_scope(city.pk):
        ProfileFactory(user=user)
    return user


def test_a_photo_of_a_phone_stands_with_the_idea_once_it_was_looked_at(
    live_server: Any, scope: Any, challenge: Any, director: Any
) -> None:
    user = resident_of(scope)
    where = live_server.url + challenge.get_absolute_url()
    with chromium() as browser:
        page = open_page(browser, width=390, locale="en", cookies=[session_of(live_server, user)])
        page.goto(f"{where}idea/")
        page.locator("textarea[name=text]").fill(TEXT)
        page.locator("input[name=photo]").set_input_files(file_of(large_photo()))
        # The page makes it smaller, and shows what will be sent; pressed before that, it waits for it.
        page.locator("input[name=photo_text]").fill("A bench")
        page.locator("main form.act button.primary").click()
        page.wait_for_url("**#idea-*")
        photo = IdeaPhoto.objects.get()
        assert (photo.width, photo.height) == (360, 480)
        assert photo.contribution == Contribution.objects.get()
        assert [SECRET in bytes(one.data) for one in PhotoFile.objects.all()] == [False, False]
        assert page.locator("text=waiting to be checked").count() == 1
        office = open_page(browser, width=1280, locale="en", cookies=[session_of(live_server, director)])
        office.goto(f"{live_server.url}/c/{scope.slug}/manage/ideas/")
        office.locator("form[action*='/show/'] button").click()
        office.wait_for_load_state()
        visitor = open_page(browser, width=390, locale="en")
        visitor.goto(where)
        picture = visitor.locator("#ideas img")
        picture.scroll_into_view_if_needed()
        visitor.wait_for_function("() => document.querySelector('#ideas img').naturalWidth > 0")
        assert picture.get_attribute("alt") == "A bench"
        box = picture.bounding_box()
        assert (round(box["width"]), round(box["height"])) == (180, 240)
        assert [one.said for one in (page, office, visitor)] == [[], [], []]


def test_the_page_makes_a_large_photo_small_and_leaves_a_small_one(live_server: Any, challenge: Any) -> None:
    size = "() => document.querySelector('input[name=photo]').files[0].size"
    with chromium() as browser:
        page = open_page(browser, width=390, locale="en")
        page.goto(f"{live_server.url}{challenge.get_absolute_url()}idea/")
        small = draw_picture()
        page.locator("input[name=photo]").set_input_files(file_of(small))
        page.locator("canvas").wait_for()
        assert page.evaluate(size) == len(small)
        large = large_photo()
        page.locator("input[name=photo]").set_input_files(file_of(large))
        while page.evaluate(size) == len(large):
            page.wait_for_timeout(50)
        assert page.evaluate(size) < 1_500_000
        assert page.locator("canvas").count() == 1


def test_what_the_page_cannot_read_the_server_refuses_in_words(live_server: Any, challenge: Any) -> None:
    with chromium() as browser:
        page = open_page(browser, width=390, locale="en")
        page.goto(f"{live_server.url}{challenge.get_absolute_url()}idea/")
        page.locator("textarea[name=text]").fill(TEXT)
        page.locator("input[name=photo]").set_input_files(file_of(b"<svg/>"))
        page.locator("main form.act button.primary").click()
        page.locator("#error-summary").wait_for()
        assert "We cannot read this file as a photo." in page.locator("#error-summary").inner_text()
        assert page.locator("textarea[name=text]").input_value() == TEXT


def test_without_scripts_a_photo_that_is_too_large_is_refused_beside_the_text(live_server: Any, challenge: Any) -> None:
    with chromium() as browser:
        context = browser.new_context(java_script_enabled=False, locale="en")
        page = context.new_page()
        page.goto(f"{live_server.url}{challenge.get_absolute_url()}idea/")
        page.locator("textarea[name=text]").fill(TEXT)
        page.locator("input[name=photo]").set_input_files(file_of(large_photo()))
        page.locator("main form.act button.primary").click()
        assert "This photo is larger than 5 MB." in page.locator("#error-summary").inner_text()
        assert page.locator("textarea[name=text]").input_value() == TEXT
        context.close()
