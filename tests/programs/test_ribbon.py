"""The five years as a picture: months, beads, bars, and that the style sheet has a class for each of them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from educities.kit.day_words import format_day
from labs.models import StageRecord
from labs.queries.ribbon import find_cohort_lanes, list_stage_spans
from programs.models import Milestone
from programs.queries.ribbon import build_ribbon, list_beads, load_ribbon_parts, year_label
from programs.templatetags.ribbon import ribbon_lane, ribbon_rows
from programs.values.ribbon import Lane, Piece, Span, divide_span, free_month, month_number, place_spans, split_today
from tests.factories import CohortFactory, ProgramFactory

FIRST = date(2024, 9, 1)
TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2024, 8, 1), 1), (FIRST, 1), (date(2024, 12, 1), 4), (date(2029, 8, 31), 60), (date(2031, 1, 1), 60)],
)
def test_month_of_a_day_is_one_of_sixty(day: date, number: int) -> None:
    assert month_number(FIRST, day) == number


def test_what_ends_with_the_last_month_fills_it() -> None:
    (piece,) = place_spans(FIRST, [Span(FIRST, date(2029, 8, 31), "")])
    assert (piece.month, piece.length) == (1, 60)


def test_pieces_stand_one_behind_the_other_each_a_month_long_at_least() -> None:
    spans = [Span(date(2025, 1, 3), date(2025, 1, 9), "done"), Span(date(2025, 1, 9), date(2025, 4, 1), "now")]
    assert [(piece.month, piece.length) for piece in place_spans(FIRST, spans)] == [(5, 1), (6, 2)]


def test_what_lies_outside_is_left_out() -> None:
    outside = [Span(date(2020, 1, 1), date(2021, 1, 1), ""), Span(date(2030, 1, 1), date(2031, 1, 1), "")]
    assert place_spans(FIRST, outside) == []


def test_a_bar_in_progress_is_filled_up_to_today() -> None:
    spans = split_today(FIRST, date(2029, 8, 31), TODAY)
    assert [(span.ends_on, span.fill) for span in spans] == [(TODAY, "now"), (date(2029, 8, 31), "")]
    assert [span.fill for span in split_today(FIRST, date(2025, 8, 31), TODAY)] == ["done"]
    assert [span.fill for span in split_today(date(2027, 1, 1), date(2028, 1, 1), TODAY)] == [""]


def test_the_table_says_what_runs_today_once() -> None:
    forum = split_today(FIRST, date(2029, 8, 31), TODAY)
    stages = [Span(FIRST, TODAY, "done", "1"), Span(TODAY, date(2029, 8, 31), "", "2")]
    rows = ribbon_rows(SimpleNamespace(beads=[], all_lanes=[Lane("Forum", forum), Lane("Cohort", stages)]))
    days = [re.findall(r'data-label="\w+">([^<]+)<', row) for row in rows.split("</tr>")[:-1]]
    assert days == [
        ["1\xa0Sep 2024", "31\xa0Aug 2029", "now"],
        ["1\xa0Sep 2024", "26\xa0Nov 2026", "done"],
        ["26\xa0Nov 2026", "31\xa0Aug 2029", "ahead"],
    ]


@pytest.mark.parametrize(
    ("lang", "heads"), [("en", ["From", "Until"]), ("he", ["מתאריך", "עד תאריך"]), ("ar", ["من تاريخ", "حتى تاريخ"])]
)
def test_the_table_has_days_not_hours(lang: str, heads: list[str]) -> None:
    spans = [Span(FIRST, date(2029, 8, 31), "")]
    with override(lang):
        row = ribbon_rows(SimpleNamespace(beads=[], all_lanes=[Lane("Forum", spans)]))
    assert re.findall(r'data-label="([^"]+)"', row)[:2] == heads


def test_equal_parts() -> None:
    assert divide_span(date(2026, 1, 1), date(2026, 1, 1), 3) == []
    assert [end for _start, end in divide_span(date(2026, 1, 1), date(2026, 1, 11), 2)] == [
        date(2026, 1, 6),
        date(2026, 1, 11),
    ]


def test_two_beads_of_one_month_stand_beside_each_other() -> None:
    taken: set[int] = set()
    assert [free_month(4, taken), free_month(4, taken), free_month(60, taken)] == [4, 5, 60]


def test_the_style_sheet_has_a_class_for_each_month() -> None:
    css = (Path(settings.BASE_DIR) / "static/css/months.css").read_text()
    assert [int(n) for n in re.findall(r"\.m(\d+) \{ grid-column-start: \1; \}", css)] == list(range(1, 62))
    assert [int(n) for n in re.findall(r"\.n(\d+) \{ grid-column-end: span \1; \}", css)] == list(range(1, 61))
    assert set(re.findall(r"\.w(\d) \{", css)) == set("12345")


@pytest.mark.django_db
def test_beads_say_what_is_reached_next_late_and_ahead(scope: Any, director: Any) -> None:
    program = ProgramFactory(starts_on=FIRST, actor=director, signed_on=FIRST)
    rows = list(Milestone.objects.order_by("due_on", "pk"))
    Milestone.objects.filter(pk__in=[row.pk for row in rows[:4]]).update(
        state="reached", reached_by="words", evidence="Minutes"
    )
    beads = list_beads(Milestone.objects.all(), program, TODAY)
    assert [bead.tone for bead in beads[:19]] == ["done"] * 4 + ["late"] * 13 + ["now", ""]
    assert len({bead.month for bead in beads}) == len(beads)


@pytest.mark.django_db
def test_what_is_reached_before_its_day_stands_at_today_and_says_when_it_was_due(scope: Any, director: Any) -> None:
    program = ProgramFactory(starts_on=FIRST, actor=director, signed_on=FIRST)
    ahead = list(Milestone.objects.filter(due_on__gt=TODAY).order_by("due_on", "pk")[:2])
    Milestone.objects.filter(pk__in=[row.pk for row in ahead]).update(
        state="reached", reached_by="words", evidence="Minutes"
    )
    beads = list_beads(Milestone.objects.all(), program, TODAY)
    early = [bead for bead in beads if bead.is_early]
    assert [bead.title for bead in early] == [str(row) for row in ahead]
    assert max(bead.month for bead in early) <= month_number(FIRST, TODAY)
    rows = ribbon_rows(SimpleNamespace(beads=early[:1], all_lanes=[]))
    assert f'Due <time datetime="{ahead[0].due_on:%Y-%m-%d}">' in rows
    assert "Due" not in ribbon_rows(SimpleNamespace(beads=[early[0]._replace(is_early=False)], all_lanes=[]))


@pytest.mark.django_db
def test_nothing_is_late_that_was_due_before_the_program_was_signed(scope: Any, director: Any) -> None:
    program = ProgramFactory(starts_on=FIRST, actor=director, signed_on=TODAY)
    years = list(program.years.prefetch_related("milestones"))
    drawn = build_ribbon(load_ribbon_parts(program, years, TODAY), TODAY)
    assert [bead.tone for bead in drawn.beads[:18]] == [""] * 17 + ["now"]
    assert drawn.sentence == (
        "0 of 40 milestones are reached. 17 were due before the program was signed: say how they stand, or choose new "
        f"days. The next is due on {format_day(date(2026, 11, 30))}."
    )
    # What comes due after the signing is late from its day on.
    after = build_ribbon(load_ribbon_parts(program, years, date(2027, 1, 5)), date(2027, 1, 5))
    assert [bead.tone for bead in after.beads[16:20]] == ["", "late", "late", "now"]


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "third"), [(1, 1), (10, 1), (11, 2), (20, 2), (21, 3), (31, 3)])
def test_the_line_of_today_stands_in_its_third_of_the_month(scope: Any, director: Any, day: int, third: int) -> None:
    program = ProgramFactory()
    today = date(2026, 10, day)
    assert build_ribbon(load_ribbon_parts(program, list(program.years.all()), today), today).third == third


@pytest.mark.django_db
def test_the_picture_says_itself_in_a_sentence(scope: Any, director: Any) -> None:
    program = ProgramFactory(starts_on=FIRST, actor=director, signed_on=FIRST)
    years = list(program.years.prefetch_related("milestones"))
    drawn = build_ribbon(load_ribbon_parts(program, years, TODAY), TODAY)
    day = format_day(date(2026, 11, 30))
    assert drawn.sentence == f"0 of 40 milestones are reached. 17 are overdue. The next is due on {day}."
    assert (drawn.today, drawn.window, [year_label(year) for year in years][2]) == (27, 3, "2026/27")
    assert [lane.name for lane in drawn.bodies] == ["Strategic forum", "Teacher accelerator"]


@pytest.mark.django_db
def test_what_was_given_up_is_missed_and_not_overdue(scope: Any, director: Any) -> None:
    program = ProgramFactory(starts_on=FIRST, actor=director, signed_on=FIRST)
    rows = list(Milestone.objects.order_by("due_on", "pk"))
    Milestone.objects.filter(pk__in=[rows[0].pk, rows[-1].pk]).update(state="missed")
    years = list(program.years.prefetch_related("milestones"))
    drawn = build_ribbon(load_ribbon_parts(program, years, TODAY), TODAY)
    assert drawn.sentence.startswith("0 of 40 milestones are reached. 16 are overdue. 2 were missed. The next is due")
    assert [drawn.beads[0].tone, drawn.beads[-1].tone] == ["late", "late"]


@pytest.mark.django_db
def test_a_cohorts_bar_is_its_path_by_its_true_days(scope: Any) -> None:
    today = scope.today()
    cohort = CohortFactory(state="running", stage=2, starts_on=today - timedelta(days=100))
    type(cohort).objects.filter(pk=cohort.pk).update(ends_on=today + timedelta(days=90))
    noon = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=12)
    left = noon - timedelta(days=40)
    StageRecord.objects.filter(cohort=cohort).delete()
    StageRecord.objects.create(cohort=cohort, stage=1, entered_at=noon - timedelta(days=100), left_at=left)
    StageRecord.objects.create(cohort=cohort, stage=2, entered_at=left)
    (lane,) = find_cohort_lanes(today)
    days = [((span.starts_on - today).days, (span.ends_on - today).days, span.fill) for span in lane.spans]
    assert days == [(-100, -40, "done"), (-40, 0, "now"), (0, 30, ""), (30, 60, ""), (60, 90, "")]


def test_nothing_of_a_cohort_is_filled_beyond_today_and_its_stage_is_one_row_of_the_table(city: Any) -> None:
    entered = {"stage": 3, "entered": f"{TODAY}T08:00:00+00:00", "left": None}
    running = SimpleNamespace(city=city, path=[entered], ends_on=date(2027, 11, 26), state="running")
    for today in (TODAY, TODAY + timedelta(days=60)):
        spans = list_stage_spans(running, today)
        assert [span.fill for span in spans] == ["now", "", ""]
        assert spans[0].ends_on <= max(today, TODAY + timedelta(days=1))
        rows = ribbon_rows(SimpleNamespace(beads=[], all_lanes=[Lane("Cohort", spans)]))
        assert re.findall(r'data-label="Status">([^<]+)<', rows) == ["now", "ahead"]


def test_a_planned_cohort_is_hollow_and_one_without_days_is_not_drawn(city: Any) -> None:
    planned = SimpleNamespace(city=city, path=[], starts_on=TODAY, ends_on=date(2027, 11, 26), state="planned")
    assert [span.fill for span in list_stage_spans(planned, TODAY)] == [""] * 4
    planned.ends_on = None
    assert list_stage_spans(planned, TODAY) == []


def test_a_bar_is_drawn_with_its_name_its_place_and_its_pieces() -> None:
    lane = Lane("<b>Cohort", [], "/c/x/", "Lab & city", [Piece(3, 9, Span(FIRST, TODAY, "now"))])

    drawn = ribbon_lane(lane, "parted")

    assert '<div class="lane parted">' in drawn
    assert '<a href="/c/x/">&lt;b&gt;Cohort</a> <small>Lab &amp; city</small>' in drawn
    assert '<span class="seg now m3 n9"></span>' in drawn
    assert "<small>" not in ribbon_lane(replace(lane, about=""))
