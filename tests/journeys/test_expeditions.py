from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import AuditEntry, Message, Notice
from educities.kit.errors import DomainError
from journeys.actions import expeditions as actions
from journeys.actions.city_model import add_citation, start_version
from journeys.models import Expedition, Learning
from labs.models import Cohort
from reports.queries.staff_days import load_facilitator_day
from tests.factories import (
    ActivityAreaFactory,
    AreaFactory,
    CohortFactory,
    CohortMemberFactory,
    ExpeditionFactory,
    LearningFactory,
    UserFactory,
    in_days,
)
from tests.labs import ways
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
REASON = {"en": "Because it is ours"}


@pytest.fixture
def cohort(scope):
    return CohortFactory()


def plan(**more):
    return {
        "question": {"en": "How do they learn outdoors?"},
        "place": "Forest",
        "starts_on": in_days(3),
        "ends_on": in_days(4),
        **more,
    }


def last_verb():
    return AuditEntry.objects.order_by("-pk").values_list("verb", flat=True).first()


class TestAreas:
    def test_three_areas_and_no_fourth(self, cohort, facilitator):
        for _n in range(3):
            actions.choose_area(cohort, actor=facilitator, area=AreaFactory(), reason=REASON, decided_on=in_days(0))
        assert last_verb() == "journeys.area_chosen"
        with pytest.raises(DomainError) as refused:
            actions.choose_area(cohort, actor=facilitator, area=AreaFactory(), reason=REASON, decided_on=in_days(0))
        assert refused.value.code == "journeys.enough_areas"

    def test_choosing_twice_is_choosing_once(self, cohort, facilitator):
        area = AreaFactory()
        rows = {
            actions.choose_area(cohort, actor=facilitator, area=area, reason=REASON, decided_on=in_days(0)).pk
            for _n in range(2)
        }
        assert len(rows) == 1
        assert cohort.areas.get().decided_by == facilitator

    def test_a_decision_of_the_future_is_refused(self, cohort, facilitator):
        with pytest.raises(DomainError) as refused:
            actions.choose_area(cohort, actor=facilitator, area=AreaFactory(), reason=REASON, decided_on=in_days(5))
        assert refused.value.code == "journeys.decided_in_future"

    def test_an_area_with_a_journey_stays(self, cohort, facilitator):
        row = ActivityAreaFactory(cohort=cohort)
        journey = ExpeditionFactory(cohort=cohort, activity_area=row)
        with pytest.raises(DomainError) as refused:
            actions.drop_area(row, actor=facilitator)
        assert refused.value.code == "journeys.area_in_use"
        journey.delete()
        actions.drop_area(row, actor=facilitator)
        assert (cohort.areas.count(), last_verb()) == (0, "journeys.area_dropped")


class TestPlan:
    def test_a_plan_waits_for_the_director_who_hears_of_it(self, cohort, facilitator, director):
        expedition = actions.plan_expedition(cohort, actor=facilitator, **plan())
        assert expedition.state == "planned"
        assert [message.user for message in Message.objects.all()] == [director]
        assert actions.plan_expedition(cohort, actor=facilitator, **plan()) == expedition

    def test_a_suspended_cohort_plans_nothing(self, scope, facilitator):
        with pytest.raises(DomainError) as refused:
            actions.plan_expedition(CohortFactory(state=Cohort.State.SUSPENDED), actor=facilitator, **plan())
        assert refused.value.code == "labs.cohort_not_working"

    def test_change_is_possible_until_approval(self, cohort, facilitator, director):
        expedition = actions.plan_expedition(cohort, actor=facilitator, **plan())
        actions.change_expedition(expedition, actor=facilitator, **plan(place="Sea"))
        assert (Expedition.objects.get().place, last_verb()) == ("Sea", "journeys.expedition_changed")
        actions.approve_expedition(expedition, actor=director)
        with pytest.raises(DomainError) as refused:
            actions.change_expedition(expedition, actor=facilitator, **plan(place="Hill"))
        assert refused.value.code == "journeys.expedition_approved"


class TestApprove:
    @pytest.mark.parametrize(
        ("more", "code"),
        [({"minors_travel": True}, "journeys.no_safeguarding"), ({"budget": 500}, "journeys.no_budget_source")],
    )
    def test_what_is_missing_is_named(self, cohort, director, more, code):
        expedition = ExpeditionFactory(cohort=cohort, state="planned", **more)
        with pytest.raises(DomainError) as refused:
            actions.approve_expedition(expedition, actor=director)
        assert refused.value.code == code

    def test_a_whole_plan_is_approved_and_can_go_back(self, cohort, director):
        whole = {"minors_travel": True, "safeguarding": "Two adults", "budget": 500, "budget_from": "Fund"}
        expedition = ExpeditionFactory(cohort=cohort, state="planned", **whole)
        actions.approve_expedition(expedition, actor=director)
        assert (expedition.state, last_verb()) == ("approved", "journeys.expedition_approved")
        actions.send_back_expedition(expedition, actor=director, reason="The road is closed")
        assert (expedition.state, last_verb()) == ("idea", "journeys.expedition_sent_back")


