"""A plan is sent whole, sent back with a word, changed and sent again; nothing is offered that would be refused."""

import pytest
from django.urls import reverse

from educities.activity.models import Notice
from journeys.actions import expeditions as actions
from journeys.models import Expedition
from tests.factories import CohortFactory, ExpeditionFactory, in_days
from tests.support import refused, verbs_of

pytestmark = pytest.mark.django_db
PLAN = {"question": {"en": "How?"}, "place": "Forest", "starts_on": in_days(3), "ends_on": in_days(4)}
LACKS = [({"minors_travel": True}, "safeguarding"), ({"budget": 500}, "budget_from")]
CODES = {"safeguarding": "journeys.no_safeguarding", "budget_from": "journeys.no_budget_source"}


@pytest.mark.parametrize(("more", "field"), LACKS)
def test_a_plan_that_lacks_something_is_not_sent(scope, facilitator, director, more, field):
    cohort = CohortFactory()
    assert refused(lambda: actions.plan_expedition(cohort, actor=facilitator, **PLAN, **more)) == CODES[field]
    assert Expedition.objects.count() == 0
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(("more", "field"), LACKS)
def test_the_form_says_it_at_the_field(client, scope, facilitator, sign_in, more, field):
    typed = {"question_en": "How?", "kind": "visit", "place": "X", "starts_on": in_days(3), "ends_on": in_days(4)}
    # Some days of the week are asked about.
    typed |= {
        "sure": "on",
        "budget": more.get("budget", 0),
        **({"minors_travel": "on"} if "minors_travel" in more else {}),
    }
    sign_in(client, facilitator)
    answer = client.post(reverse("new_expedition", args=[scope.slug, CohortFactory().pk]), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize(("more", "field"), LACKS)
def test_what_waits_for_approval_stays_whole(scope, facilitator, more, field):
    row = actions.plan_expedition(CohortFactory(), actor=facilitator, **PLAN)
    assert refused(lambda: actions.change_expedition(row, actor=facilitator, **PLAN, **more)) == CODES[field]


def test_sent_back_before_its_approval_changed_and_sent_again(scope, facilitator, director):
    row = actions.plan_expedition(CohortFactory(), actor=facilitator, **PLAN)
    Notice.objects.all().delete()
    actions.send_back_expedition(row, actor=director, reason="Too far away")
    notice = Notice.objects.get()
    assert (row.state, notice.user, notice.data["reason"]) == ("idea", facilitator, "Too far away")
    actions.change_expedition(row, actor=facilitator, **{**PLAN, "place": "Park"})
    assert row.state == "idea"
    actions.submit_expedition(row, actor=facilitator)
    assert row.state == "planned"
    assert [one.user for one in Notice.objects.filter(verb="journeys.expedition_submitted")] == [director]
    assert verbs_of(row)[-1] == "journeys.expedition_submitted"


@pytest.mark.parametrize(("more", "field"), LACKS)
def test_a_draft_that_lacks_something_is_not_sent(scope, facilitator, more, field):
    row = ExpeditionFactory(state="idea", **more)
    assert refused(lambda: actions.submit_expedition(row, actor=facilitator)) == CODES[field]


@pytest.mark.parametrize(("more", "field"), LACKS)
@pytest.mark.parametrize("state", ["idea", "planned"])
def test_the_page_leads_to_what_is_missing(client, scope, director, sign_in, state, more, field):
    row = ExpeditionFactory(state=state, **more)
    html = sign_in(client, director).get(row.get_absolute_url()).content.decode()
    change = reverse("change_expedition", args=[scope.slug, row.pk])
    assert f'class="btn primary" href="{change}#id_{field}"' in html
    assert reverse("approve_expedition", args=[scope.slug, row.pk]) not in html
    assert row.missing_texts[0] in html


def test_a_whole_plan_is_approved_or_sent_back_from_its_page(client, scope, director, sign_in):
    row = ExpeditionFactory(state="planned")
    html = sign_in(client, director).get(row.get_absolute_url()).content.decode()
    assert reverse("approve_expedition", args=[scope.slug, row.pk]) in html
    assert reverse("send_back_expedition", args=[scope.slug, row.pk]) in html


def test_a_draft_is_sent_from_its_page(client, scope, facilitator, sign_in):
    row = ExpeditionFactory(state="idea")
    sign_in(client, facilitator)
    url = reverse("submit_expedition", args=[scope.slug, row.pk])
    assert url in client.get(row.get_absolute_url()).content.decode()
    client.post(url)
    row.refresh_from_db()
    assert row.state == "planned"
