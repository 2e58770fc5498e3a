"""Who may what in a cohort, by seat: its members, another lab's facilitator, its own."""

import pytest
from django.urls import reverse

from labs.actions.city_model import start_version
from tests.factories import (
    CohortFactory,
    CohortMemberFactory,
    ExpeditionFactory,
    InitiativeFactory,
    LabFactory,
    MembershipFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope):
    return CohortFactory()


def rows_of(cohort):
    return [
        SessionFactory(cohort=cohort),
        ExpeditionFactory(cohort=cohort),
        start_version(cohort, actor=None),
        InitiativeFactory(cohort=cohort),
    ]


def facilitator_of(lab):
    return MembershipFactory(city=lab.city, role="facilitator", scope_type="lab", scope_id=lab.pk).user


def test_members_see_their_cohorts_work_and_change_none_of_it(client, cohort, sign_in):
    member = CohortMemberFactory(cohort=cohort, profile__user=UserFactory()).profile.user
    MembershipFactory(user=member, city=cohort.city)
    session, expedition, version, initiative = rows_of(cohort)
    sign_in(client, member)
    for row in (session, expedition, version, initiative):
        assert client.get(row.get_absolute_url()).status_code == 200
    for permission, row in [
        ("labs.change_session", session),
        ("labs.take_attendance_of_session", session),
        ("labs.change_expedition", expedition),
        ("labs.change_modelversion", version),
        ("labs.change_initiative", initiative),
        ("labs.plan_session_of_cohort", cohort),
    ]:
        assert not member.has_perm(permission, row)
    assert member.has_perm("labs.learn_from_expedition", expedition)
    assert member.has_perm("labs.reply_to_session", session)
    assert not member.has_perm("labs.reply_to_session", SessionFactory())


def test_a_facilitator_of_another_lab_changes_nothing(client, cohort, sign_in):
    other, own = facilitator_of(LabFactory()), facilitator_of(cohort.lab)
    session, expedition, version, initiative = rows_of(cohort)
    for permission, row in [
        ("labs.change_session", session),
        ("labs.change_expedition", expedition),
        ("labs.change_modelversion", version),
        ("labs.change_initiative", initiative),
    ]:
        assert own.has_perm(permission, row)
        assert not other.has_perm(permission, row)
    sign_in(client, other)
    assert client.get(session.get_absolute_url()).status_code == 403


def test_residents_are_kept_out_of_the_roll(client, scope, cohort, resident, sign_in):
    session = SessionFactory(cohort=cohort, state="held")
    sign_in(client, resident)
    for name in ("session", "roll", "wall", "wall_count"):
        assert client.get(reverse(name, args=[scope.slug, session.pk])).status_code == 403


def test_another_citys_rows_are_not_there(client, cohort, other_city, director, sign_in):
    session = SessionFactory(cohort=cohort)
    MembershipFactory(user=director, city=other_city, role="director")
    sign_in(client, director)
    there = reverse("session", args=[other_city.slug, session.pk])
    assert (
        client.get(there).status_code
        == client.get(reverse("session", args=[other_city.slug, 10**9])).status_code
        == 404
    )
