"""A child of one city is no grown-up of another: the account says that a city knows the person as under 18."""

from typing import Any

import pytest
from django.utils import timezone

from challenges.actions.residents import confirm_act, store_act
from challenges.models import PendingAct
from consents.actions import release_from_guardian
from consents.actions.answers import confirm_guardian
from consents.models import GuardianLink
from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from labs.actions.members import NewMember, add_member, add_members
from stakeholders.actions import join_city, profile_for
from stakeholders.models import AgeBand, Profile
from tests.factories import ChallengeFactory, CohortFactory, UserFactory

pytestmark = pytest.mark.django_db
OF_CHILD = {"age_band": AgeBand.YOUTH, "needs_guardian": True}


@pytest.fixture
def child(other_city: Any) -> User:
    """Known as under 18 by another city."""
    user = UserFactory()
    with city_scope(other_city.pk):
        profile_for(user, display_name="Lior", **OF_CHILD)
    return User.objects.get(pk=user.pk)


def code_of(act: Any) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return str(refused.value.code)


def test_nobody_adds_it_as_a_grown_up(child: User, city: Any, scope: Any, director: Any) -> None:
    cohort = CohortFactory()
    more = {"sector": 1, "actor": director}
    assert (
        code_of(lambda: add_member(cohort, display_name="L", email=child.email, **more)) == "stakeholders.joins_alone"
    )
    people = [NewMember("Dana", "dana@example.org"), NewMember("L", child.email)]
    assert code_of(lambda: add_members(cohort, people=people, **more)) == "stakeholders.joins_alone"
    assert code_of(lambda: join_city(child, city)) == "stakeholders.joins_alone"
    assert not Profile.objects.filter(user=child).exists()


def test_what_others_read_does_not_tell_its_age(child: User, city: Any, scope: Any) -> None:
    with pytest.raises(DomainError) as refused:
        join_city(child, city)
    assert "18" not in str(refused.value)


def test_it_joins_by_itself_and_a_guardian_is_asked(child: User, city: Any, scope: Any) -> None:
    act = store_act(ChallengeFactory(), PendingAct.Kind.JOIN, email=child.email, language="en", payload={})
    assert code_of(lambda: confirm_act(act)) == "challenges.age_differs"
    assert profile_for(child, display_name="Lior", **OF_CHILD).needs_guardian


def test_it_answers_for_no_other_child(child: User, scope: Any) -> None:
    minor = profile_for(UserFactory(), display_name="Noa", **OF_CHILD)
    link = GuardianLink.objects.create(
        minor=minor, guardian_email=child.email, state="invited", expires_at=timezone.now()
    )
    given = {"display_name": "L", "language": "en", "consents": {"account": True}}
    assert code_of(lambda: confirm_guardian(link, **given)) == "consents.guardian_not_adult"


def test_come_of_age_it_is_a_grown_up_everywhere(child: User, city: Any, other_city: Any) -> None:
    today = other_city.today()
    with city_scope(other_city.pk):
        profile = Profile.objects.select_related("city", "user").get(user=child)
        profile.next_band_month = today.replace(day=1)
        profile.save()
        release_from_guardian(profile, today=today)
    child.refresh_from_db()
    assert not child.is_minor
    with city_scope(city.pk):
        assert profile_for(child, display_name="Lior").age_band == AgeBand.ADULT
