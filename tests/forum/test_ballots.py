"""A member answers on their own phone what is before the meeting; whoever notes it sees the figures, and notes what counts."""

import json
from typing import Any

import pytest
from django.urls import reverse

from consents.actions.erasure import leave_city
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from forum.actions.agenda import drop_item, postpone_item
from forum.actions.ballots import give_answer
from forum.actions.decisions import open_decision, propose_decision
from forum.actions.meetings import end_meeting
from forum.actions.reading import ReadPage
from forum.models import AgendaItem, Ballot, Charter, Decision, Meeting, Seat
from forum.queries.ballots import count_ballots, find_version
from meetings.actions.departures import mark_left, mark_returned
from stakeholders.models import Profile
from tests.factories import MembershipFactory, in_days
from tests.forum.support import decide, end_now, hold_meeting, seat_person, write_item

pytestmark = pytest.mark.django_db
WORDS = {"en": "We open it on two evenings"}


@pytest.fixture
def put(charter: Charter, four: list[Seat], chair: Any) -> Decision:
    """What is before a meeting at which three of the four seats are present."""
    item = write_item(charter)
    propose_decision(item, actor=chair, words=WORDS)
    hold_meeting(charter, four[:3], actor=chair)
    open_decision(item, actor=chair)
    return read(Decision.objects.get())


def read(decision: Decision) -> Decision:
    found: Decision = Decision.objects.with_words().select_related("meeting__session").get(pk=decision.pk)
    return found


def answer(decision: Decision, seat: Seat, said: str = "for", **more: Any) -> Ballot:
    decision = read(decision)
    return give_answer(decision, actor=seat.profile.user, answer=said, **{"seen": find_version(decision), **more})


def read_meeting(decision: Decision) -> Meeting:
    found: Meeting = Meeting.objects.select_related("charter__city", "city", "session__group").get(
        pk=decision.meeting_id
    )
    return found


def note(decision: Decision, chair: Any, **more: Any) -> Decision:
    item = AgendaItem.objects.select_related("charter").get(pk=decision.item_id)
    key = count_ballots(decision, read_meeting(decision).session).key
    return decide(item, actor=chair, **{"words": WORDS, "read": ReadPage(answered=key), **more})


