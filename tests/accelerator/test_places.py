"""Places, the waiting list, deferral, withdrawal, presence and visits."""

import pytest
from django.urls import reverse

from accelerator.actions import enrolments, visits
from accelerator.actions.leaving import leave_accelerators
from accelerator.models import Accelerator, Enrolment, Visit
from accelerator.queries.progress import list_missed_sessions, list_progress
from accelerator.texts.leaving import list_losses
from educities.activity.models import Notice
from educities.kit.errors import DomainError
from tests.accelerator.support import agree, apply, begin_earlier, enrol, hold, make_teacher
from tests.factories import (
    AcceleratorFactory,
    EnrolmentFactory,
    LeaderFactory,
    MembershipFactory,
    ProfileFactory,
    in_days,
)
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


class TestPlaces:
    def test_who_is_enrolled_has_a_place_and_hears_of_it(self, intake, rana, director):
        row = enrol(intake, rana, director)
        intake.refresh_from_db()
        assert (row.state, intake.places_taken) == ("enrolled", 1)
        assert Notice.objects.filter(user=rana.user, verb="accelerator.enrolled").exists()

    def test_the_places_are_filled_in_the_order_of_applications(self, scope, director):
        intake = AcceleratorFactory(places=2)
        rows = [apply(intake, make_teacher(scope)) for _number in range(3)]
        for row in reversed(rows):
            agree(row)
        assert len(enrolments.fill_places(intake, actor=director)) == 2
        assert [fresh(row).state for row in rows] == ["enrolled", "enrolled", "head_approved"]
        assert refused(lambda: enrolments.enrol_teacher(rows[2], actor=director)) == "accelerator.full"
        enrolments.withdraw_enrolment(rows[0], actor=director, reason="Moves away")
        enrolments.enrol_teacher(rows[2], actor=director)
        assert Accelerator.objects.get(pk=intake.pk).places_taken == 2

    def test_nobody_is_enrolled_before_the_head_has_agreed(self, intake, rana, director):
        row = apply(intake, rana)
        assert refused(lambda: enrolments.enrol_teacher(row, actor=director)) == "state.not_allowed"

    def test_a_deferred_teacher_keeps_the_place_and_goes_on_with_a_later_intake(self, scope, director, rana):
        intake, later = AcceleratorFactory(places=1), AcceleratorFactory(day=-30)
        row = enrol(intake, rana, director)
        enrolments.defer_enrolment(row, actor=director, reason="A baby")
        intake.refresh_from_db()
        assert intake.is_full
        row = enrolments.resume_enrolment(fresh(row), actor=director, into=later)
        assert (row.state, row.accelerator_id, row.first_year_with) == ("enrolled", later.pk, None)
        assert [fresh(one).places_taken for one in (intake, later)] == [0, 1]

    def test_a_first_year_that_was_done_counts_with_the_later_intake(self, scope, director, rana):
        intake, later = AcceleratorFactory(day=-500), AcceleratorFactory(day=-380)
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="year1_done")
        hold(intake, 1, 5, rana)
        enrolments.defer_enrolment(row, actor=director, reason="A year abroad")
        row = enrolments.resume_enrolment(fresh(row), actor=director, into=later)
        begin_earlier(row)
        hold(later, 2, 5, rana)
        assert (row.state, row.first_year_with_id) == ("year1_done", intake.pk)
        assert [year.attended for year in list_progress([row], scope)[row.pk].years] == [5, 5]

    def test_what_goes_with_who_leaves_is_said_before(self, intake, rana, director):
        assert list_losses(rana) == []
        enrol(intake, rana, director)
        assert list_losses(rana) == [f"the place in the teacher accelerator “{intake}”"]
        leave_accelerators(rana, keep_texts=False)
        assert list_losses(rana) == []

    def test_who_leaves_the_city_gives_up_the_place_and_takes_their_words_along(self, intake, rana, director):
        row = enrol(intake, rana, director)
        leave_accelerators(rana, keep_texts=False)
        row.refresh_from_db()
        intake.refresh_from_db()
        assert (row.state, row.why, row.head_email, intake.places_taken) == ("withdrawn", {}, "", 0)


