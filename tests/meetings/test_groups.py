"""What meetings know of a group: nothing by themselves, everything by what its owner's app registered."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from educities.kit.errors import DomainError
from labs.actions.cohorts import plan_cohort
from meetings.actions.sessions import plan_session
from meetings.models import Group, Session
from meetings.values import GROUP_KINDS
from tests.factories import CohortFactory, CohortMemberFactory, LabFactory, SessionFactory, UserFactory
from tests.labs.ways import cohort_plan, session_plan
from tests.support import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def change_kind(monkeypatch):
    """What labs say of cohorts is otherwise for the length of a test."""

    def change(**values):
        monkeypatch.setitem(GROUP_KINDS.answers, "cohort", replace(GROUP_KINDS["cohort"], **values))

    return change


class TestGroup:
    def test_a_cohort_is_planned_with_its_group(self, scope, director):
        cohort = plan_cohort(LabFactory(), actor=director, **cohort_plan())
        assert cohort.group.kind == "cohort"
        assert Group.objects.get().owner == cohort

    def test_the_same_plan_sent_twice_is_one_group(self, scope, director):
        lab = LabFactory()
        for _time in range(2):
            plan_cohort(lab, actor=director, **cohort_plan())
        assert Group.objects.count() == 1

    def test_no_two_cohorts_are_one_group(self, scope):
        cohort = CohortFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            CohortFactory(group=cohort.group)

    def test_a_group_comes_with_its_owner(self, scope):
        session = Session.objects.get(pk=SessionFactory().pk)
        assert len(queries_of(lambda: session.group.owner.name)) == 1

    def test_sessions_come_with_their_groups_when_asked(self, scope):
        SessionFactory()
        sessions = list(Session.objects.with_group())
        assert queries_of(lambda: [session.group.owner.name for session in sessions]) == []

    def test_only_whoever_is_asked_has_sessions_of_their_own(self, scope):
        seat = CohortMemberFactory(state="invited", profile__user=UserFactory())
        session = SessionFactory(cohort=seat.cohort)
        SessionFactory()
        assert list(Session.objects.for_user(seat.profile.user)) == [session]
        assert list(Session.objects.for_user(UserFactory())) == []


class TestKind:
    def test_a_group_without_stages_shows_none(self, client, scope, facilitator, sign_in, change_kind):
        change_kind(stage=lambda owner: None, stages={})
        session = plan_session(CohortFactory().group, actor=facilitator, **session_plan())
        assert session.stage is None
        sign_in(client, facilitator)
        assert "<dt>Stage</dt>" not in client.get(session.get_absolute_url()).content.decode()

    def test_a_session_shows_the_stage_by_its_name(self, client, scope, facilitator, sign_in):
        session = plan_session(CohortFactory(stage=2).group, actor=facilitator, **session_plan())
        sign_in(client, facilitator)
        page = "".join(client.get(session.get_absolute_url()).content.decode().split("\n"))
        assert "<dt>Stage</dt><dd>Shared learning expeditions</dd>" in page

    def test_nothing_is_planned_with_a_group_that_does_not_work(self, scope, facilitator, change_kind):
        def refuse(owner):
            raise DomainError(f"{owner.pk} rests", code="owners.own")

        cohort = CohortFactory()
        change_kind(check_working=refuse)
        with pytest.raises(DomainError) as refused:
            plan_session(cohort.group, actor=facilitator, **session_plan())
        assert refused.value.code == "owners.own"
        assert not cohort.group.is_working

    def test_who_leads_is_what_the_owners_app_says(self, scope, facilitator, resident, change_kind):
        session = SessionFactory()
        leads = GROUP_KINDS["cohort"].leads
        change_kind(leads=~leads)
        assert resident.has_perm("meetings.change_session", session)
        assert not facilitator.has_perm("meetings.change_session", session)

    def test_a_page_of_a_session_leads_to_the_owners_pages(self, client, scope, facilitator, sign_in):
        session = SessionFactory(state="recorded")
        cohort = session.group.owner
        sign_in(client, facilitator)
        page = client.get(session.get_absolute_url()).content.decode()
        for address in (
            cohort.get_absolute_url(),
            reverse("sessions", args=[scope.slug, cohort.pk]),
            reverse("new_session", args=[scope.slug, cohort.pk]),
        ):
            assert f'href="{address}"' in page
