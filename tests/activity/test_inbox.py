"""The inbox: what is new is seen, what is old is quiet, what is alike is one row."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cities.actions import grant_role
from educities.activity.models import Notice
from educities.activity.texts.inbox_rows import inbox_groups
from educities.activity.values import VERBS
from educities.tenancy.scope import city_scope
from stakeholders.actions import propose_organisation, verify_organisation
from tests.factories import UserFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/inbox/"
ACCEPTED, VERIFIED = "stakeholders.representative_accepted", "stakeholders.organisation_verified"


@pytest.fixture
def notify(scope: Any, director: Any) -> Any:
    def add(verb: str, *, at: datetime | None = None, read: bool = False, **data: Any) -> Notice:
        row = Notice.objects.create(
            user=director,
            verb=verb,
            target_type="stakeholders.organisation",
            target_id="1",
            url="/c/bat-galim/organisations/",
            data=data,
            read_at=timezone.now() if read else None,
        )
        if at:
            Notice.objects.filter(pk=row.pk).update(created_at=at)
        return row

    return add


class FixedDays:
    """Thursday, 26 November 2026, in a week that begins on Sunday."""

    zone, week_start = ZoneInfo("Asia/Jerusalem"), 6

    def today(self) -> Any:
        return datetime(2026, 11, 26, tzinfo=self.zone).date()


def test_rows_stand_under_today_this_week_and_earlier(notify: Any) -> None:
    days = FixedDays()
    for day, verb in ((26, ACCEPTED), (22, VERIFIED), (21, ACCEPTED)):
        notify(verb, at=datetime(2026, 11, day, 0, 30, tzinfo=days.zone))
    groups = inbox_groups(Notice.objects.order_by("-created_at"), days)
    assert [(group.label, [row.when for row in group.rows]) for group in groups] == [
        ("Today", ["00:30"]),
        ("This week", ["Sun 00:30"]),
        ("Earlier", ["21\u00a0November"]),
    ]


def test_what_is_alike_on_one_day_is_one_row(client: Any, sign_in: Any, director: Any, notify: Any) -> None:
    for name in ("A", "B", "C"):
        notify(ACCEPTED, title={"en": name})
    notify(VERIFIED, title={"en": "D"})
    page = sign_in(client, director).get(PAGE)
    (group,) = page.context["groups"]
    assert [len(row.alike) for row in group.rows] == [0, 2]
    assert "· 2 more like these" in " ".join(page.content.decode().split())


def test_seen_and_new_are_not_folded_together(notify: Any, scope: Any) -> None:
    notify(ACCEPTED)
    notify(ACCEPTED, read=True)
    (group,) = inbox_groups(Notice.objects.all(), scope)
    assert [row.is_new for row in group.rows] == [False, True]


def test_a_reason_is_never_folded_away(notify: Any, scope: Any) -> None:
    for reason in ("One", "Two"):
        notify("stakeholders.organisation_rejected", reason=reason)
    (group,) = inbox_groups(Notice.objects.all(), scope)
    assert [row.reason for row in group.rows] == ["Two", "One"]


def test_all_is_marked_from_the_head_while_anything_is_new(
    client: Any, sign_in: Any, director: Any, notify: Any
) -> None:
    notify(ACCEPTED)
    sign_in(client, director)
    assert 'action="/c/bat-galim/inbox/read/"' in client.get(PAGE).content.decode()
    client.post("/c/bat-galim/inbox/read/")
    assert 'action="/c/bat-galim/inbox/read/"' not in client.get(PAGE).content.decode()


def test_the_inbox_costs_the_same_for_one_and_three(client: Any, sign_in: Any, city: Any, director: Any) -> None:
    sign_in(client, director)

    def add(count: int) -> None:
        with city_scope(city.pk):
            for turn in range(count):
                row = Notice.objects.create(user=director, verb=ACCEPTED, target_type="labs.lab", target_id="1")
                past = timezone.now() - timedelta(days=turn)
                Notice.objects.filter(pk=row.pk).update(created_at=past)

    assert_same_queries(lambda: client.get(PAGE), add, most=8)


def test_a_notice_is_read_by_opening_it(client: Any, sign_in: Any, director: Any, notify: Any) -> None:
    first, second = notify(ACCEPTED), notify(VERIFIED)
    Notice.objects.filter(pk=second.pk).update(url="/c/bat-galim/organisations/2/")
    sign_in(client, director)
    url = f"/c/bat-galim/inbox/{first.pk}/open/"
    assert f'formaction="{url}"' in client.get(PAGE).content.decode()
    assert client.post(url).url == first.url
    assert list(Notice.objects.filter(read_at=None)) == [second]


def test_what_leads_to_the_same_page_is_read_with_it(client: Any, sign_in: Any, director: Any, notify: Any) -> None:
    first = notify(ACCEPTED)
    notify(VERIFIED)
    sign_in(client, director).post(f"/c/bat-galim/inbox/{first.pk}/open/")
    assert not Notice.objects.filter(read_at=None).exists()


def test_nobody_opens_the_notice_of_another(client: Any, sign_in: Any, facilitator: Any, notify: Any) -> None:
    row = notify(ACCEPTED)
    assert sign_in(client, facilitator).post(f"/c/bat-galim/inbox/{row.pk}/open/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_the_unread_stand_alone_behind_their_tab(client: Any, sign_in: Any, director: Any, notify: Any) -> None:
    new = notify(ACCEPTED)
    for _n in range(60):
        notify(VERIFIED, read=True)
    page = sign_in(client, director).get(f"{PAGE}?unread=1")
    assert [row.notice for group in page.context["groups"] for row in group.rows] == [new]
    assert '<span class="num">1</span>' in page.content.decode()


@pytest.mark.parametrize(("unread", "label"), [(99, "99"), (100, "99+"), (101, "99+")])
def test_the_bell_and_the_tab_count_to_ninety_nine(
    client: Any, sign_in: Any, director: Any, notify: Any, unread: int, label: str
) -> None:
    row = notify(ACCEPTED)
    Notice.objects.bulk_create(
        Notice(user=director, city_id=row.city_id, verb=row.verb, target_type=row.target_type, target_id=str(number))
        for number in range(2, unread + 1)
    )
    page = sign_in(client, director).get(PAGE).content.decode()
    assert f'<span class="count num">{label}</span>' in page
    assert f'<span class="num">{label}</span>' in page


def test_nothing_unread_is_said(client: Any, sign_in: Any, director: Any, notify: Any) -> None:
    notify(ACCEPTED, read=True)
    assert "You have read everything." in sign_in(client, director).get(f"{PAGE}?unread=1").content.decode()


def test_who_acts_on_a_thing_has_seen_what_waited_about_it(
    scope: Any, director: Any, facilitator: Any, client: Any, sign_in: Any
) -> None:
    row = propose_organisation(actor=facilitator, name={"en": "Café"}, sector=2)
    other = propose_organisation(actor=facilitator, name={"en": "Choir"}, sector=3)
    verify_organisation(row, actor=director)
    left = Notice.objects.filter(user=director, read_at=None)
    assert [notice.target_id for notice in left] == [str(other.pk)]


def test_who_was_signed_out_meanwhile_is_led_to_sign_in(client: Any, notify: Any) -> None:
    answer = client.post(f"/c/bat-galim/inbox/{notify(ACCEPTED).pk}/open/")
    assert answer.url.startswith("/accounts/login/")


def test_what_was_answered_since_is_no_longer_asked_for(
    scope: Any, director: Any, facilitator: Any, client: Any, sign_in: Any
) -> None:
    done = propose_organisation(actor=facilitator, name={"en": "Café"}, sector=2)
    propose_organisation(actor=facilitator, name={"en": "Choir"}, sector=3)
    verify_organisation(done, actor=director)
    page = sign_in(client, director).get(PAGE)
    sentences = [row.sentence for group in page.context["groups"] for row in group.rows]
    assert sorted(sentences) == ["Café was proposed", "Verify the organisation Choir"]
    assert page.content.decode().count("there is nothing left to do") == 1


def test_the_bell_counts_no_more_what_somebody_else_has_answered(scope: Any, director: Any, facilitator: Any) -> None:
    other = UserFactory()
    grant_role(scope, other, "director", actor=director)
    one = propose_organisation(actor=facilitator, name={"en": "Café"}, sector=2)
    propose_organisation(actor=facilitator, name={"en": "Choir"}, sector=3)
    asked = Notice.objects.filter(user=director, verb="stakeholders.organisation_proposed")
    assert asked.filter(read_at=None).count() == 2
    verify_organisation(one, actor=other)
    assert [notice.target_id == str(one.pk) for notice in asked.exclude(read_at=None)] == [True]


# What is asked of somebody here is answered on another row, or by each of several people for themselves.
ANSWERED_ELSEWHERE = {
    "collaborations.follow_up",
    "collaborations.endorsements_asked",
    "consents.renewal_asked",
    "consents.own_renewal_asked",
    "accelerator.head_asked",
    "growth.reminded",
    "journeys.trip_taken_back",
}
ASKS = re.compile(
    r"^(Answer|Approve|Call|Confirm|Correct|Decide|Due|Overdue|Read|Revise|Sign|To be|Verify|Write)\b(?! in)"
    r"|\?|\basks? you\b|\bare asked\b|\bis asking\b|\bneeded\b|: decide|: your answer|^Invitation"
)


def test_whatever_asks_somebody_for_something_comes_to_an_end() -> None:
    asking = {verb.code for verb in VERBS if ASKS.search(str(verb.subject)) and not verb.settled_by}
    assert asking == ANSWERED_ELSEWHERE


def test_what_settles_a_verb_can_be_recorded() -> None:
    assert [code for verb in VERBS for code in verb.settled_by if VERBS.get(code) is None] == []


def test_what_an_act_says_in_several_languages_stands_on_its_page_and_not_among_the_notices(
    notify: Any, scope: Any
) -> None:
    notify("forum.decided", words={"en": "Yes", "he": "כן"})
    (group,) = inbox_groups(Notice.objects.all(), scope)
    assert [row.reason for row in group.rows] == [""]