def refuse(code: str, act: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(DomainError) as refused:
        act(*args, **more)
    assert refused.value.code == code
    return str(refused.value)


def test_an_answer_is_one_and_can_be_changed(put: Decision, four: list[Seat]) -> None:
    for said in ("for", "for", "against"):
        answer(put, four[1], said)
    assert list(Ballot.objects.values_list("seat", "answer")) == [(four[1].pk, "against")]
    assert AuditEntry.objects.filter(verb="forum.answered").count() == 1


def test_words_stay_while_the_answer_changes(put: Decision, four: list[Seat]) -> None:
    answer(put, four[1], "against", words="It costs too much", is_named=True)
    answer(put, four[1], "abstained")
    ballot = Ballot.objects.get()
    assert (ballot.answer, ballot.words, ballot.is_named) == ("abstained", "It costs too much", True)
    answer(put, four[1], "for", words="", is_named=True)
    ballot.refresh_from_db()
    assert (ballot.words, ballot.is_named) == ("", False)


def test_the_history_names_nobody_who_answered(put: Decision, four: list[Seat], director: Any, client, sign_in) -> None:
    person = four[1].profile
    answer(put, four[1])
    sign_in(client, director)
    address = f"{reverse('history', args=[put.city.slug])}?thing=forum.decision&row={put.pk}"
    page = client.get(address).content.decode()
    assert "A proposal of the forum was answered" in page
    assert str(person.display_name) not in page


def test_who_is_not_here_answers_nothing(put: Decision, four: list[Seat], chair: Any) -> None:
    refuse("forum.not_here", answer, put, four[3])
    answer(put, four[2])
    meeting = read_meeting(put)
    mark_left(meeting.session, four[2].profile, actor=chair)
    refuse("forum.not_here", answer, put, four[2], "against")
    assert count_ballots(put, meeting.session).answered == 0
    mark_returned(meeting.session, four[2].profile, actor=chair)
    assert count_ballots(put, meeting.session).votes_for == 1


def test_a_seat_given_in_the_middle_answers_from_the_next_meeting_on(put: Decision, charter: Charter, chair) -> None:
    from meetings.actions.attendance import mark_attendance

    late = seat_person(charter, 4)
    mark_attendance(read_meeting(put).session, late.profile, actor=chair, status="present")
    refuse("forum.not_here", answer, put, late)


def test_an_answer_that_is_none_is_refused(put: Decision, four: list[Seat]) -> None:
    for said in ("", "yes", "for" * 9):
        refuse("forum.no_such_answer", answer, put, four[1], said)


def test_an_answer_is_to_the_words_that_were_read(put: Decision, four: list[Seat], chair: Any) -> None:
    version = find_version(put)
    answer(put, four[1])
    propose_decision(put.item, actor=chair, words={"en": "We open it every evening"})
    assert count_ballots(read(put), read_meeting(put).session).answered == 0
    refuse("forum.proposal_changed", answer, put, four[1], seen=version)
    answer(put, four[1])
    assert count_ballots(read(put), read_meeting(put).session).answered == 1
    assert "noted already" not in refuse("forum.reworded", note, put, chair)


def test_words_about_other_words_go_with_the_next_tap_and_stay_in_the_form(
    put: Decision, four: list[Seat], chair: Any, client: Any, sign_in: Any
) -> None:
    answer(put, four[1], "against", words="Six are too few", is_named=True)
    propose_decision(put.item, actor=chair, words={"en": "We open it every evening"})
    sign_in(client, four[1].profile.user)
    page = read_page(client, read_meeting(put))
    assert "What you answered before counts no more" in page
    assert 'aria-pressed="true"' not in page
    asked = client.get(reverse("answer_in_words", args=[put.city.slug, put.pk]))
    assert "What you answered before counts no more" in asked.content.decode()
    form = asked.context["form"]
    assert (form["answer"].value(), form["words"].value()) == (None, "Six are too few")
    assert not form["is_named"].value()
    answer(put, four[1], "for")
    ballot = Ballot.objects.get()
    assert (ballot.answer, ballot.words, ballot.is_named) == ("for", "", False)
    assert "What you answered before counts no more" not in read_page(client, read_meeting(put))


def test_who_words_it_anew_hears_first_how_many_answers_fall(
    put: Decision, four: list[Seat], chair: Any, client: Any, sign_in: Any
) -> None:
    sign_in(client, chair)
    way = reverse("propose_decision", args=[put.city.slug, put.item_id])
    sent = {"words_en": "We open it every evening", "seen": json.dumps(WORDS)}
    answer(put, four[1])
    asked = client.post(way, sent)
    assert asked.status_code == 409
    assert "1 person has answered these words already." in asked.content.decode()
    assert read(put).words == WORDS
    first = asked.context["form"]["answered"].value()
    answer(put, four[2])
    more = client.post(way, {**sent, "sure": "on", "answered": first})
    assert more.status_code == 409
    assert "2 people have answered these words already." in more.content.decode()
    assert not more.context["form"]["sure"].value()
    now = more.context["form"]["answered"].value()
    assert client.post(way, {**sent, "sure": "on", "answered": now}).status_code == 302
    assert read(put).words == {"en": "We open it every evening"}


def test_only_what_is_put_to_the_meeting_is_answered(charter: Charter, four: list[Seat], chair: Any) -> None:
    item = write_item(charter)
    decision = propose_decision(item, actor=chair, words=WORDS)
    hold_meeting(charter, four, actor=chair)
    refuse("forum.no_question", answer, decision, four[1])


def test_the_noted_figures_count_and_the_answers_go(put: Decision, four: list[Seat], chair: Any) -> None:
    answer(put, four[0])
    answer(put, four[1], "against", words="It costs too much")
    done = note(put, chair, method="vote", votes_for=2, votes_against=1, abstained=0)
    assert (done.votes_for, done.votes_against, done.abstained) == (2, 1, 0)
    assert not Ballot.objects.exists()
    text = refuse("forum.no_question", answer, put, four[2])
    assert "noted already" in text


def test_answers_that_came_meanwhile_are_not_noted_over(put: Decision, four: list[Seat], chair: Any) -> None:
    answer(put, four[0])
    before = count_ballots(put, read_meeting(put).session).key
    answer(put, four[1], "against")
    text = refuse("forum.answers_changed", note, put, chair, read=ReadPage(answered=before))
    assert "Now it is 1 for, 1 against, 0 abstained." in text
    assert Ballot.objects.count() == 2


def test_with_somebody_against_it_is_no_consent(put: Decision, four: list[Seat], chair: Any) -> None:
    answer(put, four[1], "against")
    refuse("forum.no_consent", note, put, chair, votes_against=1)
    assert note(put, chair, votes_against=0).method == "consent"


@pytest.mark.parametrize("way", ["postpone", "drop", "end", "leave"])
def test_no_answer_outlives_what_it_was_about(put: Decision, four: list[Seat], chair: Any, way: str) -> None:
    answer(put, four[1])
    if way == "postpone":
        postpone_item(put.item, actor=chair)
    elif way == "drop":
        drop_item(put.item, actor=chair, reason="It was done already.")
    elif way == "end":
        meeting = read_meeting(put)
        end_now(meeting)
        end_meeting(meeting, actor=chair)
    else:
        leave_city(four[1].profile, actor=four[1].profile.user, keep_texts=True)
    assert not Ballot.objects.exists()
    if way != "leave":
        refuse("forum.no_question", answer, put, four[1])


def test_what_one_meeting_left_open_is_put_to_the_next(put: Decision, charter: Charter, four: Any, chair: Any) -> None:
    meeting = read_meeting(put)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    following = hold_meeting(charter, four, actor=chair)
    refuse("forum.no_question", answer, put, four[1])
    open_decision(put.item, actor=chair)
    answer(put, four[1])
    assert read(put).meeting == following
    with pytest.raises(DomainError):
        open_decision(put.item, actor=chair)


def read_page(client: Any, meeting: Meeting) -> str:
    return " ".join(client.get(meeting.get_absolute_url()).content.decode().split())


def test_a_member_answers_on_the_page_of_the_meeting(put: Decision, four: list[Seat], client: Any, sign_in) -> None:
    sign_in(client, four[1].profile.user)
    meeting = read_meeting(put)
    page = read_page(client, meeting)
    assert "Before the meeting now" in page
    assert page.partition('id="question"')[2].partition("</section>")[0].count(WORDS["en"]) == 1
    seen = find_version(put)
    way = reverse("answer_question", args=[put.city.slug, put.pk])
    said = client.post(way, {"answer": "against", "seen": seen, "next": meeting.get_absolute_url()}, follow=True)
    assert "Your answer is in." in said.content.decode()
    assert 'value="against" aria-pressed="true"' in read_page(client, meeting)
    assert "1 person has answered." in read_page(client, meeting)
    words = reverse("answer_in_words", args=[put.city.slug, put.pk])
    assert client.get(words).context["form"]["answer"].value() == "against"
    client.post(words, {"answer": "against", "words": "It costs too much", "is_named": "on", "seen": seen})
    assert Ballot.objects.get().is_named
    assert "It costs too much" in read_page(client, meeting)
    assert "Answered by themselves" not in read_page(client, meeting)


def test_the_chair_finds_the_answers_in_the_form(put: Decision, four: list[Seat], chair, client, sign_in) -> None:
    answer(put, four[0])
    answer(put, four[1], "against", words="It costs too much", is_named=True)
    answer(put, four[2], "for", words="Only until May")
    sign_in(client, chair)
    meeting = read_meeting(put)
    assert "Answered by themselves: 2 for, 1 against, 0 abstained." in read_page(client, meeting)
    form = client.get(reverse("decide_item", args=[put.city.slug, put.item_id])).context["form"]
    assert [form[name].value() for name in ("votes_for", "votes_against", "abstained")] == [2, 1, 0]
    assert not form["dissent"].value()
    said = [(line.words, line.name) for line in form.tally.words]
    assert said == [("It costs too much", four[1].full_name), ("Only until May", "")]


def test_the_chair_notes_what_was_read_or_is_asked_again(put, four, chair, client, sign_in) -> None:
    sign_in(client, chair)
    answer(put, four[0])
    way = reverse("decide_item", args=[put.city.slug, put.item_id])
    shown = client.get(way).context["form"]["answered"].value()
    answer(put, four[1], "against")
    said = {"words_en": WORDS["en"], "method": "vote", "votes_for": "2", "votes_against": "0", "abstained": "0"}
    sent = {**said, "review_on": str(in_days(200)), "as_advice": "on"}
    again = client.post(way, {**sent, "answered": shown})
    assert again.status_code == 409
    assert "Now it is 1 for, 1 against, 0 abstained." in again.content.decode()
    assert again.context["form"]["votes_for"].value() == "2"
    assert client.post(way, {**sent, "answered": again.context["form"]["answered"].value()}).status_code == 302
    assert Decision.objects.get().votes_for == 2


def test_what_two_people_said_stands_on_two_lines(put, four, chair, client, sign_in) -> None:
    sign_in(client, chair)
    assert "Go to the meeting" in client.get(reverse("forum", args=[put.city.slug])).content.decode()
    done = note(put, chair, dissent={"en": "Six are too few\nToo <b>dear</b>"})
    page = client.get(done.get_absolute_url()).content.decode()
    assert "Six are too few<br>Too &lt;b&gt;dear&lt;/b&gt;" in page


def test_a_name_that_was_taken_back_is_not_noted(put, four, chair, client, sign_in) -> None:
    """Neither after the question about changed answers, nor where something else was missing in the same form."""
    sign_in(client, chair)
    answer(put, four[1], "against", words="Six are too few", is_named=True)
    way = reverse("decide_item", args=[put.city.slug, put.item_id])
    form = client.get(way).context["form"]
    hidden = {"answered": form["answered"].value(), "filled_in": form["filled_in"].value()}
    answer(put, four[1], "against", words="Six are too few")
    said = {"words_en": WORDS["en"], "method": "vote", "votes_for": "2", "votes_against": "1", "abstained": "0"}
    sent = {**said, **hidden, "as_advice": "on"}
    again = client.post(way, {**sent, "review_on": ""})
    assert "Answers changed while you were writing." in again.content.decode()
    form = again.context["form"]
    now = {"answered": form["answered"].value(), "filled_in": form["filled_in"].value()}
    assert client.post(way, {**sent, **now, "review_on": str(in_days(200))}).status_code == 302
    (line,) = Decision.objects.get().statements.all()
    assert (line.words, line.name, line.seat) == ("Six are too few", "", None)


def test_what_was_written_by_hand_does_not_follow_the_answers(put, four, chair, client, sign_in) -> None:
    sign_in(client, chair)
    answer(put, four[1], "against", words="Six are too few")
    way = reverse("decide_item", args=[put.city.slug, put.item_id])
    form = client.get(way).context["form"]
    hidden = {"answered": form["answered"].value(), "filled_in": form["filled_in"].value()}
    answer(put, four[2], "against", words="Too dear")
    said = {"words_en": WORDS["en"], "method": "vote", "votes_for": "2", "votes_against": "1", "abstained": "0"}
    again = client.post(
        way, {**said, **hidden, "dissent_en": "One wants more evenings", "review_on": str(in_days(200))}
    )
    assert again.context["form"].data["dissent_en"] == "One wants more evenings"
    assert again.context["form"].data["votes_against"] == "2"


def test_a_name_that_was_taken_back_is_not_noted_in_words_of_the_chair(put, four, chair, client, sign_in) -> None:
    """In a box in which the chair wrote nothing follows the answers: the page shows what they say now, and asks to mend it."""
    sign_in(client, chair)
    answer(put, four[1], "against", words="Six are too few", is_named=True)
    way = reverse("decide_item", args=[put.city.slug, put.item_id])
    answer(put, four[1], "against", words="Seven would do")
    name, form = four[1].profile.display_name, client.get(way).context["form"]
    hidden = {"answered": form["answered"].value(), "filled_in": form["filled_in"].value()}
    said = {"words_en": WORDS["en"], "method": "vote", "votes_for": "2", "votes_against": "1", "abstained": "0"}
    sent = {**said, **hidden, "as_advice": "on", "review_on": str(in_days(200))}
    page = client.post(way, {**sent, "dissent_en": f"{name}: Six are too few\nAnd one more"})
    text = page.content.decode()
    assert (page.status_code, Decision.objects.get().state) == (409, "open")
    assert "Take out:" in text
    assert "Seven would do" in text
    assert client.post(way, {**sent, "dissent_en": "Seven would do\nAnd one more"}).status_code == 302


def test_words_that_were_changed_meanwhile_are_read_before_they_are_noted(put, four, chair, client, sign_in) -> None:
    """Also where nobody has answered the new ones; the box that nobody wrote in holds them."""
    sign_in(client, chair)
    way = reverse("decide_item", args=[put.city.slug, put.item_id])
    form = client.get(way).context["form"]
    hidden = {"answered": form["answered"].value(), "filled_in": form["filled_in"].value()}
    old = {f"words_{code}": text for code, text in read(put).words.items()}
    item = AgendaItem.objects.get(pk=put.item_id)
    propose_decision(item, actor=chair, words={**WORDS, "en": "Seven evenings"})
    sent = {**old, **hidden, "method": "consent", "as_advice": "on", "review_on": str(in_days(200))}
    page = client.post(way, sent)
    assert "The proposal has other words now." in page.content.decode()
    form = page.context["form"]
    assert form.data["words_en"] == "Seven evenings"
    now = {"answered": form["answered"].value(), "filled_in": form["filled_in"].value(), "words_en": "Seven evenings"}
    assert client.post(way, {**sent, **now}).status_code == 302
    assert Decision.objects.get().words["en"] == "Seven evenings"


def test_a_name_stands_beside_its_owners_words_and_no_others(put: Decision, four: list[Seat], chair: Any) -> None:
    """Whoever notes it writes no line for somebody who wrote one."""
    answer(put, four[1], "against", words="Six are too few", is_named=True)
    answer(put, four[2], "for")
    votes = {"method": "vote", "votes_for": 2, "votes_against": 1}
    line = {"en": f"{four[1].profile.display_name}: Close the library for ever"}
    assert refuse("forum.name_not_given", note, put, chair, dissent=line, **votes)
    (said,) = note(put, chair, **votes).statements.all()
    assert (said.words, said.name) == ("Six are too few", four[1].full_name)


def test_of_two_of_one_name_the_one_who_gave_it_is_noted(put: Decision, four: list[Seat], chair: Any) -> None:
    Profile.objects.filter(pk__in=[four[1].profile_id, four[2].profile_id]).update(display_name="Noa")
    answer(put, four[1], "against", words="Six are too few", is_named=True)
    answer(put, four[2], "for")
    votes = {"method": "vote", "votes_for": 2, "votes_against": 1}
    bare = {"en": "Noa: Six are too few"}
    assert refuse("forum.name_not_given", note, put, chair, dissent=bare, **votes)
    (line,) = note(put, chair, **votes).statements.all()
    assert (line.words, line.name) == ("Six are too few", f"Noa ({four[1].organisation})")


def test_an_objection_typed_too_late_is_not_lost(put: Decision, four: list[Seat], chair, client, sign_in) -> None:
    sign_in(client, four[1].profile.user)
    note(put, chair)
    way = reverse("answer_in_words", args=[put.city.slug, put.pk])
    late = client.post(way, {"answer": "against", "words": "It costs too much", "seen": find_version(put)})
    page = late.content.decode()
    assert late.status_code == 409
    assert "noted already" in page
    assert "It costs too much" in page
    button = client.post(reverse("answer_question", args=[put.city.slug, put.pk]), {"answer": "for"}, follow=True)
    assert "noted already" in button.content.decode()


def test_the_part_is_sent_only_where_it_changed(put: Decision, four: list[Seat], client: Any, sign_in) -> None:
    sign_in(client, four[1].profile.user)
    way = reverse("meeting_question", args=[put.city.slug, put.meeting_id])
    first = client.get(way)
    same = f"{way}?shown={first.context['stamp']}"
    assert client.get(same).status_code == 204
    answer(put, four[2])
    assert client.get(same).status_code == 200


def test_who_cannot_answer_reads_why(put: Decision, charter: Charter, four, client, sign_in, director) -> None:
    meeting = read_meeting(put)
    for person, sentence in (
        (four[3].profile.user, "You are not marked as here."),
        (director, "Before the meeting now"),
    ):
        sign_in(client, person)
        page = read_page(client, meeting)
        assert sentence in page
        assert reverse("answer_question", args=[put.city.slug, put.pk]) not in page
    stranger = MembershipFactory(city=charter.city).user
    sign_in(client, stranger)
    assert client.post(reverse("answer_question", args=[put.city.slug, put.pk]), {"answer": "for"}).status_code == 403


def test_a_seat_that_gives_advice_has_no_vote(charter: Charter, four: list[Seat], chair, client, sign_in) -> None:
    young = seat_person(charter, 3, role="youth", organisation=None)
    item = write_item(charter)
    propose_decision(item, actor=chair, words=WORDS)
    meeting = hold_meeting(charter, [*four, young], actor=chair)
    decision = open_decision(item, actor=chair)
    sign_in(client, young.profile.user)
    assert "Your seat gives advice and has no vote." in read_page(client, meeting)
    way = reverse("answer_question", args=[charter.city.slug, decision.pk])
    assert client.post(way, {"answer": "for", "seen": find_version(decision)}).status_code == 403


def test_a_member_finds_the_meeting_on_their_own_page(put: Decision, four: list[Seat], client, sign_in) -> None:
    sign_in(client, four[1].profile.user)
    page = client.get(reverse("mine", args=[put.city.slug])).content.decode()
    assert "The forum meets now." in page
    assert put.meeting.get_absolute_url() in page


def test_the_page_asks_the_same_number_of_questions_for_any_number(
    put, charter, four, chair, client, sign_in, django_assert_max_num_queries
) -> None:
    sign_in(client, four[1].profile.user)
    for seat in four[:3]:
        answer(put, seat)
    way = reverse("meeting_question", args=[put.city.slug, put.meeting_id])
    client.get(way)
    with django_assert_max_num_queries(20):
        client.get(way)
