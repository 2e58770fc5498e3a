from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from educities.activity.models import AuditEntry, Event
from educities.kit.errors import DomainError
from programs import actions
from programs.actions import AskAgain, Figure
from programs.models import Indicator, IndicatorValue
from tests.factories import IndicatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(scope):
    return IndicatorFactory(code="diploma", is_main=True)


def actual(period, value, **more):
    return Figure("actual", period, D(value) if value is not None else None, **more)


def confirmed(indicator, director, *figures):
    rows = actions.enter_values(indicator, figures, actor=director, sure=True)
    actions.submit_values(indicator, actor=director)
    actions.confirm_values(indicator, actor=director)
    for row in rows:
        row.refresh_from_db()
    return rows


def test_figures_are_entered_as_drafts_together(indicator, director):
    rows = actions.enter_values(
        indicator, [actual(2024, "61"), actual(2025, "63"), Figure("benchmark", 2025, D(70))], actor=director
    )
    assert [(r.series, r.period, r.value, r.state) for r in rows] == [
        ("actual", 2024, D("61.00"), "draft"),
        ("actual", 2025, D("63.00"), "draft"),
        ("benchmark", 2025, D("70.00"), "draft"),
    ]
    assert AuditEntry.objects.get(verb="programs.values_entered").data["count"] == 3


def test_equal_figures_write_nothing(indicator, director):
    actions.enter_values(indicator, [actual(2024, "61")], actor=director)
    assert actions.enter_values(indicator, [actual(2024, "61.0")], actor=director) == []
    assert AuditEntry.objects.filter(verb="programs.values_entered").count() == 1


def test_a_corrected_source_is_kept(indicator, director):
    """An equal figure whose source is told anew is written; without a source it is left as it is."""
    for source, kept in (("Census", "Census"), ("Census 2024", "Census 2024"), (None, "Census 2024"), ("", "")):
        actions.enter_values(indicator, [actual(2024, "61", source=source)], actor=director)
        assert IndicatorValue.objects.get().source == kept
    assert AuditEntry.objects.filter(verb="programs.values_entered").count() == 3


def test_a_confirmed_figures_source_is_not_lost_in_silence(indicator, director):
    confirmed(indicator, director, actual(2024, "61", source="Census"))
    with pytest.raises(DomainError) as refused:
        actions.enter_values(indicator, [actual(2024, "61", source="Register")], actor=director)
    assert refused.value.code == "programs.value_confirmed"
    assert actions.enter_values(indicator, [actual(2024, "61", source="Census")], actor=director) == []


def test_one_wrong_figure_writes_none(indicator, director):
    with pytest.raises(DomainError) as refused:
        actions.enter_values(indicator, [actual(2024, "61"), actual(2025, "163")], actor=director)
    assert refused.value.code == "programs.percent_range"
    assert not IndicatorValue.objects.exists()


def test_jump_asks_and_is_taken_when_sure(indicator, director):
    with pytest.raises(AskAgain) as asked:
        actions.enter_values(indicator, [actual(2024, "61"), actual(2025, "70")], actor=director)
    assert asked.value.data == {"years": [2025]}
    rows = actions.enter_values(indicator, [actual(2024, "61"), actual(2025, "70")], actor=director, sure=True)
    assert len(rows) == 2


def test_a_jump_is_named_with_both_figures_and_both_years(indicator, director):
    actions.enter_values(indicator, [actual(2022, "20"), actual(2024, "61")], actor=director, sure=True)
    with pytest.raises(AskAgain) as asked:
        actions.enter_values(indicator, [actual(2023, "40")], actor=director)
    changes = "from 20% in 2022/23 to 40% in 2023/24, from 40% in 2023/24 to 61% in 2024/25"
    plain = str(asked.value).replace("\u2066", "").replace("\u2069", "")
    assert plain == f"The figure changes sharply: {changes}. Check it, then tick the box to confirm."


def test_old_jump_does_not_ask_again(indicator, director):
    actions.enter_values(indicator, [actual(2023, "50"), actual(2024, "61")], actor=director, sure=True)
    assert len(actions.enter_values(indicator, [actual(2025, "62")], actor=director)) == 1


def test_value_follows_from_its_parts(indicator, director):
    (row,) = actions.enter_values(
        indicator, [actual(2024, None, numerator=D(612), denominator=D(1000))], actor=director
    )
    assert row.value == D("61.20")


def test_value_that_differs_from_its_parts_is_refused(indicator, director):
    with pytest.raises(DomainError) as refused:
        actions.enter_values(indicator, [actual(2024, "65", numerator=D(612), denominator=D(1000))], actor=director)
    assert refused.value.code == "programs.share_differs"


