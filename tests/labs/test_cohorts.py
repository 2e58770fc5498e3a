import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import AuditEntry, Event, Message
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError, Moved
from educities.tenancy.scope import city_scope
from labs.actions import cohorts as actions
from labs.models import Cohort, StageRecord
from tests.factories import (
    CohortFactory,
    CohortMemberFactory,
    LabFactory,
    ProfileFactory,
    UserFactory,
    in_days,
)
from tests.labs import ways
from tests.labs.ways import cohort_plan
from tests.support import assert_same_queries, refused, verbs_of

pytestmark = pytest.mark.django_db


class TestPlan:
    def test_cohorts_of_a_lab_are_numbered(self, scope, facilitator):
        lab = LabFactory()
        first = actions.plan_cohort(lab, actor=facilitator, **cohort_plan())
        second = actions.plan_cohort(lab, actor=facilitator, **cohort_plan(name={"en": "Autumn"}))
        assert (first.number, second.number, first.state, first.stage) == (1, 2, "planned", 1)
        assert verbs_of(first) == ["labs.cohort_created"]

    def test_sent_twice_it_is_one_cohort(self, scope, facilitator):
        lab = LabFactory()
        assert len({actions.plan_cohort(lab, actor=facilitator, **cohort_plan()) for _n in range(2)}) == 1

    def test_a_closed_lab_has_no_new_cohort(self, scope, facilitator):
        lab = LabFactory(state="closed")
        assert refused(lambda: actions.plan_cohort(lab, actor=facilitator, **cohort_plan())) == "labs.lab_closed"

    def test_there_are_never_fewer_places_than_people(self, scope, facilitator):
        cohort = CohortFactory(places_taken=5)
        assert refused(lambda: actions.change_cohort(cohort, actor=facilitator, capacity=4)) == (
            "labs.capacity_below_members"
        )
        assert actions.change_cohort(cohort, actor=facilitator, capacity=5).capacity == 5
        assert AuditEntry.objects.get(verb="labs.cohort_changed").data["changed"] == ["capacity"]


class TestStates:
    def test_members_come_once_the_lab_is_launched(self, scope, facilitator):
        cohort = CohortFactory(state="planned", lab__state="gathering")
        assert refused(lambda: actions.open_cohort(cohort, actor=facilitator)) == "labs.lab_not_launched"
        cohort.lab.move("launched")
        actions.open_cohort(cohort, actor=facilitator)
        assert (cohort.state, verbs_of(cohort)) == ("recruiting", ["labs.cohort_moved"])

    def test_a_cohort_starts_with_people_and_a_facilitator(self, scope, facilitator):
        cohort = CohortFactory(state="recruiting")
        assert refused(lambda: actions.start_cohort(cohort, actor=facilitator)) == "labs.no_members"
        CohortMemberFactory(cohort=cohort)
        assert refused(lambda: actions.start_cohort(cohort, actor=facilitator)) == "labs.no_facilitator"
        ways.seat_guide(cohort.lab)
        actions.start_cohort(cohort, actor=facilitator)
        assert (cohort.state, list(cohort.stages.values_list("stage", "left_at"))) == ("running", [(1, None)])

    def test_a_pause_needs_a_reason_and_ends(self, scope, facilitator):
        cohort = CohortFactory(stage=2)
        ways.seat_guide(cohort.lab)
        assert refused(lambda: actions.suspend_cohort(cohort, actor=facilitator, reason="")) == "labs.reason_needed"
        actions.suspend_cohort(cohort, actor=facilitator, reason="The school is being rebuilt")
        assert refused(lambda: actions.advance_cohort(cohort, 1, actor=facilitator, reason="Anew")) == (
            "labs.cohort_not_running"
        )
        actions.resume_cohort(cohort, actor=facilitator)
        assert (cohort.state, cohort.stage) == ("running", 2)
        assert refused(lambda: actions.resume_cohort(cohort, actor=facilitator)) == "labs.cohort_not_suspended"

    def test_resuming_is_no_way_around_the_start(self, scope, facilitator):
        cohort = CohortFactory(state="recruiting")
        assert refused(lambda: actions.resume_cohort(cohort, actor=facilitator)) == "labs.cohort_not_suspended"

    def test_a_cancelled_cohort_lets_its_people_go_and_tells_them(self, scope, facilitator):
        cohort = CohortFactory()
        seat = CohortMemberFactory(cohort=cohort, profile__user=UserFactory())
        asked = CohortMemberFactory(cohort=cohort, state="invited")
        StageRecord.objects.create(cohort=cohort, stage=1, entered_at=cohort.city.created_at)
        actions.cancel_cohort(cohort, actor=facilitator, reason="Too few people")
        seat.refresh_from_db()
        asked.refresh_from_db()
        assert (cohort.state, seat.state, asked.state) == ("cancelled", "withdrawn", "withdrawn")
        assert cohort.stages.get().left_at is not None
        assert Message.objects.get().user == seat.profile.user

    def test_a_cohort_completes_in_the_fourth_stage(self, scope, facilitator):
        early = CohortFactory(stage=3)
        assert refused(lambda: actions.complete_cohort(early, actor=facilitator)) == "labs.not_in_last_stage"
        cohort = CohortFactory(stage=4)
        seat = CohortMemberFactory(cohort=cohort)
        actions.complete_cohort(cohort, actor=facilitator)
        seat.refresh_from_db()
        assert (Cohort.objects.get(pk=cohort.pk).state, seat.state) == ("completed", "completed")


