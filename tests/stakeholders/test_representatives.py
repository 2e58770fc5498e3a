"""Several people speak for one organisation, each within dates."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cities.models import Membership
from stakeholders import actions
from stakeholders.models import Representation
from tests.factories import MembershipFactory, OrganisationFactory, RepresentationFactory
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


def test_the_last_day_is_the_one_that_was_typed(client: Any, sign_in: Any, scope: Any, director: Any) -> None:
    """On it the person still speaks for the organisation, and pages name it as it was typed."""
    organisation, today = OrganisationFactory(), scope.today()
    sign_in(client, director)
    typed = {"display_name": "Rana", "email": "rana@example.org", "language": "en", "ends_on": today}
    address = reverse("appoint_representative", args=[scope.slug, organisation.pk])
    assert client.post(address, typed).status_code == 302
    again = client.post(address, {**typed, "display_name": "Other"}, follow=True).content.decode()
    assert "Rana is in the city already" in again
    row = Representation.objects.get()
    assert (row.last_day, row.has_ended) == (today, False)
    answer = client.post(address, {**typed, "ends_on": today - timedelta(days=1)})
    assert list(answer.context["form"].errors) == ["ends_on"]


def test_ones_own_page_leads_to_what_one_speaks_for(client: Any, sign_in: Any, scope: Any) -> None:
    """First the request, then the organisation."""
    user = MembershipFactory(city=scope).user
    row = RepresentationFactory(profile__user=user, accepted_at=None)
    sign_in(client, user)
    mine = reverse("mine", args=[scope.slug])
    assert row.get_absolute_url() in client.get(mine).content.decode()
    actions.accept_representation(row, actor=user)
    page = client.get(mine).content.decode()
    assert row.organisation.get_absolute_url() in page
    assert row.get_absolute_url() not in page
