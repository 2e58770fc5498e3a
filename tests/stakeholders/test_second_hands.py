"""Who acts in somebody's name is no second person beside them."""

from datetime import timedelta

import pytest

from cities.actions.roles import end_role
from cities.models import City, Membership, Role
from cities.queries.second_hands import find_same_hands
from educities.accounts.models import User
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from labs.actions.overrides import grant_override
from stakeholders import actions
from stakeholders.queries.merges import describe_why_not_agreed, list_other_hands
from tests import factories
from tests.reports.test_director_tasks import asked
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputy(scope: City, director: User) -> User:
    user = factories.UserFactory()
    until = scope.today() + timedelta(days=20)
    factories.MembershipFactory(city=scope, user=user, role=Role.DIRECTOR, acting_for=director, ends_on=until)
    return user


def test_whoever_acts_for_one_alone_is_of_the_same_hand(scope: City, director: User, deputy: User) -> None:
    assert find_same_hands(scope.pk, director.pk) == {deputy.pk}
    assert find_same_hands(scope.pk, deputy.pk) == {director.pk}
    factories.MembershipFactory(city=scope, user=deputy, role=Role.FACILITATOR)
    assert find_same_hands(scope.pk, director.pk) == set()
    assert find_same_hands(scope.pk, deputy.pk) == set()


def test_a_deputy_is_no_second_person_for_a_merge(scope: City, director: User, deputy: User, facilitator: User) -> None:
    one, other = factories.ProfileFactory(), factories.ProfileFactory()
    for first, second in ((director, deputy), (deputy, director)):
        made = actions.propose_merge(one, other, actor=first)
        assert list_other_hands(made, first) == [facilitator.pk]
        assert "one person’s word" in describe_why_not_agreed(made, second)
        assert refused(lambda made=made, second=second: actions.agree_to_merge(made, actor=second)) == (
            "stakeholders.merge_needs_another"
        )
        made.delete()
    made = actions.propose_merge(one, other, actor=director)
    actions.agree_to_merge(made, actor=facilitator)
    assert fresh(made).state == "merged"
    assert str(Notice.objects.get(user=director, verb="stakeholders.merge_answered").data.get("new")) == "merged"


def test_a_deputy_grants_no_override_that_the_director_asked_for(scope: City, director: User, deputy: User) -> None:
    override = asked(factories.LabFactory(), director)
    until = scope.today() + timedelta(days=5)
    assert refused(lambda: grant_override(override, actor=deputy, until=until)) == "labs.override_own"


def test_a_director_hears_that_the_deputy_has_ended_it(scope: City, director: User, deputy: User) -> None:
    end_role(deputy_role := Membership.objects.get(user=deputy, acting_for=director), actor=deputy, reason="I am ill")
    (mail,) = Message.objects.filter(kind="cities.principal_informed", user=director)
    assert "I am ill" in render_mail(mail).text
    assert not Message.objects.filter(kind="cities.principal_informed").exclude(pk=mail.pk).exists()
    assert deputy_role.acting_for == director
