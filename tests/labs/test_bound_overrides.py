"""An override covers what was missing when it was asked for, and nothing more."""

from typing import Any

import pytest
from django.urls import reverse

from labs.actions import overrides as actions
from labs.models import Override
from labs.queries.gates import gate_of, lab_gate
from labs.values import stages
from tests.factories import CohortFactory, LabFactory, in_days
from tests.labs import ways
from tests.support import refused

pytestmark = pytest.mark.django_db


def line_of(gate: list[Any], code: str) -> Any:
    return next(line for line in gate if line.rule.code == code)


@pytest.fixture
def granted(scope: Any, director: Any, steward: Any) -> Override:
    """A lab without a social business, let pass by the steward."""
    lab = ways.ready_lab()
    lab.seats.filter(sector=4).delete()
    override = ways.ask_override(lab, "L1", director)
    actions.grant_override(override, actor=steward, until=in_days(30))
    return override


def test_it_lets_pass_what_was_missing_then(granted: Override) -> None:
    assert line_of(lab_gate(granted.lab), "L1").passes
    assert granted.lack["missing"] == ["4"]
    assert granted.lack["detail"]["en"] == "missing: social business"


def test_it_does_not_cover_what_is_missing_besides(granted: Override) -> None:
    granted.lab.seats.filter(sector=2).delete()
    line = line_of(lab_gate(granted.lab), "L1")
    assert not line.passes
    assert line.may_be_asked


def test_its_page_says_that_more_is_missing(
    client: Any, scope: Any, granted: Override, director: Any, sign_in: Any
) -> None:
    granted.lab.seats.filter(sector=2).delete()
    sign_in(client, director)
    page = client.get(granted.get_absolute_url()).content.decode()
    assert "More is missing now than this override covers." in page
    assert "missing: social business" in page


def test_another_is_asked_for_and_the_outgrown_one_ends(granted: Override, director: Any) -> None:
    assert refused(lambda: ways.ask_override(granted.lab, "L1", director)) == "labs.override_asked_already"
    granted.lab.seats.filter(sector=2).delete()
    again = ways.ask_override(granted.lab, "L1", director)
    granted.refresh_from_db()
    assert (granted.state, again.state) == ("expired", "requested")
    assert sorted(again.lack["missing"]) == ["2", "4"]


def test_it_is_resolved_when_the_gap_is_filled(granted: Override, scope: Any) -> None:
    ways.seat_sector(granted.lab, 4)
    assert actions.expire_overrides(scope) == (1, 0)
    granted.lab.seats.filter(sector=4).delete()
    assert not line_of(lab_gate(granted.lab), "L1").passes


def test_of_counted_rows_it_covers_as_many_as_were_short(scope: Any, facilitator: Any, director: Any) -> None:
    cohort = CohortFactory(stage=1, state="running")
    seats = ways.members_of_four(cohort, claims=False)
    override = ways.ask_override(cohort, "G11", facilitator)
    actions.grant_override(override, actor=director, until=in_days(30))
    assert override.lack["short"] == len(seats)
    assert line_of(gate_of(cohort), "G11").passes
    ways.members_of_four(cohort, claims=False)
    assert not line_of(gate_of(cohort), "G11").passes


@pytest.fixture
def switched_off(scope: Any, facilitator: Any, director: Any, monkeypatch: Any) -> Override:
    """An override of a condition that nobody asks any more and nobody computes."""
    override = ways.ask_override(CohortFactory(stage=1, state="running"), "G13", facilitator)
    actions.grant_override(override, actor=director, until=in_days(30))
    monkeypatch.setitem(stages.BY_CODE, "G13", stages.Rule("G13", 1, stages.DIRECTOR))
    return override


def test_one_of_a_rule_that_was_switched_off_is_shown(
    client: Any, scope: Any, director: Any, sign_in: Any, switched_off: Override
) -> None:
    sign_in(client, director)
    for page in (switched_off.get_absolute_url(), reverse("overrides", args=[scope.slug])):
        assert client.get(page).status_code == 200
    assert client.get(switched_off.cohort.get_absolute_url()).status_code == 200


def test_and_is_resolved(scope: Any, switched_off: Override) -> None:
    assert actions.expire_overrides(scope) == (1, 0)


def test_a_lab_that_asks_for_nothing_yet_has_no_override(scope: Any) -> None:
    assert line_of(lab_gate(LabFactory()), "L1").override is None


def test_whoever_decides_reads_how_much_is_missing(
    client: Any, scope: Any, facilitator: Any, director: Any, sign_in: Any
) -> None:
    cohort = CohortFactory(stage=1, state="running")
    override = ways.ask_override(cohort, "G13", facilitator)
    detail = override.lack["detail"]["en"]
    assert detail
    sign_in(client, director)
    for page in (reverse("dashboard", args=[scope.slug]), reverse("overrides", args=[scope.slug])):
        assert f"({detail})" in client.get(page).content.decode(), page
    actions.grant_override(override, actor=director, until=in_days(30))
    assert "Missing when it was asked for: " in client.get(reverse("overrides", args=[scope.slug])).content.decode()