class TestPresence:
    @pytest.mark.parametrize(("was_there", "is_done"), [(8, True), (7, False)])
    def test_the_first_year_needs_four_of_five_sessions(self, director, rana, was_there, is_done):
        intake = AcceleratorFactory(day=-400)
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        hold(intake, 1, 10, rana, at=was_there)
        try:
            enrolments.complete_first_year(intake, [row], actor=director)
        except DomainError as error:
            assert error.code == "accelerator.first_year"
        assert fresh(row).state == ("year1_done" if is_done else "enrolled")

    def test_at_most_two_missed_sessions_a_year_are_made_good(self, scope, rana):
        intake = AcceleratorFactory(day=-400)
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        sessions = hold(intake, 1, 4)
        given = {"actor": rana.user, "visited_on": in_days(-1), "note": {"en": "They read to each other"}}
        for one in sessions[:2]:
            visits.make_session_good(row, session=one, **given)
        assert (
            refused(lambda: visits.make_session_good(row, session=sessions[2], **given))
            == "accelerator.visit_not_needed"
        )
        assert Visit.objects.count() == 2
        year = list_progress([row], scope)[row.pk].years[0]
        assert (year.held, year.there, year.hours) == (4, 2, 4)

    def test_a_session_that_was_attended_is_not_made_good(self, scope, rana):
        intake = AcceleratorFactory(day=-400)
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        hold(intake, 1, 2, rana)
        assert list_missed_sessions(row) == []


class TestPages:
    def test_a_teacher_sees_the_own_page_and_no_other_teachers(self, client, intake, rana, sign_in):
        own = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        other = EnrolmentFactory(accelerator=intake, state="enrolled")
        sign_in(client, rana.user, second_factor=False)
        assert client.get(own.get_absolute_url()).status_code == 200
        assert client.get(other.get_absolute_url()).status_code == 403
        assert client.get(reverse("accelerator_sessions", args=[intake.city.slug, intake.pk])).status_code == 200

    def test_who_leads_the_intake_plans_sessions_and_another_facilitator_does_not(self, client, scope, intake, sign_in):
        leader = ProfileFactory(user=MembershipFactory(city=scope, role="facilitator").user)
        LeaderFactory(accelerator=intake, profile=leader)
        other = MembershipFactory(city=scope, role="facilitator", scope_type="lab", scope_id=7).user
        for user, status in ((leader.user, 200), (other, 403)):
            client.logout()
            sign_in(client, user)
            assert client.get(reverse("new_accelerator_session", args=[scope.slug, intake.pk])).status_code == status
            assert client.get(reverse("accelerator_teachers", args=[scope.slug, intake.pk])).status_code == status

    def test_the_list_of_teachers_asks_as_often_for_one_as_for_three(
        self, client, scope, intake, director, sign_in, django_assert_max_num_queries
    ):
        sign_in(client, director)
        hold(intake, 1, 3)
        url = reverse("accelerator_teachers", args=[scope.slug, intake.pk])
        counts = []
        for more in (1, 2):
            for state in ("enrolled", "head_approved", "applied")[:more]:
                EnrolmentFactory(accelerator=intake, state=state)
            client.get(url)
            with django_assert_max_num_queries(60) as asked:
                client.get(url)
            counts.append(len(asked))
        assert counts[0] == counts[1]
        assert Enrolment.objects.count() == 3


def test_only_a_deferred_teacher_goes_on(scope, director, intake, rana):
    row = agree(apply(intake, rana))
    assert refused(lambda: enrolments.resume_enrolment(row, actor=director, into=intake)) == "state.not_allowed"
    assert fresh(row).state == "head_approved"
