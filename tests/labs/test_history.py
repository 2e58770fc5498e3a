"""What stood when a gate was passed: the stored snapshot is the one that is computed at that time, and it stays."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from educities.kit.errors import DomainError
from labs.actions import cohorts, expeditions
from labs.actions import overrides as override_actions
from labs.actions.city_model import start_version
from labs.actions.members import leave_cohort
from labs.gates import gate_of, snapshot
from labs.models import ActivityArea, CohortMember, Learning, ModelBlock
from meetings.models import Session
from stakeholders.models import StrengthClaim
from tests.factories import ActivityAreaFactory, CohortFactory, CohortMemberFactory, UserFactory, in_days
from tests.labs import ways

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_the_stored_gate_is_the_one_computed_at_that_time(scope, facilitator, stage):
    cohort = ways.ready_cohort(stage)
    then = snapshot(gate_of(cohort))
    moved = cohorts.advance_cohort(cohort, stage + 1, actor=facilitator)
    stored = moved.stages.get(left_at=None).gate
    assert stored == then
    assert all(line["met"] and line["rows"] for line in stored)


def test_the_rows_that_counted_are_named(scope, facilitator):
    cohort = ways.ready_cohort(1)
    seats, sessions = (set(rows.values_list("pk", flat=True)) for rows in (cohort.members, cohort.group.sessions))
    g11, g13 = cohorts.advance_cohort(cohort, 2, actor=facilitator).stages.get(left_at=None).gate
    assert (set(g11["rows"]), g11["of"], set(g13["rows"]), g13["of"]) == (seats, 4, sessions, 2)
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


@pytest.mark.parametrize(
    ("state", "stage", "code"),
    [("running", 3, "labs.area_decided"), ("suspended", 2, "labs.cohort_not_working"), ("running", 2, "")],
)
def test_a_decision_stays_once_its_gate_is_passed(client, scope, facilitator, sign_in, state, stage, code):
    area = ActivityAreaFactory(cohort=CohortFactory(state=state, stage=stage))
    sign_in(client, facilitator)
    page = client.get(reverse("areas", args=[scope.slug, area.cohort_id])).content.decode()
    assert (reverse("drop_area", args=[scope.slug, area.pk]) in page) == (not code)
    if code:
        with pytest.raises(DomainError) as refused:
            expeditions.drop_area(area, actor=facilitator)
        assert refused.value.code == code
    else:
        expeditions.drop_area(area, actor=facilitator)
    assert ActivityArea.objects.count() == bool(code)


def test_a_model_designed_without_an_expedition_says_so(client, scope, director, facilitator, sign_in):
    cohort = CohortFactory(stage=2)
    ActivityAreaFactory(cohort=cohort)
    asked = {"reason": "The buses are on strike until spring", "remedy": "A visit in May", "wanted_until": in_days(30)}
    override = override_actions.request_override(cohort, "G23", actor=facilitator, **asked)
    version = start_version(cohort, actor=facilitator)
    sign_in(client, facilitator)
    words = "Designed without an expedition"
    assert words not in client.get(version.get_absolute_url()).content.decode()
    override_actions.grant_override(override, actor=director, until=in_days(30))
    assert words in client.get(version.get_absolute_url()).content.decode()
    ways.learned_expedition(cohort)
    assert words not in client.get(version.get_absolute_url()).content.decode()


def test_what_is_missing_is_said_as_a_list(client, scope, facilitator, sign_in):
    cohort = CohortFactory(stage=1)
    sign_in(client, facilitator)
    url = reverse("advance_cohort", args=[scope.slug, cohort.pk])
    answer = client.post(url, {"to": 2, "seen": 1})
    page = answer.content.decode()
    assert (answer.status_code, page.count("Missing: "), answer.context["is_going_back"]) == (409, 2, False)
    later = CohortFactory(stage=2)
    answer = client.post(reverse("advance_cohort", args=[scope.slug, later.pk]), {"to": 1, "seen": 2, "reason": ""})
    assert (answer.status_code, answer.context["is_going_back"]) == (409, True)
    board = client.get(reverse("board", args=[scope.slug])).content.decode()
    assert board.count("Missing:") == 2
