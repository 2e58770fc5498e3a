"""The page of deliveries: what failed is tried again or given up, once, by the director, on record."""

import html
import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.actions import change_city, end_role, invite_person
from cities.models import City
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.records import record
from educities.activity.models import AuditEntry, Message
from educities.tenancy.scope import city_scope
from stakeholders.actions import appoint_representative
from stakeholders.verbs import REPRESENTATIVE_ENDED
from tests.factories import ChildFactory, MembershipFactory, OrganisationFactory, UserFactory, in_days
from tests.support import assert_same_queries, clock_time

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/deliveries/"


def message(key: str, state: str) -> Message:
    return Message.objects.create(
        dedupe_key=key,
        state=state,
        channel="mail",
        kind="meetings.session_soon",
        recipient="amal@example.org",
        attempts=8,
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

    assert_same_queries(lambda: client.get(PAGE), add, most=14)


def asked(organisation: Any, director: Any, email: str, name: str) -> Message:
    appoint_representative(organisation, actor=director, email=email, display_name=name)
    return Message.objects.get(recipient=email)


def test_a_line_says_what_it_is_and_to_whom(client: Any, sign_in: Any, director: Any, scope: Any) -> None:
    bakery = OrganisationFactory(name={"en": "Bakery", "he": "מאפייה"})
    asked(bakery, director, "amal@example.org", "Amal")
    child = ChildFactory(user=UserFactory(email="lior@example.org"), display_name="Lior")
    about = {"title": bakery.name, "note": {"name": "Lior"}, "reason": "It closed"}
    record(REPRESENTATIVE_ENDED, bakery, actor=director, notify=[child.user], **about)
    client.cookies["language"] = "he"
    page = sign_in(client, director).get(PAGE).content.decode()
    assert "מאפייה" in page
    assert "<bdi>Amal</bdi>" in page
    for hidden in ("Lior", "example.org", "stakeholders.representative", "…"):
        assert hidden not in page.partition("<main")[2].partition("</main")[0].replace("bat-galim", ""), hidden


def test_what_a_message_tells_its_reader_alone_is_not_shown(
    client: Any, sign_in: Any, director: Any, scope: Any
) -> None:
    data = {"name": "Amal", "title": {"en": "Bakery"}, "reason": "A private word"}
    payload = {"verb": "stakeholders.representative_ended", "data": data}
    Message.objects.create(dedupe_key="one", channel="mail", kind=payload["verb"], recipient="a@b.cd", payload=payload)
    Message.objects.create(dedupe_key="two", channel="mail", kind="mail", recipient="a@b.cd", payload=payload)
    page = sign_in(client, director).get(PAGE).content.decode()
    assert "A representation of Bakery ended" in page
    assert "An email about signing in" in page
    assert "Amal" not in page
    assert "A private word" not in page


def quiet(city: Any, start: str, end: str, actor: Any = None) -> None:
    change_city(
        City.objects.get(pk=city.pk),
        actor=actor,
        quiet_from=time.fromisoformat(start),
        quiet_until=time.fromisoformat(end),
        keeps_sabbath=False,
    )


@pytest.fixture
def at_night(scope: Any, director: Any) -> datetime:
    """The city is quiet now, and in an hour no longer."""
    now = timezone.now().astimezone(scope.zone).replace(microsecond=0)
    ends = now + timedelta(hours=1)
    quiet(scope, f"{now - timedelta(hours=1):%H:%M}", f"{ends:%H:%M}", director)
    scope.refresh_from_db()
    return ends.replace(second=0)


def test_mail_that_waits_for_the_morning_says_when(
    client: Any, sign_in: Any, director: Any, scope: Any, at_night: datetime
) -> None:
    organisation = OrganisationFactory()
    sign_in(client, director)
    asking = f"/c/bat-galim/organisations/{organisation.pk}/appoint/"
    form = {"display_name": "Amal", "email": "amal@example.org", "language": "en"}
    assert (
        f"We send the email at {clock_time(at_night)}, after" in client.post(asking, form, follow=True).content.decode()
    )
    assert f"goes out at {clock_time(at_night)}" in client.get(PAGE).content.decode()
    deliver_due()
    one = Message.objects.get(recipient="amal@example.org")
    assert one.available_at == at_night
    quiet(scope, "00:00", "00:00", director)
    one.refresh_from_db()
    assert one.available_at <= timezone.now()
    assert "goes out in a moment" in client.get(PAGE).content.decode()
    deliver_due()
    one.refresh_from_db()
    assert one.state == "sent"


def test_what_failed_keeps_its_time_when_the_hours_change(director: Any, scope: Any, at_night: datetime) -> None:
    one = message("one", "pending")
    later = timezone.now() + timedelta(hours=5)
    Message.objects.update(available_at=later)
    quiet(scope, "01:00", "02:00", director)
    one.refresh_from_db()
    assert one.available_at == later


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


class TestAllOfOneState:
    """What the page cuts, it counts and leads to; what has been sent is listed too."""

    @pytest.fixture
    def page(self, client: Any, city: Any, director: Any, sign_in: Any) -> Any:
        sign_in(client, director)
        with city_scope(city.pk):
            for n in range(63):
                row = message(f"dead-{n}", "dead")
                Message.objects.filter(pk=row.pk).update(last_error=f"refused by host {n:02}")
            message("sent", "sent")
        return lambda **asked: client.get(PAGE, asked)

    def test_a_cut_list_says_how_many_there_are(self, page: Any) -> None:
        text = page().content.decode()
        assert 'href="/c/bat-galim/deliveries/?state=dead"' in text
        assert "63" in text

    def test_the_oldest_stands_first_and_the_pages_hold_all(self, page: Any) -> None:
        lines = [one["row"].last_error for n in (1, 2) for one in page(state="dead", page=n).context["lines"]]
        assert lines == [f"refused by host {n:02}" for n in range(63)]

    def test_one_is_found_by_its_error_or_whole_address(self, page: Any) -> None:
        assert len(page(state="dead", q="host 07").context["lines"]) == 1
        assert len(page(state="dead", q="AMAL@example.org").context["lines"]) == 50
        assert page(state="dead", q="amal").context["lines"] == []

    def test_who_gives_one_up_comes_back_to_that_page(self, client: Any, page: Any) -> None:
        shown = page(state="dead", page=2)
        address = shown.wsgi_request.get_full_path()
        pk = shown.context["lines"][0]["row"].pk
        way = re.search(rf'href="({PAGE}{pk}/cancel/[^"]*)"', shown.content.decode())
        assert way
        asks = client.get(html.unescape(way[1]))
        sent = re.search(r'name="next" value="([^"]*)"', asks.content.decode().partition("<main")[2])
        assert sent
        assert client.post(f"{PAGE}{pk}/cancel/", {"next": html.unescape(sent[1])}).url == address
        assert len(page(state="dead", page=2).context["lines"]) == 12

    def test_a_page_behind_the_last_one_is_the_last(self, page: Any) -> None:
        assert page(state="dead", page=9).context["page_obj"].number == 2

    def test_what_was_sent_is_listed(self, page: Any) -> None:
        assert [one["row"].dedupe_key for one in page(state="sent").context["lines"]] == ["sent"]

    def test_a_state_that_is_none_shows_the_page(self, page: Any) -> None:
        assert "dead" in page(state="zzz").context


def test_an_invitation_that_was_sent_says_its_role_in_the_same_queries_for_many(
    client: Any, sign_in: Any, director: Any, scope: Any
) -> None:
    def invite(count: int) -> None:
        for number in range(count):
            about = {"email": f"p{number}-{Message.objects.count()}@example.org", "display_name": "Amal"}
            invite_person(scope, actor=director, role="facilitator", **about)
        Message.objects.update(state="sent", sent_at=timezone.now(), payload={})

    sign_in(client, director)
    sent = {"state": "sent"}
    assert_same_queries(lambda: client.get(PAGE, sent), invite)
    page = client.get(PAGE, sent).content.decode()
    assert page.count("Invitation to the role: facilitator") == 3
    assert "Invitation to the role: …" not in page


class TestOwnAct:
    """What one hand does, the others read of: whoever did it does not stop the mail."""

    @pytest.fixture
    def told(self, scope: City, director: Any) -> Message:
        other = MembershipFactory(city=scope, role="facilitator").user
        end_role(MembershipFactory(city=scope, role="reader", user=other), actor=director, reason="Done")
        return Message.objects.get(user=other)

    def press(self, client: Any, sign_in: Any, user: Any, mail: Message) -> tuple[str, str]:
        sign_in(client, user)
        page = client.get(PAGE).content.decode()
        client.post(f"{PAGE}{mail.pk}/cancel/")
        client.logout()
        mail.refresh_from_db()
        return mail.state, "offered" if f"{PAGE}{mail.pk}/cancel/" in page else ""

    def test_who_did_it_stops_no_mail_about_it_and_another_director_does(
        self, client: Any, sign_in: Any, scope: City, director: Any, told: Message
    ) -> None:
        assert self.press(client, sign_in, director, told) == ("pending", "")
        sign_in(client, director)
        assert "what you or your deputy did" in client.get(f"{PAGE}{told.pk}/cancel/").content.decode()
        client.logout()
        other = MembershipFactory(city=scope, role="director").user
        assert self.press(client, sign_in, other, told) == ("cancelled", "offered")

    def test_a_failed_one_is_not_given_up_by_them_either(
        self, client: Any, sign_in: Any, director: Any, told: Message
    ) -> None:
        Message.objects.filter(pk=told.pk).update(state="dead")
        assert self.press(client, sign_in, director, told) == ("dead", "")

    def test_a_deputy_stops_no_mail_about_whom_they_stand_in_for_nor_the_other_way_round(
        self, client: Any, sign_in: Any, scope: City, director: Any, told: Message
    ) -> None:
        deputy = MembershipFactory(city=scope, role="director", acting_for=director, ends_on=in_days(9)).user
        assert self.press(client, sign_in, deputy, told) == ("pending", "")
        sign_in(client, deputy)
        reader = MembershipFactory(city=scope, role="reader")
        client.post(reverse("end_role", args=[scope.slug, reader.pk]), {"reason": "Done"})
        client.logout()
        mail = Message.objects.get(user=reader.user)
        assert self.press(client, sign_in, director, mail) == ("pending", "")

    def test_an_invitation_that_was_wrong_is_stopped_by_whoever_wrote_it(
        self, client: Any, sign_in: Any, scope: City, director: Any
    ) -> None:
        invite_person(scope, actor=director, email="new@example.org", display_name="New", role="reader", waits=True)
        mail = Message.objects.get(recipient="new@example.org")
        assert self.press(client, sign_in, director, mail) == ("cancelled", "offered")
