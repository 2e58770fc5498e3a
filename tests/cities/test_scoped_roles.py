"""From the list of roles to the person, whose page says in which labs they have a role."""

from typing import Any

import pytest

from tests.factories import LabFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
ROLES = "/c/bat-galim/roles/"


@pytest.fixture
def samir(scope: Any) -> Any:
    return ProfileFactory(user=UserFactory(), display_name="Samir Khalil")


def guide(person: Any, count: int = 1) -> list[Any]:
    labs = LabFactory.create_batch(count)
    for lab in labs:
        scoped = {"scope_type": "lab", "scope_id": lab.pk}
        MembershipFactory(user=person.user, city=lab.city, role="facilitator", **scoped)
    return labs


def test_the_name_in_the_list_leads_to_the_person_and_the_person_to_the_labs(
    client: Any, sign_in: Any, director: Any, samir: Any
) -> None:
    labs = guide(samir, 2)
    sign_in(client, director)
    assert f'<a class="cover" href="{samir.get_absolute_url()}">' in client.get(ROLES).content.decode()
    page = client.get(samir.get_absolute_url()).content.decode()
    for lab in labs:
        assert f'<a href="{lab.get_absolute_url()}">' in page


def test_the_labs_of_a_role_are_for_those_who_see_roles(
    client: Any, sign_in: Any, facilitator: Any, samir: Any
) -> None:
    guide(samir)
    sign_in(client, facilitator)
    assert "scoped_roles" not in client.get(samir.get_absolute_url()).context


def test_both_pages_cost_the_same_for_many_labs(client: Any, sign_in: Any, director: Any, samir: Any) -> None:
    sign_in(client, director)
    assert_same_queries(lambda: client.get(samir.get_absolute_url()), lambda count: guide(samir, count))
    assert_same_queries(lambda: client.get(ROLES), lambda count: guide(samir, count))


def test_the_list_costs_the_same_for_many_people(client: Any, sign_in: Any, director: Any, scope: Any) -> None:
    def add(count: int) -> None:
        for _person in range(count):
            guide(ProfileFactory(user=UserFactory()))

    sign_in(client, director)
    assert_same_queries(lambda: client.get(ROLES), add)
