"""The review of a program year comes onto the agenda by itself, and a decision of the forum confirms it."""

from typing import Any

import pytest

from forum.actions.agenda import build_agenda
from forum.models import AgendaItem, Decision
from programs.actions import reviews
from programs.models import YearReview
from tests.factories import in_days
from tests.forum.support import decide, hold_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(charter: Any, director: Any) -> YearReview:
    year = charter.body.program.years.first()
    return YearReview.objects.create(
        year=year, state="submitted", submitted_by=director, submitted_at=f"{in_days(-1)}T08:00Z"
    )


def find_item(meeting: Any) -> AgendaItem:
    build_agenda(meeting.charter)
    return AgendaItem.objects.get(record_kind="year_review")


def test_a_decision_confirms_it_for_good(charter: Any, four: Any, chair: Any, submitted: YearReview) -> None:
    meeting = hold_meeting(charter, four, actor=chair)
    item = find_item(meeting)
    decision = decide(item, actor=chair, takes_effect=True)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.decision_kind, submitted.decision_id) == ("confirmed", "decision", decision.pk)
    assert submitted.confirmed_on == decision.decided_on


def test_advice_confirms_nothing(charter: Any, four: Any, chair: Any, submitted: YearReview) -> None:
    meeting = hold_meeting(charter, four[:2], actor=chair)
    decide(find_item(meeting), actor=chair, takes_effect=True)
    submitted.refresh_from_db()
    assert (Decision.objects.get().is_advice, submitted.state) == (True, "submitted")


def test_one_that_was_sent_back_meanwhile_stays(
    charter: Any, four: Any, chair: Any, steward: Any, submitted: YearReview
) -> None:
    meeting = hold_meeting(charter, four, actor=chair)
    item = find_item(meeting)
    reviews.return_review(submitted, actor=steward, reason="The hall is missing")
    decide(item, actor=chair, takes_effect=True)
    submitted.refresh_from_db()
    assert submitted.state == "draft"
