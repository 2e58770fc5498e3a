"""Where nobody can answer a question, that is said, and it waits."""

import pytest
from django.urls import reverse

from cities.actions import accept_invitation, invite_person
from cities.models import Membership
from educities.activity.models import Notice
from labs.models import Override
from labs.queries.deciders import missing_decider_message
from tests.factories import CohortFactory, in_days
from tests.labs import ways
from tests.labs.ways import WHY, ask_override

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope):
    return CohortFactory(stage=2)


def told():
    return set(Notice.objects.values_list("user__email", flat=True))


class TestNobodyDecides:
    """Where nobody can answer, that is said, and the question waits for whoever comes."""

    def joins(self, scope, director, role):
        invitation = invite_person(scope, actor=director, email=f"{role}@example.org", display_name="New", role=role)
        return accept_invitation(invitation, is_adult=True)

    def test_a_city_without_a_steward_says_who_is_missing(self, client, scope, director, sign_in):
        lab = ways.ready_lab(but="L1")
        sign_in(client, director)
        url = reverse("request_lab_override", args=[scope.slug, lab.pk, "L1"])
        page = client.post(url, {**WHY, "wanted_until": in_days(30)}, follow=True).content.decode()
        assert page.count("This city has no network steward") == 2
        assert "has been told" not in page
        assert Override.objects.get().state == "requested"

    def test_the_question_of_the_only_director_waits_for_the_steward(self, scope, cohort, director):
        override = ask_override(cohort, "G23", director)
        assert "no network steward" in missing_decider_message(override)
        stella = self.joins(scope, director, "steward")
        assert missing_decider_message(override) == ""
        assert [one.user for one in Notice.objects.filter(verb="labs.override_waits")] == [stella]

    def test_a_facilitators_question_waits_for_a_director(self, scope, cohort, facilitator, director):
        Membership.objects.filter(user=director).update(ends_on=in_days(-2))
        override = ask_override(cohort, "G23", facilitator)
        assert "no director" in missing_decider_message(override)
        self.joins(scope, director, "steward")
        assert not Notice.objects.filter(verb="labs.override_waits").exists()
        ruth = self.joins(scope, director, "director")
        assert Notice.objects.get(verb="labs.override_waits").user == ruth

    def test_who_may_answer_is_told_as_before(self, client, scope, cohort, facilitator, director, sign_in):
        sign_in(client, facilitator)
        url = reverse("request_override", args=[scope.slug, cohort.pk, "G23"])
        page = client.post(url, {**WHY, "wanted_until": in_days(3)}, follow=True).content.decode()
        assert "We have told the person who decides" in page


@pytest.mark.parametrize("first", ["grant", "refuse"])
def test_a_second_tab_is_told_who_decided(client, scope, cohort, facilitator, director, sign_in, first):
    override = ask_override(cohort, "G23", facilitator)
    sign_in(client, director)
    url = reverse("decide_override", args=[scope.slug, override.pk])
    client.post(url, {"decision": first, "until": in_days(9).isoformat(), "answer": "We looked at it"})
    page = client.post(url, {"decision": "refuse", "answer": "No, not now"}, follow=True)
    said = "Already granted on " if first == "grant" else "Already refused on "
    assert said in page.content.decode()
    assert page.redirect_chain[-1][0] == override.get_absolute_url()
