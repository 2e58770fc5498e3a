"""What became of it: from the mail of a month after the end to the words on the page, as a side goes the way."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from collaborations.actions import course
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.reminders import enqueue_due_reminders
from educities.activity.models import Message, Schedule
from tests.activity.test_reminders import never_quiet

pytestmark = pytest.mark.django_db


@pytest.fixture
def completed(agreed, noa):
    course.begin_collaboration(agreed, actor=noa.user)
    course.complete_collaboration(agreed, actor=noa.user, result={"en": "Tomatoes"})
    Message.objects.all().delete()
    return agreed


def let_days_pass(days):
    """The reminder of so many days is due now."""
    rows = Schedule.objects.filter(rule=course.name_follow_up(days))
    assert rows.update(due_at=timezone.now() - timedelta(seconds=1), expires_at=timezone.now() + timedelta(days=1)) == 1
    enqueue_due_reminders()


def test_the_button_of_the_mail_leads_to_the_box_and_the_words_stand_on_the_page(
    client, scope, completed, noa, omar, sign_in, settings
):
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    never_quiet(scope)
    let_days_pass(30)
    deliver_due()
    letters = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(letters) == {noa.user.email, omar.user.email}
    address = re.search(r"https?://[^/\s]+(/\S*/follow-up/)", letters[omar.user.email])[1]
    sign_in(client, omar.user, second_factor=False)
    assert client.get(address).status_code == 200
    done = client.post(address, {"text_en": "A second bed, every spring"}, follow=True)
    assert "A second bed, every spring" in done.content.decode()


def test_once_one_side_has_said_it_nobody_else_is_asked_that_week(completed, noa):
    course.add_follow_up(completed, actor=noa.user, text={"en": "A second bed"})
    let_days_pass(90)
    assert not Message.objects.exists()


def test_whoever_is_no_side_any_more_is_not_asked(completed, omar, noa):
    completed.parties.filter(profile=omar).update(state="declined")
    let_days_pass(365)
    assert list(Message.objects.values_list("user", flat=True)) == [noa.user_id]
