"""Whose name stands beside an objection: of those who are here, as often as it was given, in whatever letters it is written."""

from typing import Any

import pytest
from django.urls import reverse

from educities.activity.models import Notice
from forum.actions.decisions import decide_item
from forum.actions.meetings import end_meeting
from forum.actions.reading import ReadPage
from forum.actions.seats import end_seat
from forum.models import Decision, Meeting
from forum.queries import count_presence
from forum.queries.ballots import count_ballots
from meetings.actions.departures import mark_left
from stakeholders.models import Profile
from tests.factories import in_days
from tests.forum.page_forms import OpenForm
from tests.forum.support import decide, end_now
from tests.forum.test_ballots import WORDS, answer, put, read, read_meeting
from tests.forum.test_read_pages import open_form, send_decision
from tests.support import refused

pytestmark = pytest.mark.django_db
# The fixture of the answers' tests serves here too.
__all__ = ["put"]
NAME = "ياسمين منصور"


def rename(seat: Any, name: str = NAME) -> None:
    Profile.objects.filter(pk=seat.profile_id).update(display_name=name)


def note(put: Decision, chair: Any, dissent: str, **more: Any) -> Decision:
    fields = {"words": WORDS, "method": "consent", "dissent": {"ar": dissent}, "review_on": in_days(300)}
    people = {"acts_profile": None, "acts_organisation": None, "act_by": None}
    return decide_item(read(put).item, actor=chair, **fields, **people, **more)


@pytest.mark.parametrize(
    "text",
    [
        "{}: كثير",
        "ياسمين  مَنصور: كثير",
        "قالت ياسمين منصُور إنه كثير",
        "منصور ياسمين: كثير",
        "ياسمين. منصور ترى أنه كثير",
        "ياسمين (دكّان الحيّ): كثير",
    ],
)
def test_who_takes_the_name_back_is_found_in_any_letters(put: Decision, four: Any, chair: Any, text: str) -> None:
    rename(four[1])
    answer(put, four[1], "abstained", words="كثير", is_named=False)
    assert refused(lambda: note(put, chair, text.format(NAME))) == "forum.name_not_given"


def test_a_part_of_a_name_is_asked_about(put: Decision, four: Any, chair: Any, client: Any, sign_in: Any) -> None:
    """It may be another word: “Or” is light in Hebrew, and a name. Whoever notes it says so, and goes on."""
    rename(four[1], "עומר שגיא")
    rename(four[2], "אור כהן")
    answer(put, four[1], "abstained", words="שש מספיק", is_named=False)
    sign_in(client, chair)
    typed = {"dissent_he": "שגיא אמר שיש יותר מדי אור"}
    asked = send_decision(client, put, open_form(client, put), **typed)
    text = asked.content.decode()
    assert asked.status_code == 422
    assert "עומר שגיא" in text.partition("These people may be meant: ")[2]
    assert "אור כהן" in text.partition("These people may be meant: ")[2]
    ticked = {"said_aloud": [str(seat.profile_id) for seat in four[1:3]]}
    assert send_decision(client, put, OpenForm(text), **typed, **ticked).status_code == 302
    assert Decision.objects.get().dissent == {"he": typed["dissent_he"]}


def test_who_has_left_gives_no_name(put: Decision, four: Any, chair: Any) -> None:
    rename(four[1])
    answer(put, four[1], "abstained", words="كثير", is_named=True)
    mark_left(read_meeting(put).session, four[1].profile, actor=chair)
    assert refused(lambda: note(put, chair, f"{NAME}: كثير")) == "forum.name_not_given"


def test_of_nobody_who_is_not_here_it_is_said_that_they_said_it(put: Decision, four: Any, chair: Any) -> None:
    """The fourth has a seat, has not come, and cannot be ticked."""
    rename(four[3])
    said = {"read": ReadPage(said_aloud=[str(four[3].profile_id)])}
    assert refused(lambda: note(put, chair, f"{NAME}: كثير", **said)) == "forum.name_not_given"


def test_of_two_of_one_name_it_stands_as_often_as_it_was_given(put: Decision, four: Any, chair: Any) -> None:
    """Each is said with the organisation beside the name; whoever took the name back stands in no line."""
    for seat, words in ((four[1], "أولى"), (four[2], "ثانية")):
        rename(seat)
        answer(put, seat, "abstained", words=words, is_named=True)
    session = read_meeting(put).session
    both = "\n".join(f"{line.name}: {line.words}" for line in count_ballots(read(put), session).words)
    assert [str(seat.organisation) in both for seat in four[1:3]] == [True, True]
    answer(put, four[1], "abstained", words="أولى", is_named=False)
    assert refused(lambda: note(put, chair, both)) == "forum.name_not_given"
    done = note(put, chair, "")
    assert [line.name for line in done.statements.all()] == ["", f"{NAME} ({four[2].organisation})"]


def test_a_seat_that_ends_during_the_meeting_counts_to_its_end_and_reads_its_minutes(
    put: Decision, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    meeting = read_meeting(put)
    before = count_presence(meeting.charter, meeting.session)
    end_seat(four[1], actor=chair, reason="Moved to another town")
    end_now(meeting)
    end_meeting(Meeting.objects.get(pk=meeting.pk), actor=chair)
    ended = Meeting.objects.select_related("session", "charter").get(pk=meeting.pk)
    assert count_presence(ended.charter, ended.session) == before
    user = four[1].profile.user
    assert Notice.objects.filter(user=user, verb="forum.minutes_ready").exists()
    assert sign_in(client, user).get(ended.get_absolute_url()).status_code == 200


def test_whoever_notes_second_reads_what_was_noted(
    put: Decision, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    sign_in(client, chair)
    form = open_form(client, put)
    noted = decide(read(put).item, actor=chair, words=WORDS)
    page = send_decision(client, put, form, dissent_en="A line that took a while")
    text = page.content.decode()
    assert page.status_code == 409
    assert f'href="{noted.get_absolute_url()}"' in text
    assert "A line that took a while" in text
    way = reverse("decide_item", args=[put.city.slug, put.item_id])
    assert f'action="{way}"' not in text
    assert '<button class="btn primary">' not in text
