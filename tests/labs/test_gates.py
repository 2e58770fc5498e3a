"""Every rule of every gate, from records: red, then green; for many at once and for one alike."""

import pytest
from django.urls import reverse

from labs.models import Cohort, LabSeat, Override
from labs.queries.gates import cohort_gates, condition_rows, gate_of, is_met, lab_gate, snapshot_gate
from labs.values import GATE_RULES, stages
from stakeholders.models import Organisation, StrengthClaim
from tests.factories import (
    ChildFactory,
    CityFactory,
    CohortFactory,
    CohortMemberFactory,
    ProfileFactory,
    StrengthClaimFactory,
    in_days,
)
from tests.labs import ways
from tests.support import queries_of

pytestmark = pytest.mark.django_db


def met(code, row):
    return is_met(code, row)[0]


@pytest.fixture
def cohort(scope):
    return CohortFactory()


class TestTheTable:
    def test_active_rules_are_exactly_those_that_are_computed(self):
        active = {rule.code for rule in stages.RULES if rule.active}
        assert active == {rule.code for rule in GATE_RULES if rule.compute}
        assert active == {"L1", "L2", "L3", "G11", "G12", "G13", "G15", "G22", "G23", "G31", "G32", "G34", "G36"}

    def test_a_rule_that_nobody_computes_yet_is_not_asked(self, cohort):
        with pytest.raises(ValueError, match="rule G14 is not computed"):
            is_met("G14", cohort)

    def test_every_rule_of_the_method_is_there(self):
        assert len(stages.BY_CODE) == len(stages.RULES) == 22
        never = {code for code, rule in stages.BY_CODE.items() if rule.let_pass_by == stages.NEVER}
        assert never == {"L3", "G14", "G22"}
        # Of an adoption a missing sector alone is let pass, and by the steward.
        assert stages.BY_CODE["G34"].is_never_passed(("decision",))
        assert not stages.BY_CODE["G34"].is_never_passed(("sectors",))
        assert stages.BY_CODE["G34"].let_pass_by == stages.STEWARD
        assert stages.BY_CODE["L1"].let_pass_by == stages.STEWARD
        assert (stages.BY_CODE["L1"].longest_days, stages.BY_CODE["G23"].longest_days) == (90, 180)

    @pytest.mark.parametrize("rule", stages.RULES, ids=lambda rule: rule.code)
    def test_each_rule_leads_to_a_page(self, scope, rule):
        assert reverse(rule.page.url_name, args=[scope.slug] if rule.page.is_of_city else [scope.slug, 1])
        assert rule.words
        assert rule.page.label


class TestLaunch:
    @pytest.mark.parametrize("code", ["L1", "L2", "L3"])
    def test_each_line_alone_closes_the_gate(self, scope, code):
        lines = {line.rule.code: line.tone for line in lab_gate(ways.ready_lab(but=code))}
        assert lines == {"L1": "green", "L2": "green", "L3": "green", code: "red"}

    def test_a_representative_who_has_not_accepted_does_not_count(self, scope):
        lab = ways.ready_lab(but="L1")
        ways.seat_sector(lab, 4, accepted_at=None)
        assert not met("L1", lab)
        ways.seat_sector(lab, 4)
        assert met("L1", lab)

    def test_a_representative_whose_time_is_over_does_not_count(self, scope):
        lab = ways.ready_lab(but="L1")
        ways.seat_sector(lab, 4, ends_on=in_days(-2))
        assert is_met("L1", lab) == (False, "missing: social business")

    def test_an_organisation_that_left_does_not_count(self, scope):
        lab = ways.ready_lab(but="L1")
        seat = ways.seat_sector(lab, 4)
        Organisation.objects.filter(pk=seat.organisation_id).update(state="archived")
        assert not met("L1", lab)

    def test_the_seats_sector_counts_not_the_organisations_of_today(self, scope):
        lab = ways.ready_lab()
        seat = lab.seats.get(sector=4)
        Organisation.objects.filter(pk=seat.organisation_id).update(sector=1)
        assert met("L1", lab)

    def test_the_facilitator_needs_a_second_step(self, scope):
        lab = ways.ready_lab()
        lab.seats.filter(role=LabSeat.Role.FACILITATOR).delete()
        assert is_met("L2", lab) == (False, "missing: facilitator")
        ways.seat_guide(lab, safe=False)
        assert is_met("L2", lab) == (False, "missing: the facilitator’s second sign-in step")

    def test_the_practice_city_asks_nobody_for_a_second_step(self, scope):
        lab = ways.ready_lab()
        lab.seats.filter(role=LabSeat.Role.FACILITATOR).delete()
        ways.seat_guide(lab, safe=False)
        lab.city.is_practice = True
        assert met("L2", lab)

    def test_what_is_missing_leads_where_it_is_filled(self, scope):
        lab = ways.ready_lab(but="L2")
        urls = {line["code"]: line["url"] for line in condition_rows(lab_gate(lab), lab, scope.slug)}
        assert urls == {"L1": "", "L2": reverse("change_lab", args=[scope.slug, lab.pk]), "L3": ""}
        lab.first_session_on = in_days(3)
        lab.save()
        lab.seats.filter(role=LabSeat.Role.FACILITATOR).delete()
        line = condition_rows(lab_gate(lab), lab, scope.slug)[1]
        assert line["url"] == f"{lab.get_absolute_url()}?add=facilitator#seats"


