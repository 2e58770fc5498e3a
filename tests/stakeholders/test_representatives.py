"""Several people speak for one organisation, each within dates."""

from datetime import timedelta
from typing import Any

import pytest

from cities.models import Membership
from stakeholders import actions
from stakeholders.models import Representation
from tests.factories import MembershipFactory, OrganisationFactory
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


def appoint(scope: Any, director: Any, days: int) -> tuple[Representation, Any]:
    user = MembershipFactory(city=scope).user
    row = actions.appoint_representative(
        OrganisationFactory(),
        actor=director,
        email=user.email,
        display_name="Rana",
        may_manage=True,
        ends_on=scope.today() + timedelta(days=days),
    )
    return row, user


def test_a_representation_ends_on_the_day_that_was_said(scope: Any, director: Any) -> None:
    row, user = appoint(scope, director, 30)
    actions.accept_representation(row, actor=user)
    row.refresh_from_db()
    role = Membership.objects.get(user=user, role="organisation")
    assert row.ends_on - role.ends_on == timedelta(days=1)
    assert fresh(user).has_perm("stakeholders.change_organisation", row.organisation)
    Representation.objects.update(starts_on=scope.today() - timedelta(days=9), ends_on=scope.today())
    assert not fresh(user).has_perm("stakeholders.promise_for_organisation", row.organisation)


def test_a_day_that_has_passed_is_refused(scope: Any, director: Any) -> None:
    assert refused(lambda: appoint(scope, director, 0)) == "stakeholders.ends_in_the_past"
