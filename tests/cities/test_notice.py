"""Who is responsible for people's data: a city says it in its own words, and whoever is asked for a yes reads it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.actions import change_notice
from cities.models import City, PrivacyNotice
from cities.queries.privacy import find_notice
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Message
from educities.activity.texts.mails import render_mail
from educities.tenancy.scope import city_scope
from tests.consents.people import asked, child_of
from tests.factories import LabFactory

pytestmark = pytest.mark.django_db
OFFICE, WHOM = "City of Bat Galim, 1 Sea Street", "privacy@bat-galim.example"
SAID = {"responsible": {"en": OFFICE}, "contact": {"en": WHOM}, "grounds": {"en": "By the city’s task"}}


@pytest.fixture
def address(city: City) -> str:
    return reverse("city_notice", args=[city.slug])


def test_a_director_writes_it_and_everybody_reads_it(
    client: Client, city: City, director: User, sign_in: Any, address: str
) -> None:
    public = reverse("city_privacy", args=[city.slug])
    assert "has not yet written here" in Client().get(public).content.decode()
    sign_in(client, director)
    assert client.post(address, {"responsible_en": OFFICE, "contact_en": WHOM}).status_code == 302
    page = Client().get(public).content.decode()
    assert (OFFICE in page, WHOM in page, "has not yet written here" in page) == (True, True, False)
    with city_scope(city.pk):
        entry = AuditEntry.objects.get(verb="cities.notice_changed")
        assert (entry.actor_id, PrivacyNotice.objects.count()) == (director.pk, 1)
    assert "History" in client.get(address).content.decode()


def test_what_has_not_changed_is_no_history(scope: City, director: User) -> None:
    for _time in range(2):
        change_notice(actor=director, **SAID)
    assert AuditEntry.objects.filter(verb="cities.notice_changed").count() == 1


def test_two_directors_at_once_lose_nothing(
    client: Client, city: City, director: User, sign_in: Any, address: str
) -> None:
    read = sign_in(client, director).get(address).context["form"]["read"].value()
    with city_scope(city.pk):
        change_notice(actor=director, responsible={"en": "Somebody was faster"})
    assert client.post(address, {"responsible_en": "Mine", "read": read}).status_code == 409
    with city_scope(city.pk):
        assert PrivacyNotice.objects.get().responsible == {"en": "Somebody was faster"}


def test_an_empty_one_says_nothing(scope: City, director: User) -> None:
    change_notice(actor=director, **SAID)
    assert find_notice() is not None
    change_notice(actor=director, responsible={})
    assert find_notice() is None


def test_a_guardian_reads_it_in_the_mail_and_before_answering(scope: City, director: User, client: Client) -> None:
    change_notice(actor=director, **SAID)
    _link, token = asked(child_of(scope))
    mail = render_mail(Message.objects.get(kind="consents.guardian_invited"))
    page = client.get(reverse("guardian", args=[scope.slug, token])).content.decode()
    for text in (OFFICE, WHOM):
        assert text in mail.text
        assert text in page
    assert "You need not agree." in page


def test_a_director_is_reminded_while_nobody_has_said_it(
    client: Client, scope: City, director: User, sign_in: Any, address: str
) -> None:
    LabFactory(state="launched")
    today = f"/c/{scope.slug}/today/"
    assert address in sign_in(client, director).get(today).content.decode()
    change_notice(actor=director, **SAID)
    assert "does not say yet who is responsible" not in client.get(today).content.decode()


def test_outside_every_city_the_page_leads_to_the_citys_own(client: Client) -> None:
    assert "that city’s own page" in client.get(reverse("privacy")).content.decode()
