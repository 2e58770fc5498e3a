"""Who comes from outside a city, and who chooses them: a director never chooses the one who grants her overrides."""

from typing import Any

import pytest

from cities.actions import accept_invitation, invite_person
from cities.models import Invitation, Membership
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from tests.factories import ChildFactory, MembershipFactory, UserFactory

INVITED = {"display_name": "Rami", "email": "rami@example.org", "language": "he"}


@pytest.mark.django_db
def test_operator_withdraws_a_directors_invitation_and_no_other(
    client: Any, city: Any, operator: Any, director: Any, sign_in: Any
) -> None:
    with city_scope(city.pk):
        one, other = (
            invite_person(
                city, actor=director, display_name="Rami", email=f"{role}@example.org", role=role, language="he"
            )
            for role in ("director", "facilitator")
        )
    sign_in(client, operator)
    page = client.get(f"/platform/cities/{city.pk}/").content.decode()
    assert ("director@example.org" in page, "facilitator@example.org" in page) == (True, False)
    assert client.get(f"/c/{city.slug}/roles/").status_code in {403, 404}
    paths = [f"/c/{city.slug}/roles/invitations/{row.pk}/withdraw/" for row in (one, other)]
    answer = client.post(paths[0], {"next": f"/platform/cities/{city.pk}/"})
    assert (answer.status_code, answer["Location"]) == (302, f"/platform/cities/{city.pk}/")
    assert client.post(paths[1]).status_code in {403, 404}
    with city_scope(city.pk):
        rows = Invitation.objects.filter(email__in=["director@example.org", "facilitator@example.org"])
        assert {row.role: row.withdrawn_at is not None for row in rows} == {"director": True, "facilitator": False}


@pytest.mark.django_db
def test_the_operator_invites_and_ends_a_steward(client: Any, city: Any, operator: Any, sign_in: Any) -> None:
    steward = MembershipFactory(city=city, role="steward")
    facilitator = MembershipFactory(city=city, role="facilitator")
    sign_in(client, operator)
    page = f"/platform/cities/{city.pk}/"
    assert client.post(page, {**INVITED, "role": "steward"}).url == page
    assert client.post(page, {**INVITED, "role": "facilitator"}).status_code == 422
    text = client.get(page).content.decode()
    assert (INVITED["email"] in text, steward.user.email in text) == (True, True)
    assert client.post(f"/c/{city.slug}/roles/{steward.pk}/end/", {"next": page, "reason": "A new one"}).url == page
    assert client.post(f"/c/{city.slug}/roles/{facilitator.pk}/end/", {"next": page}).status_code == 403
    assert set(Membership.objects.current().filter(city=city)) == {facilitator}


@pytest.mark.django_db
def test_a_director_invites_ends_and_withdraws_no_steward(
    client: Any, city: Any, director: Any, operator: Any, sign_in: Any
) -> None:
    steward = MembershipFactory(city=city, role="steward")
    invitation = invite_person(city, actor=operator, role="steward", **INVITED)
    sign_in(client, director)
    roles = f"/c/{city.slug}/roles/"
    assert client.post(f"{roles}new/", {**INVITED, "role": "steward"}).status_code == 422
    page = client.get(roles).content.decode()
    for address in (f"{roles}{steward.pk}/end/", f"{roles}invitations/{invitation.pk}/withdraw/"):
        assert address not in page
        assert client.post(address).status_code == 403
    assert Membership.objects.current().filter(pk=steward.pk).exists()


@pytest.mark.django_db
def test_a_role_of_a_single_lab_does_not_end_among_the_citys(
    client: Any, city: Any, director: Any, sign_in: Any
) -> None:
    narrow = MembershipFactory(city=city, role="facilitator", scope_type="lab", scope_id=1)
    sign_in(client, director)
    assert client.post(f"/c/{city.slug}/roles/{narrow.pk}/end/").status_code == 404


@pytest.mark.django_db
def test_a_minor_takes_no_role_of_staff(city: Any, director: Any) -> None:
    child = UserFactory(email=INVITED["email"])
    invitation = invite_person(city, actor=director, role="facilitator", **INVITED)
    with city_scope(city.pk):
        ChildFactory(user=child)
        with pytest.raises(DomainError) as told:
            accept_invitation(invitation, is_adult=True)
        assert told.value.code == "stakeholders.role_for_grown_ups"
        assert Invitation.objects.open().filter(pk=invitation.pk).exists()
    assert not Membership.objects.filter(user=child, role="facilitator").exists()
