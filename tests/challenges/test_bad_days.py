"""Days that no calendar can show, days that are over, and signs that are no numbers."""

from datetime import date, timedelta
from typing import Any

import pytest

from challenges.actions import move_challenge, open_challenge
from challenges.models import Challenge
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from tests.challenges.people import idea_of, published
from tests.consents.people import ACCOUNT_ALONE, YES, answered, child_of
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


def code_of(act: Any) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize("line", ["gather_from", "gather_until"])
@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_phase_outside_the_century_is_not_saved(
    client: Any, challenge: Challenge, facilitator: Any, sign_in: Any, line: str, day: str
) -> None:
    sign_in(client, facilitator)
    page = client.post(f"/c/bat-galim/manage/challenges/{challenge.pk}/phases/", {"gather_on": "on", line: day})
    assert page.status_code == 422
    assert client.get(challenge.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", (date.today() - timedelta(days=2)).isoformat()])
def test_no_last_day_that_is_over_or_beyond(client: Any, scope: Any, facilitator: Any, sign_in: Any, day: str) -> None:
    sign_in(client, facilitator)
    form = {
        "question_en": "How?",
        "intro_en": "Two sentences.",
        "name_policy": "first",
        "least_verification": "0",
        "closes_on": day,
    }
    assert client.post("/c/bat-galim/manage/challenges/new/", form).status_code == 422
    assert not Challenge.objects.exists()


def test_a_last_day_that_has_passed_meanwhile_may_stay(client: Any, scope: Any, facilitator: Any, sign_in: Any) -> None:
    challenge = ChallengeFactory(closes_on=in_days(-3))
    sign_in(client, facilitator)
    form = {
        "question_en": "And now?",
        "intro_en": "Two sentences.",
        "name_policy": "first",
        "least_verification": "0",
        "closes_on": in_days(-3).isoformat(),
    }
    assert client.post(f"/c/bat-galim/manage/challenges/{challenge.pk}/change/", form).status_code == 302


@pytest.mark.parametrize("sign", ["²", "٣", "③", "1" * 40])
def test_what_is_no_number_shows_the_first_page(client: Any, challenge: Challenge, sign: str) -> None:
    assert client.get("/c/bat-galim/challenges/", {"before": sign}).status_code == 200
    assert client.get(challenge.get_absolute_url(), {"before": sign}).status_code == 200


def test_nothing_opens_past_its_day(scope: Any) -> None:
    challenge = ChallengeFactory(state="framed", closes_on=in_days(-2))
    assert code_of(lambda: open_challenge(challenge, actor=None)) == "challenges.past_its_day"
    challenge.closes_on = in_days(2)
    open_challenge(challenge, actor=None)
    assert challenge.state == "open"


def test_the_day_after_the_last_one_it_stands_open_nowhere(client: Any, scope: Any) -> None:
    over, on = ChallengeFactory(closes_on=in_days(-2)), ChallengeFactory(closes_on=in_days(2))
    page = client.get("/c/bat-galim/challenges/")
    assert [page.context["open_rows"], page.context["other_rows"]] == [[on], [over]]
    front = client.get("/c/bat-galim/").content.decode()
    assert [row.get_absolute_url() in front for row in (over, on)] == [False, True]
    own = client.get(over.get_absolute_url()).content.decode()
    assert "no longer open" in own
    assert "Be the first" not in own


@pytest.mark.parametrize("what", ["idea", "join", "support"])
@pytest.mark.parametrize("closed", [{"state": "reviewing"}, {"closes_on": in_days(-2)}])
def test_a_form_that_could_not_be_sent_says_so_at_once(client: Any, scope: Any, what: str, closed: Any) -> None:
    challenge = ChallengeFactory()
    idea = published(ProfileFactory(user=UserFactory()), challenge)
    Challenge.objects.update(**closed)
    path = f"ideas/{idea.pk}/support/" if what == "support" else f"challenges/{challenge.pk}/{what}/"
    page = client.get(f"/c/bat-galim/{path}").content.decode()
    assert "This challenge is not open now." in page
    assert "<textarea" not in page
    assert 'name="email"' not in page


def test_what_opens_once_more_says_why(client: Any, scope: Any, facilitator: Any, sign_in: Any) -> None:
    challenge = ChallengeFactory(state="reviewing")
    assert code_of(lambda: move_challenge(challenge, "open", actor=None)) == "challenges.reason_needed"
    sign_in(client, facilitator)
    move = f"/c/bat-galim/manage/challenges/{challenge.pk}/moves/open/"
    assert 'name="reason"' in client.get(move).content.decode()
    assert client.post(move, {"reason": ""}).status_code == 422
    assert client.post(move, {"reason": "The school asked for a week more"}).status_code == 302
    challenge.refresh_from_db()
    entry = AuditEntry.objects.get(verb="challenges.challenge_opened")
    assert (challenge.state, entry.reason) == ("open", "The school asked for a week more")


def test_the_button_of_a_move_says_what_it_does(client: Any, scope: Any, facilitator: Any, sign_in: Any) -> None:
    challenge = ChallengeFactory(state="open")
    sign_in(client, facilitator)
    page = client.get(f"/c/bat-galim/manage/challenges/{challenge.pk}/moves/review/").content.decode()
    assert '<button class="btn danger">Stop collecting ideas and review</button>' in page


def test_closing_for_good_is_asked_once(client: Any, scope: Any, facilitator: Any, sign_in: Any) -> None:
    challenge = ChallengeFactory(state="answered")
    sign_in(client, facilitator)
    close = f"/c/bat-galim/manage/challenges/{challenge.pk}/moves/close/"
    assert f'href="{close}"' in client.get(challenge.get_absolute_url()).content.decode()
    assert "Close this challenge for good?" in client.get(close).content.decode()
    challenge.refresh_from_db()
    assert challenge.state == "answered"
    client.post(close)
    challenge.refresh_from_db()
    assert challenge.state == "closed"
    assert client.get(close.replace("close", "nowhere")).status_code == 404


def test_answered_needs_every_idea_read_that_could_be_read(scope: Any) -> None:
    challenge = ChallengeFactory()
    readable, other = child_of(scope), child_of(scope)
    answered(readable, YES)
    answered(other, ACCOUNT_ALONE, "father@example.org")
    idea_of(readable, challenge)
    idea_of(other, challenge)
    Challenge.objects.update(state="reviewing")
    challenge.refresh_from_db()
    assert code_of(lambda: move_challenge(challenge, "answered", actor=None)) == "challenges.unread"
    published(readable, ChallengeFactory())
    readable.contributions.filter(challenge=challenge).update(state="hidden", hidden_rule="other")
    move_challenge(challenge, "answered", actor=None)
    assert challenge.state == "answered"
