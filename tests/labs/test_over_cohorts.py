"""What the pages say of a cohort that is over, of one that pauses, and of people who have only been asked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from labs.actions import cohorts as actions
from labs.actions import reopening
from labs.models import Cohort, CohortMember
from labs.queries.sectors import count_invited, count_sectors
from stakeholders.models import Profile
from tests.factories import CohortFactory, CohortMemberFactory, InitiativeFactory, LabFactory, SessionFactory
from tests.labs import ways
from tests.support import assert_same_queries, fresh

pytestmark = pytest.mark.django_db
Seat = CohortMember.State


def make_cohort(**fields):
    cohort = CohortFactory(**{"stage": 4, **fields})
    ways.members_of_four(cohort)
    return cohort


def make_completed(director):
    cohort = make_cohort()
    actions.complete_cohort(cohort, actor=director)
    return fresh(cohort)


def make_cancelled(director):
    cohort = make_cohort()
    actions.cancel_cohort(cohort, actor=director, reason="Nobody is left")
    return fresh(cohort)


def read(client, name, cohort):
    return client.get(reverse(name, args=[cohort.city.slug, cohort.pk])).content.decode()


class TestOver:
    def test_a_completed_cohort_shows_who_completed_it_and_misses_nobody(self, client, scope, director, sign_in):
        cohort = make_completed(director)
        sign_in(client, director)
        page = read(client, "cohort", cohort)
        assert "Who completed it" in page
        assert "4 people" in page
        assert "(missing)" not in page
        assert "left" not in page.partition("<main")[2]

    def test_its_members_page_names_them_and_offers_nothing(self, client, scope, director, sign_in):
        cohort = make_completed(director)
        sign_in(client, director)
        page = read(client, "cohort_members", cohort)
        assert "This cohort is completed. 4 people completed it:" in page
        assert cohort.members.first().profile.display_name in page
        for false in ("Open it for members first", "No members yet", "Add them here", "Mark as left"):
            assert false not in page

    def test_the_tab_counts_who_the_page_lists(self, client, scope, director, sign_in):
        cohort = make_completed(director)
        sign_in(client, director)
        tabs = client.get(reverse("cohort_members", args=[scope.slug, cohort.pk])).context["tabs"]
        assert next(tab["count"] for tab in tabs if tab["label"] == "Members") == 4

    def test_a_cancelled_cohort_shows_who_was_in_then(self, client, scope, director, sign_in):
        cohort = make_cohort()
        gone = CohortMemberFactory(cohort=cohort, state=Seat.WITHDRAWN, left_at=timezone.now())
        CohortMemberFactory(cohort=cohort, state=Seat.INVITED)
        actions.cancel_cohort(cohort, actor=director, reason="Nobody is left")
        sign_in(client, director)
        page = read(client, "cohort_members", cohort)
        assert "This cohort was cancelled. 4 people were in it then:" in page
        assert gone.profile.display_name not in page
        assert "(missing)" not in read(client, "cohort", cohort)

    def test_taken_up_again_and_cancelled_again_the_last_end_counts(self, scope, director):
        cohort = make_cancelled(director)
        reopening.reopen_cohort(cohort, actor=director, reason="A mistake")
        CohortMember.objects.filter(pk=cohort.members.active().first().pk).update(
            state=Seat.REMOVED, left_at=timezone.now()
        )
        actions.cancel_cohort(fresh(cohort), actor=director, reason="Nobody is left")
        assert sum(count_sectors([fresh(cohort)])[cohort.pk].values()) == 3

    def test_many_cohorts_are_counted_by_the_same_queries(self, scope, director):
        def cancel(n):
            for _n in range(n):
                make_cancelled(director)

        assert_same_queries(lambda: count_sectors(list(Cohort.objects.filter(state="cancelled"))), cancel)


class TestAsked:
    @pytest.fixture
    def cohort(self, scope):
        cohort = make_cohort(stage=1, capacity=24)
        CohortMemberFactory(cohort=cohort, state=Seat.INVITED)
        Cohort.objects.filter(pk=cohort.pk).update(places_taken=5)
        return cohort

    def test_who_has_not_answered_is_no_member(self, client, cohort, director, sign_in):
        sign_in(client, director)
        for name in ("cohort", "cohort_members"):
            page = " ".join(read(client, name, cohort).split())
            assert "4 members · 1 invited · 19 places left" in page
        tabs = client.get(cohort.get_absolute_url()).context["tabs"]
        assert next(tab["count"] for tab in tabs if tab["label"] == "Members") == 4

    def test_a_place_that_is_kept_on_hold_explains_the_other_number(self, client, cohort, director, sign_in):
        CohortMemberFactory(cohort=cohort, state=Seat.AWAITING_CONSENT)
        Cohort.objects.filter(pk=cohort.pk).update(places_taken=6)
        sign_in(client, director)
        for name in ("cohort", "cohort_members"):
            page = " ".join(read(client, name, cohort).split())
            assert "4 members · 1 invited · 1 kept for a member on hold · 18 places left" in page

    def test_the_board_says_both(self, client, cohort, director, sign_in):
        sign_in(client, director)
        page = " ".join(client.get(reverse("board", args=[cohort.city.slug])).content.decode().split())
        assert "4 members · 1 invited" in page
        assert count_invited([cohort])[cohort.pk] == 1

    def test_a_paused_cohort_says_that_it_is_paused(self, client, cohort, director, sign_in):
        Cohort.objects.update(state="suspended")
        sign_in(client, director)
        assert "This cohort is paused and takes no members now." in read(client, "cohort_members", cohort)


class TestAskedBeforeTheEnd:
    @pytest.fixture
    def cohort(self, scope):
        cohort = make_cohort()
        SessionFactory(cohort=cohort)
        InitiativeFactory(cohort=cohort)
        InitiativeFactory(cohort=cohort, state="stopped")
        return cohort

    @pytest.mark.parametrize(
        ("name", "session"),
        [
            ("suspend_cohort", "1 session stays planned. It takes place only if the cohort has resumed by then."),
            ("cancel_cohort", "1 session to come is cancelled."),
            ("complete_cohort", "1 session to come is cancelled."),
        ],
    )
    def test_it_says_what_becomes_of_sessions_and_initiatives(self, client, cohort, director, sign_in, name, session):
        sign_in(client, director)
        page = read(client, name, cohort)
        assert session in page
        assert "Its 1 initiative goes on." in page

    def test_it_says_what_becomes_of_the_members(self, client, cohort, director, sign_in):
        CohortMemberFactory(cohort=cohort, state=Seat.INVITED)
        sign_in(client, director)
        page = read(client, "complete_cohort", cohort)
        assert "Its 4 members are recorded as having completed it." in page
        assert "We email the members who have an account." in page
        assert "1 person who has not joined yet loses the place." in page

    def test_a_paused_cohort_says_whether_its_session_takes_place(self, client, cohort, director, sign_in):
        actions.suspend_cohort(cohort, actor=director, reason="A strike")
        sign_in(client, director)
        assert "It takes place only if the cohort has resumed by then." in read(client, "cohort", cohort)
        for name in ("board", "cohorts"):
            page = client.get(reverse(name, args=[cohort.city.slug])).content.decode()
            assert "only if the cohort has resumed by then" in page
        session = cohort.group.sessions.get()
        assert (
            "The cohort is paused: the session takes place only"
            in client.get(session.get_absolute_url()).content.decode()
        )

    @pytest.mark.parametrize(
        ("name", "fields", "words"),
        [
            ("suspend_cohort", {"state": "planned"}, "Only a running cohort can be paused."),
            ("cancel_cohort", {"state": "completed"}, "This cohort is over already. It cannot be cancelled."),
            ("complete_cohort", {"state": "completed"}, "This cohort is over already. It cannot be completed."),
            ("complete_cohort", {"stage": 3}, "You can complete a cohort only in stage 4."),
            ("complete_cohort", {"state": "suspended"}, "Only a running cohort can be completed."),
            ("reopen_cohort", {"state": "completed"}, "This cohort is completed. It cannot be reopened."),
            ("reopen_cohort", {}, "This cohort is not cancelled."),
            ("reopen_cohort", {"state": "cancelled"}, "Only a cohort that was cancelled in the last 90 days"),
        ],
    )
    def test_what_cannot_be_is_said_instead_of_asked(self, client, cohort, director, sign_in, name, fields, words):
        Cohort.objects.filter(pk=cohort.pk).update(**fields)
        sign_in(client, director)
        page = read(client, name, cohort)
        assert words in page
        assert 'name="reason"' not in page
        assert "btn danger" not in page

    def test_in_a_closed_lab_it_is_said_too(self, client, scope, director, sign_in):
        cohort = make_cancelled(director)
        type(cohort.lab).objects.update(state="closed")
        sign_in(client, director)
        page = read(client, "reopen_cohort", cohort)
        assert "This lab is closed. Reopen the lab first." in page
        assert reverse("reopen_cohort", args=[scope.slug, cohort.pk]) not in read(client, "cohort", cohort)

    def test_an_open_lab_is_not_reopened(self, client, scope, director, sign_in):
        lab = LabFactory(state="launched")
        sign_in(client, director)
        page = read(client, "reopen_lab", lab)
        assert "This lab is not closed." in page
        assert 'name="reason"' not in page


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [
        ("rest_lab", "gathering", "This lab is not launched yet, so it cannot be paused."),
        ("rest_lab", "dormant", "This lab has already been paused."),
        ("close_lab", "closed", "This lab has already been closed."),
    ],
)
def test_a_lab_that_cannot_end_so_says_so(client, scope, director, sign_in, name, state, words):
    sign_in(client, director)
    page = read(client, name, LabFactory(state=state))
    assert words in page
    assert 'name="reason"' not in page


def test_a_session_that_runs_is_not_the_next_one(client, scope, director, sign_in):
    cohort = make_cohort(stage=1)
    now = timezone.now()
    SessionFactory(cohort=cohort, state="held", starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1))
    sign_in(client, director)
    assert "Running now" in read(client, "cohort", cohort)


class TestBack:
    def test_going_back_has_words_of_its_own_and_names_who(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory(stage=1)
        cohort.stages.create(stage=1, entered_at=timezone.now() - timedelta(days=9))
        Cohort.objects.filter(pk=cohort.pk).update(stage=2)
        cohort.stages.update(stage=2)
        Profile.objects.filter(user=facilitator).update(display_name="Samir")
        sign_in(client, facilitator)
        url = reverse("advance_cohort", args=[scope.slug, cohort.pk])
        page = client.post(url, {"to": "1", "seen": "2", "reason": "Too early"}, follow=True)
        text = page.content.decode()
        assert f"{cohort} went back to stage 1. We have told the members." in text
        line = page.context["log"][0]
        assert (line.text, line.note, line.reason) == ("Back to stage 1", "by Samir", "Too early")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sessions", "Plan the next one"),
        ("areas", "then decide"),
        ("expeditions", "Plan one before"),
        ("initiatives", "to start with"),
        ("cohort_model", "has not begun"),
    ],
)
def test_nothing_is_suggested_to_a_cohort_that_is_over(client, scope, director, sign_in, name, words):
    cohort = make_completed(director)
    sign_in(client, director)
    assert words not in read(client, name, cohort)
    Cohort.objects.update(state="running")
    assert words in read(client, name, cohort)
