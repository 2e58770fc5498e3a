"""A session that is planned again, and one whose cohort has moved on meanwhile."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.actions import sessions as actions
from meetings.models import Group, Session, SessionReply
from meetings.texts.sessions import format_change
from tests.factories import CohortMemberFactory, SessionFactory, UserFactory
from tests.labs.ways import session_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(scope):
    """An active member who has an account."""
    return CohortMemberFactory(profile__user=UserFactory())


@pytest.fixture
def session(member):
    return SessionFactory(cohort=member.cohort)


class TestTold:
    """Whoever plans a session again reads who hears of it, and what became of the answers."""

    def test_a_new_time_says_how_many_are_told_and_which_answers_are_void(self, session, member, facilitator):
        SessionReply.objects.create(session=session, profile=member.profile, reply="coming")
        told = actions.change_session(session, actor=facilitator, **session_plan())
        assert told == (1, 1)
        assert format_change(*told, "").split(". ") == [
            "Changes saved",
            "1 person is told",
            "Emails go out within minutes",
            "1 answer to the old time no longer counts.",
        ]
        assert "Emails go out at 20:30" in format_change(14, 0, "20:30")

    def test_new_words_in_the_plan_are_told_to_nobody(self, session, facilitator):
        same = {name: getattr(session, name) for name in ("title", "place", "link", "starts_at", "ends_at")}
        told = actions.change_session(session, actor=facilitator, **same, plan={"en": "Sing"})
        assert (told, format_change(*told, "20:30")) == ((0, 0), "Changes saved.")

    def test_the_page_says_it(self, client, scope, session, member, facilitator, sign_in):
        sign_in(client, facilitator)
        where = reverse("change_session", args=[scope.slug, session.pk])
        day = (timezone.now() + timedelta(days=30)).date()
        typed = {"title_en": "Round", "date": day, "begins": "18:00", "ends": "20:00", "place": "Hall", "sure": "on"}
        typed["read"] = client.get(where).context["form"]["read"].value()
        assert "1 person is told. Emails go out" in client.post(where, typed, follow=True).content.decode()


def test_what_is_to_come_stands_in_the_stage_the_cohort_has_reached(member):
    rows = {state: SessionFactory(cohort=member.cohort, state=state) for state in ("draft", "scheduled", "recorded")}
    member.cohort.stage = 2
    member.cohort.save()
    actions.update_stage(Group.objects.get(pk=member.cohort.group_id))
    stages = {state: Session.objects.get(pk=row.pk).stage for state, row in rows.items()}
    assert stages == {"draft": 2, "scheduled": 2, "recorded": 1}
