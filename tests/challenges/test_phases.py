"""What a challenge takes, and when: its state, its last day, its phases."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from challenges.actions import (
    change_challenge,
    frame_challenge,
    join_challenge,
    open_challenge,
    plan_phases,
    support_idea,
    write_idea,
)
from challenges.models import Challenge, Phase
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from tests.challenges.people import published
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
GATHER, SUPPORT = Phase.Kind.GATHER, Phase.Kind.SUPPORT
PAST, COMING = timezone.now() - timedelta(days=3), timezone.now() + timedelta(days=3)


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


def code_of(act: Any) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize(
    ("phases", "ideas", "support"),
    [
        ({}, True, True),
        ({GATHER: (None, None)}, True, False),
        ({GATHER: (PAST, COMING), SUPPORT: (COMING, None)}, True, False),
        ({GATHER: (None, PAST), SUPPORT: (PAST, None)}, False, True),
        ({GATHER: (COMING, None), SUPPORT: (None, PAST)}, False, False),
    ],
)
def test_phases_say_what_it_takes_now(challenge: Challenge, phases: Any, ideas: bool, support: bool) -> None:
    if phases:
        plan_phases(challenge, actor=None, phases=phases)
    assert (challenge.takes(GATHER), challenge.takes(SUPPORT)) == (ideas, support)


@pytest.mark.parametrize("state", [s for s in Challenge.State if s != "open"])
def test_a_challenge_that_is_not_open_takes_nothing(scope: Any, state: str) -> None:
    challenge = ChallengeFactory(state=state)
    assert (challenge.is_open, challenge.takes(GATHER), challenge.takes(SUPPORT)) == (False, False, False)


def test_its_last_day_is_a_day_of_the_city(challenge: Challenge, scope: Any) -> None:
    for day, is_open in ((scope.today(), True), (scope.today() - timedelta(days=1), False)):
        challenge.closes_on = day
        assert challenge.is_open is is_open


def test_outside_its_phase_nothing_comes_in_but_people(challenge: Challenge) -> None:
    idea, friend = published(ProfileFactory(user=UserFactory()), challenge), ProfileFactory()
    plan_phases(challenge, actor=None, phases={GATHER: (None, PAST), SUPPORT: (COMING, None)})
    fresh = Challenge.objects.get()
    late = lambda: write_idea(fresh, author=friend, actor=None, text="One more thing", language="en")  # noqa: E731
    assert code_of(late) == "challenges.phase_closed"
    assert code_of(lambda: support_idea(idea, profile=friend, actor=None)) == "challenges.phase_closed"
    assert join_challenge(fresh, profile=friend, actor=None).state == "confirmed"


def test_planned_anew_only_the_new_phases_stand(challenge: Challenge) -> None:
    plan_phases(challenge, actor=None, phases={GATHER: (PAST, COMING), SUPPORT: (None, None)})
    plan_phases(challenge, actor=None, phases={SUPPORT: (PAST, None)})
    assert list(challenge.phases.values_list("kind", "opens_at", "closes_at")) == [("support", PAST, None)]
    assert AuditEntry.objects.filter(verb="challenges.phases_planned").count() == 2


def test_a_phase_runs_forward_and_one_there_must_be(challenge: Challenge) -> None:
    backwards = {GATHER: (COMING, PAST)}
    assert code_of(lambda: plan_phases(challenge, actor=None, phases=backwards)) == "challenges.phase_backwards"
    assert code_of(lambda: plan_phases(challenge, actor=None, phases={})) == "challenges.phase_needed"
    assert not challenge.phases.exists()


def test_a_new_challenge_gathers_and_supports_from_its_first_day(scope: Any) -> None:
    challenge = frame_challenge(actor=None, question={"en": "What is missing?"}, intro={"en": "Tell us."})
    assert not challenge.takes(GATHER)
    open_challenge(challenge, actor=None)
    assert (challenge.takes(GATHER), challenge.takes(SUPPORT)) == (True, True)


def test_new_places_go_to_those_who_wait_in_order(scope: Any) -> None:
    challenge = ChallengeFactory(places=1)
    rows = [join_challenge(challenge, profile=ProfileFactory(), actor=None) for _number in range(4)]
    change_challenge(challenge, actor=None, places=3)
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["confirmed", "confirmed", "confirmed", "waitlisted"]
    assert Challenge.objects.get().places_taken == 3


class TestPages:
    def test_the_lab_plans_by_days_of_the_city(
        self, client: Any, challenge: Challenge, facilitator: Any, sign_in: Any
    ) -> None:
        sign_in(client, facilitator)
        form = f"/c/bat-galim/manage/challenges/{challenge.pk}/phases/"
        days = {"gather_on": "on", "gather_from": "2030-03-01", "gather_until": "2030-03-31"}
        assert client.post(form, days).url == challenge.get_absolute_url()
        phase, zone = challenge.phases.get(), ZoneInfo("Asia/Jerusalem")
        assert (phase.opens_at, phase.closes_at) == (
            datetime(2030, 3, 1, tzinfo=zone),
            datetime(2030, 4, 1, tzinfo=zone),
        )
        assert (phase.first_day, phase.last_day) == (date(2030, 3, 1), date(2030, 3, 31))
        page = client.get(form).content.decode()
        assert 'value="2030-03-01"' in page
        assert 'value="2030-03-31"' in page
        assert client.post(form, {}).status_code == 422
        assert client.post(form, {**days, "gather_until": "2030-02-01"}).status_code == 422

    def test_residents_read_when_and_are_not_led_where_nothing_is_taken(
        self, client: Any, challenge: Challenge, stranger: Any, sign_in: Any
    ) -> None:
        sign_in(client, stranger)
        published(ProfileFactory(user=UserFactory()), challenge)
        page = f"/c/bat-galim/challenges/{challenge.pk}/"
        for phases, ideas, support in (
            ({GATHER: (PAST, COMING)}, True, False),
            ({SUPPORT: (PAST, COMING), GATHER: (None, PAST)}, False, True),
        ):
            plan_phases(challenge, actor=None, phases=phases)
            text = client.get(page).content.decode()
            assert (f"{challenge.pk}/idea/" in text, "/support/" in text) == (ideas, support)
            assert challenge.phases.first().last_day.strftime("%Y") in text
        refused = client.post(
            f"{page}idea/",
            {
                "text": "A bench in the shade",
                "display_name": "Noa",
                "email": "noa@example.org",
                "age": "older",
            },
        )
        assert refused.status_code == 409
        assert "Ideas are not gathered at this moment." in refused.content.decode()
