"""What the rules ask the database: a person's seats once, however many rows are asked about."""

import pytest

from tests.factories import CohortFactory, CohortMemberFactory, LabFactory, UserFactory
from tests.labs import ways
from tests.support import fresh, queries_of

pytestmark = pytest.mark.django_db


def test_seats_in_cohorts_are_read_once(scope):
    seat = CohortMemberFactory(profile__user=UserFactory())
    cohorts = [seat.cohort, *CohortFactory.create_batch(2)]
    user = fresh(seat.profile.user)
    user.has_perm("labs.view_lab", seat.cohort.lab)
    sent = queries_of(lambda: [user.has_perm("labs.view_cohort", cohort) for cohort in cohorts])
    assert len(sent) == 1
    assert [user.has_perm("labs.view_cohort", cohort) for cohort in cohorts] == [True, False, False]


def test_seats_in_labs_are_read_once(scope):
    seat = ways.seat_guide(LabFactory())
    labs = [seat.lab, *LabFactory.create_batch(2)]
    seat.profile.user.memberships.all().delete()
    user = fresh(seat.profile.user)
    user.has_perm("labs.list_lab", scope)
    sent = queries_of(lambda: [user.has_perm("labs.view_lab", lab) for lab in labs])
    assert len(sent) == 1
    assert [user.has_perm("labs.view_lab", lab) for lab in labs] == [True, False, False]
