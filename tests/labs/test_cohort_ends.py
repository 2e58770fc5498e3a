"""What becomes of its sessions when a cohort pauses or ends."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import AuditEntry, Message, Schedule
from educities.kit.day_words import format_day
from labs.actions import cohorts as actions
from labs.models import Cohort
from labs.queries.log import MOST
from meetings.actions import sessions
from tests.factories import (
    CohortFactory,
    CohortMemberFactory,
    SessionFactory,
    UserFactory,
    in_days,
)
from tests.labs import ways

pytestmark = pytest.mark.django_db


class TestSessionsOfCohort:
    """What becomes of its sessions when a cohort pauses or ends."""

    @pytest.fixture
    def cohort(self, scope):
        cohort = CohortFactory()
        CohortMemberFactory(cohort=cohort, profile__user=UserFactory())
        ways.seat_guide(cohort.lab)
        return cohort

    def announced(self, cohort, facilitator):
        session = SessionFactory(cohort=cohort, state="draft")
        sessions.schedule_session(session, actor=facilitator)
        return session

    def test_a_pause_rests_the_reminders_and_going_on_renews_them(self, cohort, facilitator):
        self.announced(cohort, facilitator)
        actions.suspend_cohort(cohort, actor=facilitator, reason="A strike")
        assert Schedule.objects.get().state == "cancelled"
        actions.resume_cohort(cohort, actor=facilitator)
        assert Schedule.objects.order_by("generation").last().state == "waiting"

    def test_its_end_calls_off_what_is_to_come_and_tells_each_once(self, cohort, facilitator):
        coming = [self.announced(cohort, facilitator), SessionFactory(cohort=cohort, state="draft")]
        past = SessionFactory(cohort=cohort, starts_at=timezone.now() - timedelta(days=2))
        actions.cancel_cohort(cohort, actor=facilitator, reason="Nobody is left")
        for session in (*coming, past):
            session.refresh_from_db()
        assert [session.state for session in (*coming, past)] == ["cancelled", "cancelled", "scheduled"]
        assert Schedule.objects.get().state == "cancelled"
        letters = dict(Message.objects.values_list("kind", "state"))
        assert letters == {"meetings.session_scheduled": "cancelled", "labs.cohort_cancelled": "pending"}
        assert AuditEntry.objects.filter(verb="meetings.session_cancelled", reason="Nobody is left").count() == 2

    def test_a_cancelled_cohort_has_no_places_taken(self, cohort, facilitator):
        Cohort.objects.update(places_taken=1)
        actions.cancel_cohort(cohort, actor=facilitator, reason="Nobody is left")
        cohort.refresh_from_db()
        assert cohort.places_taken == 0

    def test_a_session_that_was_forgotten_is_not_the_next_one(self, client, cohort, facilitator, sign_in):
        old = SessionFactory(cohort=cohort, state="held", starts_at=timezone.now() - timedelta(days=20))
        coming = SessionFactory(cohort=cohort)
        sign_in(client, facilitator)
        page = client.get(cohort.get_absolute_url()).context
        assert page["next_session"] == coming
        assert [(line.name, line.bead) for line in page["log"]] == [(coming.title, ""), (old.title, "late")]

    def test_what_was_cancelled_is_neither_to_come_nor_counted(self, client, cohort, facilitator, sign_in):
        gone, coming = SessionFactory(cohort=cohort, state="cancelled"), SessionFactory(cohort=cohort)
        sign_in(client, facilitator)
        page = client.get(reverse("sessions", args=[cohort.city.slug, cohort.pk]))
        assert page.context["to_come"] == [coming]
        assert page.context["cancelled"] == [gone]
        assert "Cancelled sessions" in page.content.decode()
        assert next(tab["count"] for tab in page.context["tabs"] if tab["label"] == "Sessions") == 1

    def test_the_timeline_shows_the_last_things_and_keeps_the_earlier_ones(self, client, cohort, facilitator, sign_in):
        for days in range(1, MOST + 3):
            SessionFactory(cohort=cohort, state="recorded", starts_at=timezone.now() - timedelta(days=days))
        sign_in(client, facilitator)
        page = client.get(cohort.get_absolute_url())
        assert (len(page.context["log"]), len(page.context["log_further"])) == (MOST, 2)
        assert "Earlier (2)" in page.content.decode()


@pytest.mark.parametrize(
    ("state", "words"), [("completed", "The cohort is completed."), ("cancelled", "This cohort was cancelled.")]
)
def test_a_cohort_that_is_over_says_when_it_really_ended(client, scope, director, sign_in, state, words):
    end = timezone.now() - timedelta(days=1)
    cohort = CohortFactory(state=state, starts_on=in_days(-30), ends_on=in_days(300))
    cohort.stages.create(stage=1, entered_at=end - timedelta(days=9), left_at=end)
    sign_in(client, director)
    page = client.get(cohort.get_absolute_url())
    assert [line.text for line in page.context["log"]] == [words, "Stage 1 began"]
    assert page.context["ended_on"] == timezone.localdate(end)
    assert format_day(cohort.ends_on) not in page.content.decode()