class TestStage:
    @pytest.mark.parametrize("stage", [1, 2, 3])
    def test_one_step_on_when_the_gate_is_open(self, scope, facilitator, stage):
        cohort = ways.ready_cohort(stage)
        moved = actions.advance_cohort(cohort, stage + 1, actor=facilitator, seen=stage)
        record = cohort.stages.get(left_at=None)
        assert (moved.stage, record.stage) == (stage + 1, stage + 1)
        assert {line["met"] for line in record.gate} == {True}
        assert [entry["rule"] for entry in record.gate] == {
            1: ["G11", "G12", "G13", "G15"],
            2: ["G22", "G23"],
            3: ["G31", "G32", "G34", "G36"],
        }[stage]
        assert Event.objects.get(name="cohort.stage_changed").data["stage"] == stage + 1

    @pytest.mark.parametrize("stage", [1, 2, 3])
    def test_a_closed_gate_names_its_lines(self, scope, facilitator, stage):
        cohort = CohortFactory(stage=stage)
        with pytest.raises(DomainError) as error:
            actions.advance_cohort(cohort, stage + 1, actor=facilitator)
        assert error.value.code == "labs.stage_gate"
        assert (
            error.value.data["rules"]
            == {1: ["G11", "G12", "G13", "G15"], 2: ["G22", "G23"], 3: ["G31", "G32", "G34", "G36"]}[stage]
        )
        cohort.refresh_from_db()
        assert (cohort.stage, cohort.stages.count(), AuditEntry.objects.count()) == (stage, 0, 0)

    @pytest.mark.parametrize(("stage", "to"), [(1, 3), (1, 4), (2, 4), (4, 1), (3, 1), (2, 2), (1, 0), (4, 5)])
    def test_no_stage_is_skipped(self, scope, facilitator, stage, to):
        cohort = CohortFactory(stage=stage)
        assert refused(lambda: actions.advance_cohort(cohort, to, actor=facilitator, reason="Why not")) == (
            "labs.stage_skipped"
        )

    def test_back_needs_a_reason_and_no_gate(self, scope, facilitator):
        cohort = CohortFactory(stage=3)
        StageRecord.objects.create(cohort=cohort, stage=3, entered_at=cohort.city.created_at)
        assert refused(lambda: actions.advance_cohort(cohort, 2, actor=facilitator)) == "labs.reason_needed"
        actions.advance_cohort(cohort, 2, actor=facilitator, reason="The areas have to be chosen anew")
        records = list(cohort.stages.values_list("stage", "reason"))
        assert records == [(3, ""), (2, "The areas have to be chosen anew")]
        assert cohort.stages.filter(left_at=None).count() == 1
        assert verbs_of(cohort) == ["labs.stage_returned"]

    def test_members_are_told_once(self, scope, facilitator):
        cohort = ways.ready_cohort(1)
        members = [CohortMemberFactory(cohort=cohort, profile__user=UserFactory()) for _n in range(1)]
        for kind in ("strength", "growth"):
            ways.StrengthClaimFactory(profile=members[0].profile, kind=kind)
        ways.agreed_collaboration(members)  # five members need two
        seats = list(cohort.members.select_related("profile"))
        ways.endorse_around(cohort, seats)
        actions.advance_cohort(cohort, 2, actor=facilitator)
        told = sorted(Message.objects.values_list("user", "kind"))
        assert told == sorted((seat.profile.user_id, "labs.stage_moved") for seat in seats)

    def test_who_saw_another_stage_is_told_so(self, scope, facilitator, director):
        cohort = ways.ready_cohort(1)
        actions.advance_cohort(cohort, 2, actor=facilitator, seen=1)
        ways.open_second(cohort)
        with pytest.raises(Moved) as error:
            actions.advance_cohort(cohort, 2, actor=director, seen=1)
        assert error.value.code == "labs.stage_moved_meanwhile"

    @pytest.mark.parametrize("state", ["planned", "recruiting", "suspended", "completed", "cancelled"])
    def test_only_a_running_cohort_moves(self, scope, facilitator, state):
        cohort = ways.ready_cohort(1, state=state)
        assert refused(lambda: actions.advance_cohort(cohort, 2, actor=facilitator)) == "labs.cohort_not_running"

    def test_stage_records_follow_one_another_without_gap(self, scope, facilitator):
        cohort = ways.ready_cohort(1, state="recruiting")
        ways.seat_guide(cohort.lab)
        actions.start_cohort(cohort, actor=facilitator)
        actions.advance_cohort(cohort, 2, actor=facilitator)
        actions.advance_cohort(cohort, 1, actor=facilitator, reason="New members came")
        actions.advance_cohort(cohort, 2, actor=facilitator)
        records = list(cohort.stages.all())
        assert [record.stage for record in records] == [1, 2, 1, 2]
        assert all(one.left_at == two.entered_at for one, two in pairwise(records))


