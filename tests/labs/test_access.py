"""Who may what in a cohort, by seat: its members, another lab's facilitator, its own."""

import pytest
from django.urls import reverse

from journeys.actions.city_model import start_version
from meetings.models import SessionReply
from stakeholders.models import Profile
from tests.factories import (
    CohortFactory,
    CohortMemberFactory,
    ExpeditionFactory,
    InitiativeFactory,
    LabFactory,
    LearningFactory,
    MembershipFactory,
    SessionFactory,
    UserFactory,
)
from tests.labs import ways

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
        ("meetings.change_session", session),
        ("meetings.take_attendance_of_session", session),
        ("journeys.change_expedition", expedition),
        ("journeys.change_modelversion", version),
        ("journeys.change_initiative", initiative),
        ("meetings.plan_session_of_group", cohort.group),
    ]:
        assert not member.has_perm(permission, row)
    assert member.has_perm("journeys.learn_from_expedition", expedition)
    assert member.has_perm("meetings.reply_to_session", session)
    assert not member.has_perm("meetings.reply_to_session", SessionFactory())


def test_a_facilitator_of_another_lab_changes_nothing(client, cohort, sign_in):
    other, own = facilitator_of(LabFactory()), facilitator_of(cohort.lab)
    session, expedition, version, initiative = rows_of(cohort)
    for permission, row in [
        ("meetings.change_session", session),
        ("journeys.change_expedition", expedition),
        ("journeys.change_modelversion", version),
        ("journeys.change_initiative", initiative),
    ]:
        assert own.has_perm(permission, row)
        assert not other.has_perm(permission, row)


def test_staff_of_the_city_read_a_session_but_no_answers(client, cohort, steward, sign_in):
    """What the lists lead to opens; who said what is known to those who lead the cohort."""
    seat = CohortMemberFactory(cohort=cohort, profile__display_name="Layla")
    session = SessionFactory(cohort=cohort)
    SessionReply.objects.create(session=session, profile=seat.profile, reply="coming")
    for user, named in ((steward, False), (facilitator_of(LabFactory()), False), (facilitator_of(cohort.lab), True)):
        sign_in(client, user)
        answer = client.get(session.get_absolute_url())
        assert (answer.status_code, "Layla" in answer.content.decode()) == (200, named)


def test_a_draft_is_there_for_those_who_plan_it(client, scope, cohort, steward, facilitator, sign_in):
    member = CohortMemberFactory(cohort=cohort, profile__user=UserFactory()).profile.user
    draft = SessionFactory(cohort=cohort, state="draft", title={"en": "Not announced"})
    listed = reverse("sessions", args=[scope.slug, cohort.pk])
    for user, seen in ((member, False), (steward, False), (facilitator, True)):
        sign_in(client, user)
        assert client.get(draft.get_absolute_url()).status_code == (200 if seen else 404)
        assert ("Not announced" in client.get(listed).content.decode()) == seen


@pytest.mark.parametrize(
    ("state", "cohort_opens", "work_opens"),
    [
        ("invited", True, True),
        ("active", True, True),
        ("completed", True, True),
        ("withdrawn", True, False),
        ("removed", False, False),
    ],
)
def test_who_had_a_seat_reads_what_became_of_the_cohort(
    client, scope, cohort, sign_in, state, cohort_opens, work_opens
):
    user = CohortMemberFactory(cohort=cohort, profile__user=UserFactory(), state=state).profile.user
    sign_in(client, user)
    page = client.get(cohort.get_absolute_url())
    assert (page.status_code == 200) == cohort_opens
    for name in ("cohort_members", "sessions", "expeditions", "cohort_model", "initiatives"):
        url = reverse(name, args=[scope.slug, cohort.pk])
        assert (client.get(url).status_code == 200) == work_opens
        if cohort_opens:
            assert (url in page.content.decode()) == work_opens


def test_who_sits_in_a_lab_reads_its_page_without_what_is_for_staff(client, scope, cohort, sign_in):
    seat = ways.seat_sector(cohort.lab, 2)
    user = UserFactory()
    Profile.objects.filter(pk=seat.profile_id).update(user=user)
    sign_in(client, user)
    page = client.get(cohort.lab.get_absolute_url())
    assert page.status_code == 200
    assert page.context["gate"] == []
    assert f'href="{reverse("labs", args=[scope.slug])}"' not in page.content.decode()
    assert client.get(LabFactory().get_absolute_url()).status_code == 403


def test_a_co_facilitator_leads_sessions_and_journeys_but_no_stages(cohort):
    seat = CohortMemberFactory(cohort=cohort, profile__user=UserFactory(), role="co_facilitator")
    session, expedition, version, initiative = rows_of(cohort)
    learning = LearningFactory(expedition=expedition)
    may = {
        "meetings.plan_session_of_group": cohort.group,
        "meetings.change_session": session,
        "meetings.take_attendance_of_session": session,
        "journeys.plan_expedition": cohort,
        "journeys.change_expedition": expedition,
        "journeys.change_learning": learning,
    }
    may_not = {
        "meetings.correct_session": session,
        "labs.advance_cohort": cohort,
        "labs.change_cohort": cohort,
        "labs.enrol_cohort": cohort,
        "labs.request_override_of_cohort": cohort,
        "journeys.approve_expedition": expedition,
        "journeys.change_modelversion": version,
        "journeys.change_initiative": initiative,
    }
    user = seat.profile.user
    assert [name for name, row in may.items() if not user.has_perm(name, row)] == []
    assert [name for name, row in may_not.items() if user.has_perm(name, row)] == []
    assert not user.has_perm("meetings.change_session", SessionFactory())
    type(seat).objects.update(state="withdrawn")
    assert not type(user).objects.get(pk=user.pk).has_perm("meetings.change_session", session)


def test_a_learning_is_reworded_by_its_author_and_those_who_lead(client, scope, cohort, facilitator, sign_in):
    author, other = CohortMemberFactory.create_batch(2, cohort=cohort)
    for seat in (author, other):
        Profile.objects.filter(pk=seat.profile_id).update(user=UserFactory())
        seat.profile.refresh_from_db()
    learning = LearningFactory(expedition__cohort=cohort, expedition__state="learned", by=author.profile)
    url = reverse("change_learning", args=[scope.slug, learning.pk])
    for user, may in ((author.profile.user, True), (other.profile.user, False), (facilitator, True)):
        sign_in(client, user)
        assert (client.get(url).status_code == 200) == may
        page = client.get(learning.expedition.get_absolute_url())
        assert (url in page.content.decode()) == may


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


@pytest.mark.parametrize(
    ("state", "takes_part"), [("invited", True), ("active", True), ("completed", False), ("removed", False)]
)
def test_only_who_is_in_answers_an_invitation(scope, cohort, state, takes_part):
    session = SessionFactory(group=cohort.group)
    user = CohortMemberFactory(cohort=cohort, profile__user=UserFactory(), state=state).profile.user
    assert user.has_perm("meetings.reply_to_session", session) is takes_part
