"""Whoever owes several things on the same day gets one mail about all of them."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.reminders import enqueue_due_reminders
from educities.activity.models import Message, Schedule
from stakeholders.actions import commitments
from tests.factories import MembershipFactory, RepresentationFactory, add_second_step
from tests.stakeholders.test_commitments import promise

pytestmark = pytest.mark.django_db
CODE = "stakeholders.commitment_reminded"


@pytest.fixture(autouse=True)
def _never_quiet(settings: Any, scope: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    scope.quiet_from, scope.quiet_until, scope.keeps_sabbath = "00:00", "00:00", False
    scope.save()


@pytest.fixture
def due(scope: Any) -> Any:
    """Three promises of one organisation whose reminders before the day are due, in the outbox."""
    voice = RepresentationFactory(profile__user=MembershipFactory(city=scope).user, organisation__state="active")
    rows = [promise(voice.organisation, voice.profile.user) for _n in range(3)]
    Schedule.objects.filter(rule="stakeholders.commitment_due").update(due_at=timezone.now())
    enqueue_due_reminders()
    return rows


def deliver_later() -> None:
    Message.objects.filter(kind=CODE, state="pending").update(available_at=timezone.now())
    deliver_due()


def test_they_wait_for_one_another_and_go_as_one(due: Any) -> None:
    deliver_due()
    assert mail.outbox == []
    assert Message.objects.filter(kind=CODE).values("available_at").distinct().count() == 1
    deliver_later()
    (letter,) = mail.outbox
    assert letter.subject == "You promised 3 things"
    for row in due:
        assert row.get_absolute_url() in str(letter.body)
    assert set(Message.objects.filter(kind=CODE).values_list("state", flat=True)) == {"sent"}


def test_what_was_delivered_by_then_is_not_in_it(due: Any, scope: Any) -> None:
    director = MembershipFactory(city=scope, role="director").user
    add_second_step(director)
    commitments.withdraw_commitment(due[0], actor=director, reason="It moved away")
    deliver_later()
    (letter,) = [one for one in mail.outbox if "You promised" in one.subject]
    assert letter.subject == "You promised 2 things"
    assert f"{due[0].get_absolute_url()}\n" not in str(letter.body)


def test_one_that_fails_is_tried_again_as_one(due: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    deliver_later()
    waiting = Message.objects.filter(kind=CODE, state="pending", attempts=1)
    assert waiting.count() == 3
    assert waiting.values("available_at").distinct().count() == 1
    monkeypatch.undo()
    deliver_later()
    assert [one.subject for one in mail.outbox] == ["You promised 3 things"]
