"""Emails are stopped by topic and city: on the page, by the link of a mail, by a mail program's own button."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.preferences import choose_mail, stop_mail
from educities.activity.actions.records import record
from educities.activity.models import AuditEntry, MailStop, Message, Notice
from educities.activity.queries.mail_stops import SIGNER, stop_address
from educities.activity.values import VERBS
from tests.factories import LabFactory, MembershipFactory, UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
LAUNCHED = VERBS["labs.lab_launched"]


@pytest.fixture(autouse=True)
def _post(settings: Any, scope: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    scope.quiet_from, scope.quiet_until, scope.keeps_sabbath = "00:00", "00:00", False
    scope.save()


def tell(user: Any) -> None:
    lab = LabFactory()
    record(LAUNCHED, lab, actor=None, notify=[user], title=lab.name)


def path_of(city: Any, user: Any, topic: str) -> str:
    return "/" + stop_address(city.slug, city.pk, user.pk, topic).split("/", 3)[3]


def test_the_link_asks_and_changes_nothing(scope: Any) -> None:
    user = UserFactory()
    page = Client().get(path_of(scope, user, "cohorts"))
    assert page.status_code == 200
    assert MailStop.objects.count() == 0


def test_one_click_stops_without_signing_in_and_without_a_form_token(scope: Any) -> None:
    user = UserFactory()
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post(path_of(scope, user, "cohorts"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert MailStop.objects.filter(user=user, topic="cohorts").exists()
    visitor.post(path_of(scope, user, "cohorts"))
    assert MailStop.objects.count() == 1


def test_the_address_is_signed_as_django_signs(scope: Any) -> None:
    """The quick way to sign thousands gives what the checking side expects."""
    token = path_of(scope, UserFactory(), "cohorts").rstrip("/").rpartition("/")[2]
    assert SIGNER.sign(SIGNER.unsign(token)) == token


def test_a_forged_link_and_one_of_another_city_are_not_there(scope: Any, other_city: Any) -> None:
    user = UserFactory()
    path = path_of(scope, user, "cohorts")
    assert Client().post(path[:-5] + "xxxx/").status_code == 404
    elsewhere = path.replace(f"/c/{scope.slug}/", f"/c/{other_city.slug}/")
    assert Client().post(elsewhere).status_code == 404
    assert MailStop.objects.count() == 0


def test_what_is_stopped_is_not_sent_and_stays_among_the_notifications(scope: Any) -> None:
    user, other = UserFactory(), UserFactory()
    tell(user)
    tell(other)
    stop_mail(user.pk, "cohorts")
    deliver_due()
    assert [one.to for one in mail.outbox] == [[other.email]]
    assert Message.objects.get(user=user).state == Message.State.CANCELLED
    assert Notice.objects.filter(user=user).count() == 1


def test_a_stop_holds_for_its_topic_alone(scope: Any) -> None:
    user = UserFactory()
    stop_mail(user.pk, "sessions")
    tell(user)
    deliver_due()
    assert len(mail.outbox) == 1


def test_the_page_stops_and_resumes_and_the_record_says_so(scope: Any, client: Client) -> None:
    user = UserFactory()
    MembershipFactory(user=user, city=scope, role="resident")
    page = reverse("mail_preferences", args=[scope.slug])
    sign_in(client, user).post(page, {"topics": ["sessions"]})
    stopped = set(MailStop.objects.filter(user=user).values_list("topic", flat=True))
    assert stopped == {"invitations", "cohorts", "ideas", "organisations", "collaborations", "forum"}
    client.post(page, {"topics": ["sessions", "ideas"]})
    assert "ideas" not in set(MailStop.objects.filter(user=user).values_list("topic", flat=True))
    assert AuditEntry.objects.filter(verb="activity.mail_resumed", actor=user).count() == 1


def test_choosing_the_same_twice_records_nothing_new(scope: Any) -> None:
    user = UserFactory()
    for _n in range(2):
        choose_mail(user, wanted=["sessions"], offered=["sessions", "ideas"], weekday=4)
    assert AuditEntry.objects.filter(verb="activity.mail_stopped").count() == 1


@pytest.mark.parametrize(("week_start", "first"), [(6, 6), (0, 0), (5, 5)])
def test_the_days_begin_as_the_week_of_the_city_does(scope: Any, week_start: int, first: int) -> None:
    scope.week_start = week_start
    scope.save()
    director = MembershipFactory(city=scope, role="director").user
    page = sign_in(Client(), director).get(reverse("mail_preferences", args=[scope.slug]))
    days = [day for day, _name in page.context["form"].fields["weekday"].choices]
    assert days[0] == first
    assert sorted(days) == list(range(7))


def test_what_is_stopped_stands_in_the_notifications_but_for_reminders_and_the_weekly_email(
    scope: Any, client: Client
) -> None:
    user = MembershipFactory(city=scope, role="director").user
    page = " ".join(sign_in(client, user).get(reverse("mail_preferences", args=[scope.slug])).content.decode().split())
    assert "its news in your notifications; only reminders and the weekly email are not there." in page
    choose_mail(user, wanted=[], offered=["sessions", "ideas"], weekday=4)
    tell(user)
    assert Notice.objects.filter(user=user).count() == 1


def test_the_weekly_email_is_named_only_to_those_who_get_it(scope: Any, client: Client, resident: Any) -> None:
    page = sign_in(client, resident).get(reverse("mail_preferences", args=[scope.slug])).content.decode()
    assert "only reminders are not there." in " ".join(page.split())
    assert "weekly email" not in page
