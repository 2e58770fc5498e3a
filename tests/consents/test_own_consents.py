"""Who needs no guardian is asked too: nothing is assumed, a yes has an end and is withdrawn on the same page."""

from typing import Any

import pytest

from consents.actions import answer_own_consents, update_consents
from consents.models import Consent
from educities.activity.models import Message
from educities.kit.errors import DomainError
from tests.consents.people import child_of
from tests.factories import MembershipFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/my-consents/"


@pytest.fixture
def me(scope: Any, client: Any, sign_in: Any) -> Any:
    user = UserFactory()
    MembershipFactory(user=user, city=scope)
    sign_in(client, user)
    return ProfileFactory(user=user)


def states(profile: Any) -> dict[str, str]:
    return dict(Consent.objects.filter(subject=profile).order_by("pk").values_list("purpose", "state"))


def test_nothing_is_ticked_before_an_answer(client: Any, me: Any) -> None:
    page = client.get(PAGE).content.decode()
    assert "The city may publish photos in which you can be seen, for example on its website." in page
    assert "checked" not in page


def test_yes_and_no_are_kept_and_changed(client: Any, me: Any) -> None:
    assert client.post(PAGE, {"photo": "yes", "sharing": "no"}).status_code == 302
    assert states(me) == {"photo": "given", "sharing": "refused"}
    client.post(PAGE, {"photo": "no", "sharing": "no", "research": "yes"})
    assert states(me) == {"photo": "withdrawn", "sharing": "refused", "research": "given"}
    assert client.get(PAGE).content.decode().count("checked") == 3
    consent = Consent.objects.get(purpose="research")
    assert (consent.given_by, consent.valid_until is None) == (me, False)
    assert "until" in client.get("/c/bat-galim/mine/").content.decode().partition("my-consents")[2]


def test_saved_is_said_only_where_something_was(client: Any, me: Any) -> None:
    def said(**answers: str) -> str:
        return str(client.post(PAGE, answers, follow=True).content.decode())

    assert "You have not chosen an answer, so nothing was saved." in said()
    assert "Saved. Your answers apply from now." in said(photo="yes")
    assert "Nothing was changed. Your answers apply as before." in said(photo="yes")
    assert "Saved. Your answers apply from now." in said(photo="no")


def test_a_child_under_the_age_answers_nothing_here(client: Any, scope: Any, sign_in: Any) -> None:
    child = child_of(scope)
    sign_in(client, child.user)
    assert client.get(PAGE).status_code == 404
    with pytest.raises(DomainError):
        answer_own_consents(child, {"photo": True}, actor=child.user)


def test_one_is_asked_before_it_ends(client: Any, me: Any, scope: Any) -> None:
    answer_own_consents(me, {"photo": True}, actor=me.user)
    Consent.objects.update(valid_until=scope.today())
    update_consents(scope)
    update_consents(scope)
    assert Message.objects.filter(user=me.user, kind="consents.own_renewal_asked").count() == 1
    answer_own_consents(me, {"photo": True}, actor=me.user)
    assert Consent.objects.get().valid_until > scope.today()