class TestPages:
    def test_from_the_plan_to_the_second_stage(self, client, scope, facilitator, sign_in):
        sign_in(client, facilitator)
        lab = LabFactory()
        ways.seat_guide(lab)
        url = reverse("new_cohort", args=[scope.slug, lab.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"name_en": "", "capacity": "0"}).status_code == 422
        assert client.post(url, {"name_en": "Spring", "capacity": "12"}).status_code == 302
        cohort = Cohort.objects.get()
        change = reverse("change_cohort", args=[scope.slug, cohort.pk])
        assert client.post(change, {"name_en": "Spring 1", "capacity": "12"}).status_code == 302
        ways.open_first(cohort)
        for name in ("open_cohort", "start_cohort"):
            client.post(reverse(name, args=[scope.slug, cohort.pk]))
        advance = reverse("advance_cohort", args=[scope.slug, cohort.pk])
        assert client.post(advance, {"to": "2", "seen": "1"}).status_code == 302
        cohort.refresh_from_db()
        assert (cohort.name, cohort.state, cohort.stage) == ({"en": "Spring 1"}, "running", 2)

    def test_what_cannot_be_keeps_what_was_typed(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory(stage=2)
        sign_in(client, facilitator)
        advance = reverse("advance_cohort", args=[scope.slug, cohort.pk])
        answer = client.post(advance, {"to": "1", "seen": "3", "reason": "We were too fast"})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert ("We were too fast" in page, "was moved in the meantime" in page) == (True, True)
        assert client.post(advance, {"to": "3", "seen": "2"}).status_code == 409
        assert client.post(advance, {"to": "7", "seen": "2"}).status_code == 422

    def test_pause_and_cancel_ask_why(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory()
        ways.seat_guide(cohort.lab)
        sign_in(client, facilitator)
        for name in ("suspend_cohort", "cancel_cohort"):
            url = reverse(name, args=[scope.slug, cohort.pk])
            assert client.get(url).status_code == 200
            assert client.post(url, {"reason": ""}).status_code == 422
        client.post(reverse("suspend_cohort", args=[scope.slug, cohort.pk]), {"reason": "A pause"})
        client.post(reverse("resume_cohort", args=[scope.slug, cohort.pk]))
        assert Cohort.objects.get().state == "running"
        client.post(reverse("cancel_cohort", args=[scope.slug, cohort.pk]), {"reason": "Too few"})
        assert Cohort.objects.get().state == "cancelled"

    def test_the_last_stage_is_completed_by_a_button(self, client, scope, facilitator, sign_in):
        cohort = CohortFactory(stage=4)
        sign_in(client, facilitator)
        url = reverse("complete_cohort", args=[scope.slug, cohort.pk])
        assert url in client.get(cohort.get_absolute_url()).content.decode()
        client.post(url)
        assert Cohort.objects.get().state == "completed"

    @pytest.mark.parametrize("state", Cohort.State.values)
    @pytest.mark.parametrize("stage", [1, 2, 3, 4])
    def test_the_page_opens_in_every_state_and_stage(self, client, scope, director, sign_in, state, stage):
        sign_in(client, director)
        assert client.get(CohortFactory(state=state, stage=stage).get_absolute_url()).status_code == 200

    def test_members_see_their_cohort_without_its_levers(self, client, scope, sign_in):
        seat = CohortMemberFactory(profile=ProfileFactory(user=UserFactory()))
        sign_in(client, seat.profile.user)
        page = client.get(seat.cohort.get_absolute_url()).content.decode()
        for name in ("advance_cohort", "suspend_cohort", "change_cohort"):
            url = reverse(name, args=[scope.slug, seat.cohort_id])
            assert url not in page
            assert client.post(url).status_code == 403

    def test_the_page_costs_the_same_with_more_rows(self, client, scope, director, sign_in):
        sign_in(client, director)
        cohort = CohortFactory(starts_on=in_days(0))

        def add(number):
            for _n in range(number):
                ways.members_of_four(cohort)
                ways.held_session(cohort, list(cohort.members.all()))
                StageRecord.objects.create(
                    cohort=cohort, stage=1, entered_at=cohort.city.created_at, left_at=cohort.city.created_at
                )

        assert_same_queries(lambda: client.get(cohort.get_absolute_url()), add, most=24)


@pytest.mark.django_db(transaction=True)
def test_two_people_moving_one_cohort_move_it_one_step(scope, facilitator, director):
    cohort = ways.ready_cohort(1)
    ways.open_second(cohort)
    ready, answers = threading.Barrier(2), []

    def move(actor):
        try:
            with city_scope(scope.pk):
                row = Cohort.objects.get(pk=cohort.pk)
                ready.wait(120)
                actions.advance_cohort(row, 2, actor=actor, seen=1)
            answers.append("moved")
        except Moved as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=(actor,)) for actor in (facilitator, director)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cohort.refresh_from_db()
    assert (sorted(answers), cohort.stage) == (["labs.stage_moved_meanwhile", "moved"], 2)
    assert cohort.stages.count() == 1


@pytest.mark.parametrize("lang", ["en", "he", "ar"])
def test_the_mail_says_what_changes(scope, facilitator, lang):
    cohort = ways.ready_cohort(2)
    CohortMemberFactory(cohort=cohort, profile__user=UserFactory(language=lang))
    actions.advance_cohort(cohort, 3, actor=facilitator)
    letter = render_mail(Message.objects.get())
    text, html = letter.text, letter.html
    marks = {"en": "What changes for you", "he": "מה משתנה בשבילך", "ar": "ما يتغيّر لك"}
    assert (marks[lang] in text, marks[lang] in html, cohort.get_absolute_url() in text) == (True, True, True)


def test_the_database_keeps_a_cohort_in_one_stage_at_a_time(scope):
    cohort, now = CohortFactory(), timezone.now()
    hour = timedelta(hours=1)
    StageRecord.objects.create(cohort=cohort, stage=1, entered_at=now - 2 * hour, left_at=now - hour)
    StageRecord.objects.create(cohort=CohortFactory(), stage=1, entered_at=now - 2 * hour)
    with pytest.raises(IntegrityError), transaction.atomic():
        StageRecord.objects.create(cohort=cohort, stage=2, entered_at=now - 1.5 * hour, left_at=now)
    StageRecord.objects.create(cohort=cohort, stage=2, entered_at=now - hour)
