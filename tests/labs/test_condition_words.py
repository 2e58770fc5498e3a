"""How a condition that is not met is said, who can let it pass, and what became of those who asked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from educities.activity.models import AuditEntry
from educities.activity.texts.sentences import message_subject, record_sentence
from educities.kit.day_words import format_day
from labs.actions import overrides as actions
from labs.models import Lab, LabSeat, Override
from labs.queries.gates import lab_gate
from labs.texts import write_ending
from labs.values.stages import RULES
from tests.factories import CohortFactory, MembershipFactory, SessionFactory, UserFactory, in_days
from tests.labs import ways
from tests.labs.ways import ask_override

pytestmark = pytest.mark.django_db
LEARNED = "Missing: an expedition with at least three learnings, each with a principle"
A_FACT = "An expedition brought home"


@pytest.fixture
def cohort(scope):
    cohort = CohortFactory(stage=2)
    ways.open_second(cohort)
    cohort.expeditions.all().delete()
    return cohort


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def as_read(day):
    return " ".join(format_day(day).split())


class TestNotMet:
    def test_it_is_said_wherever_it_stands_alone(self, client, scope, cohort, director, facilitator, sign_in):
        override = ask_override(cohort, "G23", facilitator)
        sign_in(client, director)
        for page in (
            override.get_absolute_url(),
            reverse("overrides", args=[scope.slug]),
            reverse("dashboard", args=[scope.slug]),
            reverse("request_override", args=[scope.slug, cohort.pk, "G23"]),
        ):
            text = read(client, page)
            assert LEARNED in text, page
            assert A_FACT not in text, page
        board = read(client, reverse("board", args=[scope.slug]))
        assert board.rpartition("Missing:")[2].lstrip().startswith("<a")

    def test_a_condition_that_is_met_is_not_said_to_be_missing(self, client, cohort, director, facilitator, sign_in):
        override = ask_override(cohort, "G23", facilitator)
        ways.learned_expedition(cohort)
        sign_in(client, director)
        page = read(client, override.get_absolute_url())
        assert "Missing:" not in page
        assert "This condition is now met." in page

    def test_a_launched_lab_offers_no_override_for_its_launch(self, client, scope, director, sign_in):
        lab = ways.ready_lab(but="L1")
        url = reverse("request_lab_override", args=[scope.slug, lab.pk, "L1"])
        sign_in(client, director)
        for state, is_offered in (("gathering", True), ("launched", False), ("dormant", True)):
            Lab.objects.filter(pk=lab.pk).update(state=state, launched_at=timezone.now())
            assert (url in read(client, lab.get_absolute_url())) is is_offered, state

    def test_a_practice_city_says_what_it_does_not_ask_for(self, scope):
        lab = ways.ready_lab()
        assert lab_gate(lab)[1].detail == ""
        guide = lab.seats.get(role=LabSeat.Role.FACILITATOR).profile.user
        guide.authenticator_set.all().delete()
        City.objects.filter(pk=scope.pk).update(is_practice=True)
        line = lab_gate(Lab.objects.get(pk=lab.pk))[1]
        assert line.met
        assert line.detail == "a second sign-in step is not asked for in a practice city"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.active], ids=lambda rule: rule.code)
def test_each_condition_says_what_is_missing_in_words_of_its_own(rule):
    assert rule.missing
    assert str(rule.missing) != str(rule.words)
    assert rule.describe(is_met=True) == rule.words


def test_history_and_notifications_say_what_is_missing(scope, cohort, director, facilitator):
    override = ask_override(cohort, "G23", facilitator)
    actions.refuse_override(override, actor=director, answer="Go on the journey first")
    for entry in AuditEntry.objects.filter(verb__startswith="labs.override_"):
        for write in (record_sentence, message_subject):
            sentence = write(entry.verb, entry.target_type, entry.data)
            assert sentence.endswith(". " + LEARNED)


def test_what_is_met_is_written_as_a_fact(scope, cohort, director, facilitator):
    override = ask_override(cohort, "G23", facilitator)
    actions.grant_override(override, actor=director, until=in_days(5))
    ways.learned_expedition(cohort)
    actions.resolve_override(override, actor=director)
    entry = AuditEntry.objects.get(verb="labs.override_resolved")
    assert A_FACT in record_sentence(entry.verb, entry.target_type, entry.data)


class TestRefused:
    def test_it_leaves_a_trace_at_its_condition(self, client, cohort, director, facilitator, sign_in):
        override = ask_override(cohort, "G23", facilitator)
        actions.refuse_override(override, actor=director, answer="Go on the journey first")
        sign_in(client, facilitator)
        page = read(client, cohort.get_absolute_url())
        assert "An override was refused on " in page
        assert override.get_absolute_url() in page
        # It may be asked for once more; then that question stands at the line.
        assert reverse("request_override", args=[cohort.city.slug, cohort.pk, "G23"]) in page
        ask_override(cohort, "G23", facilitator)
        page = read(client, cohort.get_absolute_url())
        assert "An override is asked for" in page
        assert "was refused" not in page

    def test_the_list_says_how_each_one_ended(self, client, scope, cohort, director, facilitator, sign_in):
        override = ask_override(cohort, "G23", facilitator)
        actions.refuse_override(override, actor=director, answer="Go on the journey first")
        actions.withdraw_override(ask_override(cohort, "G23", facilitator), actor=facilitator, reason="Not needed")
        granted = ask_override(cohort, "G23", facilitator)
        actions.grant_override(granted, actor=director, until=in_days(5))
        Override.objects.filter(pk=granted.pk).update(state="expired", expires_on=scope.today() - timedelta(days=1))
        sign_in(client, director)
        page = read(client, reverse("overrides", args=[scope.slug]))
        for words in ("refused on ", "request withdrawn on ", "its time was over on "):
            assert words in page
        assert "wanted until" not in page

    def test_one_that_was_replaced_did_not_run_out(self, scope, cohort, director, facilitator):
        granted = ask_override(cohort, "G23", facilitator)
        actions.grant_override(granted, actor=director, until=in_days(5))
        assert write_ending(granted) == ""
        granted.move("expired")
        assert write_ending(granted) == "ended, for more was missing than it covered"


class TestWhoDecides:
    def deciders(self, client, cohort):
        url = reverse("request_override", args=[cohort.city.slug, cohort.pk, "G23"])
        context = client.get(url).context
        return [str(one) for one in context["deciders"]], str(context["who_is_missing"])

    def test_the_only_director_who_asks_is_not_named(self, client, cohort, director, steward, sign_in):
        sign_in(client, director)
        assert self.deciders(client, cohort) == (["network steward"], "")

    def test_another_director_is(self, client, scope, cohort, director, steward, sign_in):
        MembershipFactory(city=scope, user=UserFactory(), role="director")
        sign_in(client, director)
        assert self.deciders(client, cohort) == (["education director", "network steward"], "")

    def test_where_nobody_can_that_is_said(self, client, cohort, director, sign_in):
        sign_in(client, director)
        names, missing = self.deciders(client, cohort)
        assert names == []
        assert "no network steward" in missing


class TestFirstSession:
    def test_before_the_launch_it_is_planned_afterwards_it_is_the_real_one(self, client, scope, director, sign_in):
        lab = ways.ready_lab()
        sign_in(client, director)
        assert "First session planned for" in read(client, lab.get_absolute_url())
        Lab.objects.filter(pk=lab.pk).update(state="launched", launched_at=timezone.now())
        assert "First session" not in read(client, lab.get_absolute_url())
        cohort = CohortFactory(lab=lab)
        SessionFactory(cohort=cohort, state="draft", starts_at=in_days_at(2))
        first = SessionFactory(cohort=cohort, starts_at=in_days_at(9))
        assert client.get(lab.get_absolute_url()).context["first_session"] == first

    def test_the_search_says_the_same_date_as_the_page(self, client, scope, director, sign_in):
        lab = ways.ready_lab()
        sign_in(client, director)
        search = f"{reverse('search', args=[scope.slug])}?q={lab}"
        assert f"First session planned for {as_read(lab.first_session_on)}" in read(client, search)
        Lab.objects.filter(pk=lab.pk).update(state="launched", launched_at=timezone.now())
        assert "First session" not in read(client, search)
        first = SessionFactory(cohort=CohortFactory(lab=lab), starts_at=in_days_at(9))
        day = as_read(timezone.localtime(first.starts_at, scope.zone))
        assert f"First session: {day}" in read(client, search)


def in_days_at(days):
    return timezone.now() + timedelta(days=days)
