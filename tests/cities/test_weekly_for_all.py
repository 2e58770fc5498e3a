"""All emails of a city in one, once a week: for residents and everyone else who chooses so."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.actions import digests
from cities.actions.digests import send_digests
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.forgetting import forget_reader
from educities.activity.actions.notices import read_notices
from educities.activity.actions.outbox import cancel_mails_to
from educities.activity.actions.preferences import choose_mail, choose_weekly, leave_weekly, stop_mail
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_news
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.queries.mail_stops import stop_address
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.mails import render_mail
from educities.activity.values import VERBS
from educities.tenancy.scope import city_scope
from tests.factories import CityFactory, LabFactory, MembershipFactory, SessionFactory, UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
LAUNCHED, CANCELLED = VERBS["labs.lab_launched"], VERBS["meetings.session_cancelled"]
FRIDAY_NOON = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
WEEK_CODE = "cities.week_told"


@pytest.fixture
def never_quiet(settings: Any, scope: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    scope.quiet_from, scope.quiet_until, scope.keeps_sabbath = "00:00", "00:00", False
    scope.save()


@pytest.fixture
def reader(scope: Any) -> Any:
    user = UserFactory(language="he")
    MembershipFactory(user=user, city=scope, role="resident")
    choose_weekly(user)
    return user


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(digests.timezone, "now", lambda: moment)

    return set_clock


def tell(user: Any, **more: Any) -> Any:
    lab = LabFactory()
    record(LAUNCHED, lab, actor=None, notify=[user], title=lab.name, **more)
    return lab


def weekly_mails() -> list[Message]:
    return list(Message.objects.filter(kind=WEEK_CODE).order_by("pk"))


def test_two_taps_of_the_menu_choose_it_and_two_choose_back(scope: Any, client: Client, resident: Any) -> None:
    page = reverse("mail_preferences", args=[scope.slug])
    sign_in(client, resident)
    assert f'href="{page}"' in client.get(reverse("inbox", args=[scope.slug])).content.decode()
    chosen = client.post(reverse("choose_weekly", args=[scope.slug]), follow=True)
    assert chosen.redirect_chain[-1][0] == page
    assert "One email a week, with all of it" in chosen.content.decode()
    assert "weekday" in chosen.context["form"].fields
    left = client.post(reverse("choose_single", args=[scope.slug]), follow=True).content.decode()
    assert "One by one, as things happen" in left


def test_what_can_wait_stands_in_the_weekly_mail_with_its_page(scope: Any, reader: Any, at: Any) -> None:
    lab = tell(reader)
    assert Message.objects.count() == 0
    at(FRIDAY_NOON)
    assert [send_digests(scope) for _n in range(2)] == [1, 0]
    letter = render_mail(weekly_mails()[0])
    assert letter.subject == "\u200fהשבוע שלך: חדשה אחת"
    assert lab.get_absolute_url() in letter.text
    assert f'{lab.get_absolute_url()}"' in letter.html
    assert "/mine/" in letter.text
    assert letter.topic == "weekly"


def test_a_second_week_tells_nothing_again_and_no_mail_is_empty(scope: Any, reader: Any, at: Any) -> None:
    tell(reader)
    at(FRIDAY_NOON)
    send_digests(scope)
    at(FRIDAY_NOON + timedelta(days=7))
    assert send_digests(scope) == 0
    assert len(weekly_mails()) == 1


def test_what_cannot_wait_goes_at_once(scope: Any, reader: Any) -> None:
    session = SessionFactory()
    record(CANCELLED, session, actor=None, notify=[reader], reason="Rain", title=session.title)
    tell(reader, expires_at=timezone.now() + timedelta(days=3))
    assert Message.objects.filter(user=reader).count() == 2
    assert Notice.objects.filter(is_held=True).count() == 0


def test_what_was_seen_or_taken_back_is_not_told(scope: Any, reader: Any, at: Any) -> None:
    seen, taken_back = tell(reader), tell(reader)
    read_notices(reader.pk, target_id=str(seen.pk))
    assert cancel_news(taken_back, LAUNCHED) == 0
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0


def test_a_stopped_topic_is_not_told_either(scope: Any, reader: Any, at: Any) -> None:
    tell(reader)
    stop_mail(reader.pk, "cohorts")
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0


def test_choosing_it_holds_what_has_not_gone_out_yet(scope: Any, at: Any, never_quiet: None) -> None:
    user = UserFactory()
    tell(user)
    choose_weekly(user)
    choose_weekly(user)
    deliver_due()
    assert mail.outbox == []
    at(FRIDAY_NOON)
    assert send_digests(scope) == 1
    assert AuditEntry.objects.filter(verb="activity.weekly_chosen").count() == 1


def test_whoever_changes_back_reads_what_was_kept_in_a_last_one(scope: Any, reader: Any, at: Any) -> None:
    tell(reader)
    leave_weekly(reader)
    leave_weekly(reader)
    tell(reader)
    at(FRIDAY_NOON - timedelta(days=2, hours=5))
    assert [send_digests(scope) for _n in range(2)] == [1, 0]
    (last,) = weekly_mails()
    render_mail(last)
    assert last.payload["data"]["news_count"] == 1
    assert Message.objects.filter(kind=LAUNCHED.code).count() == 1


def test_the_link_of_the_weekly_mail_leaves_only_what_cannot_wait(scope: Any, reader: Any, at: Any) -> None:
    tell(reader)
    path = "/" + stop_address(scope.slug, scope.pk, reader.pk, "weekly").split("/", 3)[3]
    assert "Only what cannot wait still comes" in Client().get(path).content.decode()
    Client().post(path, {"List-Unsubscribe": "One-Click"})
    tell(reader)
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0
    assert Message.objects.filter(user=reader).count() == 0
    page = sign_in(Client(), reader).get(reverse("mail_preferences", args=[scope.slug])).content.decode()
    assert reverse("choose_weekly", args=[scope.slug]) in page
    # Nothing of that time is sent later, when emails come one by one again.
    leave_weekly(reader)
    assert send_digests(scope) == 0


def test_the_day_is_the_readers_own(scope: Any, reader: Any, at: Any) -> None:
    tell(reader)
    choose_mail(reader, wanted=["cohorts", "weekly"], offered=["cohorts", "weekly"], weekday=0)
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0
    at(FRIDAY_NOON + timedelta(days=3))
    assert send_digests(scope) == 1


def test_in_quiet_hours_it_waits(scope: Any, reader: Any, never_quiet: None) -> None:
    tell(reader)
    leave_weekly(reader)
    assert send_digests(scope) == 1
    scope.quiet_from, scope.quiet_until = "00:00", "23:59"
    scope.save()
    deliver_due()
    assert mail.outbox == []
    assert weekly_mails()[0].state == "pending"


def test_each_city_has_its_own(scope: Any, other_city: Any, reader: Any, at: Any) -> None:
    """Chosen in one city, it holds there alone, and tells nothing of the other."""
    with city_scope(other_city.pk):
        MembershipFactory(user=reader, city=other_city, role="resident")
        tell(reader)
        assert Message.objects.filter(kind=LAUNCHED.code).count() == 1
        at(FRIDAY_NOON)
        assert send_digests(other_city) == 0
    assert send_digests(scope) == 0


def test_a_closed_account_gets_none(scope: Any, reader: Any, at: Any) -> None:
    tell(reader)
    reader.is_active = False
    reader.save()
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0


def test_three_readers_cost_as_many_queries_as_one(
    scope: Any, reader: Any, at: Any, django_assert_max_num_queries: Any
) -> None:
    """Notifying takes the same number of statements for one reader and for three."""
    lab = LabFactory()
    others = [UserFactory(), UserFactory()]
    for user in others:
        choose_weekly(user)
    record(LAUNCHED, lab, actor=None, notify=[reader], title=lab.name)
    counts = []
    for users in ([reader], [reader, *others]):
        with django_assert_max_num_queries(20) as captured:
            record(LAUNCHED, lab, actor=None, notify=users, title=lab.name)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Notice.objects.filter(is_held=True).count() == 5


def test_who_left_the_city_and_whose_mails_were_called_off_get_none(scope: Any, reader: Any, at: Any) -> None:
    other = UserFactory()
    choose_weekly(other)
    lab = tell(reader)
    record(LAUNCHED, lab, actor=None, notify=[other], title=lab.name)
    forget_reader(reader.pk, [reader.email])
    cancel_mails_to(other, [LAUNCHED.code])
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_write_one_mail() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        user = UserFactory()
        choose_weekly(user)
        tell(user)
        leave_weekly(user)

    def work() -> None:
        try:
            with city_scope(city.pk):
                send_digests(city)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with city_scope(city.pk):
        assert len(weekly_mails()) == 1
        assert not Notice.objects.filter(is_held=True).exists()


def test_what_the_weekly_mail_says_names_nobody() -> None:
    """A line of it is the subject of a notice: of a child or anybody else no name stands in one."""
    subjects = {kind.code: str(kind.verb.subject or kind.verb.label) for kind in MAIL_KINDS if kind.can_wait}
    assert [code for code, subject in subjects.items() if "{name}" in subject] == []
