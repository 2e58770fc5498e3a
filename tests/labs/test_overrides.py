from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cities.models import Membership
from educities.activity.models import AuditEntry, Notice
from labs.actions import cohorts, labs
from labs.actions import overrides as actions
from labs.models import Override
from labs.queries.deciders import who_decides
from labs.queries.gates import gate_of, lab_gate, overridden_unmet_conditions
from labs.tasks import expire_overrides
from tests.factories import CityFactory, CohortFactory, MembershipFactory, UserFactory, in_days
from tests.labs import ways
from tests.labs.ways import WHY, ask_override
from tests.support import assert_same_queries, fresh, refused, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope):
    return CohortFactory(stage=2)


def told():
    """Who hears of an override. That a program was signed is other news."""
    return set(Notice.objects.filter(verb__startswith="labs.").values_list("user__email", flat=True))


class TestRequest:
    def test_the_director_is_asked(self, cohort, facilitator, director, steward):
        override = ask_override(cohort, "G23", facilitator)
        assert (override.state, told()) == ("requested", {director.email})
        assert verbs_of(override) == ["labs.override_requested"]

    def test_where_the_director_asks_the_steward_answers(self, cohort, director, steward):
        ask_override(cohort, "G23", director)
        assert told() == {steward.email}

    def test_the_launch_is_asked_of_the_steward(self, scope, facilitator, director, steward):
        ask_override(ways.ready_lab(but="L1"), "L1", facilitator)
        assert told() == {steward.email}

    @pytest.mark.parametrize(
        ("code", "refusal"),
        [
            ("G22", "labs.rule_never_overridden"),
            ("G36", "labs.rule_unknown"),
            ("G14", "labs.rule_unknown"),
            ("L1", "labs.rule_unknown"),
            ("X9", "labs.rule_unknown"),
        ],
    )
    def test_rules_that_cannot_be_asked_for(self, cohort, facilitator, code, refusal):
        assert refused(lambda: ask_override(cohort, code, facilitator)) == refusal

    @pytest.mark.parametrize("code", ["L3", "G22"])
    def test_never_has_no_way_around_it(self, scope, facilitator, code):
        target = ways.ready_lab(but="L3") if code == "L3" else CohortFactory(stage=2)
        assert refused(lambda: ask_override(target, code, facilitator)) == "labs.rule_never_overridden"

    def test_a_green_line_needs_none(self, cohort, facilitator):
        ways.open_second(cohort)
        assert refused(lambda: ask_override(cohort, "G23", facilitator)) == "labs.rule_met"

    @pytest.mark.parametrize(
        ("more", "refusal"),
        [
            ({"reason": "Too short"}, "labs.override_reason"),
            ({"reason": "x" + " " * 30}, "labs.override_reason"),
            ({"remedy": " "}, "labs.override_remedy"),
        ],
    )
    def test_reason_and_remedy(self, cohort, facilitator, more, refusal):
        assert refused(lambda: ask_override(cohort, "G23", facilitator, **more)) == refusal

    @pytest.mark.parametrize(
        ("code", "days", "allowed"),
        [
            ("G23", 180, True),
            ("G23", 181, False),
            ("G23", 0, False),
            ("L1", 90, True),
            ("L1", 91, False),
        ],
    )
    def test_how_long(self, cohort, facilitator, code, days, allowed):
        target = ways.ready_lab(but="L1") if code == "L1" else cohort
        until = cohort.city.today() + timedelta(days=days)
        if allowed:
            assert ask_override(target, code, facilitator, wanted_until=until).wanted_until == until
        else:
            assert (
                refused(lambda: ask_override(target, code, facilitator, wanted_until=until)) == "labs.override_too_long"
            )

    def test_one_question_for_each_line(self, cohort, facilitator, director):
        override = ask_override(cohort, "G23", facilitator)
        assert refused(lambda: ask_override(cohort, "G23", facilitator)) == "labs.override_asked_already"
        actions.refuse_override(override, actor=director, answer="Go on the journey first")
        assert ask_override(cohort, "G23", facilitator).state == "requested"


