"""Who reads what waits: the director everything, the facilitator of one lab what was brought to that lab."""

from typing import Any

import pytest

from challenges.models import Contribution
from educities.tenancy.scope import city_scope
from tests.factories import ChallengeFactory, LabFactory, MembershipFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ideas(city: Any) -> dict[str, Contribution]:
    """An idea that waits in each of two labs."""
    with city_scope(city.pk):
        return {
            words: Contribution.objects.create(
                challenge=ChallengeFactory(lab=LabFactory()), author=ProfileFactory(), text=words, state="pending"
            )
            for words in ("A bench by the school gate", "A choir for all ages")
        }


def leads_one_lab(city: Any, idea: Contribution) -> Any:
    user = UserFactory()
    scope = {"scope_type": "lab", "scope_id": idea.challenge.lab_id}
    MembershipFactory(user=user, city=city, role="facilitator", **scope)
    return user


def test_facilitator_of_a_lab_reads_and_publishes_what_was_brought_to_it(
    client: Any, city: Any, ideas: dict[str, Contribution], sign_in: Any
) -> None:
    own, other = ideas.values()
    sign_in(client, leads_one_lab(city, own))
    page = client.get("/c/bat-galim/manage/ideas/").content.decode()
    assert (own.text in page, other.text in page) == (True, False)
    assert client.post(f"/c/bat-galim/manage/ideas/{own.pk}/publish/").status_code == 302
    assert client.post(f"/c/bat-galim/manage/ideas/{other.pk}/publish/").status_code == 403
    with city_scope(city.pk):
        states = dict(Contribution.objects.values_list("text", "state"))
    assert states == {own.text: "visible", other.text: "pending"}


@pytest.mark.parametrize("who", ["director", "facilitator"])
def test_who_answers_for_the_city_reads_everything(
    who: str, client: Any, ideas: dict[str, Contribution], sign_in: Any, request: Any
) -> None:
    sign_in(client, request.getfixturevalue(who))
    page = client.get("/c/bat-galim/manage/ideas/").content.decode()
    assert all(text in page for text in ideas)
