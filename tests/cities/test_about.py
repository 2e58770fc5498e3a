"""What every reader, messenger and search machine finds: privacy, accessibility, contact; a link's preview; robots.txt."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import ChallengeFactory, CityFactory

pytestmark = pytest.mark.django_db
PAGES = ["privacy", "accessibility", "contact"]


@pytest.mark.parametrize("language", ["en", "he", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_anybody_may_read_them_on_the_platform(client, name, language):
    page = client.get(reverse(name), HTTP_ACCEPT_LANGUAGE=language)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_foot_of_a_citys_page_leads_to_them(client, scope, name):
    page = client.get(scope.get_absolute_url()).content.decode().partition("<footer")[2]
    address = reverse(f"city_{name}", args=[scope.slug])
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_the_foot_of_the_platforms_pages_leads_to_them(client, name):
    assert f'href="{reverse(name)}"' in client.get(reverse("account_login")).content.decode().partition("<footer")[2]


def test_a_citys_address_stands_on_its_contact_page(client):
    city = CityFactory(contact_email="office@city.example")
    page = client.get(reverse("city_contact", args=[city.slug])).content.decode()
    assert "mailto:office@city.example" in page


def test_a_city_without_an_address_says_so(client):
    page = client.get(reverse("city_contact", args=[CityFactory().slug])).content.decode()
    assert "The city has not given an email address yet." in page
    assert "mailto:" not in page


def test_the_platforms_address_is_a_setting(client, settings):
    settings.CONTACT_EMAIL = "help@platform.example"
    assert "mailto:help@platform.example" in client.get(reverse("contact")).content.decode()


def test_search_machines_leave_invented_cities_alone(client):
    real, invented = CityFactory(), CityFactory(is_practice=True)
    rules = client.get("/robots.txt")
    assert rules["Content-Type"] == "text/plain; charset=utf-8"
    assert f"Disallow: {invented.get_absolute_url()}\n" in rules.content.decode()
    assert real.get_absolute_url() not in rules.content.decode()
    assert "Disallow: /accounts/\n" in rules.content.decode()


def test_the_picture_that_browsers_look_for_is_there(client):
    assert client.get("/favicon.ico", follow=True).redirect_chain == [("/static/img/favicon.ico", 302)]


def preview(client, path, **headers):
    page = client.get(path, **headers).content.decode()
    return dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))


class TestPreview:
    def test_a_challenge_introduces_itself(self, client, scope):
        row = ChallengeFactory(question={"en": "What shall we plant?"}, intro={"en": "A wall & a bed of earth."})
        seen = preview(client, row.get_absolute_url())
        assert seen["title"] == "What shall we plant?"
        assert seen["description"] == "A wall &amp; a bed of earth."
        assert seen["image"] == f"{settings.BASE_URL}/static/img/share.png"
        assert seen["url"] == f"{settings.BASE_URL}{row.get_absolute_url()}"

    @pytest.mark.parametrize("name", ["write_idea", "join_challenge"])
    def test_what_is_sent_on_from_a_form_says_what_it_is_about(self, client, scope, name):
        row = ChallengeFactory(question={"en": "What shall we plant?"})
        assert preview(client, reverse(name, args=[scope.slug, row.pk]))["title"] == "What shall we plant?"

    def test_a_city_without_a_story_has_a_sentence(self, client):
        city = CityFactory(story={}, name={"en": "Bat Galim"})
        seen = preview(client, city.get_absolute_url())
        assert [seen["title"], seen["description"]] == ["Bat Galim", "The city as one big school"]

    @pytest.mark.parametrize("language", ["en", "he", "ar"])
    def test_the_front_door_has_one_in_each_language(self, client, language):
        assert preview(client, "/", HTTP_ACCEPT_LANGUAGE=language)["description"]

    def test_the_address_is_ours_whatever_host_was_asked(self, client, settings):
        settings.ALLOWED_HOSTS = ["*"]
        assert preview(client, "/", HTTP_HOST="elsewhere.example")["image"].startswith(settings.BASE_URL)