class TestJourney:
    def test_nobody_sets_out_before_the_first_day(self, cohort, facilitator):
        expedition = ExpeditionFactory(cohort=cohort, state="approved", starts_on=in_days(5), ends_on=in_days(6))
        with pytest.raises(DomainError) as refused:
            actions.start_expedition(expedition, actor=facilitator)
        assert refused.value.code == "journeys.too_early"

    def test_the_whole_way_home(self, cohort, facilitator):
        expedition = ExpeditionFactory(cohort=cohort, state="approved")
        actions.start_expedition(expedition, actor=facilitator)
        actions.note_learning(expedition, actor=facilitator, observation="Children cook")
        actions.return_expedition(expedition, actor=facilitator)
        with pytest.raises(DomainError) as refused:
            actions.conclude_expedition(expedition, actor=facilitator)
        assert refused.value.code == "journeys.nothing_learned"
        learning = Learning.objects.get()
        actions.change_learning(learning, actor=facilitator, principle="Trust before tools")
        actions.conclude_expedition(expedition, actor=facilitator)
        assert (expedition.state, last_verb()) == ("learned", "journeys.expedition_learned")

    def test_cancel_says_why(self, cohort, facilitator):
        expedition = ExpeditionFactory(cohort=cohort, state="planned")
        actions.cancel_expedition(expedition, actor=facilitator, reason="Storm")
        assert (expedition.state, AuditEntry.objects.get().reason) == ("cancelled", "Storm")

    def test_learnings_are_written_on_the_way_once_each(self, cohort, facilitator):
        expedition = ExpeditionFactory(cohort=cohort, state="planned")
        with pytest.raises(DomainError) as refused:
            actions.note_learning(expedition, actor=facilitator, observation="Too early")
        assert refused.value.code == "journeys.not_on_the_way"
        Expedition.objects.update(state="underway")
        for _n in range(2):
            actions.note_learning(expedition, actor=facilitator, observation="Children cook")
        row = expedition.learnings.get()
        assert (row.by.display_name, row.language) == ("Samir", "en")

    def test_a_cited_learning_stays_as_it_was_cited(self, cohort, facilitator):
        learning = LearningFactory(expedition__cohort=cohort, expedition__state="learned")
        add_citation(
            start_version(cohort, actor=facilitator).blocks.first(),
            actor=facilitator,
            source="learning",
            pk=learning.pk,
        )
        with pytest.raises(DomainError) as refused:
            actions.change_learning(learning, actor=facilitator, principle="Another")
        assert refused.value.code == "journeys.learning_cited"

    def test_the_database_refuses_a_journey_that_ends_before_it_begins(self, cohort):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExpeditionFactory(cohort=cohort, starts_on=in_days(3), ends_on=in_days(2))


