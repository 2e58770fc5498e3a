"""What was kept long enough goes, each night, in batches; what is younger, waits or is still to be done stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, connections, transaction
from django.test import Client
from django.utils import timezone, translation

from challenges.actions import residents, withdraw_idea
from challenges.models import Contribution, IdeaPhoto
from cities import verbs
from cities.models import City, Invitation
from cities.tasks import forget_old_rows as run_the_night
from educities.accounts.actions import changes, sent_forms
from educities.accounts.models import User
from educities.activity.actions import retention
from educities.activity.actions.forgetting import forget_actor
from educities.activity.actions.records import record
from educities.activity.actions.retention import FORGETTERS, forget_old_rows
from educities.activity.models import Attempt, AuditEntry, Message, Notice, RetentionRun
from educities.api.idempotency import KEPT
from educities.kit.retention import PERIODS, SHORT_PERIODS
from educities.tenancy.scope import city_scope
from operations.queries.doctor import _check_retention
from reports.models import Report
from stakeholders.models import ImportRun
from tests.challenges.people import published
from tests.factories import ProfileFactory, UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db(databases=["default", "owner", "network"])


def make_older(row: Any, column: str, days: int) -> None:
    type(row).objects.filter(pk=row.pk).update(**{column: timezone.now() - timedelta(days=days)})


def make_notice(days: int) -> Notice:
    row = Notice.objects.create(user=UserFactory(), verb="x", target_type="x", target_id="1")
    make_older(row, "created_at", days)
    return row


def make_message(days: int, state: str) -> Message:
    row = Message.objects.create(
        channel="mail", kind="k", dedupe_key=f"{state}{days}", recipient="a@example.org", state=state
    )
    Attempt.objects.create(message=row, outcome="sent")
    make_older(row, "created_at", days)
    return row


def test_what_is_older_than_its_period_goes_and_nothing_else(scope: City) -> None:
    old, new = make_notice(366), make_notice(364)
    sent, late, waiting = make_message(91, "sent"), make_message(89, "sent"), make_message(900, "pending")
    idea = published(ProfileFactory(user=UserFactory()), text="A bench in the shade")
    withdraw_idea(idea, actor=None)
    make_older(idea, "created_at", 91)
    file = ImportRun.objects.create(made_by=UserFactory(), file_name="x", rows=[["Anna"]], problems=[1])
    make_older(file, "made_at", 91)
    report = Report.objects.create(format="pdf", language="en", asked_by=UserFactory(), state="ready", content=b"x")
    make_older(report, "asked_at", 91)
    invited = Invitation.objects.create(
        email="a@example.org", display_name="A", role="teacher", invited_by=UserFactory(), token_hash="t",
        expires_at=timezone.now() - timedelta(days=300),
    )  # fmt: skip
    make_older(invited, "invited_at", 366)
    forget_old_rows(scope.today())
    assert list(Notice.objects.filter(pk__in=[old.pk, new.pk])) == [new]
    assert set(Message.objects.filter(kind="k")) == {late, waiting}
    assert not Attempt.objects.filter(message_id=sent.pk).exists()
    assert Contribution.objects.get(pk=idea.pk).text == ""
    file.refresh_from_db()
    assert (file.rows, file.problems) == ([], [])
    assert not Report.objects.exists()
    assert not Invitation.objects.exists()
    counts = RetentionRun.objects.get().counts
    went = ("notices", "messages", "withdrawn_ideas", "import_rows", "reports", "invitations")
    assert {code: counts[code] for code in went} == dict.fromkeys(went, 1)
    forget_old_rows(scope.today())
    assert RetentionRun.objects.get().counts == counts, "twice is once"


def test_it_goes_on_batch_by_batch(scope: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for _one in range(5):
        make_notice(400)
    assert forget_old_rows(scope.today()) == 5
    assert not Notice.objects.exists()


def test_each_city_and_the_platform_has_its_own_night(scope: City, other_city: City) -> None:
    for place in (scope.pk, other_city.pk, None):
        with city_scope(place):
            make_notice(400)
    with city_scope(None):
        run_the_night()
    for place in (scope.pk, other_city.pk, None):
        with city_scope(place):
            assert RetentionRun.objects.get().counts["notices"] == 1
    with city_scope(None):
        (found,) = _check_retention()
    assert (found.what, found.cure) == ("retention: done 0 days ago", "")


def make_entry(days: int, **more: Any) -> AuditEntry:
    """An entry of so many days ago; the moment is written by the owner, whom the log's guard lets make one."""
    entry = AuditEntry(via="web", target_type="x", target_id="1", **{"verb": "x.y", **more})
    entry.save()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE activity_auditentry DISABLE TRIGGER audit_rows")
        cursor.execute(
            "UPDATE activity_auditentry SET at = now() - make_interval(days => %s) WHERE id = %s", [days, entry.pk]
        )
        cursor.execute("ALTER TABLE activity_auditentry ENABLE TRIGGER audit_rows")
    return entry


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "network"])
def test_of_the_log_goes_what_is_past_and_the_guard_lets_nothing_else_go(city: City) -> None:
    with city_scope(city.pk):
        old, ancient = make_entry(91, ip="203.0.113.1", reason="why"), make_entry(2558, ip="203.0.113.1")
        new, signed = make_entry(1, ip="203.0.113.1"), make_entry(91, verb="accounts.signed_in_by_link")
    run_the_night()
    with city_scope(city.pk):
        found = {row.pk: row for row in AuditEntry.objects.all()}
        assert {old.pk, new.pk} <= found.keys()
        assert not {ancient.pk, signed.pk} & found.keys()
        assert (found[old.pk].ip, found[old.pk].reason, found[new.pk].ip) == ("", "why", "203.0.113.1")
        counts = RetentionRun.objects.get().counts
    assert (counts["log_addresses"], counts["sign_ins"], counts["log"]) == (1, 1, 1)
    for statement in ("DELETE FROM activity_auditentry", "UPDATE activity_auditentry SET verb = 'z'"):
        with (
            pytest.raises((InternalError, ProgrammingError), match=r"append-only|permission denied"),
            transaction.atomic("owner"),
        ):
            connections["owner"].cursor().execute(statement)


