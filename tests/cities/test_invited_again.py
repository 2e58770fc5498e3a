"""Invited twice, or who has the role already; and an invitation that is opened again."""

from typing import Any

import pytest
from django.core import mail

from cities.actions import accept_invitation, invite_person
from cities.models import City, Invitation
from educities.accounts.models import User
from educities.activity.actions.delivery import deliver_due
from educities.activity.models import Message
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope

pytestmark = pytest.mark.django_db
DANA = {"email": "dana@example.org", "display_name": "Dana", "role": "facilitator", "language": "en"}


@pytest.fixture(autouse=True)
def _mailbox(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def sent_text() -> str:
    deliver_due()
    return mail.outbox[-1].body.replace("\u2068", "").replace("\u2069", "")


def test_the_director_hears_that_the_first_link_is_void(client: Any, scope: City, director: User, sign_in: Any) -> None:
    sign_in(client, director)
    first = client.post(f"/c/{scope.slug}/roles/new/", DANA, follow=True).content.decode()
    assert "The invitation is on its way.</" in first
    again = client.post(f"/c/{scope.slug}/roles/new/", DANA, follow=True).content.decode()
    assert "It replaces the invitation of " in again


def test_a_note_that_nobody_has_read_goes_along(scope: City, director: User) -> None:
    invite_person(scope, actor=director, **DANA, note="We met at the fair")
    invite_person(scope, actor=director, **DANA)
    assert "We met at the fair" in sent_text()
    invite_person(scope, actor=director, **DANA)
    assert "We met at the fair" not in sent_text()


def test_a_new_note_takes_the_place_of_the_first(scope: City, director: User) -> None:
    invite_person(scope, actor=director, **DANA, note="First")
    invite_person(scope, actor=director, **DANA, note="Second")
    text = sent_text()
    assert "Second" in text
    assert "First" not in text


def test_who_has_the_role_is_not_invited(client: Any, scope: City, director: User, sign_in: Any) -> None:
    accept_invitation(invite_person(scope, actor=director, **DANA), is_adult=True)
    sign_in(client, director)
    answer = client.post(f"/c/{scope.slug}/roles/new/", {**DANA, "note": "Come"})
    assert answer.status_code == 409
    assert answer.context["form"].errors == {"email": ["dana@example.org has this role already."]}
    assert "Come" in answer.content.decode()
    assert Invitation.objects.open().count() == 0


def test_another_role_or_place_is_another_matter(scope: City, director: User) -> None:
    accept_invitation(invite_person(scope, actor=director, **DANA), is_adult=True)
    assert invite_person(scope, actor=director, **{**DANA, "role": "director"})
    assert invite_person(scope, actor=director, **DANA, scope_type="lab", scope_id=1)
    with pytest.raises(DomainError):
        invite_person(scope, actor=director, **DANA)


def test_the_operators_mail_says_who_invites(client: Any, city: City, operator: User, sign_in: Any) -> None:
    sign_in(client, operator)
    page = f"/platform/cities/{city.pk}/"
    assert "as words of the platform’s operator" in client.get(page).content.decode()
    client.post(page, {**DANA, "role": "director", "note": "We spoke on the phone"})
    with city_scope(city.pk):
        text = sent_text()
    assert "The platform’s operator invites you to " in text
    assert "The platform’s operator writes: “We spoke on the phone”" in text


class TestOpenedAgain:
    @pytest.fixture
    def link(self, scope: City, director: User) -> str:
        accept_invitation(invite_person(scope, actor=director, **DANA), is_adult=True)
        return str(Message.objects.get(recipient="dana@example.org").payload["url"])

    def test_its_person_reads_when_and_goes_on(self, client: Any, scope: City, link: str, sign_in: Any) -> None:
        sign_in(client, User.objects.get(email="dana@example.org"))
        page = client.get(link)
        assert page.status_code == 410
        text = page.content.decode()
        assert "You accepted this invitation on " in text
        assert f'href="/c/{scope.slug}/start/"' in text
        assert "no longer works" not in text

    def test_somebody_else_may_sign_in(self, client: Any, link: str) -> None:
        text = client.get(link).content.decode()
        assert "This invitation was accepted on " in text
        assert "/accounts/login/" in text

    def test_a_withdrawn_one_leads_to_the_newest_email(self, client: Any, scope: City, director: User) -> None:
        invite_person(scope, actor=director, **DANA)
        link = Message.objects.get(recipient="dana@example.org").payload["url"]
        invite_person(scope, actor=director, **DANA)
        assert "This link no longer works" in client.get(link).content.decode()


def test_a_city_that_left_shows_no_invitations(client: Any, operator: User, city: City, sign_in: Any) -> None:
    invite_person(city, actor=operator, **{**DANA, "role": "director"})
    City.objects.filter(pk=city.pk).update(state="left")
    sign_in(client, operator)
    assert "dana@example.org" not in client.get(f"/platform/cities/{city.pk}/").content.decode()