class TestPages:
    def test_the_thread_on_a_phone(self, client, scope, cohort, facilitator, director, sign_in):
        sign_in(client, facilitator)
        area = ActivityAreaFactory(cohort=cohort)
        url = reverse("new_expedition", args=[scope.slug, cohort.pk])
        assert client.get(url).status_code == 200
        today = timezone.now().date()
        form = {
            "question_en": "How?",
            "kind": "visit",
            "place": "Forest",
            "starts_on": today - timedelta(days=1),
            "ends_on": today,
            "sure": "on",
            "budget": "0",
            "activity_area": area.pk,
        }
        assert client.post(url, form).status_code == 302
        expedition = Expedition.objects.get()
        sign_in(client, director)
        client.post(reverse("approve_expedition", args=[scope.slug, expedition.pk]))
        sign_in(client, facilitator)
        client.post(reverse("set_out", args=[scope.slug, expedition.pk]))
        notes = reverse("new_learning", args=[scope.slug, expedition.pk])
        assert client.post(notes, {"observation": "A", "principle": "B", "fit": "4", "another": "1"}).url == notes
        assert client.get(notes).context["noted"] == 1
        client.post(reverse("come_back", args=[scope.slug, expedition.pk]))
        client.post(reverse("conclude_expedition", args=[scope.slug, expedition.pk]))
        expedition.refresh_from_db()
        assert (expedition.state, expedition.learnings.get().fit) == ("learned", 4)

    def test_areas_are_chosen_and_taken_back_on_one_page(self, client, scope, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("areas", args=[scope.slug, cohort.pk])
        assert client.get(url).status_code == 200
        form = {"area": AreaFactory(parent=AreaFactory()).pk, "reason_en": "Ours", "decided_on": "2026-01-01"}
        assert client.post(url, form).url == url
        row = cohort.areas.get()
        assert client.get(url).status_code == 200
        assert client.post(reverse("drop_area", args=[scope.slug, row.pk])).url == url
        assert cohort.areas.count() == 0

    @pytest.mark.parametrize("state", Expedition.State.values)
    def test_the_page_opens_in_every_state(self, client, cohort, facilitator, director, sign_in, state):
        expedition = ExpeditionFactory(cohort=cohort, state=state, budget=1200)
        LearningFactory(expedition=expedition, fit=3)
        member = CohortMemberFactory(cohort=cohort, profile__user=UserFactory())
        for person in (facilitator, director, member.profile.user):
            sign_in(client, person)
            assert client.get(expedition.get_absolute_url()).status_code == 200

    def test_the_other_pages_open(self, client, scope, cohort, facilitator, director, sign_in):
        expedition = ExpeditionFactory(cohort=cohort, state="approved")
        learning = LearningFactory(expedition=expedition)
        sign_in(client, director)
        for name, pk in [
            ("expeditions", cohort.pk),
            ("change_expedition", expedition.pk),
            ("cancel_expedition", expedition.pk),
            ("send_back_expedition", expedition.pk),
            ("change_learning", learning.pk),
        ]:
            assert client.get(reverse(name, args=[scope.slug, pk])).status_code == 200

    def test_dates_that_do_not_exist_are_told_at_their_field(self, client, scope, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        form = {
            "question_en": "How?",
            "kind": "visit",
            "place": "X",
            "starts_on": "2027-02-30",
            "ends_on": "2027-03-01",
            "budget": "0",
        }
        answer = client.post(reverse("new_expedition", args=[scope.slug, cohort.pk]), form)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["starts_on"])

    def test_lists_cost_the_same_with_more_rows(self, client, scope, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("expeditions", args=[scope.slug, cohort.pk])
        assert_same_queries(
            lambda: client.get(url), lambda n: ExpeditionFactory.create_batch(n, cohort=cohort), most=12
        )
        expedition = ExpeditionFactory(cohort=cohort, state="returned")
        url = expedition.get_absolute_url()
        assert_same_queries(
            lambda: client.get(url), lambda n: LearningFactory.create_batch(n, expedition=expedition), most=13
        )


def test_the_line_of_one_that_is_back_leads_to_what_is_missing(scope, facilitator):
    expedition = ExpeditionFactory(state="returned")
    (line,) = load_facilitator_day(scope, facilitator).waiting.lines
    assert line.url == reverse("new_learning", args=[scope.slug, expedition.pk])
    LearningFactory(expedition=expedition, principle="Streets teach")
    (line,) = load_facilitator_day(scope, facilitator).waiting.lines
    assert (line.url, line.label) == (expedition.get_absolute_url(), "Conclude the expedition")


@pytest.mark.parametrize("answer", ["approve", "send_back", "cancel"])
def test_who_planned_and_who_guides_hears_the_answer(scope, facilitator, director, answer):
    cohort = CohortFactory()
    guide = ways.seat_guide(cohort.lab)
    plan = {"question": {"en": "Why?"}, "place": "Harbour", "starts_on": in_days(3), "ends_on": in_days(3)}
    journey = actions.plan_expedition(cohort, actor=facilitator, **plan)
    Notice.objects.all().delete()
    if answer == "approve":
        actions.approve_expedition(journey, actor=director)
    elif answer == "cancel":
        actions.cancel_expedition(journey, actor=director, reason="There is no money for it")
    else:
        journey.move("approved")
        actions.send_back_expedition(journey, actor=director, reason="There is no money for it")
    told = Notice.objects.all()
    assert {one.user for one in told} == {facilitator, guide.profile.user}
    assert {one.data.get("reason") for one in told} == {None if answer == "approve" else "There is no money for it"}


def test_who_answers_oneself_hears_nothing(scope, facilitator, director):
    journey = ExpeditionFactory(state="planned")
    actions.approve_expedition(journey, actor=director)
    assert Notice.objects.count() == 0


def test_an_old_page_never_takes_an_approval_back(cohort, director, facilitator):
    expedition = actions.plan_expedition(cohort, actor=facilitator, **plan())
    actions.approve_expedition(expedition, actor=director)
    with pytest.raises(DomainError) as refused:
        actions.submit_expedition(expedition, actor=facilitator)
    assert refused.value.code == "journeys.expedition_approved"
    expedition.refresh_from_db()
    assert expedition.state == Expedition.State.APPROVED


def test_the_same_question_with_another_plan_is_no_second_sending(cohort, facilitator):
    first = actions.plan_expedition(cohort, actor=facilitator, **plan())
    assert actions.plan_expedition(cohort, actor=facilitator, **plan()) == first
    with pytest.raises(DomainError) as refused:
        actions.plan_expedition(cohort, actor=facilitator, **plan(place="Harbour"))
    assert refused.value.code == "journeys.expedition_twin"


def test_the_plan_of_an_approved_one_is_not_asked_for(client, scope, cohort, director, sign_in):
    expedition = ExpeditionFactory(cohort=cohort, state="approved")
    sign_in(client, director)
    page = client.get(reverse("change_expedition", args=[scope.slug, expedition.pk])).content.decode()
    assert "This expedition is approved." in page
