"""Who acts in somebody's name is no second person beside them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cities.actions.roles import end_role, grant_role
from cities.actions.terms import Term
from cities.models import City, Membership, Role
from cities.queries.second_hands import find_principal, find_same_hands
from educities.accounts.models import User
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from labs.actions.overrides import grant_override
from labs.models import Override
from labs.queries.deciders import who_decides
from reports.queries import load_overview
from stakeholders import actions
from stakeholders.models import ProfileMerge
from stakeholders.queries.merges import describe_why_not_agreed, list_other_hands
from tests import factories
from tests.factories import in_days
from tests.labs.ways import ask_override
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
    # Another role of the deputy's own, in the whole city or in one lab, makes no second person of them.
    factories.MembershipFactory(city=scope, user=deputy, role=Role.FACILITATOR)
    factories.MembershipFactory(city=scope, user=deputy, role=Role.FACILITATOR, scope_type="lab", scope_id=1)
    assert find_same_hands(scope.pk, director.pk) == {deputy.pk}
    assert find_same_hands(scope.pk, deputy.pk) == {director.pk}
    assert find_principal(scope.pk, deputy.pk) == director.pk
    Membership.objects.filter(user=deputy, acting_for=director).delete()
    assert find_same_hands(scope.pk, director.pk) == find_same_hands(scope.pk, deputy.pk) == set()


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


def test_a_director_hears_that_a_deputy_begins_and_until_when(scope: City, director: User, facilitator: User) -> None:
    other, until = factories.UserFactory(), scope.today() + timedelta(days=20)
    grant_role(scope, other, Role.DIRECTOR, actor=facilitator, term=Term(None, until, director))
    (mail,) = Message.objects.filter(kind="cities.deputy_began")
    text = render_mail(mail).text
    assert mail.user == director
    assert f", {until.day} {until:%B}." in text.replace("\xa0", " ")
    assert "in your name" in text


def test_a_director_who_asks_for_the_deputy_is_told_nothing_new(scope: City, director: User) -> None:
    until = scope.today() + timedelta(days=20)
    grant_role(scope, factories.UserFactory(), Role.DIRECTOR, actor=director, term=Term(None, until, director))
    assert not Message.objects.filter(kind="cities.deputy_began").exists()


def test_a_director_hears_that_the_deputy_has_ended_it(scope: City, director: User, deputy: User) -> None:
    end_role(deputy_role := Membership.objects.get(user=deputy, acting_for=director), actor=deputy, reason="I am ill")
    (mail,) = Message.objects.filter(kind="cities.principal_informed", user=director)
    assert "I am ill" in render_mail(mail).text
    assert not Message.objects.filter(kind="cities.principal_informed").exclude(pk=mail.pk).exists()
    assert deputy_role.acting_for == director


def add_deputy(city: City, principal: User, role: str = Role.DIRECTOR) -> Membership:
    until = city.today() + timedelta(days=20)
    return factories.MembershipFactory(city=city, role=role, acting_for=principal, ends_on=until)


def test_two_deputies_of_one_person_are_one_pair_of_hands(scope: City, director: User, deputy: User) -> None:
    second = add_deputy(scope, director).user
    other = factories.MembershipFactory(city=scope, role=Role.DIRECTOR).user
    of_other = add_deputy(scope, other).user
    assert find_same_hands(scope.pk, deputy.pk) == {director.pk, second.pk}
    assert find_same_hands(scope.pk, director.pk) == {deputy.pk, second.pk}
    assert find_same_hands(scope.pk, of_other.pk) == {other.pk}
    made = actions.propose_merge(factories.ProfileFactory(), factories.ProfileFactory(), actor=deputy)
    assert set(list_other_hands(made, deputy)) == {other.pk, of_other.pk}
    assert refused(lambda: actions.agree_to_merge(made, actor=second)) == "stakeholders.merge_needs_another"
    override = asked_by(deputy)
    assert refused(lambda: grant_override(override, actor=second, until=in_days(5))) == "labs.override_own"
    assert not {second, director, deputy} & set(who_decides(override))


def asked_by(user: User) -> Override:
    return ask_override(factories.CohortFactory(stage=2), "G23", user)


@pytest.mark.parametrize("how", ["ended", "passed", "own"])
def test_in_whose_name_it_was_proposed_holds_after_the_role(
    scope: City, director: User, deputy: User, how: str
) -> None:
    factories.MembershipFactory(city=scope, role=Role.FACILITATOR)
    made = actions.propose_merge(factories.ProfileFactory(), factories.ProfileFactory(), actor=deputy)
    override = asked_by(deputy)
    role = Membership.objects.get(user=deputy, acting_for=director)
    if how == "ended":
        end_role(role, actor=director, reason="She is back")
    elif how == "passed":
        days = {"starts_on": scope.today() - timedelta(days=9), "ends_on": scope.today() - timedelta(days=1)}
        Membership.objects.filter(pk=role.pk).update(**days)
    else:
        Membership.objects.filter(pk=role.pk).update(acting_for=None)
    assert (made.acting_for, override.acting_for) == (director, director)
    assert refused(lambda: actions.agree_to_merge(made, actor=fresh(director))) == "stakeholders.merge_needs_another"
    assert refused(lambda: grant_override(override, actor=fresh(director), until=in_days(5))) == "labs.override_own"
    assert not fresh(director).has_perm("labs.decide_override", override)
    steward = factories.MembershipFactory(city=scope, role=Role.STEWARD).user
    assert who_decides(override) == [steward]
    assert steward.has_perm("labs.decide_override", override)
    assert not waits_for(scope, director)
    assert waits_for(scope, steward)
    grant_override(override, actor=steward, until=in_days(5))


def waits_for(city: City, user: User) -> bool:
    return any("/overrides/" in line.url for line in load_overview(city, fresh(user)).waiting.lines)


def test_nobody_else_but_the_same_hand_agrees_a_day_later(scope: City, director: User, deputy: User) -> None:
    made = actions.propose_merge(factories.ProfileFactory(), factories.ProfileFactory(), actor=deputy)
    end_role(Membership.objects.get(user=deputy, acting_for=director), actor=director, reason="She is back")
    assert "nobody else" in describe_why_not_agreed(made, director)
    ProfileMerge.objects.update(proposed_at=timezone.now() - timedelta(hours=25))
    actions.agree_to_merge(fresh(made), actor=director)
    assert fresh(made).decided_alone


def test_whoever_ends_the_others_role_agrees_to_nothing_alone_for_a_month(
    scope: City, director: User, facilitator: User
) -> None:
    made = actions.propose_merge(factories.ProfileFactory(), factories.ProfileFactory(), actor=director)
    ProfileMerge.objects.update(proposed_at=timezone.now() - timedelta(hours=25))
    made = fresh(made)
    days = {"starts_on": scope.today() - timedelta(days=99), "ends_on": scope.today() - timedelta(days=1)}
    Membership.objects.filter(user=facilitator).update(**days)
    assert list_other_hands(made, director) == []
    assert "Within the last 30 days" in describe_why_not_agreed(made, director)
    assert refused(lambda: actions.agree_to_merge(made, actor=director)) == "stakeholders.merge_needs_another"
    Membership.objects.filter(user=facilitator).update(ends_on=scope.today() - timedelta(days=31))
    actions.agree_to_merge(made, actor=director)
    assert fresh(made).decided_alone
