"""Projects, visits in pairs across schools, reflections: what counts, and who reads what."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accelerator.actions import portfolio
from accelerator.models import Observation, Pair, Project
from accelerator.queries.pairs import list_summaries, match_pairs
from accelerator.queries.progress import list_progress
from educities.activity.models import Notice
from tests.accelerator.support import begin_project, make_pair, make_teacher, observe
from tests.factories import (
    AcceleratorFactory,
    EnrolmentFactory,
    LeaderFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    in_days,
)
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(scope):
    intake = AcceleratorFactory()
    own = [EnrolmentFactory(accelerator=intake, profile=make_teacher(scope), state="enrolled") for _number in range(2)]
    return make_pair(*own)


class TestProject:
    def test_it_is_reported_once_nothing_lacks(self, scope, intake, rana):
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        project = begin_project(row)
        assert refused(lambda: portfolio.report_project(project, actor=rana.user)) == "accelerator.report_lacks"
        for day in range(4):
            portfolio.note_project(project, actor=rana.user, noted_on=in_days(-day), text={"en": "We counted"})
        portfolio.report_project(project, actor=rana.user)
        assert list_progress([row], scope)[row.pk].is_reported

    def test_the_partner_is_of_another_sector_and_there_is_one_project(self, intake, rana):
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        school = OrganisationFactory(sector=1)
        assert refused(lambda: begin_project(row, partner=school)) == "accelerator.same_sector"
        begin_project(row)
        assert refused(lambda: begin_project(row)) == "accelerator.project_twice"

    def test_others_of_the_intake_read_it_where_its_teacher_says_so(self, client, scope, intake, rana, sign_in):
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        project = begin_project(row)
        other = EnrolmentFactory(accelerator=intake, profile=make_teacher(scope), state="enrolled")
        sign_in(client, other.profile.user, second_factor=False)
        assert client.get(project.get_absolute_url()).status_code == 403
        Project.objects.filter(pk=project.pk).update(shown_to="city")
        assert client.get(project.get_absolute_url()).status_code == 200


class TestPairs:
    def test_pairs_are_across_schools_and_nobody_is_left_alone(self, scope, director):
        intake = AcceleratorFactory()
        schools = OrganisationFactory.create_batch(3, field="formal")
        for school, number in zip(schools, (3, 2, 2), strict=True):
            for _one in range(number):
                EnrolmentFactory(accelerator=intake, organisation=school, profile=make_teacher(scope), state="enrolled")
        assert len(portfolio.make_pairs(intake, actor=director, number=1)) == 4
        pairs = list(Pair.objects.all())
        assert all(pair.first_school_id != pair.second_school_id for pair in pairs)
        assert len({pk for pair in pairs for pk in (pair.first_id, pair.second_id)}) == 7
        assert Notice.objects.filter(verb="accelerator.paired").count() == 7
        assert len(portfolio.make_pairs(intake, actor=director, number=1)) == 0

    def test_in_the_second_round_others_meet(self, scope, director):
        intake = AcceleratorFactory()
        EnrolmentFactory.create_batch(4, accelerator=intake, state="enrolled")
        portfolio.make_pairs(intake, actor=director, number=1)
        met = {frozenset((pair.first_id, pair.second_id)) for pair in Pair.objects.all()}
        assert met.isdisjoint({frozenset((one.pk, other.pk)) for one, other in match_pairs(intake, 2)})

    def test_the_database_takes_no_pair_of_one_school(self, scope, pair):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(second_school=pair.first_school)


class TestObservations:
    def test_it_counts_for_the_host_once_the_host_has_answered(self, scope, pair):
        row = observe(pair)
        assert list_progress([pair.second], scope)[pair.second_id].observations == 0
        portfolio.answer_observation(row, actor=pair.second.profile.user, sentence={"en": "I see"})
        assert list_progress([pair.second], scope)[pair.second_id].observations == 1
        assert list_progress([pair.first], scope)[pair.first_id].observations == 0

    def test_only_the_two_of_them_read_it(self, client, scope, pair, director, sign_in):
        row = observe(pair)
        leader = ProfileFactory(user=MembershipFactory(city=scope, role="facilitator").user)
        LeaderFactory(accelerator=pair.accelerator, profile=leader)
        other = EnrolmentFactory(accelerator=pair.accelerator, profile=make_teacher(scope), state="enrolled")
        for user, status in (
            (pair.first.profile.user, 200),
            (pair.second.profile.user, 200),
            (other.profile.user, 403),
            (leader.user, 403),
            (director, 403),
        ):
            client.logout()
            sign_in(client, user)
            assert client.get(row.get_absolute_url()).status_code == status

    def test_a_summary_is_read_by_the_intake_only_where_both_agree(self, pair):
        row = observe(pair, summary={"en": "Pupils explain to each other"}, observer_shares=True)
        host = pair.second.profile.user
        portfolio.answer_observation(row, actor=host, sentence={"en": "True"}, host_shares=False)
        assert list(list_summaries(pair.accelerator)) == []
        portfolio.answer_observation(row, actor=host, sentence={"en": "True"}, host_shares=True)
        assert list(list_summaries(pair.accelerator)) == [row]

    def test_one_writes_down_a_visit_once_and_after_it_was(self, pair):
        assert refused(lambda: observe(pair, held_on=in_days(3))) == "accelerator.visit_day"
        observe(pair)
        assert refused(lambda: observe(pair)) == "accelerator.no_observation"
        assert Observation.objects.count() == 1

    def test_a_pair_writes_and_answers_on_pages(self, client, scope, pair, sign_in):
        sign_in(client, pair.first.profile.user, second_factor=False)
        sent = {"held_on": in_days(-1), "minutes": 20, "class_name": "4b", "pupils_do_en": "They read"}
        sent |= {"teacher_does_en": "Listens", "question_en": "Why in pairs?"}
        answer = client.post(reverse("record_observation", args=[scope.slug, pair.pk]), sent)
        assert answer.status_code == 302, answer.context["form"].errors
        client.logout()
        sign_in(client, pair.second.profile.user, second_factor=False)
        row = Observation.objects.get()
        client.post(reverse("answer_observation", args=[scope.slug, row.pk]), {"sentence_en": "Because they dare more"})
        row.refresh_from_db()
        assert row.answered_on == scope.today()
        assert client.get(pair.second.get_absolute_url()).status_code == 200


class TestReflections:
    def test_who_leads_reads_what_is_shared_and_the_director_nothing(
        self, client, scope, intake, rana, director, sign_in
    ):
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        for text, is_shared in (("mine alone", False), ("for those who lead", True)):
            portfolio.write_reflection(row, actor=rana.user, text={"en": text}, is_shared=is_shared)
        leader = ProfileFactory(user=MembershipFactory(city=scope, role="facilitator").user)
        LeaderFactory(accelerator=intake, profile=leader)
        for user, own, shared in ((rana.user, True, True), (leader.user, False, True), (director, False, False)):
            client.logout()
            sign_in(client, user)
            page = client.get(row.get_absolute_url()).content.decode()
            assert ("mine alone" in page, "for those who lead" in page) == (own, shared)
