"""What the pages of two profiles say when the question is answered, and where the old address leads."""

from typing import Any

import pytest
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from educities.activity.models import Notice
from stakeholders import actions
from stakeholders.models import Profile, ProfileMerge
from stakeholders.queries import twins
from stakeholders.queries.merges import stamp_merge
from stakeholders.queries.twins import find_pairs
from stakeholders.views import merging
from tests import factories
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


def merge(one: Profile, other: Profile, *, by: User, agreed: User) -> ProfileMerge:
    made = actions.propose_merge(one, other, actor=by)
    actions.agree_to_merge(made, actor=agreed)
    return fresh(made)


def test_the_address_of_a_merged_profile_leads_to_the_one_that_stands_for_it(
    scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    first, second, third = (factories.ProfileFactory() for _person in range(3))
    merge(second, third, by=facilitator, agreed=director)
    merge(first, second, by=facilitator, agreed=director)
    old = reverse("profile", args=[scope.slug, third.pk])
    signed_in = sign_in(client, director)
    assert signed_in.get(old).headers["Location"] == first.get_absolute_url()
    assert signed_in.get(reverse("profile", args=[scope.slug, 10**9])).status_code == 404


def test_who_may_not_read_the_profile_that_stays_learns_of_no_merge(
    scope: City, facilitator: User, director: User, resident: User, client: Any, sign_in: Any
) -> None:
    first, second = factories.ProfileFactory(), factories.ProfileFactory()
    merge(first, second, by=facilitator, agreed=director)
    address = reverse("profile", args=[scope.slug, second.pk])
    never = reverse("profile", args=[scope.slug, 10**9])
    assert client.get(address).headers["Location"].split("?")[0] == client.get(never).headers["Location"].split("?")[0]
    assert sign_in(client, resident).get(address).status_code == 404


@pytest.mark.parametrize("how", ["renamed", "taken", "phone", "speaks"])
def test_a_yes_is_for_the_two_that_were_read(
    how: str, scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    one, other = (factories.ProfileFactory(display_name="Sara Levi", user=None) for _person in range(2))
    made = actions.propose_merge(one, other, actor=facilitator)
    agree, before = reverse("agree_to_merge", args=[scope.slug, made.pk]), stamp_merge(made)
    signed_in = sign_in(client, director)
    assert f"{agree}?seen={before}" in signed_in.get(made.get_absolute_url()).content.decode()
    assert f'name="seen" value="{before}"' in signed_in.get(agree).content.decode()
    if how == "renamed":
        Profile.objects.filter(pk=other.pk).update(display_name="Dana Katz")
    elif how == "taken":
        Profile.objects.filter(pk=one.pk).update(user=factories.UserFactory())
    elif how == "phone":
        Profile.objects.filter(pk=other.pk).update(phone="03-5551234")
    else:
        factories.RepresentationFactory(profile=other)
    for sent in ({"seen": before}, {}):
        answer = signed_in.post(agree, sent)
        assert answer.status_code == 409
        assert "Read both again before you agree." in answer.content.decode()
    assert "Read both again" in signed_in.get(f"{agree}?seen={before}").content.decode()
    assert refused(lambda: actions.agree_to_merge(fresh(made), actor=director, seen=before)) == (
        "stakeholders.merge_changed"
    )
    assert (fresh(made).state, fresh(other).merged_into) == ("proposed", None)
    assert signed_in.post(agree, {"seen": stamp_merge(fresh(made))}).status_code == 302
    assert fresh(other).merged_into == one


def test_taken_apart_two_people_are_suggested_until_it_is_said_that_they_are_two(
    scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    one, other = (factories.ProfileFactory(display_name="Sara Levi") for _person in range(2))
    made = merge(one, other, by=facilitator, agreed=director)
    signed_in = sign_in(client, director)
    assert "stands for both now" in signed_in.get(made.get_absolute_url()).content.decode()
    actions.undo_merge(made, actor=director, reason="Two people")
    two = reverse("decline_merge", args=[scope.slug, made.pk])
    page = signed_in.get(made.get_absolute_url()).content.decode()
    assert two in page
    assert "This profile stays" not in page
    assert [{pair.kept, pair.gone} for pair in find_pairs()] == [{one, other}]
    signed_in.post(two, {"sure": "on"})
    assert fresh(made).state == ProfileMerge.State.DECLINED
    assert find_pairs() == []


def test_a_list_that_is_cut_says_so(
    scope: City, facilitator: User, client: Any, sign_in: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(twins, "MOST_PAIRS", 2)
    monkeypatch.setattr(merging, "MOST_PAIRS", 2)
    signed_in = sign_in(client, facilitator)
    for number in range(3):
        page = signed_in.get(reverse("twins", args=[scope.slug])).content.decode()
        assert ("At most 2 pairs are shown at once." in page) == (number > 1)
        for _twice in range(2):
            factories.ProfileFactory(display_name=f"Sara Levi {number}")


def test_two_people_are_said_to_be_two_without_a_proposal(
    scope: City, facilitator: User, client: Any, sign_in: Any
) -> None:
    one, other = (factories.ProfileFactory(display_name="Sara Levi") for _person in range(2))
    propose = reverse("propose_merge", args=[scope.slug, other.pk, one.pk])
    two = reverse("say_two", args=[scope.slug, other.pk, one.pk])
    signed_in = sign_in(client, facilitator)
    assert two in signed_in.get(propose).content.decode()
    for _twice in range(2):
        assert signed_in.post(two).status_code == 302
    made = ProfileMerge.objects.get()
    assert (made.state, made.kept, made.gone) == ("declined", one, other)
    assert find_pairs() == []
    page = signed_in.get(propose).content.decode()
    assert "said that these are two different people." in page or "it was said that these are two" in page
    assert "Propose it again only if that was a mistake." in page
    assert two not in page
    assert "Proposed by" not in signed_in.get(made.get_absolute_url()).content.decode()
    actions.propose_merge(one, other, actor=facilitator)
    assert "Propose it again only" not in signed_in.get(propose).content.decode()


def test_what_waits_is_answered_by_it_and_what_is_merged_is_not(scope: City, facilitator: User, director: User) -> None:
    one, other, third = (factories.ProfileFactory() for _person in range(3))
    proposed = actions.propose_merge(one, other, actor=facilitator)
    assert actions.say_two(other, one, actor=director) == proposed
    assert ProfileMerge.objects.get().state == "declined"
    assert Notice.objects.filter(user=facilitator, verb="stakeholders.merge_answered").count() == 1
    merge(one, third, by=facilitator, agreed=director)
    assert refused(lambda: actions.say_two(one, third, actor=director)) == "stakeholders.not_two"
    assert refused(lambda: actions.say_two(one, one, actor=director)) == "stakeholders.not_two"


def test_an_undo_has_a_reason_that_those_who_merged_read(
    scope: City, facilitator: User, director: User, client: Any, sign_in: Any
) -> None:
    made = merge(factories.ProfileFactory(), factories.ProfileFactory(), by=facilitator, agreed=director)
    other = factories.MembershipFactory(city=scope, role="director").user
    assert refused(lambda: actions.undo_merge(made, actor=director)) == "activity.reason_needed"
    undo = reverse("undo_merge", args=[scope.slug, made.pk])
    signed_in = sign_in(client, other)
    assert signed_in.post(undo).status_code == 422
    assert signed_in.post(undo, {"reason": "Mother and daughter"}).status_code == 302
    page = signed_in.get(made.get_absolute_url()).content.decode()
    assert "Mother and daughter" in page
    assert "A merge of two profiles was undone" in page
    told = Notice.objects.filter(verb="stakeholders.merge_answered", data__reason="Mother and daughter")
    assert set(told.values_list("user_id", flat=True)) == {facilitator.pk, director.pk}
    assert "These two profiles have already been taken apart." in signed_in.get(undo).content.decode()
