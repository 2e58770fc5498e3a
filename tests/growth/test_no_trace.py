"""Who said “not now” is known to nobody: nothing that staff read changes with an answer, or names those who have not given one."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from educities.activity.actions.reminders import enqueue_due_reminders
from educities.activity.models import AuditEntry, Message, Schedule
from educities.activity.texts.history_rows import history_entries
from educities.activity.texts.mail_kinds import MAIL_KINDS
from growth.actions.invitations import accept_invitation, decline_invitation, lapse_unanswered
from growth.models import Invitee, Round
from tests.growth.support import invite, make_capable

pytestmark = pytest.mark.django_db
NAMES = ("Anat", "Basel", "Carmel", "Dima", "Efrat", "Fadi")


@pytest.fixture
def people(engine, scope, director):
    found = [make_capable(engine, scope, display_name=name) for name in NAMES]
    invite(engine, *found, actor=director, days=10)
    return found


def answer(person, act):
    act(Invitee.objects.select_related("round__opened_by", "engine__area").get(profile=person), actor=person.user)


def read(client, scope, path):
    page = client.get(f"/c/{scope.slug}/{path}").content.decode()
    text = re.search("<main.*</main>", page, re.DOTALL)[0]
    return re.sub(r'name="csrfmiddlewaretoken"[^>]*|\d+:\d+', "", text)


PATHS = ("growth/", "history/", "deliveries/", *(f"deliveries/?state={one}" for one in Message.State.values))


def pages_of(client, scope, engine):
    return {one: read(client, scope, one) for one in (*PATHS, f"growth/{engine.pk}/")}


def test_a_no_changes_no_page_of_the_staff(client, scope, engine, people, director, sign_in):
    sign_in(client, director)
    before = pages_of(client, scope, engine)
    answer(people[5], decline_invitation)
    assert pages_of(client, scope, engine) == before


def test_a_mail_that_goes_no_more_because_of_a_no_stands_nowhere(client, scope, people, director, sign_in):
    answer(people[5], decline_invitation)
    Message.objects.filter(user=people[5].user).update(state=Message.State.CANCELLED)
    sign_in(client, director)
    assert "Nothing found" in read(client, scope, "deliveries/?state=cancelled")
    assert "state=cancelled" not in read(client, scope, "deliveries/")


def test_no_line_of_the_history(scope, people):
    answer(people[5], decline_invitation)
    Round.objects.update(ends_on=scope.today() - timedelta(days=1))
    lapse_unanswered()
    assert AuditEntry.objects.filter(verb="growth.refused").exists(), "the log has it, without a name on the page"
    assert not history_entries().filter(verb__in=["growth.refused", "growth.lapsed"]).exists()


def test_the_mails_name_nobody_to_whom_they_go(client, scope, people, director, sign_in):
    """Whoever is reminded has not answered: who is neither among these nor among the yes has said no."""
    answer(people[0], accept_invitation)
    answer(people[5], decline_invitation)
    Schedule.objects.update(due_at=timezone.now() - timedelta(seconds=1), expires_at=timezone.now() + timedelta(days=1))
    enqueue_due_reminders()
    assert Message.objects.filter(kind="growth.reminded").count() == 4
    sign_in(client, director)
    for path in ("deliveries/", "deliveries/?state=pending", f"deliveries/?state=pending&q={people[1].user.email}"):
        text = read(client, scope, path).replace("".join(people[1].user.email), "")
        assert not [name for name in NAMES if name in text], path
    assert "Nothing found" in read(client, scope, f"deliveries/?state=pending&q={people[1].user.email}")


def test_what_asks_for_an_answer_that_stays_secret_names_no_reader() -> None:
    """A new mail that goes to those who have not answered belongs into this list, or says why not."""
    secret = {"growth.invited", "growth.reminded", "matching.introduced", "matching.expired"}
    assert {code for code in secret if not MAIL_KINDS.get(code).hides_reader} == set()
