"""What was read on an opened page is what is noted: of other words, another meeting or a name nobody gave it asks first."""

from typing import Any

import pytest
from django.urls import reverse

from forum.actions.agenda import postpone_item
from forum.actions.decisions import propose_decision
from forum.actions.meetings import end_meeting
from forum.models import AgendaItem, Charter, Decision
from forum.queries.ballots import count_ballots
from meetings.actions.departures import mark_left
from stakeholders.models import Profile
from tests.factories import in_days
from tests.forum.page_forms import OpenForm, post_form
from tests.forum.support import end_now, hold_meeting, seat_person, write_item
from tests.forum.test_ballots import WORDS, answer, put, read, read_meeting, read_page, refuse

pytestmark = pytest.mark.django_db
# The fixture of the answers' tests serves here too.
__all__ = ["put"]


def send_decision(client: Any, put: Decision, form: OpenForm, **typed: Any) -> Any:
    """The form as the page gave it, with what somebody typed into it."""
    common = {"method": "consent", "as_advice": "on", "review_on": str(in_days(200))}
    return post_form(client, reverse("decide_item", args=[put.city.slug, put.item_id]), form, **{**common, **typed})


def open_form(client: Any, put: Decision) -> OpenForm:
    way = reverse("decide_item", args=[put.city.slug, put.item_id])
    return OpenForm(client.get(way).content.decode())


@pytest.mark.parametrize("text", ["{name} – too dear", "As {name} says, too dear", "{first}: too dear"])
def test_no_name_stands_that_was_given_to_other_words(put, four, chair, client, sign_in, text: str) -> None:
    """Nor any that its owner never gave, however it is written."""
    sign_in(client, chair)
    Profile.objects.filter(pk=four[1].profile_id).update(display_name="Noa Levi")
    answer(put, four[1], "against", words="Too dear", is_named=True)
    propose_decision(put.item, actor=chair, words={"en": "We open it every evening"})
    typed = {"dissent_en": text.format(name="Noa Levi", first="Noa")}
    page = send_decision(client, read(put), open_form(client, put), **typed)
    assert page.status_code == 422
    assert "These people may be meant: " in page.content.decode()
    assert read(put).state == "open"


def test_what_fell_does_not_count_again_with_the_words_of_before(put, four, chair) -> None:
    answer(put, four[1], "against", words="Too dear", is_named=True)
    propose_decision(put.item, actor=chair, words={"en": "We open it every evening"})
    propose_decision(AgendaItem.objects.get(pk=put.item_id), actor=chair, words=WORDS)
    assert count_ballots(read(put), read_meeting(put).session).answered == 0


def test_who_has_not_answered_may_have_said_it_in_the_room(put, four, chair, client, sign_in) -> None:
    sign_in(client, chair)
    Profile.objects.filter(pk=four[2].profile_id).update(display_name="Noa Levi")
    typed = {"dissent_en": "Noa Levi: too dear"}
    asked = send_decision(client, put, open_form(client, put), **typed)
    assert asked.status_code == 422
    assert "These people may be meant: " in asked.content.decode()
    ticked = {"said_aloud": str(four[2].profile_id)}
    assert send_decision(client, put, OpenForm(asked.content.decode()), **typed, **ticked).status_code == 302
    assert Decision.objects.get().dissent == {"en": "Noa Levi: too dear"}


def test_a_seat_without_a_vote_is_not_named(put, four, chair, client, sign_in, charter: Charter) -> None:
    young = seat_person(charter, 3, role="youth", organisation=None)
    Profile.objects.filter(pk=young.profile_id).update(display_name="Lior Young")
    meeting = read_meeting(put)
    meeting.began_with["seats"].append(young.pk)
    meeting.save(update_fields=["began_with"])
    sign_in(client, chair)
    page = send_decision(client, put, open_form(client, put), dissent_en="Lior Young: too dear")
    assert "What people here wrote themselves is noted above" in page.content.decode()


def test_a_page_opened_before_anything_was_proposed_asks(charter: Charter, four, chair, client, sign_in) -> None:
    sign_in(client, chair)
    item = write_item(charter)
    hold_meeting(charter, four[:3], actor=chair)
    form = OpenForm(client.get(reverse("decide_item", args=[charter.city.slug, item.pk])).content.decode())
    decision = propose_decision(item, actor=chair, words=WORDS)
    page = send_decision(client, decision, form, words_en="Words of the chair")
    assert "The proposal has other words now." in page.content.decode()
    assert WORDS["en"] in page.content.decode()
    assert page.context["form"].data["words_en"] == WORDS["en"]
    assert "Words of the chair" in page.content.decode()
    assert read(decision).state == "proposed"


