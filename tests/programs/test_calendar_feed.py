"""The milestones in a person's own calendar program: by a secret link that ends with the role."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import Membership
from consents.values.erasure import ERASURE
from educities.activity.models import AuditEntry
from educities.kit.tokens import hash_token
from programs import verbs
from programs.actions.calendar_links import end_idle_links, leave_calendar, make_calendar_link
from programs.models import CalendarLink, Milestone
from programs.views import calendar
from tests.factories import MembershipFactory, ProfileFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(scope: Any, director: Any) -> Any:
    return ProgramFactory(actor=director, signed=True)


@pytest.fixture
def feed(scope: Any, program: Any, director: Any) -> str:
    return reverse("program_feed", args=[scope.slug, make_calendar_link(director)])


def find_event(text: str, row: Milestone) -> str:
    """The lines of one milestone, unfolded."""
    (found,) = [part for part in text.replace("\r\n ", "").split("BEGIN:VEVENT") if f"milestone-{row.pk}@" in part]
    return found


def test_a_person_makes_copies_and_ends_the_link(
    client: Client, scope: Any, program: Any, director: Any, sign_in: Any
) -> None:
    page = reverse("program_calendar_link", args=[scope.slug])
    see = sign_in(client, director)
    assert "Make a link" in see.get(page).content.decode()
    answer = see.post(page)
    address = re.search(r'value="(https?://[^"]+\.ics)"', answer.content.decode())[1]  # type: ignore[index]
    assert answer["Cache-Control"] == "no-store"
    assert "webcal://" in answer.content.decode()
    # Nobody's number, name or address stands in it; the secret is kept nowhere.
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert address.endswith(f"/c/{scope.slug}/program/calendar/{token}.ics")
    assert CalendarLink.objects.get().token_hash == hash_token(token)
    assert token not in see.get(page).content.decode()
    path = f"/{address.split('/', 3)[3]}"
    assert Client().get(path).content.decode().count("BEGIN:VEVENT") == Milestone.objects.count()
    # A new one takes the place of the one before.
    see.post(page, {"again": "1"})
    assert Client().get(path).status_code == 404
    assert CalendarLink.objects.count() == 1
    see.post(reverse("end_calendar_link", args=[scope.slug]))
    assert not CalendarLink.objects.exists()
    kept = AuditEntry.objects.filter(actor=director, verb__startswith="programs.calendar_link")
    assert list(kept.order_by("pk").values_list("verb", flat=True)) == [
        verbs.CALENDAR_LINK_MADE.code,
        verbs.CALENDAR_LINK_MADE.code,
        verbs.CALENDAR_LINK_ENDED.code,
    ]
    assert token not in str(list(AuditEntry.objects.values()))


def test_each_milestone_is_one_event_for_ever(client: Client, feed: str) -> None:
    moved, dropped, *_others = Milestone.objects.order_by("-due_on")
    before = client.get(feed).content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in before
    assert f"DTSTART;VALUE=DATE:{moved.due_on:%Y%m%d}" in find_event(before, moved)
    assert "SEQUENCE:0" in find_event(before, moved)
    Milestone.objects.filter(pk=moved.pk).update(due_on=moved.due_on - timedelta(days=7))
    Milestone.objects.filter(pk=dropped.pk).update(state="dropped")
    after = client.get(feed).content.decode()
    assert f"DTSTART;VALUE=DATE:{moved.due_on - timedelta(days=7):%Y%m%d}" in find_event(after, moved)
    assert "SEQUENCE:1" in find_event(after, moved)
    assert "STATUS:CANCELLED" in find_event(after, dropped)
    assert re.findall("UID:.*", before) == re.findall("UID:.*", after) or sorted(
        re.findall("UID:.*", before)
    ) == sorted(re.findall("UID:.*", after))


def test_a_row_saved_as_it_was_read_counts_no_change(program: Any) -> None:
    row = Milestone.objects.order_by("-due_on")[0]
    stale = Milestone.objects.get(pk=row.pk)
    Milestone.objects.filter(pk=row.pk).update(due_on=row.due_on - timedelta(days=1))
    stale.due_on -= timedelta(days=1)
    stale.save()
    row.refresh_from_db()
    assert row.revision == 1


def test_what_did_not_change_is_not_sent_again(client: Client, feed: str) -> None:
    first = client.get(feed)
    assert client.get(feed)["ETag"] == first["ETag"]
    same = client.get(feed, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert client.get(feed, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    row = Milestone.objects.latest("due_on")
    Milestone.objects.filter(pk=row.pk).update(due_on=row.due_on - timedelta(days=1))
    assert client.get(feed, headers={"if-none-match": first["ETag"]}).status_code == 200
    head = client.head(feed)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(feed).status_code == 405


def test_it_is_in_the_language_of_the_person(client: Client, feed: str, director: Any) -> None:
    type(director).objects.filter(pk=director.pk).update(language="he")
    text = client.get(feed, headers={"accept-language": "en"}).content.decode().replace("\r\n ", "")
    assert "אבני דרך" in text
    assert "· בתכנון" in text


def test_it_ends_with_the_role(client: Client, scope: Any, feed: str, director: Any) -> None:
    roles = Membership.objects.filter(user=director)
    today = scope.today()
    roles.update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    assert client.get(feed).status_code == 404
    # What a later role would bring back to life is gone by then.
    assert end_idle_links(scope) == 1
    roles.update(ends_on=None)
    assert client.get(feed).status_code == 404


def test_a_closed_account_reads_nothing(client: Client, scope: Any, feed: str, director: Any) -> None:
    type(director).objects.filter(pk=director.pk).update(is_active=False)
    assert client.get(feed).status_code == 404


def test_who_leaves_has_no_link(scope: Any, program: Any) -> None:
    person = ProfileFactory(user=MembershipFactory(city=scope).user)
    make_calendar_link(person.user)
    assert leave_calendar in list(ERASURE)
    leave_calendar(person)
    assert not CalendarLink.objects.exists()


def test_another_citys_link_is_none(client: Client, feed: str, other_city: Any) -> None:
    token = feed.rpartition("/")[2].removesuffix(".ics")
    assert client.get(reverse("program_feed", args=[other_city.slug, token])).status_code == 404


def test_tries_and_reads_are_counted(client: Client, scope: Any, feed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "MOST_TRIES", 1)
    monkeypatch.setattr(calendar, "MOST_READS", 1)
    wrong = reverse("program_feed", args=[scope.slug, "nothing"])
    assert [client.get(wrong).status_code for _try in range(2)] == [404, 429]
    answers = [client.get(feed) for _read in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert int(answers[1]["Retry-After"]) > 0


def test_two_links_of_one_person_cannot_be(scope: Any, director: Any) -> None:
    make_calendar_link(director)
    first = CalendarLink.objects.get().token_hash
    make_calendar_link(director)
    row = CalendarLink.objects.get()
    assert row.token_hash != first
    assert row.made_at <= timezone.now()


def test_a_press_ends_no_link_before_the_page_has_asked(
    client: Client, scope: Any, program: Any, director: Any, sign_in: Any
) -> None:
    page, end = (reverse(name, args=[scope.slug]) for name in ("program_calendar_link", "end_calendar_link"))
    see = sign_in(client, director)
    see.post(page)
    kept = CalendarLink.objects.get().token_hash
    refused = see.post(page)
    assert (refused.status_code, "The one before ends" in refused.content.decode()) == (409, True)
    asked = see.get(end).content.decode()
    assert "End the link of your calendar?" in asked
    assert "stops showing them" in asked
    assert CalendarLink.objects.get().token_hash == kept
