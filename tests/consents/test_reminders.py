"""A question that no guardian has answered is sent twice more, and no more once it is answered, withdrawn or over."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consents.actions import answer_guardian, find_guardian_link, invite_guardian, refuse_guardian
from consents.actions.guardians import take_question_back
from consents.models import GuardianLink
from educities.activity.actions.reminders import enqueue_due_reminders, obsolete_reminder_ids
from educities.activity.models import Message, Schedule
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError
from tests.consents.people import YES, asked, child_of
from tests.factories import ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
KIND = "consents.guardian_reminded"


@pytest.fixture
def child(scope: Any) -> Any:
    scope.quiet_from, scope.quiet_until, scope.keeps_sabbath = "00:00", "00:00", False
    scope.save()
    return child_of(scope, display_name="Lior")


def remind(number: int = 1) -> list[Message]:
    """The next reminders are due: the letters that were written by them."""
    before = set(Message.objects.filter(kind=KIND).values_list("pk", flat=True))
    rows = Schedule.objects.filter(state="waiting").order_by("due_at")[:number]
    Schedule.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=timezone.now() - timedelta(seconds=1))
    enqueue_due_reminders()
    return list(Message.objects.filter(kind=KIND).exclude(pk__in=before))


def secret_in(message: Message) -> str:
    return str(message.payload["url"]).rstrip("/").rsplit("/", 1)[1]


def test_two_wait_after_three_and_after_ten_days(child: Any) -> None:
    link, _token = asked(child)
    days = [row.local_date for row in Schedule.objects.order_by("due_at")]
    first = link.invited_at.astimezone(link.city.zone).date()
    assert days == [first + timedelta(days=3), first + timedelta(days=10)]


def test_each_is_sent_once_and_its_link_opens_the_question_as_the_first_mail_does(child: Any) -> None:
    link, token = asked(child)
    for _time in range(2):
        (letter,) = remind()
        assert letter.recipient == "mother@example.org"
        assert find_guardian_link(secret_in(letter)) == link
    assert find_guardian_link(token) == link
    assert remind() == []
    assert "Lior" not in str(letter.payload)


@pytest.mark.parametrize(("language", "part"), [("en", "still waits"), ("he", "עדיין"), ("ar", "ما زال")])
def test_it_is_in_the_language_of_the_first_one(child: Any, language: str, part: str) -> None:
    invite_guardian(child, "mother@example.org", actor=child.user, language=language)
    (letter,) = remind()
    mail = render_mail(letter)
    assert part in mail.text
    assert "?no=unknown" in mail.text


def test_no_other_secret_opens_it(child: Any) -> None:
    link, _token = asked(child)
    for wrong in (link.token_hash, f"{link.token_hash}:x", secret_in(remind()[0])[:-1]):
        with pytest.raises(DomainError):
            find_guardian_link(wrong)


def test_asked_again_the_reminder_of_before_leads_to_the_newer_mail(child: Any) -> None:
    asked(child)
    (letter,) = remind()
    asked(child)
    with pytest.raises(DomainError, match="newer email"):
        find_guardian_link(secret_in(letter))
    assert Schedule.objects.filter(state="waiting").count() == 2


def say_yes(link: GuardianLink, token: str) -> None:
    answer_guardian(token, consents=YES, guardian_profile=ProfileFactory(user=UserFactory(email=link.guardian_email)))


ENDS: dict[str, Any] = {
    "answered": say_yes,
    "refused": lambda _link, token: refuse_guardian(token),
    "withdrawn": lambda link, _token: take_question_back(link, actor=link.minor.user),
    "expired": lambda link, _token: link.move("expired"),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
def test_nobody_is_reminded_after_the_end_and_what_was_written_stays(child: Any, end: Any) -> None:
    link, token = asked(child)
    (written,) = remind()
    end(GuardianLink.objects.select_related("minor").get(pk=link.pk), token)
    assert obsolete_reminder_ids([written]) == {written.pk}
    assert remind() == []
