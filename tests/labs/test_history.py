"""What stood when a gate was passed: the stored snapshot is the one that is computed at that time, and it stays."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from collaborations.models import Collaboration
from journeys.models import Learning, ModelBlock
from labs.actions import cohorts
from labs.actions.members import leave_cohort
from labs.models import CohortMember
from labs.queries.gates import gate_of, snapshot_gate
from meetings.models import Session
from stakeholders.models import StrengthClaim
from tests.factories import CohortFactory, CohortMemberFactory, UserFactory
from tests.labs import ways

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_the_stored_gate_is_the_one_computed_at_that_time(scope, facilitator, stage):
    cohort = ways.ready_cohort(stage)
    then = snapshot_gate(gate_of(cohort))
    moved = cohorts.advance_cohort(cohort, stage + 1, actor=facilitator)
    stored = moved.stages.get(left_at=None).gate
    assert stored == then
    assert all(line["met"] and line["rows"] for line in stored)


def test_the_rows_that_counted_are_named(scope, facilitator):
    cohort = ways.ready_cohort(1)
    seats, sessions = (set(rows.values_list("pk", flat=True)) for rows in (cohort.members, cohort.group.sessions))
    g11, g12, g13, g15 = cohorts.advance_cohort(cohort, 2, actor=facilitator).stages.get(left_at=None).gate
    assert (set(g11["rows"]), g11["of"], set(g13["rows"]), g13["of"]) == (seats, 4, sessions, 2)
    assert (set(g12["rows"]), g12["of"]) == (seats, 4)
    assert (Collaboration.objects.filter(pk__in=g15["rows"]).count(), g15["of"]) == (1, 1)
    assert Session.objects.filter(pk__in=g13["rows"], state="recorded").count() == 2


@pytest.mark.parametrize(("stage", "model"), [(2, Learning), (3, ModelBlock)])
def test_each_gate_counts_its_own_rows(scope, stage, model):
    line = gate_of(ways.ready_cohort(stage))[1 if stage == 2 else 0]
    assert model.objects.filter(pk__in=line.rows).count() == len(line.rows) > 0


def test_what_happens_later_changes_nothing_of_it(scope, facilitator):
    cohort = ways.ready_cohort(1)
    moved = cohorts.advance_cohort(cohort, 2, actor=facilitator)
    record = moved.stages.get(left_at=None)
    g11 = record.gate[0]
    leave_cohort(cohort.members.first(), actor=facilitator)
    CohortMemberFactory(cohort=cohort)
    StrengthClaim.objects.all().delete()
    record.refresh_from_db()
    then = CohortMember.objects.filter(cohort=cohort).active_at(record.entered_at)
    assert (record.gate[0], then.count()) == (g11, g11["of"])
    assert set(then.values_list("pk", flat=True)) == set(g11["rows"])


def test_a_seat_says_when_it_was_left(scope, facilitator):
    before = timezone.now()
    left = CohortMemberFactory(profile__user=UserFactory())
    stays = CohortMemberFactory(cohort=left.cohort)
    leave_cohort(left, actor=facilitator)
    left.refresh_from_db()
    assert (left.left_at > before, stays.left_at) == (True, None)
    cohorts.cancel_cohort(left.cohort, actor=facilitator, reason="Nobody is left")
    stays.refresh_from_db()
    assert stays.left_at > left.left_at
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortMemberFactory(cohort=left.cohort, left_at=timezone.now())


def test_what_is_missing_is_said_as_a_list(client, scope, facilitator, sign_in):
    cohort = CohortFactory(stage=1)
    sign_in(client, facilitator)
    url = reverse("advance_cohort", args=[scope.slug, cohort.pk])
    answer = client.post(url, {"to": 2, "seen": 1})
    page = answer.content.decode()
    assert (answer.status_code, page.count("Missing: "), 'name="reason"' in page) == (409, 4, False)
    later = CohortFactory(stage=2)
    answer = client.post(reverse("advance_cohort", args=[scope.slug, later.pk]), {"to": 1, "seen": 2, "reason": ""})
    assert (answer.status_code, 'name="reason"' in answer.content.decode()) == (409, True)
    cards = [
        card
        for column in client.get(reverse("board", args=[scope.slug])).context["columns"]
        for card in column["cards"]
    ]
    assert len([card for card in cards if card["missing"]]) == 2