def test_each_period_has_its_work_and_each_work_its_period() -> None:
    of_the_log = {"log_addresses", "sign_ins", "log"}
    assert {one.code for one in FORGETTERS} | of_the_log == set(PERIODS)


def test_the_short_periods_are_those_of_the_code_that_ends_them() -> None:
    hours = {
        "kept_forms": sent_forms.FORM_KEPT,
        "form_answers": sent_forms.ANSWER_KEPT,
        "api_answers": KEPT,
        "account_changes": changes.UNDO_TIME,
        "refused_photos": timedelta(days=IdeaPhoto.REFUSED_DAYS),
        "unconfirmed_acts": timedelta(hours=residents.VALID_HOURS, days=residents.KEPT_DAYS),
    }
    assert {code: kept / timedelta(hours=1) for code, kept in hours.items()} == {
        code: hours for code, (_what, hours) in SHORT_PERIODS.items()
    }


def test_the_director_reads_what_went(scope: City, director: Any, client: Client) -> None:
    make_notice(400)
    forget_old_rows(scope.today())
    sign_in(client, director)
    page = client.get("/c/bat-galim/retention/").content.decode()
    assert "</span> row in the last 30 days" in page
    assert "after 1 year: deleted" in page
    assert "after 7 years: deleted" in page
    assert "after 90 days: deleted" in page


def test_what_is_forgotten_in_one_city_stands_in_another(city: City, other_city: City, director: User) -> None:
    for one in (city, other_city):
        with city_scope(one.pk):
            record(verbs.CITY_CHANGED, one, actor=director, reason="Because of the summer")
    with city_scope(city.pk):
        forget_actor(director.pk, [], [], and_words=True)
        assert AuditEntry.objects.get(actor_id=director.pk, verb=verbs.CITY_CHANGED.code).reason == ""
    with city_scope(other_city.pk):
        assert (
            AuditEntry.objects.get(actor_id=director.pk, verb=verbs.CITY_CHANGED.code).reason == "Because of the summer"
        )


def test_days_are_counted_in_hebrew_as_numbers_above_ten_are() -> None:
    """Hebrew counts thirty “day” and ten “days”; its catalogue has one form for both, that of more than ten."""
    with translation.override("he"):
        sentences = [period.sentence for period in PERIODS.values() if period.days < 365]
    assert all(" יום: " in sentence for sentence in sentences)
    assert min(period.days for period in PERIODS.values()) > 10
