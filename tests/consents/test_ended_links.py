"""A link in a mail that answers nothing any more says why, and what its reader can do."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consents.actions import answer_guardian, refuse_guardian, report_wrong_recipient, take_question_back
from consents.models import GuardianLink
from consents.tasks import run_minors_maintenance
from educities.kit.day_words import format_day
from stakeholders.models import Profile
from tests.consents.people import YES, asked, child_of
from tests.factories import ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope, display_name="Lior")


def text_of(client: Any, token: str) -> str:
    answer = client.get(f"/c/bat-galim/guardian/{token}/")
    assert answer.status_code == 410
    assert "Lior" not in answer.content.decode()
    return answer.context["text"]


def let_time_pass() -> None:
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    run_minors_maintenance()


def test_the_first_mail_leads_to_the_newer_one(client: Any, child: Any) -> None:
    first, second = asked(child)[1], asked(child)[1]
    day = format_day(child.city.today())
    assert text_of(client, first) == f"We sent you a newer email on {day}. Use the link in that one."
    assert client.get(f"/c/bat-galim/guardian/{second}/").status_code == 200


def test_the_first_mail_opens_nothing_after_the_newer_one_was_answered(client: Any, child: Any) -> None:
    first, second = asked(child)[1], asked(child)[1]
    answer_guardian(second, consents=YES, guardian_profile=ProfileFactory(user=UserFactory()))
    assert text_of(client, first).startswith("We sent you a newer email on")


def test_after_silence_the_reader_learns_what_became_of_it(client: Any, child: Any) -> None:
    first, second = asked(child)[1], asked(child)[1]
    let_time_pass()
    for token in (first, second):
        assert text_of(client, token).startswith("Nobody answered in time, so we deleted what the child wrote.")


def test_while_another_adult_may_answer_the_child_can_ask_again(client: Any, child: Any) -> None:
    token = asked(child)[1]
    asked(child, "aunt@example.org")
    GuardianLink.objects.filter(guardian_email="mother@example.org").update(
        expires_at=timezone.now() - timedelta(days=1)
    )
    run_minors_maintenance()
    assert "The child can ask you again" in text_of(client, token)


def test_who_came_of_age_needs_nobody(client: Any, child: Any) -> None:
    token = asked(child)[1]
    let_time_pass()
    Profile.objects.filter(pk=child.pk).update(needs_guardian=False)
    assert text_of(client, token).startswith("Your consent is no longer needed")


def test_who_does_not_know_the_child_and_who_is_not_asked_any_more_need_do_nothing(client: Any, child: Any) -> None:
    token = asked(child)[1]
    report_wrong_recipient(token)
    assert text_of(client, token).startswith("You told us that you do not know this child.")
    link, token = asked(child, "aunt@example.org")
    take_question_back(link, actor=child.user)
    assert text_of(client, token).startswith("The child has withdrawn this question.")


def test_an_old_no_leads_to_signing_in_from_the_earlier_mail_too(client: Any, child: Any) -> None:
    first, second = asked(child)[1], asked(child)[1]
    refuse_guardian(second)
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "To change your answer, sign in" in text_of(client, first)


def test_a_secret_of_nobody_says_no_more_than_that_it_is_over(client: Any, child: Any) -> None:
    text = text_of(client, "nothing")
    assert text.startswith("It was already used, we sent you a newer one, it is too old, or part of it is missing.")
    assert "The child can ask you again" in text
