"""Mail held after a restore: the director decides for her city, once, and it is on record."""

from typing import Any

import pytest

from educities.activity.models import AuditEntry, Message

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/deliveries/"


@pytest.fixture
def held(scope: Any) -> Message:
    given = {"channel": "mail", "kind": "meetings.session_soon", "recipient": "amal@example.org"}
    Message.objects.create(dedupe_key="sent", state="sent", **given)
    return Message.objects.create(dedupe_key="held", state="held", **given)


@pytest.mark.parametrize(("verb", "state"), [("send", "pending"), ("drop", "cancelled")])
def test_the_director_decides(client: Any, sign_in: Any, director: Any, held: Message, verb: str, state: str) -> None:
    sign_in(client, director)
    page = client.get(PAGE).content.decode()
    assert "Held after a restore" in page
    assert "amal@example.org" not in page
    for _double_click in range(2):
        assert client.post(f"{PAGE}held/{verb}/").url == PAGE
    held.refresh_from_db()
    assert (held.state, Message.objects.get(dedupe_key="sent").state) == (state, "sent")
    entry = AuditEntry.objects.get(verb__startswith="activity.held_")
    assert (entry.data, entry.actor_id) == ({"number": 1}, director.pk)
    assert "Held after a restore" not in client.get(PAGE).content.decode()


def test_another_citys_held_mail_stays(
    client: Any, sign_in: Any, director: Any, held: Message, other_city: Any
) -> None:
    from educities.tenancy.scope import city_scope

    with city_scope(other_city.pk):
        other = Message.objects.create(
            dedupe_key="held", state="held", channel="mail", kind="k", recipient="noa@example.org"
        )
    sign_in(client, director)
    client.post(f"{PAGE}held/send/")
    with city_scope(other_city.pk):
        other.refresh_from_db()
        assert other.state == "held"
