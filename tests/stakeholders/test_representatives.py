"""Several people speak for one organisation, each within dates."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cities.models import Membership
from educities.activity.models import AuditEntry, Message
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


def test_who_appointed_changes_rights_and_last_day_on_a_page(
    client: Any, sign_in: Any, scope: Any, director: Any
) -> None:
    """A last day was told as changeable "on the page", and no page could."""
    row, user = appoint(scope, director, 30)
    actions.accept_representation(row, actor=user)
    sign_in(client, director)
    address = reverse("change_representation", args=[scope.slug, row.pk])
    form = client.get(address).context["form"]
    assert form.initial["last_day"] == scope.today() + timedelta(days=29)
    typed = {"read": form.fields["read"].initial, "title": "Head", "last_day": scope.today() + timedelta(days=5)}
    answer = client.post(address, {**typed, "may_commit": "on"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.may_commit, row.may_manage) == ("Head", True, False)
    assert row.last_day == scope.today() + timedelta(days=5)
    assert not fresh(user).has_perm("stakeholders.change_organisation", row.organisation)
    entry = AuditEntry.objects.order_by("pk").last()
    assert entry.verb == "stakeholders.representative_changed"
    message = Message.objects.get(user=user, kind="stakeholders.representative_changed")
    assert message.state == "pending"


def test_no_last_day_is_no_end_and_one_in_the_past_stands_at_its_box(
    client: Any, sign_in: Any, scope: Any, director: Any
) -> None:
    row, user = appoint(scope, director, 30)
    actions.accept_representation(row, actor=user)
    sign_in(client, director)
    address = reverse("change_representation", args=[scope.slug, row.pk])
    read = client.get(address).context["form"].fields["read"].initial
    answer = client.post(address, {"read": read, "last_day": scope.today() - timedelta(days=1)})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["last_day"])
    assert client.post(address, {"read": read, "last_day": "", "may_manage": "on"}).status_code == 302
    row.refresh_from_db()
    role = Membership.objects.get(user=user, role="organisation")
    assert (row.ends_on, role.ends_on, row.may_commit) == (None, None, False)


def test_one_that_has_ended_says_so_instead_of_a_form(client: Any, sign_in: Any, scope: Any, director: Any) -> None:
    row, _user = appoint(scope, director, 30)
    actions.end_representation(row, actor=director, reason="moved")
    sign_in(client, director)
    address = reverse("change_representation", args=[scope.slug, row.pk])
    page = client.get(address).content.decode()
    assert "This representation has ended." in page
    assert 'name="last_day"' not in page
    assert client.post(address, {"title": "Late"}).status_code == 409
