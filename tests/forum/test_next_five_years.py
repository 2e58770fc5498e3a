"""Five years end early and others are signed: the city's forum goes on, and nobody learns of it by surprise."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import Notice
from educities.kit.dates import add_months
from forum.actions.agenda import add_item
from forum.actions.seats import change_charter
from forum.models import AgendaItem, Charter
from forum.queries import find_working_charter, list_seats_now
from forum.queries.review_lines import list_forum_lines
from forum.queries.sessions import find_next_meeting
from meetings.actions.sessions import schedule_session, start_session
from meetings.models import Session
from programs.actions.endings import withdraw_program
from programs.actions.signing import put_in_force
from tests.factories import DecisionFactory, ProgramFactory, in_days
from tests.forum.support import plan_next, write_item
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(charter: Any, four: Any, chair: Any) -> Any:
    """A meeting with a matter to which people are invited; decisions that everyone reads."""
    change_charter(charter, actor=chair, shows_decisions=True, shows_seats=True)
    meeting = plan_next(charter, actor=chair, days=3)
    write_item(charter, "Who pays for the bus?")
    schedule_session(meeting.session, actor=chair)
    DecisionFactory(item__charter=charter, words={"en": "The library opens at night"})
    return meeting


@pytest.fixture
def ended(charter: Any, invited: Any, director: Any) -> Charter:
    withdraw_program(charter.body.program, actor=director, reason="The city starts anew")
    return Charter.objects.select_related("body__program").get()


@pytest.fixture
def renewed(ended: Charter, director: Any) -> Charter:
    program = ProgramFactory()
    put_in_force(program, actor=director)
    return Charter.objects.select_related("city", "group", "body__program").get()


def test_the_page_that_asks_says_what_becomes_of_the_forum(
    scope: Any, charter: Any, invited: Any, director: Any, client: Any, sign_in: Any
) -> None:
    sign_in(client, director)
    page = client.get(reverse("withdraw_program", args=[scope.slug, charter.body.program_id])).content.decode()
    for text in ("The strategic forum does not meet", "4 seats stay until their last day", "People are invited"):
        assert text in page


def test_until_others_are_signed_it_rests(
    scope: Any, ended: Charter, invited: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any
) -> None:
    assert Notice.objects.filter(verb="forum.paused").count() == 4
    Session.objects.filter(pk=invited.session_id).update(starts_at=timezone.now())
    invited.session.refresh_from_db()
    assert refused(lambda: start_session(invited.session, actor=chair)) == "forum.not_working"
    sign_in(client, director)
    page = client.get(reverse("forum", args=[scope.slug])).content.decode()
    assert "It meets again once new ones are signed." in page
    assert "Prepare the meeting" not in client.get(reverse("dashboard", args=[scope.slug])).content.decode()
    client.logout()
    assert "The library opens at night" in client.get(reverse("public_forum", args=[scope.slug])).content.decode()


def test_it_goes_on_with_its_seats_its_meeting_and_its_agenda(
    scope: Any, renewed: Charter, invited: Any, four: Any, director: Any, client: Any, sign_in: Any
) -> None:
    assert renewed.body.program.is_signed
    assert find_working_charter() == renewed
    assert set(list_seats_now(renewed)) == set(four)
    assert find_next_meeting(renewed) == invited
    assert AgendaItem.objects.waiting().filter(meeting=invited, title__en="Who pays for the bus?").exists()
    assert add_item(renewed, actor=director, title={"en": "Another"}).meeting == invited
    assert Notice.objects.filter(verb="forum.continued").count() == 4
    sign_in(client, director)
    page = client.get(reverse("forum", args=[scope.slug])).content.decode()
    assert invited.get_absolute_url() in page
    assert "The library opens at night" in page


def test_what_everyone_reads_stays_and_leads_nowhere_else(scope: Any, renewed: Charter, client: Any) -> None:
    page = client.get(reverse("public_forum", args=[scope.slug]))
    assert "The library opens at night" in page.content.decode()


def test_a_seat_whose_term_ran_out_meanwhile_does_not_go_on(ended: Charter, four: Any, director: Any) -> None:
    ended.seats.filter(pk=four[3].pk).update(ends_on=in_days(-1))
    put_in_force(ProgramFactory(), actor=director)
    assert set(list_seats_now(Charter.objects.get())) == set(four[:3])
    four[3].refresh_from_db()
    assert four[3].is_over


def test_the_review_of_a_year_of_before_keeps_what_the_forum_decided_then(charter: Any, renewed: Charter) -> None:
    year = charter.body.program.years.order_by("starts_on").first()
    decision = DecisionFactory(
        item__charter=renewed, decided_on=year.starts_on, review_on=add_months(year.starts_on, 12)
    )
    assert str(decision.item) in [line.text for line in list_forum_lines(year)]
