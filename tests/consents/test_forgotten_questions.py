"""Questions to adults that ended without an answer: their addresses go, and no stranger is written to again."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.actions import (
    expire_questions,
    invite_guardian,
    refuse_guardian,
    report_wrong_recipient,
    take_question_back,
)
from consents.actions.silence import forget_questions
from consents.models import GuardianLink
from educities.kit.retention import PERIODS
from tests.consents.people import YES, answered, asked, child_of
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope, display_name="Lior")


def end_long_ago(link: GuardianLink, days: int) -> None:
    GuardianLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(days=days))


def test_of_who_did_not_answer_no_address_stays(child: Any) -> None:
    old, _token = asked(child)
    recent, _token = asked(child, "father@example.org")
    back, _token = asked(child, "aunt@example.org")
    take_question_back(back, actor=child.user)
    for link, days in ((old, 91), (recent, 80), (back, 91)):
        end_long_ago(link, days)
    expire_questions()
    before = timezone.now() - timedelta(days=PERIODS["guardian_questions"].days)
    assert (forget_questions(before, 10), forget_questions(before, 10)) == (2, 0)
    assert list(GuardianLink.objects.values_list("guardian_email", flat=True)) == ["father@example.org"]


def test_a_strangers_address_goes_and_is_not_asked_again_in_any_spelling(child: Any) -> None:
    link, token = asked(child, "stranger@example.org")
    report_wrong_recipient(token)
    end_long_ago(link, 91)
    before = timezone.now() - timedelta(days=PERIODS["guardian_questions"].days)
    assert (forget_questions(before, 10), forget_questions(before, 10)) == (1, 0)
    assert "stranger" not in GuardianLink.objects.get().guardian_email
    for spelling in ("stranger@example.org", "Stranger+1@example.org"):
        assert (
            refused(lambda one=spelling: invite_guardian(child, one, actor=child.user)) == "consents.guardian_unknown"
        )


def test_what_an_adult_said_stays(child: Any) -> None:
    link = answered(child, YES)
    _no, token = asked(child, "father@example.org")
    refuse_guardian(token)
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=400))
    assert forget_questions(timezone.now(), 10) == 0
    assert GuardianLink.objects.get(pk=link.pk).guardian_email == "mother@example.org"


def test_a_child_reads_in_words_that_an_address_is_not_kept(child: Any, client: Any, sign_in: Any) -> None:
    link = answered(child, YES)
    for gone in ("", "7@erased.invalid"):
        GuardianLink.objects.filter(pk=link.pk).update(guardian_email=gone)
        page = sign_in(client, child.user).get(reverse("mine", args=[child.city.slug])).content.decode()
        assert ("an adult whose address is not kept" in page, ".invalid" in page) == (True, False)
