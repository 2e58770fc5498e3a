"""A decision that is reversed leaves a trace: in the record of both, in what is sent, and with whoever acted on it."""

from typing import Any

import pytest
from django.urls import reverse

from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from forum.actions import agenda, decisions
from forum.actions.meetings import end_meeting
from forum.models import AgendaItem, Charter, Decision, Meeting
from forum.queries.reversals import link_reversals
from reports.renderers.minutes import describe_minutes
from tests.factories import in_days
from tests.forum.support import decide, end_now, hold_meeting, write_item
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
TITLE = "A library that is open at night"


def decide_again(charter: Charter, four: Any, chair: Any, earlier: str = "reversed", **more: Any) -> tuple[Any, Any]:
    """The earlier decision, on which somebody acts, and the one by which it was reviewed."""
    acts = {"acts_profile": four[1].profile, "act_by": in_days(30)}
    old = decide(write_item(charter, TITLE), actor=chair, **acts)
    decisions.call_reviews(old.review_on)
    agenda.build_agenda(charter)
    item = AgendaItem.objects.get(record_kind="decision", record_id=old.pk)
    new = decide(item, actor=chair, words={"en": "It closes at eight"}, earlier=earlier, **more)
    rows = Decision.objects.with_words()
    return rows.get(pk=old.pk), rows.get(pk=new.pk)


@pytest.fixture
def held(charter: Charter, four: Any, chair: Any) -> Meeting:
    return hold_meeting(charter, four, actor=chair)


def test_each_says_the_other_with_its_day(held: Meeting, charter: Charter, four, chair, client, sign_in) -> None:
    old, new = decide_again(charter, four, chair)
    charter.shows_decisions = True
    charter.save()
    sign_in(client, chair)
    day = charter.city.today()
    for name, wall in (("forum_decision", chair), ("public_decision", None)):
        if wall is None:
            client.logout()
        ways = {row.pk: reverse(name, args=[charter.city.slug, row.pk]) for row in (old, new)}
        page = client.get(ways[new.pk]).content.decode()
        assert "Reverses the earlier decision of" in page, name
        assert f'<a href="{ways[old.pk]}">' in page
        page = client.get(ways[old.pk]).content.decode()
        assert "Reversed on" in page, name
        assert str(day.year) in page
        assert f'<a href="{ways[new.pk]}">' in page


def test_the_minutes_their_mail_and_the_paper_say_so(
    held: Meeting, charter: Charter, four, chair, client, sign_in
) -> None:
    decide_again(charter, four, chair)
    end_now(held)
    end_meeting(held, actor=chair)
    meeting = Meeting.objects.get(pk=held.pk)
    page = sign_in(client, chair).get(meeting.get_absolute_url()).content.decode()
    assert "Reverses the earlier decision of" in page
    paper = str(describe_minutes(meeting))
    assert "Reverses the earlier decision" in paper
    assert "Reversed on" in paper
    text = " ".join(render_mail(Message.objects.filter(kind="forum.minutes_ready").first()).text.split())
    assert f"It closes at eight (Reverses: “{TITLE}”," in text


def test_who_acted_on_it_is_told(held: Meeting, charter: Charter, four, chair) -> None:
    new_acts = {"acts_profile": four[2].profile, "act_by": in_days(60)}
    old, _new = decide_again(charter, four, chair, **new_acts)
    actor = four[1].profile.user
    notice = Notice.objects.get(user=actor, verb="forum.reversed")
    assert notice.target_id == str(old.pk)
    mail = render_mail(Message.objects.get(kind="forum.reversed", user=actor))
    assert mail.subject.startswith("Reversed by the forum: “A library that is open")
    for words in (TITLE, "We open it on two evenings", "It closes at eight", "Nothing is to be done on it any more."):
        assert words in mail.text
    asked = render_mail(Message.objects.get(kind="forum.assigned", user=four[2].profile.user)).text
    assert "Reverses the earlier decision:" in asked
    assert not Notice.objects.filter(verb="forum.reversed").exclude(user=actor).exists()


@pytest.mark.parametrize("earlier", ["stays"])
def test_what_stays_is_not_reversed_by_anything(held: Meeting, charter: Charter, four, chair, earlier: str) -> None:
    old, new = decide_again(charter, four, chair, earlier)
    link_reversals([old, new])
    assert (old.reversed_by, new.reverses) == (None, None)
    assert not Notice.objects.filter(verb="forum.reversed").exists()


def test_of_many_they_are_found_at_once(held: Meeting, charter: Charter, four, chair, client, sign_in) -> None:
    decide_again(charter, four, chair)
    sign_in(client, chair)

    def more(count: int) -> None:
        for _ in range(count):
            decide_again(charter, four, chair)

    assert_same_queries(lambda: link_reversals(Decision.objects.with_words()), more)
