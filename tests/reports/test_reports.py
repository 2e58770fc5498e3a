from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.forms import model_to_dict
from django.utils import timezone

from educities.activity.models import AuditEntry, Notice
from educities.tenancy.scope import city_scope
from programs.actions import Figure, confirm_values, enter_values, submit_values
from programs.models import Intake, Milestone
from reports.actions import ask_report, build_due
from reports.models import Report
from reports.queries import load_overview
from reports.queries.dashboard import load_dashboard_data
from reports.renderers.content import content_of
from stakeholders.models import Profile
from tests.factories import CohortFactory, IndicatorFactory, OrganisationFactory, ProgramFactory
from tests.support import assert_same_queries, queries_of

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
    notice = Notice.objects.get(user=director, verb="reports.report_ready")
    assert notice.url == f"/c/bat-galim/reports/{report.pk}/"


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


def test_one_that_fails_holds_up_none_and_is_given_up_with_a_word(
    scope: Any, director: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = (ask_report(actor=director, format=kind, language="en") for kind in ("pdf", "xlsx"))
    monkeypatch.setattr(
        "reports.actions.build_report", lambda report: b"PK" if report.format == "xlsx" else report.no_such_figure
    )
    assert [build_due() for _ in range(4)] == [1, 0, 0, 0]
    assert [*Report.objects.order_by("id").values_list("state", flat=True)] == ["failed", "ready"]
    notice = Notice.objects.get(user=director, verb="reports.report_failed")
    assert notice.url == "/c/bat-galim/reports/"
    assert ask_report(actor=director, format="pdf", language="en").pk not in {broken.pk, fine.pk}


def test_one_that_ends_its_builder_every_time_is_given_up(scope: Any, director: Any) -> None:
    report = ask_report(actor=director, format="pdf", language="en")
    report.move(Report.State.BUILDING, lease_until=timezone.now() - timedelta(seconds=1), attempts=3)
    assert build_due() == 0
    report.refresh_from_db()
    assert report.state == "failed"
    assert Notice.objects.filter(user=director, verb="reports.report_failed").exists()


def test_dashboard_costs_the_same_for_one_and_three_cohorts(
    client: Any, scope: Any, director: Any, sign_in: Any
) -> None:
    sign_in(client, director)
    assert_same_queries(lambda: client.get("/c/bat-galim/today/"), CohortFactory.create_batch, most=8)


def test_dashboard_of_a_full_city_costs_as_much(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    program = ProgramFactory(actor=director, signed=True)
    indicator = IndicatorFactory(is_main=True)
    enter_values(indicator, [Figure("actual", 2025, Decimal(60))], actor=director)
    CohortFactory.create_batch(3)
    ask_report(actor=director, format="pdf", language="he")
    sign_in(client, director)
    found = queries_of(lambda: client.get("/c/bat-galim/today/"))
    assert len(found) == 6, "\n".join(found)
    seen = load_overview(scope, director)
    assert (seen.program, seen.years) == (program, list(program.years.all()))
    assert (seen.main.indicator, seen.main.actual) == (indicator, {2025: Decimal(60)})
    assert [row.format for row in seen.reports] == ["pdf"]


def test_the_day_is_read_as_the_models_would_read_it(scope: Any, director: Any, other_city: Any) -> None:
    program = ProgramFactory(actor=director, signed=True)
    profile = Profile.objects.get(user=director)
    report = ask_report(actor=director, format="pdf", language="he")
    OrganisationFactory(state="proposed")
    year = program.years.first()
    title, due = {"he": "אבן דרך", "en": "Milestone"}, year.ends_on
    Milestone.objects.create(year=year, title=title, due_on=due, baseline_due_on=due, state="at_risk")
    with city_scope(other_city.pk):
        OrganisationFactory(state="proposed")
    day = load_dashboard_data(scope, program=program, user=director)
    assert [line.label for line in day.waiting.lines] == ["Begin the review", "Say how it stands", "Verify"]
    assert (day.name, day.reports) == (profile.display_name, [report])
    assert day.reports[0].asked_at == report.asked_at
    Milestone.objects.filter(pk=Milestone.objects.last().pk).update(state="dropped")
    kept = Milestone.objects.filter(year__program=program).exclude(state="dropped")
    day = load_dashboard_data(scope, program=program, user=director)
    assert day.forum == program.forums.get()
    for found, rows in (
        (day.intakes, Intake.objects.filter(program=program)),
        (day.milestones, kept),
    ):
        assert len(found) > 0
        assert [model_to_dict(row) for row in found] == [model_to_dict(row) for row in rows]
    assert (load_dashboard_data(scope, program=program).name, load_dashboard_data(scope).milestones) == ("", [])


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
    assert client.get(url).url.startswith("/accounts/login/")


def test_a_draft_is_not_printed(scope: Any, director: Any) -> None:
    indicator = IndicatorFactory(is_main=True)
    enter_values(indicator, [Figure("actual", 2024, Decimal(60))], actor=director)
    submit_values(indicator, actor=director)
    confirm_values(indicator, actor=director)
    enter_values(indicator, [Figure("actual", 2025, Decimal(64)), Figure("target", 2025, Decimal(70))], actor=director)
    printed = content_of(load_overview(scope), "en")["indicator"]
    assert (printed["value"], [row[0] for row in printed["rows"]]) == ("60%", ["2024/25"])


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("building", ""), ("ready", "Your report is ready."), ("failed", "We could not make your report.")],
)
def test_once_it_is_made_the_page_says_so_in_place_of_before(
    client: Any, director: Any, scope: Any, sign_in: Any, state: str, sentence: str
) -> None:
    Report.objects.create(
        asked_by=director, format="pdf", language="en", state=state, content=b"x", built_at=timezone.now()
    )
    sign_in(client, director)
    part = client.get(f"/c/{scope.slug}/reports/", headers={"HX-Request": "true"}).content.decode()
    assert ('id="messages"' in part) is bool(sentence)
    assert sentence in part
