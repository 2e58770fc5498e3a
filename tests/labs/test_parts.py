"""The tabs of a cohort: on each of its pages the same, with the numbers of what is found there."""

import re
from typing import Any

import pytest
from django.urls import reverse

from journeys.models import ModelVersion
from labs.models import Cohort
from tests.factories import (
    ActivityAreaFactory,
    AreaFactory,
    CohortFactory,
    CohortMemberFactory,
    ExpeditionFactory,
    InitiativeFactory,
    ProfileFactory,
    SessionFactory,
    UserFactory,
)
from tests.labs import ways

pytestmark = pytest.mark.django_db
PAGES = ("cohort", "cohort_members", "sessions", "areas", "expeditions", "initiatives")


@pytest.fixture
def cohort(scope: Any) -> Any:
    found = CohortFactory(stage=2)
    CohortMemberFactory.create_batch(2, cohort=found)
    CohortMemberFactory(cohort=found, state="withdrawn")
    SessionFactory(cohort=found)
    SessionFactory(cohort=found, state="draft")
    ActivityAreaFactory(cohort=found, area=AreaFactory())
    ExpeditionFactory.create_batch(3, cohort=found)
    InitiativeFactory(cohort=found)
    return found


def numbers(client: Any, address: str) -> dict[str, int]:
    return {tab["url"].split("/")[-2]: tab["count"] for tab in client.get(address).context["tabs"]}


def current(client: Any, address: str) -> list[tuple[str, str]]:
    return [(tab["url"], tab["current"]) for tab in client.get(address).context["tabs"] if tab["current"]]


def test_the_tabs_count_what_lies_behind_them(client, cohort, facilitator, sign_in):
    sign_in(client, facilitator)
    found = numbers(client, cohort.get_absolute_url())
    assert list(found)[1:] == ["members", "sessions", "areas", "expeditions", "model", "initiatives"]
    assert list(found.values()) == [0, 2, 2, 1, 3, 0, 1]


def test_a_member_counts_no_draft_and_chooses_no_area(client, cohort, sign_in):
    seat = CohortMemberFactory(cohort=cohort, profile=ProfileFactory(user=UserFactory()))
    sign_in(client, seat.profile.user)
    found = numbers(client, cohort.get_absolute_url())
    assert "areas" not in found
    assert found["sessions"] == 1


def test_who_sees_the_cohort_but_not_its_work_has_no_tabs(client, cohort, sign_in):
    seat = CohortMemberFactory(cohort=cohort, profile=ProfileFactory(user=UserFactory()), state="withdrawn")
    sign_in(client, seat.profile.user)
    assert client.get(cohort.get_absolute_url()).context["tabs"] == []


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_the_cohort_keeps_the_tabs(client, cohort, facilitator, sign_in, name):
    sign_in(client, facilitator)
    address = reverse(name, args=[cohort.city.slug, cohort.pk])
    assert current(client, address) == [(address, "page")]


def test_what_lies_behind_a_tab_keeps_them_too(client, cohort, facilitator, sign_in):
    sign_in(client, facilitator)
    version = ways.written_model(cohort)
    block = version.blocks.first()
    below = {
        cohort.expeditions.first().get_absolute_url(): "expeditions",
        cohort.initiatives.first().get_absolute_url(): "initiatives",
        reverse("block", args=[cohort.city.slug, block.pk]): "cohort_model",
    }
    for address, name in below.items():
        tab = reverse(name, args=[cohort.city.slug, cohort.pk])
        assert current(client, address) == [(tab, "true")], address
    assert ModelVersion.objects.count() == 1


@pytest.mark.parametrize("who", ["director", "facilitator"])
def test_the_labs_lead_to_one_place_from_a_lab_and_from_a_cohort(client, cohort, sign_in, request, who):
    sign_in(client, request.getfixturevalue(who))
    labs = reverse("labs", args=[cohort.city.slug])
    for page in (cohort, cohort.lab):
        crumbs = client.get(page.get_absolute_url()).content.decode().partition('<ol class="crumbs">')[2]
        first = re.search(r'<a href="([^"]+)">([^<]+)</a>', crumbs.partition("</ol>")[0])
        assert first is not None
        assert (first[2], first[1]) in {("Labs", labs), ("Cohorts", reverse("board", args=[cohort.city.slug]))}


def test_the_ways_up_are_the_lab_and_below_it_the_cohort(client, cohort, facilitator, sign_in):
    sign_in(client, facilitator)
    lab = cohort.lab.get_absolute_url()
    crumbs = client.get(cohort.get_absolute_url()).context["crumbs"]
    assert [url for url, _label in crumbs] == [lab]
    crumbs = client.get(reverse("new_member", args=[cohort.city.slug, cohort.pk])).context["crumbs"]
    members = reverse("cohort_members", args=[cohort.city.slug, cohort.pk])
    assert [url for url, _label in crumbs] == [lab, cohort.get_absolute_url(), members]
    expedition = cohort.expeditions.first()
    crumbs = client.get(reverse("change_expedition", args=[cohort.city.slug, expedition.pk])).context["crumbs"]
    assert crumbs[-1][0] == expedition.get_absolute_url()


def test_the_log_has_the_next_session_on_top_and_stages_and_sessions_below(client, scope, facilitator, sign_in):
    cohort = ways.ready_cohort(1)
    sign_in(client, facilitator)
    client.post(reverse("advance_cohort", args=[scope.slug, cohort.pk]), {"to": "2", "seen": "1"})
    SessionFactory(cohort=cohort)
    SessionFactory(cohort=cohort, state="draft")
    log = client.get(cohort.get_absolute_url()).context["log"]
    assert [(line.text, line.bead) for line in log] == [
        ("Session", ""),
        ("Stage 2 began", "done"),
        ("Session", "done"),
        ("Session", "done"),
    ]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "8 places left"), ("he", "נותרו 8 מקומות"), ("ar", "بقيت 8 أماكن")]
)
def test_how_many_places_are_left_is_said_in_words(client, cohort, facilitator, sign_in, language, words):
    Cohort.objects.filter(pk=cohort.pk).update(places_taken=1, capacity=9)
    type(facilitator).objects.filter(pk=facilitator.pk).update(language=language)
    sign_in(client, facilitator)
    for name in ("cohort", "cohort_members"):
        assert words in client.get(reverse(name, args=[cohort.city.slug, cohort.pk])).content.decode()
