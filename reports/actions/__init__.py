"""Ask for a report; build the ones that wait. A killed builder loses nothing: its lease ends and another builds anew."""

import hashlib
import logging
from datetime import timedelta

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import describe_exception
from educities.kit.rows import violates
from educities.tenancy.scope import city_scope
from reports import verbs
from reports.models import Report
from reports.renderers import build_report

log = logging.getLogger(__name__)
State = Report.State
LEASE, MOST_TRIES = timedelta(minutes=2), 3


@transaction.atomic
def ask_report(*, actor: User, format: str, language: str) -> Report:  # noqa: A002 (the field's name)
    """A report waits for the worker; asking twice for the same one leaves one."""
    waiting = Report.objects.filter(
        asked_by=actor, format=format, language=language, state__in=[State.WAITING, State.BUILDING]
    )
    if found := waiting.first():
        return found
    try:
        with transaction.atomic():
            report = Report.objects.create(asked_by=actor, format=format, language=language)
    except IntegrityError as error:
        if not violates(error, "reports_one_waiting"):
            raise
        return waiting.get()
    record(verbs.REPORT_ASKED, report, actor=actor, format=format)
    return report


def build_due(most: int = 10) -> int:
    """Waiting reports are built, and those whose builder died. Returns how many were built; one that fails holds up none.

    After the third try that failed, or whose builder died, whoever asked is told.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reports_due_reports(%s)", [most])
        due = cursor.fetchall()
    return sum(_build_one(pk, city_id) for pk, city_id in due)


def _build_one(pk: int, city_id: int) -> int:
    with city_scope(city_id):
        report = _claim_report(pk)
        if report is None:
            return 0
        try:
            with translation.override(report.language):
                content = build_report(report)
        except (OperationalError, InterfaceError):
            raise  # nobody can write down that it failed; its lease ends
        except Exception as error:  # noqa: BLE001 (the report is marked as failed)
            log.error("report not built", extra={"kind": str(pk), "problem": describe_exception(error)})  # noqa: TRY400
            _give_back(report)
            return 0
        _finish_report(report, content)
    return 1


@transaction.atomic
def _claim_report(pk: int) -> Report | None:
    rows = Report.objects.select_for_update(skip_locked=True).defer("content")
    report = rows.filter(pk=pk, state__in=[State.WAITING, State.BUILDING]).first()
    now = timezone.now()
    if report is None or (report.state == State.BUILDING and report.lease_until and report.lease_until > now):
        return None
    if report.state == State.BUILDING and not _give_back(report):
        return None
    report.move(State.BUILDING, lease_until=now + LEASE, attempts=report.attempts + 1)
    return report


@transaction.atomic
def _finish_report(report: Report, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    report.move(State.READY, content=content, digest=digest, built_at=timezone.now(), lease_until=None)
    key = f"report:{report.pk}:ready"
    record(verbs.REPORT_READY, report, actor=None, notify=[report.asked_by], once=key, format=report.format)


@transaction.atomic
def _give_back(report: Report) -> bool:
    """Not built this time. True when it waits for another try."""
    if report.attempts < MOST_TRIES:
        report.move(State.WAITING, lease_until=None)
        return True
    report.move(State.FAILED, lease_until=None)
    url = reverse("reports", args=[report.city.slug])
    record(verbs.REPORT_FAILED, report, actor=None, notify=[report.asked_by], url=url, format=report.format)
    return False
