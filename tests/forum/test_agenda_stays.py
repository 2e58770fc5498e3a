"""An agenda to which people are invited stays theirs; what was taken off says why, and can come back."""

from typing import Any

import pytest
from django.urls import reverse

from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from forum.actions import agenda, decisions
from forum.models import AgendaItem, Decision
from forum.queries.sessions import find_next_meeting
from forum.values import AGENDA
from meetings.actions.sessions import schedule_session, start_session
from tests.factories import CohortFactory, in_days
from tests.forum.support import decide, hold_meeting, plan_next, write_item
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(charter: Any, four: Any, chair: Any) -> Any:
    """A meeting of three weeks hence, with a matter, to which people are invited."""
    meeting = plan_next(charter, actor=chair, days=21)
    write_item(charter)
    schedule_session(meeting.session, actor=chair)
    return meeting


def test_a_draft_before_it_takes_nothing_away(charter: Any, invited: Any, chair: Any) -> None:
    draft = plan_next(charter, actor=chair, days=7)
    assert AgendaItem.objects.get().meeting == invited
    assert find_next_meeting(charter) == invited
    write_item(charter, "Another")
    assert set(AgendaItem.objects.values_list("meeting", flat=True)) == {invited.pk}
    assert agenda.attach_waiting(draft) == 0


def test_the_form_asks_whether_it_moves(
    scope: Any, charter: Any, invited: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    sign_in(client, chair)
    address = reverse("new_forum_meeting", args=[scope.slug, charter.pk])
    page = client.get(address)
    assert "it takes over what waits for “Quarterly meeting”" in page.content.decode()
    assert not page.context["form"]["takes_agenda"].value()
    said = {
        "title_en": "Urgent",
        "date": str(in_days(9)),
        "begins": "18:00",
        "ends": "20:00",
        "place": "Hall",
        "sure": "on",
    }
    assert client.post(address, {**said, "takes_agenda": "on"}).status_code == 302
    assert str(AgendaItem.objects.get().meeting) == "Urgent"


def test_a_meeting_that_is_opened_before_it_leaves_it_where_people_are_invited_to_it(
    charter: Any, invited: Any, four: Any, chair: Any
) -> None:
    """What waits for no meeting is before the one that is held; an earlier matter is decided from its own page."""
    loose = write_item(charter, "Nobody was told of this one")
    AgendaItem.objects.filter(pk=loose.pk).update(meeting=None)
    held = hold_meeting(charter, four, actor=chair)
    assert dict(AgendaItem.objects.values_list("title__en", "meeting")) == {
        "A library that is open at night": invited.pk,
        "Nobody was told of this one": held.pk,
    }
    assert decide(AgendaItem.objects.exclude(pk=loose.pk).get(), actor=chair).meeting == held


def test_a_meeting_that_takes_it_over_by_the_tick_keeps_it_when_it_is_opened(
    charter: Any, invited: Any, chair: Any
) -> None:
    taken = plan_next(charter, actor=chair, takes_agenda=True)
    schedule_session(taken.session, actor=chair)
    start_session(taken.session, actor=chair)
    assert AgendaItem.objects.get().meeting == taken


def test_looking_for_new_matters_says_where_they_wait(
    scope: Any, charter: Any, invited: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    draft = plan_next(charter, actor=chair, days=7)
    sign_in(client, chair)
    address = reverse("refresh_agenda", args=[scope.slug, draft.pk])
    assert (
        "1 matter waits for the meeting to which people are invited"
        in client.post(address, follow=True).content.decode()
    )


def test_a_member_is_led_to_the_meeting_they_are_invited_to(
    scope: Any, charter: Any, invited: Any, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    draft = plan_next(charter, actor=chair, days=7)
    forum = reverse("forum", args=[scope.slug])
    sign_in(client, four[1].profile.user)
    assert client.get(forum).context["meeting"] == invited
    invited.session.move("cancelled")
    assert client.get(forum).context["meeting"] is None
    sign_in(client, chair)
    assert client.get(forum).context["meeting"] == draft


def test_what_was_taken_off_says_why_and_comes_back(
    scope: Any, charter: Any, invited: Any, chair: Any, facilitator: Any, client: Any, sign_in: Any
) -> None:
    item = agenda.send_up(AGENDA["cohort"], CohortFactory(), actor=facilitator, words={"en": "Who pays?"})
    decisions.propose_decision(item, actor=chair, words={"en": "The city pays"})
    agenda.drop_item(item, actor=chair, reason="It was said on Monday")
    sign_in(client, chair)
    page = client.get(item.get_absolute_url()).content.decode()
    address = reverse("restore_item", args=[scope.slug, item.pk])
    assert all(text in page for text in ("It was said on Monday", "The city pays", address))
    for _n in range(2):
        client.post(address)
    item.refresh_from_db()
    assert (item.state, item.meeting, item.decision.state) == ("waiting", invited, "proposed")
    assert Notice.objects.filter(verb="forum.item_restored", user=facilitator).count() <= 1


def test_what_is_on_the_agenda_again_already_comes_back_no_second_time(
    charter: Any, invited: Any, chair: Any, facilitator: Any
) -> None:
    cohort = CohortFactory()
    item = agenda.send_up(AGENDA["cohort"], cohort, actor=facilitator, words={"en": "Who pays?"})
    agenda.drop_item(item, actor=chair, reason="It was said on Monday")
    agenda.send_up(AGENDA["cohort"], cohort, actor=facilitator, words={"en": "Who pays for the bus?"})
    assert refused(lambda: agenda.restore_item(item, actor=chair)) == "forum.item_stays_off"


def test_one_without_a_proposal_comes_back_without_one(charter: Any, invited: Any, chair: Any) -> None:
    item = AgendaItem.objects.get()
    agenda.drop_item(item, actor=chair, reason="Too early")
    agenda.restore_item(item, actor=chair)
    assert not Decision.objects.exists()
    item.refresh_from_db()
    assert item.is_waiting


def test_the_mail_about_advice_says_that_it_is_advice(charter: Any, four: Any, chair: Any) -> None:
    hold_meeting(charter, four[:3], actor=chair)
    decide(write_item(charter), actor=chair, acts_profile=four[1].profile, act_by=in_days(60))
    text = render_mail(Message.objects.get(kind="forum.assigned")).text
    assert "It is advice, not a decision." in text
    assert "has decided" not in text


def test_what_is_added_while_the_meeting_is_held_stands_behind_what_it_decided(
    charter: Any, four: Any, chair: Any
) -> None:
    """Minutes are read in the order of the meeting; to move what waits changes nothing about that."""
    meeting = hold_meeting(charter, four, actor=chair)
    for title in ("First", "Second"):
        decide(write_item(charter, title), actor=chair)
    third, fourth = write_item(charter, "Third"), write_item(charter, "Fourth")
    agenda.move_item(fourth, actor=chair, is_up=True)
    decide(AgendaItem.objects.get(pk=third.pk), actor=chair)
    assert [str(item) for item in meeting.items.all()] == ["First", "Second", "Fourth", "Third"]