class TestDecide:
    def test_granted_by_another_it_opens_the_gate(self, cohort, facilitator, director):
        ways.ActivityAreaFactory(cohort=cohort)
        override = ask_override(cohort, "G23", facilitator)
        actions.grant_override(override, actor=director, until=in_days(30), answer="Go on")
        assert [line.tone for line in gate_of(cohort)] == ["green", "amber"]
        assert Notice.objects.filter(user=facilitator, verb="labs.override_granted").count() == 1
        moved = cohorts.advance_cohort(cohort, 3, actor=facilitator)
        snapshot = moved.stages.get(left_at=None).gate
        assert snapshot[1] == {"rule": "G23", "met": False, "rows": [], "of": 3, "override": override.pk}

    def test_a_lab_is_launched_with_a_gap(self, scope, director, steward):
        lab = ways.ready_lab(but="L1")
        actions.grant_override(ask_override(lab, "L1", director), actor=steward, until=in_days(90))
        assert labs.launch_lab(lab, actor=director).state == "launched"

    def test_once_the_cohort_went_on_without_it_nobody_is_asked_any_more(self, cohort, facilitator, director):
        override = ask_override(cohort, "G23", facilitator)
        ways.open_second(cohort)
        cohorts.advance_cohort(cohort, 3, actor=facilitator)
        override.refresh_from_db()
        assert (override.state, override.answer) == (
            "withdrawn",
            "The condition is met, and the next step has been taken.",
        )
        assert Notice.objects.filter(user=director, verb="labs.override_withdrawn").count() == 1

    def test_a_gap_further_back_is_still_asked_about(self, cohort, facilitator):
        ways.open_second(cohort)
        earlier = ask_override(cohort, "G11", facilitator)
        cohorts.advance_cohort(cohort, 3, actor=facilitator)
        earlier.refresh_from_db()
        assert earlier.state == "requested"

    def test_nobody_grants_to_oneself(self, cohort, director):
        override = ask_override(cohort, "G23", director)
        assert (
            refused(lambda: actions.grant_override(override, actor=director, until=in_days(3))) == "labs.override_own"
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            override.move("granted", granted_by=director, expires_on=in_days(3))

    @pytest.mark.parametrize(
        ("code", "asker", "grantors"),
        [
            ("G23", "facilitator", {"director"}),
            ("G23", "director", {"steward"}),
            ("L1", "facilitator", {"steward"}),
            ("L1", "director", {"steward"}),
            ("L2", "facilitator", {"director"}),
        ],
    )
    def test_who_decides(self, request, cohort, code, asker, grantors):
        people = {role: request.getfixturevalue(role) for role in ("director", "steward", "facilitator", "resident")}
        target = ways.ready_lab(but=code) if code.startswith("L") else cohort
        override = ask_override(target, code, people[asker])
        may = {role for role, user in people.items() if fresh(user).has_perm("labs.decide_override", override)}
        assert may == grantors
        assert {user.email for user in who_decides(override)} == {people[role].email for role in grantors}
        for role in set(people) - grantors - {asker}:
            assert refused(
                lambda role=role: actions.grant_override(override, actor=people[role], until=in_days(3))
            ) == ("labs.override_role")

    def test_a_refusal_says_why(self, cohort, facilitator, director):
        override = ask_override(cohort, "G23", facilitator)
        assert refused(lambda: actions.refuse_override(override, actor=director, answer="")) == (
            "labs.override_answer_needed"
        )
        actions.refuse_override(override, actor=director, answer="The journey is in two weeks")
        assert (override.state, gate_of(cohort)[1].tone) == ("refused", "red")

    def test_a_request_is_taken_back_with_a_reason_before_it_is_answered(
        self, client, cohort, director, steward, facilitator, sign_in
    ):
        override = ask_override(cohort, "G23", director)
        Notice.objects.all().delete()
        assert not fresh(facilitator).has_perm("labs.withdraw_override", override)
        sign_in(client, director)
        url = reverse("withdraw_override", args=[override.city.slug, override.pk])
        assert url in client.get(override.get_absolute_url()).content.decode()
        assert client.post(url, {"reason": ""}).status_code == 422
        assert client.post(url, {"reason": "The journey is on Monday"}, follow=True).status_code == 200
        override.refresh_from_db()
        assert (override.state, told()) == ("withdrawn", {steward.email})
        assert AuditEntry.objects.get(verb="labs.override_withdrawn").reason == "The journey is on Monday"
        assert url not in client.get(override.get_absolute_url()).content.decode()
        assert ask_override(cohort, "G23", director).state == "requested"

    def test_who_asked_takes_it_back_and_a_decided_one_stays(self, cohort, facilitator, director):
        override = ask_override(cohort, "G23", facilitator)
        assert fresh(facilitator).has_perm("labs.withdraw_override", override)
        actions.grant_override(override, actor=director, until=in_days(3))
        assert refused(lambda: actions.withdraw_override(override, actor=facilitator, reason="Not needed")) == (
            "state.not_allowed"
        )

    def test_two_people_deciding_decide_once(self, cohort, facilitator, director, city):
        override = ask_override(cohort, "G23", facilitator)
        stale = Override.objects.get(pk=override.pk)
        second = MembershipFactory(user=UserFactory(), city=city, role="director").user
        actions.grant_override(override, actor=director, until=in_days(3))
        assert refused(lambda: actions.refuse_override(stale, actor=second, answer="No, wait")) == "state.moved"

    def test_no_longer_than_the_rule_allows(self, cohort, facilitator, director):
        override = ask_override(cohort, "G23", facilitator)
        late = cohort.city.today() + timedelta(days=181)
        assert refused(lambda: actions.grant_override(override, actor=director, until=late)) == "labs.override_too_long"


class TestEnd:
    @pytest.fixture
    def granted(self, cohort, facilitator, director):
        override = ask_override(cohort, "G23", facilitator)
        actions.grant_override(override, actor=director, until=in_days(30))
        return override

    def end(self, override):
        Override.objects.filter(pk=override.pk).update(expires_on=in_days(-2))

    def test_past_its_day_it_has_ended_and_the_cohort_stays(self, cohort, granted, facilitator):
        ways.ActivityAreaFactory(cohort=cohort)
        cohorts.advance_cohort(cohort, 3, actor=facilitator)
        self.end(granted)
        assert (expire_overrides(), expire_overrides()) == (1, 0)
        granted.refresh_from_db()
        cohort.refresh_from_db()
        assert (granted.state, cohort.stage) == ("expired", 3)
        assert AuditEntry.objects.filter(verb="labs.override_expired").count() == 1
        assert [(line.rule.code, line.tone) for line in overridden_unmet_conditions(cohort, gate_of(cohort))] == [
            ("G23", "red")
        ]

    def test_on_its_last_day_it_still_stands(self, cohort, granted):
        Override.objects.filter(pk=granted.pk).update(expires_on=cohort.city.today())
        assert expire_overrides() == 0
        granted.refresh_from_db()
        assert granted.state == "granted"

    def test_let_pass_on_the_way_it_stays_in_sight_until_the_gap_is_filled(self, cohort, granted, facilitator):
        ways.ActivityAreaFactory(cohort=cohort)
        moved = cohorts.advance_cohort(cohort, 3, actor=facilitator)
        assert [(line.rule.code, line.tone) for line in overridden_unmet_conditions(moved, gate_of(moved))] == [
            ("G23", "amber")
        ]
        assert refused(lambda: actions.resolve_override(granted, actor=facilitator)) == "labs.gap_not_filled"
        ways.learned_expedition(cohort)
        assert overridden_unmet_conditions(moved, gate_of(moved)) == []
        actions.resolve_override(granted, actor=facilitator)
        assert (granted.state, granted.resolved_at is not None) == ("resolved", True)

    def test_a_filled_gap_is_resolved_at_night(self, cohort, granted):
        ways.learned_expedition(cohort)
        assert expire_overrides() == 1
        granted.refresh_from_db()
        assert granted.state == "resolved"

    def test_before_its_day_nothing_happens(self, granted):
        assert expire_overrides() == 0

    def test_each_city_for_itself(self, granted):
        from educities.tenancy.scope import city_scope

        self.end(granted)
        other = CityFactory()
        with city_scope(other.pk):
            there = CohortFactory(stage=2)
            asker, grantor = UserFactory(), MembershipFactory(user=UserFactory(), city=other, role="director").user
            twin = ask_override(there, "G23", asker)
            actions.grant_override(twin, actor=grantor, until=in_days(9))
        assert expire_overrides() == 1
        with city_scope(other.pk):
            twin.refresh_from_db()
            assert twin.state == "granted"

    def test_a_launched_lab_shows_what_was_let_pass(self, scope, director, steward):
        lab = ways.ready_lab(but="L1")
        actions.grant_override(ask_override(lab, "L1", director), actor=steward, until=in_days(9))
        assert [line.tone for line in lab_gate(lab)] == ["amber", "green", "green"]
        lab = labs.launch_lab(lab, actor=director)
        assert [line.rule.code for line in overridden_unmet_conditions(lab, [])] == ["L1"]


class TestPages:
    def test_whoever_asks_reads_who_decides(self, client, scope, cohort, facilitator, director, steward, sign_in):
        url = reverse("request_override", args=[scope.slug, cohort.pk, "G23"])
        for asker, deciders in ((facilitator, ["education director"]), (director, ["network steward"])):
            sign_in(client, asker)
            assert [str(role) for role in client.get(url).context["deciders"]] == deciders

    def test_asked_on_one_page_answered_on_another(self, client, scope, cohort, facilitator, director, sign_in):
        sign_in(client, facilitator)
        url = reverse("request_override", args=[scope.slug, cohort.pk, "G23"])
        assert url in client.get(cohort.get_absolute_url()).content.decode()
        assert client.get(url).status_code == 200
        assert client.post(url, {**WHY, "reason": "short", "wanted_until": in_days(3)}).status_code == 422
        assert client.post(url, {**WHY, "wanted_until": in_days(300)}).status_code == 409
        assert client.post(url, {**WHY, "wanted_until": in_days(3)}).status_code == 302
        override = Override.objects.get()
        decide = reverse("decide_override", args=[scope.slug, override.pk])
        assert client.post(decide, {"decision": "grant", "until": in_days(3)}).status_code == 403
        sign_in(client, director)
        assert decide in client.get(override.get_absolute_url()).content.decode()
        assert client.post(decide, {"decision": "grant", "until": ""}).status_code == 422
        assert client.post(decide, {"decision": "refuse", "answer": ""}).status_code == 409
        assert client.post(decide, {"decision": "grant", "until": in_days(3)}).status_code == 302
        resolve = reverse("resolve_override", args=[scope.slug, override.pk])
        assert "condition is still not met" in client.post(resolve, follow=True).content.decode()
        ways.learned_expedition(cohort)
        client.post(resolve)
        override.refresh_from_db()
        assert override.state == "resolved"
        assert client.get(override.get_absolute_url()).status_code == 200

    def test_to_withdraw_is_not_offered_to_whoever_decides(
        self, client, cohort, facilitator, director, steward, sign_in
    ):
        override = ask_override(cohort, "G23", facilitator)
        way = reverse("withdraw_override", args=[override.city.slug, override.pk])
        shown = sign_in(client, director).get(override.get_absolute_url()).content.decode()
        assert 'value="refuse"' in shown
        assert way not in shown
        assert (
            f'<a class="btn" href="{way}">'
            in sign_in(client, facilitator).get(override.get_absolute_url()).content.decode()
        )

    def test_where_another_decides_the_menu_holds_the_withdrawal(
        self, client, scope, facilitator, director, steward, sign_in
    ):
        override = ask_override(ways.ready_lab(but="L1"), "L1", facilitator)
        way = reverse("withdraw_override", args=[override.city.slug, override.pk])
        shown = sign_in(client, director).get(override.get_absolute_url()).content.decode()
        assert f'<li><a href="{way}">' in shown

    @pytest.mark.parametrize("code", ["G22", "G31", "X9"])
    def test_there_is_no_page_for_what_cannot_be_asked(self, client, scope, cohort, facilitator, sign_in, code):
        sign_in(client, facilitator)
        assert client.get(reverse("request_override", args=[scope.slug, cohort.pk, code])).status_code == 404

    def test_a_labs_line_is_asked_from_its_page(self, client, scope, director, steward, sign_in):
        lab = ways.ready_lab(but="L1")
        sign_in(client, director)
        url = reverse("request_lab_override", args=[scope.slug, lab.pk, "L1"])
        assert url in client.get(lab.get_absolute_url()).content.decode()
        assert client.post(url, {**WHY, "wanted_until": in_days(80)}).status_code == 302
        sign_in(client, steward)
        decide = reverse("decide_override", args=[scope.slug, Override.objects.get().pk])
        assert client.post(decide, {"decision": "grant", "until": in_days(80)}).status_code == 302

    def test_members_ask_for_nothing(self, client, scope, cohort, resident, sign_in):
        sign_in(client, resident)
        assert client.get(reverse("request_override", args=[scope.slug, cohort.pk, "G23"])).status_code == 403
        assert client.get(reverse("overrides", args=[scope.slug])).status_code == 403

    def test_the_list_costs_the_same_with_more_rows(self, client, scope, facilitator, director, sign_in):
        sign_in(client, director)
        url = reverse("overrides", args=[scope.slug])

        def add(number):
            for _n in range(number):
                ask_override(CohortFactory(stage=2), "G23", facilitator)

        assert client.get(url).status_code == 200
        assert_same_queries(lambda: client.get(url), add, most=10)

    def test_what_waits_stands_on_the_first_page(self, client, scope, facilitator, director, sign_in):
        first = ask_override(CohortFactory(stage=2), "G23", facilitator)
        for _n in range(60):
            Override.objects.create(
                rule_code="G23",
                cohort=CohortFactory(stage=2),
                requested_by=facilitator,
                state="refused",
                wanted_until=in_days(3),
                **WHY,
            )
        found = sign_in(client, director).get(reverse("overrides", args=[scope.slug])).context["groups"]
        assert [line["row"] for line in found[0][1]] == [first]

    @pytest.mark.parametrize("page", ["overrides", "board", "labs"])
    def test_the_tab_says_how_many_wait(self, client, scope, facilitator, director, sign_in, page):
        for _n in range(2):
            ask_override(CohortFactory(stage=2), "G23", facilitator)
        html = sign_in(client, director).get(reverse(page, args=[scope.slug])).content.decode()
        tab = html.partition('class="tabs"')[2].partition(reverse("overrides", args=[scope.slug]))[2]
        assert '<span class="num">2</span>' in tab.partition("</a>")[0]


def test_roles_outside_their_dates_decide_nothing(scope, cohort, facilitator, director):
    override = ask_override(cohort, "G23", facilitator)
    Membership.objects.filter(user=director).update(ends_on=in_days(-2))
    assert not fresh(director).has_perm("labs.decide_override", override)
    assert who_decides(override) == []
