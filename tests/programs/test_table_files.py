"""Tables that are taken along as a file: what stands on the page, in the reader's language, and who took it is kept."""

import csv
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from educities.activity import verbs
from educities.activity.models import AuditEntry
from programs import actions
from programs.actions import Figure
from programs.models import IndicatorValue, Milestone
from programs.views.tables import FiguresTable, MilestonesTable
from tests.factories import IndicatorFactory, OrganisationFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def take(client: Client, name: str, scope: Any) -> list[list[str]]:
    answer = client.post(reverse(name, args=[scope.slug]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(StringIO(text[1:])))


def test_every_confirmed_figure_and_no_other(
    client: Client, scope: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    row: Any = IndicatorFactory(name={"en": "=HYPERLINK(1)"}, code="dip")
    actions.enter_values(
        row, [Figure("actual", year, Decimal(70 + year % 2000)) for year in (2021, 2022)], actor=director, sure=True
    )
    actions.submit_values(row, actor=director)
    row.values.filter(period=2021).update(state="confirmed", confirmed_at="2024-03-01T08:00Z", source="The ministry")
    head, line = take(sign_in(client, steward), "figures_table", scope)
    assert head[:2] == ["Code", "Indicator"]
    assert (line[0], line[1], line[4], line[5]) == ("dip", "'=HYPERLINK(1)", "2021/22", "91.00")
    assert (line[8], line[10]) == ("The ministry", "2024-03-01")


def test_every_milestone_with_how_far_it_moved(client: Client, scope: Any, director: Any, sign_in: Any) -> None:
    ProgramFactory(actor=director, signed=True)
    moved = Milestone.objects.order_by("year__number", "due_on", "pk")[0]
    Milestone.objects.filter(pk=moved.pk).update(baseline_due_on="2020-01-01", due_on="2020-01-08")
    see = sign_in(client, director)
    head, *lines = take(see, "milestones_table", scope)
    assert len(lines) == Milestone.objects.count()
    assert ["2020-01-01", "2020-01-08", "7"] in [line[2:5] for line in lines]
    see.cookies["language"] = "he"
    assert take(see, "milestones_table", scope)[0] != head


def test_who_took_it_is_kept(client: Client, scope: Any, director: Any, sign_in: Any) -> None:
    take(sign_in(client, director), "figures_table", scope)
    entry = AuditEntry.objects.get(verb=verbs.TABLE_TAKEN.code)
    assert (entry.actor_id, entry.data["title"]["en"]) == (director.pk, "Confirmed figures of all indicators")
    assert client.get(reverse("figures_table", args=[scope.slug])).status_code == 405


def test_the_same_file_of_one_day_is_recorded_once(client: Client, scope: Any, director: Any, sign_in: Any) -> None:
    ProgramFactory(actor=director, signed=True)
    see = sign_in(client, director)
    for _time in range(2):
        take(see, "milestones_table", scope)
    assert AuditEntry.objects.filter(verb=verbs.TABLE_TAKEN.code).count() == 1
    Milestone.objects.filter(pk=Milestone.objects.earliest("pk").pk).update(title={"en": "Another"})
    take(see, "milestones_table", scope)
    assert AuditEntry.objects.filter(verb=verbs.TABLE_TAKEN.code).count() == 2


def test_a_file_reads_its_rows_at_once(scope: Any, director: Any, django_assert_max_num_queries: Any) -> None:
    ProgramFactory(actor=director, signed=True)
    Milestone.objects.update(owner=OrganisationFactory(), owner_role="")
    for code in ("dip", "sea", "sun"):
        IndicatorValue.objects.create(
            indicator=IndicatorFactory(code=code), series="actual", period=2020, value=5, state="confirmed"
        )
    with django_assert_max_num_queries(3):
        assert len(list(MilestonesTable().lines())) == Milestone.objects.count()
    with django_assert_max_num_queries(1):
        assert len(list(FiguresTable().lines())) == 3
