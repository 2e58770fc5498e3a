"""A batch of the outbox: rendered once for all who are told the same, marked in bulk, given back when it takes long."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.dummy import EmailBackend as Dummy
from django.core.mail.backends.locmem import EmailBackend as Locmem

from educities.activity.actions import delivery
from educities.activity.actions.delivery import claim_messages, deliver_due
from educities.activity.models import Attempt, Message
from educities.activity.texts import mail_frame
from educities.activity.texts.mails import MailRenderer
from educities.tenancy.scope import city_scope
from tests.factories import ProfileFactory, UserFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db
FACTS = {
    "title": {"en": "Offers", "he": "הצעות"},
    "cohort": {"en": "Families first", "he": "משפחות תחילה"},
    "starts_at": "2027-06-01T18:00:00+03:00",
    "ends_at": "2027-06-01T20:00:00+03:00",
    "place": "Library",
    "time_zone": "Asia/Jerusalem",
}


class Picky(Locmem):
    """A mail server that does not take one address, and says so by ending the conversation."""

    opened = 0

    def open(self) -> bool:
        type(self).opened += 1
        return True

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["refused@example.org"]:
            msg = "refused@example.org is unknown here"
            raise ConnectionResetError(msg)
        return super().send_messages(messages)


class Instant(Dummy):
    """No post at all."""


@pytest.fixture(autouse=True)
def _post(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = f"{__name__}.Locmem"


def reminded(count: int, *, language: str = "en", **more: Any) -> list[Message]:
    """So many people of one language are reminded of one session, each with a link of their own."""
    start = Message.objects.count()
    rows = []
    for n in range(start, start + count):
        user = UserFactory(language=language)
        payload = {
            "verb": "meetings.session_reminded",
            "target_type": "meetings.session",
            "target_id": "7",
            "url": "/c/x/sessions/7/",
            "data": FACTS,
            "answer": f"https://x.example/a/{n}:b&c",
        }
        given = {"recipient": user.email, "dedupe_key": f"rem:1:{user.pk}", "priority": 1, "payload": payload, **more}
        rows.append(Message(channel="mail", kind="meetings.session_reminded", user=user, **given))
    return Message.objects.bulk_create(rows)


def test_what_many_are_told_is_rendered_once_and_each_has_their_own_link(scope: Any, monkeypatch: Any) -> None:
    rows = reminded(3) + reminded(2, language="he")
    drawn = []
    real = mail_frame.render_to_string
    monkeypatch.setattr(mail_frame, "render_to_string", lambda name, context: drawn.append(name) or real(name, context))
    letters = MailRenderer()
    shared = [letters.of(row) for row in rows]
    assert len(drawn) == 4
    for row, letter in zip(rows, shared, strict=True):
        assert letter._replace(calendar="") == MailRenderer().of(row)._replace(calendar="")
        assert row.payload["answer"] in letter.text
        assert row.payload["answer"].replace("&", "&amp;") in letter.html
        assert sum(other.payload["answer"] in letter.text for other in rows) == 1
    assert ("הצעות" in shared[3].text, "Offers" in shared[0].text) == (True, True)


def test_each_reader_is_greeted_and_stops_by_a_link_of_their_own(scope: Any) -> None:
    """What is rendered once for all holds nobody's name or link."""
    rows = reminded(2)
    for row, name in zip(rows, ("Noa", "Lior"), strict=True):
        ProfileFactory(user=row.user, display_name=name)
    letters = MailRenderer(scope)
    noa, lior = [letters.of(row) for row in rows]
    assert len(letters._known) == 1
    assert "Hello Noa," in noa.text
    assert "Hello Lior," in lior.html
    assert noa.stop_url != lior.stop_url
    assert noa.stop_url in noa.text


def test_a_batch_costs_the_same_queries_for_any_number(scope: Any, settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = f"{__name__}.Instant"
    scope.quiet_from, scope.quiet_until, scope.keeps_sabbath = "00:00", "00:00", False
    scope.save()
    counted = []
    for count in (1, 2):
        reminded(count)
        counted.append(queries_of(deliver_due))
    # A transaction of two and the claim; the city; read; whose reminders; what is stopped; names; mark.
    assert [len(queries) for queries in counted] == [9, 9], counted
    assert (Message.objects.filter(state="sent").count(), Attempt.objects.count()) == (3, 3)
    assert Message.objects.exclude(payload={}).count() == 0


def test_one_refused_mail_leaves_the_rest_of_the_batch_alone(scope: Any, settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = f"{__name__}.Picky"
    reminded(1)
    refused = reminded(1, recipient="refused@example.org")[0]
    reminded(2)
    assert deliver_due() == 4
    assert len(mail.outbox) == 3
    assert Message.objects.filter(state="sent").count() == 3
    refused.refresh_from_db()
    assert (refused.state, refused.attempts) == ("pending", 1)
    assert refused.last_error == "ConnectionResetError: … is unknown here"
    assert sorted(Attempt.objects.values_list("outcome", flat=True)) == ["failed", "sent", "sent", "sent"]


def test_what_a_slow_server_leaves_goes_back_to_the_queue_untried(scope: Any, settings: Any, monkeypatch: Any) -> None:
    clock = iter([0.0, 1.0, 1.0, 6.0])
    # The clock of this module alone: others in this process look at theirs.
    own_time = SimpleNamespace(monotonic=lambda: next(clock, 6.0), perf_counter=time.perf_counter)
    monkeypatch.setattr(delivery, "time", own_time)
    reminded(3)
    deliver_due()
    assert len(mail.outbox) == 1
    waiting = Message.objects.filter(state="pending")
    assert list(waiting.values_list("attempts", flat=True)) == [0, 0]


def test_a_lease_that_another_took_is_neither_sent_nor_marked(scope: Any, monkeypatch: Any) -> None:
    reminded(2)
    late = claim_messages()
    Message.objects.update(lease_until="2020-01-01T00:00Z")
    assert len(claim_messages()) == 2
    monkeypatch.setattr(delivery, "claim_messages", lambda most: late)
    deliver_due()
    assert mail.outbox == []
    assert set(Message.objects.values_list("state", flat=True)) == {"leased"}


def test_a_batch_of_several_cities_is_read_and_marked_city_by_city(city: Any, other_city: Any) -> None:
    for one in (city, other_city):
        with city_scope(one.pk):
            reminded(2)
    assert deliver_due() == 4
    for one in (city, other_city):
        with city_scope(one.pk):
            assert list(Message.objects.values_list("state", flat=True)) == ["sent", "sent"]
            assert Attempt.objects.filter(city=one).count() == 2
