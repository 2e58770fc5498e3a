"""Nobody decides about themselves: not as the own head of school, not about the own place, not about the own presence."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accelerator.actions import credentials, enrolments, head, intakes, visits
from accelerator.models import Enrolment
from accelerator.queries.progress import list_missed_sessions, list_progress
from cities.models import Membership
from tests.accelerator.support import HEAD, agree, apply, enrol, find_link, hold, make_teacher
from tests.factories import AcceleratorFactory, EnrolmentFactory, LeaderFactory, MembershipFactory, in_days
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


def list_own_addresses(user):
    """Ways to write an address of the account: as it is, with a tag, in capitals, and a second one that is not proven."""
    EmailAddress.objects.create(user=user, email="second.home@mail.example.org", verified=False)
    name, _at, domain = user.email.partition("@")
    return [
        user.email,
        f"{name}+head@{domain}",
        user.email.upper(),
        "second.home@mail.example.org",
        "Second.Home+x@mail.example.org",
    ]


class TestOwnHead:
    def test_no_address_of_the_own_account_is_that_of_the_head_in_applying_and_in_asking_again(self, intake, rana):
        own = list_own_addresses(rana.user)
        for address in own:
            assert refused(lambda address=address: apply(intake, rana, head_email=address)) == "accelerator.own_address"
        row = apply(intake, rana)
        for address in own:
            act = lambda address=address: head.ask_head_again(row, actor=rana.user, head_email=address)  # noqa: E731
            assert refused(act) == "accelerator.own_address"
        assert fresh(row).head_email == HEAD

    def test_the_form_to_ask_again_says_it_at_the_box(self, client, scope, intake, rana, sign_in):
        row = apply(intake, rana)
        sign_in(client, rana.user, second_factor=False)
        answer = client.post(reverse("ask_head_again", args=[scope.slug, row.pk]), {"head_email": rana.user.email})
        assert answer.status_code == 409
        assert set(answer.context["form"].errors) == {"head_email"}

    def test_the_link_opens_nothing_for_the_teacher_whom_it_is_about(self, client, intake, rana, sign_in):
        row = apply(intake, rana)
        sign_in(client, rana.user, second_factor=False)
        assert client.get(find_link(row)).status_code == 410
        client.post(find_link(row), {"answer": "yes", "release_hours": "2", "substitute": "Dana"})
        assert fresh(row).state == "applied"
        client.logout()
        assert client.get(find_link(row)).status_code == 200

    def test_the_link_to_an_address_that_became_the_own_one_opens_nothing(self, client, intake, rana):
        row = apply(intake, rana)
        EmailAddress.objects.create(user=rana.user, email=HEAD, verified=True)
        assert client.get(find_link(row)).status_code == 410


class TestOwnPlace:
    def test_who_directs_the_city_or_leads_the_intake_does_not_apply(
        self, client, scope, intake, rana, director, sign_in
    ):
        leader = make_teacher(scope)
        LeaderFactory(accelerator=intake, profile=leader)
        assert refused(lambda: apply(intake, leader)) == "accelerator.not_applied"
        Membership.objects.filter(user=rana.user).update(role="director")
        assert refused(lambda: apply(intake, rana)) == "accelerator.not_applied"

    def test_who_leads_takes_no_place_and_who_has_one_does_not_lead(self, scope, intake, rana, director):
        row = agree(apply(intake, rana))
        given = {"starts_on": intake.intake.starts_on, "ends": [term.ends_on for term in intake.terms.all()]}
        act = lambda: intakes.change_intake(intake, actor=director, leaders=[rana], **given)  # noqa: E731
        assert refused(act) == "accelerator.takes_part"
        LeaderFactory(accelerator=intake, profile=rana)
        assert refused(lambda: enrolments.enrol_teacher(row, actor=director)) == "accelerator.leads_it"

    def test_nobody_enrols_defers_resumes_completes_or_graduates_themselves(self, scope, director, rana):
        over = AcceleratorFactory(day=-400)
        MembershipFactory(city=scope, user=rana.user, role="director")
        hold(over, 1, 5, rana)
        for state, act in (
            ("head_approved", enrolments.enrol_teacher),
            ("enrolled", lambda row, actor: enrolments.defer_enrolment(row, actor=actor, reason="Later")),
            ("deferred", lambda row, actor: enrolments.resume_enrolment(row, actor=actor, into=over)),
            ("enrolled", lambda row, actor: enrolments.complete_first_year(over, [row], actor=actor)),
            ("year1_done", lambda row, actor: credentials.graduate_teachers(over, [row], actor=actor)),
        ):
            row = EnrolmentFactory(accelerator=over, profile=rana, state=state)
            assert refused(lambda row=row, act=act: act(row, actor=rana.user)) == "accelerator.own_place"
            assert fresh(row).state == state
            row.delete()
        row = EnrolmentFactory(accelerator=over, profile=rana, state="enrolled")
        assert enrolments.complete_first_year(over, [row], actor=director) == 1

    def test_filling_the_places_leaves_the_own_one_to_somebody_else(self, scope, intake, rana, director):
        own = EnrolmentFactory(accelerator=intake, profile=rana, state="head_approved")
        other = agree(apply(intake, make_teacher(scope)))
        assert len(enrolments.fill_places(intake, actor=rana.user)) == 1
        assert [fresh(row).state for row in (own, other)] == ["head_approved", "enrolled"]
        assert not rana.user.has_perm("accelerator.decide_enrolment", own)


class TestOwnPresence:
    def test_nobody_marks_presence_where_the_own_counts(self, scope, rana):
        now, before, other = AcceleratorFactory(), AcceleratorFactory(day=-500), AcceleratorFactory(day=-30)
        MembershipFactory(city=scope, user=rana.user, role="director")
        EnrolmentFactory(accelerator=now, profile=rana, state="year1_done", first_year_with=before)
        found = {}
        for row in (now, before, other):
            (session,) = hold(row, 1, 1)
            asked = ("meetings.take_attendance_of_session", "meetings.correct_session")
            found[row.pk] = [rana.user.has_perm(permission, session) for permission in asked]
        assert found == {now.pk: [False] * 2, before.pk: [False] * 2, other.pk: [True] * 2}

    def test_sessions_of_before_the_place_count_as_missed_whatever_is_written_about_them(self, scope, rana, director):
        over = AcceleratorFactory(day=-400)
        row = enrol(over, rana, director)
        hold(over, 1, 5, rana)
        year = list_progress([row], scope)[row.pk].years[0]
        assert (year.held, year.attended, year.hours) == (5, 0, 0)
        assert len(list_missed_sessions(row)) == 5
        session = list_missed_sessions(row)[0].session
        given = {"visited_on": in_days(-1), "note": {"en": "Seen"}}
        visits.make_session_good(row, actor=rana.user, session=session, **given)
        assert list_progress([row], scope)[row.pk].years[0].made_good == 1

    def test_a_session_in_which_the_place_was_given_counts(self, scope, rana):
        over = AcceleratorFactory(day=-400)
        row = EnrolmentFactory(accelerator=over, profile=rana, state="enrolled")
        first, *_rest = hold(over, 1, 2, rana)
        Enrolment.objects.filter(pk=row.pk).update(enrolled_at=first.starts_at + timedelta(minutes=5))
        assert list_progress([fresh(row)], scope)[row.pk].years[0].attended == 2


class TestDeferral:
    def test_a_place_that_rests_misses_nothing(self, scope, rana):
        over = AcceleratorFactory(day=-400)
        row = EnrolmentFactory(
            accelerator=over, profile=rana, state="deferred", deferred_at=timezone.now() - timedelta(days=390)
        )
        hold(over, 1, 3, rana)
        hold(over, 2, 1)
        year_1, year_2 = list_progress([row], scope)[row.pk].years
        assert (year_1.percent, year_2.held) == (100, 0)

    def test_a_first_year_that_was_done_stays_with_the_place_also_where_nobody_wrote_it_down(
        self, scope, director, rana
    ):
        intake, later = AcceleratorFactory(day=-400), AcceleratorFactory(day=200)
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        hold(intake, 1, 5, rana, at=4)
        enrolments.defer_enrolment(row, actor=director, reason="A year abroad")
        row = enrolments.resume_enrolment(fresh(row), actor=director, into=later)
        assert (row.state, row.first_year_with_id, row.year1_done_on) == ("year1_done", intake.pk, scope.today())
        progress = list_progress([fresh(row)], scope)[row.pk]
        assert (progress.years[0].percent, progress.hours) == (80, 8)

    def test_an_intake_in_which_the_year_can_no_longer_be_finished_is_not_offered(
        self, client, scope, director, sign_in
    ):
        own, earlier, running, later = (AcceleratorFactory(day=day) for day in (-150, -600, -100, 100))
        row = EnrolmentFactory(accelerator=own, state="deferred", deferred_at=timezone.now() - timedelta(days=140))
        hold(running, 1, 8)
        sign_in(client, director)
        url = reverse("resume_enrolment", args=[scope.slug, row.pk])
        offered = [number for number, _name in client.get(url).context["form"].fields["into"].choices]
        assert offered == [str(own.pk), str(later.pk)]
        hold(own, 1, 8)
        page = client.get(url)
        assert [number for number, _name in page.context["form"].fields["into"].choices] == [str(later.pk)]
        assert "begins again" in page.content.decode()
        for one in (own, earlier, running):
            act = lambda one=one: enrolments.resume_enrolment(row, actor=director, into=one)  # noqa: E731
            assert refused(act) == "accelerator.too_late"

    def test_the_page_says_what_is_kept(self, client, scope, director, sign_in, rana):
        own = AcceleratorFactory(day=-400)
        row = EnrolmentFactory(accelerator=own, profile=rana, state="deferred")
        hold(own, 1, 5, rana)
        sign_in(client, director)
        page = client.get(reverse("resume_enrolment", args=[scope.slug, row.pk])).content.decode()
        assert "The first year is kept: 5 of 5 sessions, 10 hours." in page