def test_a_decision_never_says_one_thing_in_one_language_and_another_in_the_other(put, chair, client, sign_in) -> None:
    """The languages of the wording are one text: after other words of the proposal nothing typed in one of them is left."""
    sign_in(client, chair)
    item = AgendaItem.objects.get(pk=put.item_id)
    propose_decision(item, actor=chair, words={"en": "Three taps", "he": "שלושה ברזים"})
    typed = {"words_he": "שלושה ברזים, לא יותר"}
    asked = send_decision(client, put, open_form(client, put), **typed)
    assert "You changed: Hebrew. You left as it was: English." in asked.content.decode()
    form = OpenForm(asked.content.decode())
    four_taps = {"en": "Four taps", "he": "ארבעה ברזים"}
    propose_decision(AgendaItem.objects.get(pk=item.pk), actor=chair, words=four_taps)
    again = send_decision(client, put, form, **typed, words_others="keep")
    page = again.content.decode()
    assert "The proposal has other words now." in page
    assert typed["words_he"] in page
    form = OpenForm(page)
    assert {code: form.read(f"words_{code}") for code in four_taps} == four_taps
    assert send_decision(client, put, form).status_code == 302
    assert Decision.objects.get().words == four_taps


def test_what_is_typed_anew_is_asked_about_in_the_other_languages(put, chair, client, sign_in) -> None:
    sign_in(client, chair)
    item = AgendaItem.objects.get(pk=put.item_id)
    propose_decision(item, actor=chair, words={"en": "Three taps", "he": "שלושה ברזים"})
    form = open_form(client, put)
    propose_decision(AgendaItem.objects.get(pk=item.pk), actor=chair, words={"en": "Four taps", "he": "ארבעה ברזים"})
    form = OpenForm(send_decision(client, put, form, words_en="Five taps").content.decode())
    asked = send_decision(client, put, form, words_en="Five taps")
    assert "You changed: English. You left as it was: Hebrew." in asked.content.decode()
    assert read(put).state == "open"


def test_a_proposal_is_not_emptied(put, chair, client, sign_in) -> None:
    """The page sends which language is the original, also where all of them are empty."""
    sign_in(client, chair)
    way = reverse("propose_decision", args=[put.city.slug, put.item_id])
    form = OpenForm(client.get(way).content.decode())
    page = post_form(client, way, form, words_en="", sure="on")
    assert page.status_code == 422
    assert page.context["form"].has_error("words", "required")
    assert read(put).words == WORDS


def test_a_translation_that_came_meanwhile_is_not_lost(put, chair, client, sign_in) -> None:
    sign_in(client, chair)
    form = open_form(client, put)
    propose_decision(put.item, actor=chair, words={**WORDS, "he": "נפתח בשני ערבים"})
    page = send_decision(client, put, form)
    assert "The proposal has other words now." in page.content.decode()
    assert page.context["form"].data["words_he"] == "נפתח בשני ערבים"


def test_what_was_put_off_meanwhile_is_decided_only_if_that_is_meant(put, chair, client, sign_in) -> None:
    sign_in(client, chair)
    form = open_form(client, put)
    postpone_item(AgendaItem.objects.get(pk=put.item_id), actor=chair)
    page = send_decision(client, put, form)
    assert "Send it again to decide it now all the same." in page.content.decode()
    assert read(put).state == "open"
    assert send_decision(client, put, OpenForm(page.content.decode())).status_code == 302


def test_a_page_of_a_meeting_that_ended_notes_nothing_at_the_next(put, charter, four, chair, client, sign_in) -> None:
    sign_in(client, chair)
    form, meeting = open_form(client, put), read_meeting(put)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    hold_meeting(charter, four[:3], actor=chair)
    page = send_decision(client, put, form)
    assert "Another meeting is held now" in page.content.decode()
    assert read(put).state == "open"


def test_who_was_marked_as_gone_reads_so(put, four, chair, client, sign_in) -> None:
    session = read_meeting(put).session
    answer(put, four[1], "against")
    mark_left(session, four[1].profile, actor=chair)
    sign_in(client, four[1].profile.user)
    pages = [read_page(client, read_meeting(put))]
    pages += [client.get(reverse(name, args=[put.city.slug])).content.decode() for name in ("mine",)]
    for page in pages:
        assert "You were marked as gone. Until you are marked as back your answer does not count" in page
        assert "You are not marked as here" not in page
    assert "Your answer: against" in pages[0]
    assert "You were marked as gone" in refuse("forum.not_here", answer, put, four[1])


def test_who_is_not_marked_is_asked_for_nothing_while_nothing_is_put(charter, four, chair, client, sign_in) -> None:
    hold_meeting(charter, four[:1], actor=chair)
    sign_in(client, four[1].profile.user)
    page = client.get(reverse("mine", args=[charter.city.slug])).content.decode()
    assert "You are not marked as here. Tell the person who leads the meeting." in page
