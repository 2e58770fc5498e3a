"""A figure by groups: entered in numbers, confirmed by the director, read without the groups of few people."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from educities.activity.models import AuditEntry, Event, Notice
from educities.activity.queries.notices import annotate_settled
from educities.kit.errors import DomainError
from programs import actions, verbs
from programs.actions import Figure
from programs.actions.breakdown_removals import remove_breakdown
from programs.actions.breakdowns import confirm_breakdown, enter_breakdown
from programs.forms.breakdowns import read_group
from programs.models import Breakdown, Indicator
from programs.queries.breakdowns import list_tables
from programs.texts import describe_gap
from tests.factories import IndicatorFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
CELLS = [("North", 30, 50), ("South", 54, 60), ("Shore", 1, 3), ("Hill", 4, 12)]
PASTED = "Quarter\tCounted\tAll\nNorth\t30\t50\nSouth\t54\t60\nShore\t1\t3\nHill\t4\t12\n"


@pytest.fixture
def indicator(scope: Any) -> Indicator:
    return IndicatorFactory(unit="percent", denominator={"en": "all pupils"})


def enter(indicator: Indicator, actor: Any, **more: Any) -> Breakdown:
    return enter_breakdown(
        indicator, actor=actor, **{"dimension": "neighbourhood", "period": 2024, "cells": CELLS, **more}
    )


def test_it_is_pasted_confirmed_and_read(
    client: Client, sign_in: Any, facilitator: Any, director: Any, steward: Any, indicator: Indicator
) -> None:
    page = reverse("breakdowns", args=[indicator.city.slug, indicator.pk])
    form = reverse("enter_breakdown", args=[indicator.city.slug, indicator.pk])
    data = {"dimension": "neighbourhood", "period": "2024/25", "paste": PASTED, "source": "The schools"}
    answer = sign_in(client, facilitator).post(form, data, follow=True)
    assert "Another person confirms it." in answer.content.decode()
    row = Breakdown.objects.get()
    assert (row.period, row.cells[0], row.source) == (2024, ["North", 30, 50], "The schools")
    # A draft is for those who enter figures.
    assert "North" not in sign_in(client, steward).get(page).content.decode()
    confirm = reverse("confirm_breakdown", args=[indicator.city.slug, row.pk])
    refusal = sign_in(client, facilitator).post(confirm, follow=True).content.decode()
    assert "The education director confirms these figures." in refusal
    assert sign_in(client, steward).post(confirm).status_code == 403
    (table,) = sign_in(client, director).get(page).context["tables"]
    client.post(confirm, {"seen": table["to_confirm"].stamp})
    text = sign_in(client, steward).get(page).content.decode()
    assert "30 points apart" in text
    assert "60%" in text
    assert "90%" in text
    # Of 3 people nothing is told, nor of 12 by whom they could be worked out.
    assert "Hidden, so that nothing is learned of fewer than five people:" in text
    assert "33%" not in text
    assert "33.3" not in text
    assert Event.objects.filter(name=verbs.BREAKDOWN_CONFIRMED.event).exists()


def test_hidden_cells_are_in_no_answer(director: Any, indicator: Indicator) -> None:
    confirm_breakdown(enter(indicator, director), actor=director)
    (table,) = list_tables(indicator, with_drafts=False)
    assert [(cell.name, cell.value, cell.people) for cell in table.cells] == [
        ("North", Decimal("60.00"), 50),
        ("South", Decimal("90.00"), 60),
        ("Shore", None, None),
        ("Hill", None, None),
    ]
    assert table.gap == Decimal("30.00")


def test_a_number_of_people_is_hidden_where_few_are_counted(director: Any, scope: Any) -> None:
    row = IndicatorFactory(unit="number", numerator={"en": "children"}, denominator={})
    enter(row, director, cells=[("North", 4, None), ("South", 9, None), ("Hill", 20, None)])
    (table,) = list_tables(row, with_drafts=True)
    assert [cell.value for cell in table.cells] == [None, None, Decimal(20)]


def test_more_people_than_the_citys_own_figure_is_asked_about(director: Any, indicator: Indicator) -> None:
    figure = Figure("actual", 2024, numerator=Decimal(60), denominator=Decimal(100))
    actions.enter_values(indicator, [figure], actor=director)
    with pytest.raises(actions.AskAgain):
        enter(indicator, director)
    assert enter(indicator, director, sure=True).pk


def test_a_confirmed_one_goes_only_with_a_reason(
    client: Client, sign_in: Any, director: Any, indicator: Indicator
) -> None:
    first = enter(indicator, director)
    assert enter(indicator, director, cells=CELLS[:2]).pk == first.pk
    confirm_breakdown(first, actor=director)
    with pytest.raises(DomainError, match="confirmed"):
        enter(indicator, director)
    with pytest.raises(DomainError, match="already"):
        confirm_breakdown(first, actor=director)
    page = reverse("remove_breakdown", args=[indicator.city.slug, first.pk])
    assert sign_in(client, director).post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Two schools were swapped"}).status_code == 302
    assert not Breakdown.objects.exists()
    assert AuditEntry.objects.get(verb=verbs.BREAKDOWN_REMOVED.code).reason == "Two schools were swapped"
    with pytest.raises(DomainError):
        remove_breakdown(enter(indicator, director), actor=director, reason=" ")


@pytest.mark.parametrize(
    "data",
    [
        {"paste": "North\t30\t50"},
        {"paste": "North\t60\t50\nSouth\t1\t2"},
        {"paste": "North\t30\nSouth\t1"},
        {"paste": "North\t30\t50\nNorth\t1\t2"},
        {"paste": "North\tthirty\t50\nSouth\t1\t2\nthird line 3"},
        {"paste": "North\t-3\t50\nSouth\t1\t2"},
        {"paste": "North\t3.5\t50\nSouth\t1\t2"},
        {"paste": "\n".join(f"G{n}\t1\t9" for n in range(201))},
        {"paste": PASTED, "period": "2031/32"},
        {"paste": PASTED, "period": "spring"},
        {"paste": PASTED, "dimension": "religion"},
    ],
)
def test_what_is_no_table_is_refused(
    client: Client, sign_in: Any, director: Any, indicator: Indicator, data: dict[str, str]
) -> None:
    form = reverse("enter_breakdown", args=[indicator.city.slug, indicator.pk])
    answer = sign_in(client, director).post(form, {"dimension": "school", "period": "2024/25", **data})
    assert answer.status_code in {409, 422}
    assert data["paste"].splitlines()[0] in answer.content.decode()
    assert not Breakdown.objects.exists()


def test_a_share_is_no_number_of_people() -> None:
    assert read_group("North\t30\t50") == ("North", 30, 50)
    assert read_group("North\t30%\t50") is None


def test_the_page_costs_the_same_with_more_tables(
    client: Client, sign_in: Any, director: Any, indicator: Indicator
) -> None:
    years = iter(range(2000, 2020))

    def add(number: int) -> None:
        for _one in range(number):
            enter(indicator, director, period=next(years))

    page = reverse("breakdowns", args=[indicator.city.slug, indicator.pk])
    assert_same_queries(lambda: sign_in(client, director).get(page), add)


def test_a_draft_waits_on_the_directors_day(client: Client, sign_in: Any, director: Any, indicator: Indicator) -> None:
    row = enter(indicator, director)
    today = f"/c/{indicator.city.slug}/today/"
    assert (
        reverse("confirm_breakdown", args=[indicator.city.slug, row.pk])
        in sign_in(client, director).get(today).content.decode()
    )
    confirm_breakdown(row, actor=director)
    assert "by groups" not in client.get(today).content.decode()


@pytest.mark.parametrize("name", ['סה"כ', "סה״כ", "כולל", "Total", "TOTAL:", "all", "المجموع", "الإجمالي", "סך הכול"])
def test_a_row_of_all_together_is_no_group(
    client: Client, sign_in: Any, facilitator: Any, indicator: Indicator, name: str
) -> None:
    form = reverse("enter_breakdown", args=[indicator.city.slug, indicator.pk])
    data = {"dimension": "neighbourhood", "period": "2024/25", "paste": f"{PASTED}{name}\t89\t125\n"}
    answer = sign_in(client, facilitator).post(form, data, follow=True)
    assert "counted as all together, not as a group" in answer.content.decode()
    assert [cell[0] for cell in Breakdown.objects.get().cells] == ["North", "South", "Shore", "Hill"]


@pytest.mark.parametrize(
    ("paste", "said"),
    [
        (f"{PASTED}Total\t99\t140\n", "the groups together are"),
        (f"{PASTED}Total\t89\t125\n", "the city’s own figure"),
        ("North\t30\t50\nSouth\t54\t60\nOur town\t84\t110\n", "is as many as all other groups together"),
    ],
)
def test_a_row_of_all_together_is_compared(
    client: Client, sign_in: Any, director: Any, indicator: Indicator, paste: str, said: str
) -> None:
    figure = Figure("actual", 2024, numerator=Decimal(100), denominator=Decimal(160))
    actions.enter_values(indicator, [figure], actor=director)
    form = reverse("enter_breakdown", args=[indicator.city.slug, indicator.pk])
    data = {"dimension": "neighbourhood", "period": "2024/25", "paste": paste}
    answer = sign_in(client, director).post(form, data)
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert client.post(form, {**data, "sure": "on"}).status_code == 302


def test_a_row_of_all_together_that_was_kept_before_is_not_read(director: Any, indicator: Indicator) -> None:
    row = enter(indicator, director)
    Breakdown.objects.filter(pk=row.pk).update(cells=[*CELLS, ["Total", 89, 125]])
    (table,) = list_tables(indicator, with_drafts=True)
    assert [cell.name for cell in table.cells] == ["North", "South", "Shore", "Hill"]


def test_the_lowest_is_said_of_the_groups_shown_where_others_are_hidden(director: Any, indicator: Indicator) -> None:
    (table,) = list_tables(enter(indicator, director).indicator, with_drafts=True)
    assert describe_gap(indicator, table).startswith("Of the groups shown, from")
    enter(indicator, director, cells=CELLS[:2])
    (table,) = list_tables(indicator, with_drafts=True)
    assert describe_gap(indicator, table).startswith("From")
    even = [("North", 30, 50), ("South", 36, 60), ("Shore", 1, 3), ("Hill", 4, 12)]
    enter(indicator, director, cells=even)
    (table,) = list_tables(indicator, with_drafts=True)
    assert describe_gap(indicator, table) == "The groups shown have the same figure."


def test_a_draft_is_sent_back_with_a_reason_and_waits_again_once_it_is_corrected(
    client: Client, sign_in: Any, facilitator: Any, director: Any, indicator: Indicator
) -> None:
    row = enter(indicator, facilitator)
    slug = indicator.city.slug
    page, back = reverse("breakdowns", args=[slug, indicator.pk]), reverse("return_breakdown", args=[slug, row.pk])
    sign_in(client, director)
    (table,) = client.get(page).context["tables"]
    assert back in client.get(page).content.decode()
    assert back in client.get(reverse("dashboard", args=[slug])).content.decode()
    sent = {"reason": "Two schools were swapped", "seen": client.get(back).context["form"]["seen"].value()}
    assert sent["seen"] == table["to_confirm"].stamp
    assert client.post(back, {**sent, "reason": ""}).status_code == 422
    assert client.post(back, sent).status_code == 302
    assert client.post(back, sent).status_code == 409
    assert client.get(page).context["tables"][0]["to_confirm"] is None
    with pytest.raises(DomainError, match="It waits to be corrected"):
        confirm_breakdown(row, actor=director, seen=table["to_confirm"].stamp)
    (notice,) = annotate_settled(Notice.objects.filter(user=facilitator, verb=verbs.BREAKDOWN_RETURNED.code))
    assert (notice.data["reason"], notice.is_settled) == ("Two schools were swapped", False)
    today = sign_in(Client(), facilitator).get(reverse("dashboard", args=[slug])).content.decode()
    assert "figures by groups were sent back" in today
    enter(indicator, facilitator)
    (notice,) = annotate_settled(Notice.objects.filter(pk=notice.pk))
    assert notice.is_settled
    assert client.get(page).context["tables"][0]["to_confirm"] is not None


def test_figures_entered_again_since_are_not_sent_back_unread(
    client: Client, sign_in: Any, facilitator: Any, director: Any, indicator: Indicator
) -> None:
    row = enter(indicator, facilitator)
    back = reverse("return_breakdown", args=[indicator.city.slug, row.pk])
    page = sign_in(client, director).get(back)
    assert "North" in page.content.decode()
    sent = {"reason": "Two schools were swapped", "seen": page.context["form"]["seen"].value()}
    enter(indicator, facilitator, cells=CELLS[:2])
    again = client.post(back, sent)
    assert (again.status_code, "changed since you opened the page" in again.content.decode()) == (409, True)
    assert "Two schools were swapped" in again.content.decode()
    row.refresh_from_db()
    assert row.returned_at is None
    assert client.post(back, {**sent, "seen": again.context["form"]["seen"].value()}).status_code == 302


def test_nobody_sends_their_own_figures_back_to_themselves(
    client: Client, sign_in: Any, facilitator: Any, director: Any, indicator: Indicator
) -> None:
    row = enter(indicator, facilitator)
    back = reverse("return_breakdown", args=[indicator.city.slug, row.pk])
    answer = sign_in(client, facilitator).post(back, {"reason": "Two schools were swapped"})
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.returned_at is None