class TestGettingToKnowEachOther:
    def test_four_of_five_members_with_both_claims_are_enough(self, cohort):
        assert is_met("G11", cohort) == (False, "0 of 0 members")
        ways.members_of_four(cohort)
        CohortMemberFactory(cohort=cohort)
        assert is_met("G11", cohort) == (True, "4 of 5 members")
        CohortMemberFactory(cohort=cohort)
        assert is_met("G11", cohort) == (False, "4 of 6 members")

    def test_three_of_four_are_not_enough(self, cohort):
        seats = ways.members_of_four(cohort)
        StrengthClaim.objects.filter(profile=seats[0].profile, kind="growth").delete()
        assert is_met("G11", cohort) == (False, "3 of 4 members")

    def test_a_strength_alone_is_half(self, cohort):
        seat = CohortMemberFactory(cohort=cohort)
        StrengthClaimFactory(profile=seat.profile, kind="strength")
        assert not met("G11", cohort)

    def test_members_who_have_not_agreed_do_not_count(self, cohort):
        ways.members_of_four(cohort)
        CohortMemberFactory.create_batch(6, cohort=cohort, state="invited")
        assert is_met("G11", cohort) == (True, "4 of 4 members")

    def test_all_four_sectors_twice(self, cohort):
        seats = ways.members_of_four(cohort)
        ways.held_session(cohort, seats)
        assert is_met("G13", cohort) == (False, "1 of 2 sessions")
        ways.held_session(cohort, seats[:3])
        assert not met("G13", cohort)
        ways.held_session(cohort, seats)
        assert met("G13", cohort)

    @pytest.mark.parametrize(
        ("state", "status"), [("held", "present"), ("recorded", "excused"), ("recorded", "absent")]
    )
    def test_only_who_was_there_at_a_recorded_session_counts(self, cohort, state, status):
        seats = ways.members_of_four(cohort)
        ways.held_session(cohort, seats)
        ways.held_session(cohort, seats, state=state, status=status)
        assert is_met("G13", cohort) == (False, "1 of 2 sessions")

    def test_whoever_came_late_was_there(self, cohort):
        seats = ways.members_of_four(cohort)
        for _n in range(2):
            ways.held_session(cohort, seats, status="late")
        assert met("G13", cohort)

    def test_a_guest_does_not_stand_for_a_sector(self, cohort):
        seats = ways.members_of_four(cohort)
        guest = CohortMemberFactory(sector=4)
        for _n in range(2):
            ways.held_session(cohort, [*seats[:3], guest])
        assert not met("G13", cohort)

    def test_a_member_who_left_was_there_all_the_same(self, cohort):
        seats = ways.members_of_four(cohort)
        for _n in range(2):
            ways.held_session(cohort, seats)
        seats[0].move("withdrawn")
        assert met("G13", cohort)


class TestWhole:
    @pytest.mark.parametrize("stage", [1, 2, 3])
    def test_the_way_opens_each_gate(self, scope, stage):
        cohort = CohortFactory(stage=stage)
        assert {line.tone for line in gate_of(cohort)} == {"red"}
        ways.OPENERS[stage](cohort)
        assert {line.tone for line in gate_of(cohort)} == {"green"}

    def test_many_cohorts_cost_no_more_than_one_of_each_stage(self, scope):
        def make():
            for stage in (1, 2, 3, 4):
                cohort = CohortFactory(stage=stage)
                if stage in ways.OPENERS:
                    ways.OPENERS[stage](cohort)

        make()
        one = queries_of(lambda: cohort_gates(Cohort.objects.select_related("city")))
        make()
        make()
        many = queries_of(lambda: cohort_gates(Cohort.objects.select_related("city")))
        assert len(one) == len(many) <= 12

    def test_many_and_one_agree(self, scope):
        for stage in (1, 2, 3):
            CohortFactory(stage=stage)
            ways.ready_cohort(stage)
        gates = cohort_gates(Cohort.objects.all())
        for cohort in Cohort.objects.all():
            assert snapshot_gate(gates[cohort.pk]) == snapshot_gate(gate_of(cohort))

    def test_another_citys_records_open_nothing(self, scope, cohort):
        from educities.tenancy.scope import city_scope

        other = CityFactory()
        with city_scope(other.pk):
            ways.ready_cohort(1)
        assert {line.tone for line in gate_of(cohort)} == {"red"}

    def test_children_count_as_members(self, cohort):
        for sector in ways.SECTORS:
            seat = CohortMemberFactory(cohort=cohort, sector=sector, profile=ChildFactory())
            for kind in ("strength", "growth"):
                StrengthClaimFactory(profile=seat.profile, kind=kind)
        assert met("G11", cohort)

    def test_a_granted_override_turns_the_line_amber_until_its_day(self, cohort, director, facilitator):
        override = Override.objects.create(
            rule_code="G13",
            cohort=cohort,
            requested_by=facilitator,
            reason="The business sector comes from January on",
            remedy="Two sessions in January",
            wanted_until=in_days(30),
        )
        line = gate_of(cohort)[2]
        assert (line.tone, line.is_asked, line.may_be_asked) == ("red", True, False)
        override.move("granted", granted_by=director, expires_on=cohort.city.today())
        line = gate_of(cohort)[2]
        assert (line.tone, line.passes, snapshot_gate([line])) == (
            "amber",
            True,
            [{"rule": "G13", "met": False, "rows": [], "of": 2, "override": override.pk}],
        )
        Override.objects.filter(pk=override.pk).update(expires_on=in_days(-2))
        assert gate_of(cohort)[2].tone == "red"


def test_profiles_outside_a_cohort_change_nothing(scope):
    cohort = CohortFactory()
    for kind in ("strength", "growth"):
        StrengthClaimFactory(profile=ProfileFactory(), kind=kind)
    assert is_met("G11", cohort) == (False, "0 of 0 members")
