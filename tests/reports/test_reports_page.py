"""The page of reports: of the director and of who reads the city's progress, each with their own files."""

from typing import Any

from django.urls import reverse

from reports.actions import build_due
from reports.models import Report
from tests.factories import MembershipFactory


def test_the_mayor_makes_and_takes_the_citys_page(client: Any, sign_in: Any, scope: Any, director: Any) -> None:
    mayor = MembershipFactory(city=scope, role="reader").user
    sign_in(client, mayor)
    reports = reverse("reports", args=[scope.slug])
    assert reports in client.get(reverse("program", args=[scope.slug])).content.decode()
    answer = client.post(reverse("ask_report", args=[scope.slug]), {"format": "pdf"})
    assert (answer.status_code, answer["Location"]) == (302, reports)
    build_due()
    row = Report.objects.get()
    file = reverse("download_report", args=[scope.slug, row.pk])
    assert file in client.get(reports).content.decode()
    assert client.get(file).content.startswith(b"%PDF")
    sign_in(client, director)
    assert file not in client.get(reports).content.decode()
    assert client.get(file).status_code == 404


def test_while_it_is_made_the_list_alone_is_asked_for(client: Any, sign_in: Any, scope: Any) -> None:
    sign_in(client, MembershipFactory(city=scope, role="reader").user)
    reports = reverse("reports", args=[scope.slug])
    client.post(reverse("ask_report", args=[scope.slug]), {"format": "xlsx"})
    part = client.get(reports, headers={"HX-Request": "true"}).content.decode()
    assert "every 2s" in part
    assert "<h1" not in part
    build_due()
    assert "Your report is ready." in client.get(reports, headers={"HX-Request": "true"}).content.decode()
