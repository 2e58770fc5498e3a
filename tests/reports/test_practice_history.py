"""The history of the practice city says how its people did what they did."""

from typing import Any

import pytest

from challenges.models import Challenge
from educities.activity.models import AuditEntry
from educities.tenancy.scope import city_scope
from meetings.models import Session
from programs.models import Milestone


@pytest.mark.django_db(transaction=True)
def test_what_people_did_they_did_on_the_website(practice_city: Any) -> None:
    with city_scope(practice_city.pk):
        ways = set(AuditEntry.objects.exclude(actor_id=None).values_list("via", flat=True))
    assert "web" in ways
    assert "console" not in ways


@pytest.mark.django_db(transaction=True)
def test_a_milestone_is_reached_by_a_record_that_shows_it(practice_city: Any) -> None:
    with city_scope(practice_city.pk):
        reached = Milestone.objects.filter(state="reached").exclude(evidence_id=None)
        meetings = {one.code.partition("/")[2]: one for one in reached.filter(evidence_kind="session")}
        held = {line: Session.objects.get(pk=one.evidence_id) for line, one in meetings.items()}
        late = [line for line in ("1.8", "2.7", "2.8") if held[line].starts_at.date() > meetings[line].due_on]
        answered = Challenge.objects.get(pk=reached.get(code__endswith="/3.2").evidence_id)
        first_kind = held["1.3"].group.kind
    assert late == []
    assert first_kind == "forum"
    assert answered.state == Challenge.State.ANSWERED
