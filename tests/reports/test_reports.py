from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from educities.activity.models import AuditEntry, Notice
from reports.actions import ask_report, build_due
from reports.models import Report
from tests.factories import CohortFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
PDF, XLSX = b"%PDF", b"PK"


@pytest.mark.parametrize(("kind", "head"), [("pdf", PDF), ("xlsx", XLSX)])
@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_report_is_built_and_its_director_told(
    scope: Any, director: Any, kind: str, head: bytes, language: str
) -> None:
    CohortFactory()
    report = ask_report(actor=director, format=kind, language=language)
    assert build_due() == 1
    report.refresh_from_db()
    assert (report.state, bytes(report.content)[: len(head)]) == ("ready", head)
    assert Notice.objects.filter(user=director, verb="reports.report_ready").count() == 1


def test_asking_twice_builds_one(scope: Any, director: Any) -> None:
    one = ask_report(actor=director, format="pdf", language="he")
    assert ask_report(actor=director, format="pdf", language="he").pk == one.pk
    assert AuditEntry.objects.filter(verb="reports.report_asked").count() == 1


def test_a_report_whose_builder_died_is_built_by_another(scope: Any, director: Any) -> None:
    report = ask_report(actor=director, format="xlsx", language="en")
    report.move(Report.State.BUILDING, lease_until=timezone.now() + timedelta(minutes=1))
    assert build_due() == 0
    Report.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert build_due() == 1
    assert build_due() == 0
    assert Notice.objects.count() == 1


def test_dashboard_costs_the_same_for_one_and_three_cohorts(
    client: Any, scope: Any, director: Any, sign_in: Any
) -> None:
    sign_in(client, director)
    assert_same_queries(lambda: client.get("/c/bat-galim/today/"), CohortFactory.create_batch)


def test_only_the_director_who_asked_downloads(
    client: Any, scope: Any, director: Any, facilitator: Any, sign_in: Any
) -> None:
    report = ask_report(actor=director, format="pdf", language="he")
    build_due()
    url = f"/c/bat-galim/reports/{report.pk}/"
    sign_in(client, director)
    assert client.get(url).content[:4] == PDF
    sign_in(client, facilitator)
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 404