def test_database_refuses_a_value_that_is_no_share(indicator):
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.create(
            indicator=indicator, series="actual", period=2024, numerator=612, denominator=1000, factor=100, value=65
        )


def test_states_go_from_draft_to_confirmed(indicator, director):
    (row,) = confirmed(indicator, director, actual(2024, "61"))
    assert row.state == "confirmed"
    assert row.confirmed_at
    assert list(Event.objects.values_list("name", flat=True)) == [
        "indicator.entered",
        "indicator.submitted",
        "indicator.confirmed",
    ]


def test_submit_without_drafts_is_refused(indicator, director):
    with pytest.raises(DomainError) as refused:
        actions.submit_values(indicator, actor=director)
    assert refused.value.code == "programs.no_drafts"
    with pytest.raises(DomainError):
        actions.confirm_values(indicator, actor=director)


def test_submitted_figure_can_be_sent_back(indicator, director):
    actions.enter_values(indicator, [actual(2024, "61")], actor=director)
    actions.submit_values(indicator, actor=director)
    with pytest.raises(DomainError) as refused:
        actions.enter_values(indicator, [actual(2024, "62")], actor=director)
    assert refused.value.code == "programs.value_submitted"
    actions.return_values(indicator, actor=director, reason="a slip")
    assert actions.enter_values(indicator, [actual(2024, "62")], actor=director)[0].value == D("62.00")


def test_confirmed_figure_is_not_overwritten(indicator, director):
    confirmed(indicator, director, actual(2024, "61"))
    with pytest.raises(DomainError) as refused:
        actions.enter_values(indicator, [actual(2024, "62")], actor=director)
    assert refused.value.code == "programs.value_confirmed"


def test_revision_keeps_the_old_figure(indicator, director):
    (old,) = confirmed(indicator, director, actual(2024, "61"))
    actions.propose_revision(old, actor=director, reason="The ministry corrected it", figure=actual(2024, "60"))
    old.refresh_from_db()
    new = indicator.values.get(replaces=old)
    assert (old.state, old.value) == ("revised", D("61.00"))
    assert (new.state, new.value, new.replaces_id) == ("confirmed", D("60.00"), old.pk)
    assert list(indicator.values.live()) == [new]
    entry = AuditEntry.objects.get(verb="programs.value_revised")
    assert (entry.reason, entry.data["period"]) == ("The ministry corrected it", 2024)


def test_revision_needs_a_reason_and_a_confirmed_figure(indicator, director):
    (row,) = actions.enter_values(indicator, [actual(2024, "61")], actor=director)
    with pytest.raises(DomainError) as refused:
        actions.propose_revision(row, actor=director, reason=" ", figure=actual(2024, "60"))
    assert refused.value.code == "programs.reason_missing"
    with pytest.raises(DomainError) as refused:
        actions.propose_revision(row, actor=director, reason="because", figure=actual(2024, "60"))
    assert refused.value.code == "state.not_allowed"


def test_database_keeps_a_confirmed_figure(indicator, director):
    confirmed(indicator, director, actual(2024, "61"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE programs_indicatorvalue SET value = 99")


def test_new_main_indicator_takes_the_place_of_the_old(indicator, director):
    new = actions.define_indicator(actor=director, code="teachers", name={"en": "Teachers who stay"}, is_main=True)
    assert list(Indicator.objects.filter(is_main=True)) == [new]


def test_code_stands_once_in_a_city(indicator, director):
    with pytest.raises(DomainError) as refused:
        actions.define_indicator(actor=director, code="diploma", name={"en": "Again"})
    assert refused.value.code == "programs.code_taken"
    assert Indicator.objects.get().is_main


def test_unit_stays_once_there_are_figures(indicator, director):
    actions.enter_values(indicator, [actual(2024, "61")], actor=director)
    with pytest.raises(DomainError) as refused:
        actions.change_indicator(indicator, actor=director, unit="number")
    assert refused.value.code == "programs.unit_frozen"


def test_a_changed_indicator_is_recorded_with_what_changed(indicator, director):
    actions.change_indicator(indicator, actor=director, unit="number", code=indicator.code)
    assert AuditEntry.objects.get(verb="programs.indicator_changed").data["changed"] == ["unit"]


def test_new_figures_are_written_once(indicator, director):
    """What was made just now is not written over at once: of a file of 100,000 figures that took most of the time."""
    with CaptureQueriesContext(connection) as asked:
        actions.enter_values(indicator, [actual(2024, "61"), actual(2025, "63")], actor=director)
    written = [
        verb for one in asked for verb in ("INSERT INTO", "UPDATE") if f'{verb} "programs_indicatorvalue"' in one["sql"]
    ]
    assert written == ["INSERT INTO"]
