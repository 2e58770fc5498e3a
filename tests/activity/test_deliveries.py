"""The page of deliveries: what failed is tried again or given up, once, by the director, on record."""

from typing import Any

import pytest

from educities.activity.models import AuditEntry, Message
from educities.tenancy.scope import city_scope
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/deliveries/"


def message(key: str, state: str) -> Message:
    return Message.objects.create(
        dedupe_key=key, state=state, channel="mail", kind="labs.session_soon", recipient="amal@example.org", attempts=8
    )


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        ("replay", "dead", "pending"),
        ("replay", "sent", "sent"),
        ("replay", "held", "held"),
        ("cancel", "dead", "cancelled"),
        ("cancel", "pending", "cancelled"),
        ("cancel", "leased", "leased"),
        ("cancel", "sent", "sent"),
    ],
)
def test_only_what_has_not_left_can_be_decided(
    client: Any, sign_in: Any, director: Any, scope: Any, act: str, before: str, after: str
) -> None:
    one = message("one", before)
    sign_in(client, director)
    for _double_click in range(2):
        client.post(f"{PAGE}{one.pk}/{act}/")
    one.refresh_from_db()
    assert one.state == after
    assert AuditEntry.objects.filter(verb__startswith="activity.message_").count() == (before != after)
    assert one.attempts == (0 if after == "pending" and act == "replay" else 8)


def test_the_page_names_no_receiver(client: Any, sign_in: Any, director: Any, scope: Any) -> None:
    for state in Message.State.values:
        message(state, state)
    sign_in(client, director)
    page = client.get(PAGE).content.decode()
    assert "amal@example.org" not in page
    assert {f"{PAGE}{Message.objects.get(dedupe_key=key).pk}/cancel/" in page for key in ("dead", "pending")} == {True}


def test_the_page_asks_as_often_for_one_as_for_three(client: Any, sign_in: Any, director: Any, scope: Any) -> None:
    sign_in(client, director)

    def add(count: int) -> None:
        for _n in range(count):
            for state in Message.State.values:
                message(f"{state} {Message.objects.count()}", state)

    assert_same_queries(lambda: client.get(PAGE), add, most=9)


def test_all_that_failed_alike_are_tried_again_together(
    client: Any, sign_in: Any, director: Any, scope: Any, other_city: Any
) -> None:
    away = "ConnectionRefusedError: [Errno 111] Connection refused"
    for key, error in (("a", away), ("b", f"{away} once more"), ("c", "SMTPDataError: (550, b'no')")):
        Message.objects.filter(pk=message(key, "dead").pk).update(last_error=error)
    with city_scope(other_city.pk):
        Message.objects.filter(pk=message("a", "dead").pk).update(last_error=away)
    sign_in(client, director)
    page = client.get(PAGE).content.decode()
    one = Message.objects.get(dedupe_key="b")
    assert (f"{PAGE}{one.pk}/replay-alike/" in page, page.count("replay-alike")) == (True, 2)
    for _double_click in range(2):
        client.post(f"{PAGE}{one.pk}/replay-alike/")
    states = dict(Message.objects.values_list("dedupe_key", "state"))
    assert states == {"a": "pending", "b": "pending", "c": "dead"}
    assert set(Message.objects.filter(state="pending").values_list("attempts", flat=True)) == {0}
    assert [entry.data for entry in AuditEntry.objects.filter(verb="activity.messages_replayed")] == [{"number": 2}]
    with city_scope(other_city.pk):
        assert Message.objects.get().state == "dead"
