"""What members object by themselves stands in the record as they wrote it: nobody writes it for them."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from forum.actions.seats import leave_forum
from forum.models import AgendaItem, Decision, Meeting, Statement
from forum.queries.ballots import count_ballots
from forum.queries.statements import translate_objections, write_objections
from reports.renderers.minutes import describe_minutes
from stakeholders.models import Profile
from tests.factories import StatementFactory
from tests.forum.page_forms import OpenForm
from tests.forum.support import end_now
from tests.forum.test_ballots import answer, note, put, read, read_meeting, read_page
from tests.forum.test_read_pages import open_form, send_decision
from tests.support import assert_same_queries, refused

pytestmark = pytest.mark.django_db
# The fixture of the answers' tests serves here too.
__all__ = ["put"]
ARABIC = "الضوء كثير جدًّا"


def list_lines(decision: Decision) -> list[tuple[str, str]]:
    return [(line.words, line.name) for line in decision.statements.all()]


def test_every_language_of_the_record_says_the_same(put, four, chair, client, sign_in) -> None:
    """The member writes it again after whoever leads has opened the page: nothing of before is left in any language."""
    sign_in(client, chair)
    answer(put, four[1], "abstained", words=ARABIC)
    form = open_form(client, put)
    answer(put, four[1], "abstained", words="القليل من الضوء")
    again = OpenForm(send_decision(client, put, form, review_on="").content.decode())
    assert send_decision(client, put, again).status_code == 302
    done = Decision.objects.get()
    assert done.dissent == {}
    assert list_lines(done) == [("القليل من الضوء", "")]
    put.item.charter.shows_decisions = True
    put.item.charter.save()
    for language in ("en", "he", "ar"):
        page = client.get(reverse("public_decision", args=[put.city.slug, done.pk]), {"language": language})
        assert page.content.decode().count("القليل من الضوء") == 1
        assert ARABIC not in page.content.decode()


def test_a_name_stands_beside_the_words_that_it_was_given_to(put, four, chair, client, sign_in) -> None:
    answer(put, four[1], "abstained", words="Six are too few", is_named=True)
    answer(put, four[2], "abstained", words="Too dear")
    done = note(put, chair)
    assert list_lines(done) == [("Six are too few", four[1].full_name), ("Too dear", "")]
    assert list(Statement.objects.values_list("seat", flat=True)) == [four[1].pk, None]
    page = sign_in(client, chair).get(done.get_absolute_url()).content.decode()
    assert page.index("Six are too few") < page.index(four[1].full_name) < page.index("Too dear")


def test_a_name_follows_its_person(put, four, chair, client, sign_in) -> None:
    """Whoever takes another name, or goes, stands so beside their words."""
    answer(put, four[1], "abstained", words="Six are too few", is_named=True)
    done = note(put, chair)
    Profile.objects.filter(pk=four[1].profile_id).update(display_name="Noa Levi")
    page = sign_in(client, chair).get(done.get_absolute_url()).content.decode()
    assert f"Noa Levi ({four[1].organisation})" in page


@pytest.mark.parametrize("keep_texts", [True, False])
def test_who_goes_takes_the_name_along_and_the_words_where_they_say_so(put, four, chair, keep_texts: bool) -> None:
    answer(put, four[1], "abstained", words="Six are too few", is_named=True)
    answer(put, four[2], "abstained", words="Too dear", is_named=True)
    done = note(put, chair)
    leave_forum(four[1].profile, keep_texts)
    left = [("Six are too few", "")] if keep_texts else []
    assert list_lines(done) == [*left, ("Too dear", four[2].full_name)]


def test_nobody_writes_in_anothers_name(put, four) -> None:
    """What a member writes goes into the record as it stands, so it names nobody else."""
    Profile.objects.filter(pk=four[2].profile_id).update(display_name="Noa Levi")
    for words in ("Noa Levi: close it", "Noa: close it", f"As Noa Levi ({four[2].organisation}) says, close it"):
        assert refused(lambda words=words: answer(put, four[1], "against", words=words)) == "forum.names_others"
    answer(put, four[2], "against", words="Noa Levi: I am against it")


def test_whoever_leads_leaves_words_out(put, four, chair, client, sign_in) -> None:
    sign_in(client, chair)
    answer(put, four[1], "abstained", words="Six are too few")
    answer(put, four[2], "abstained", words="My neighbour is a thief")
    page = read_page(client, read_meeting(put))
    box = f'id="left-out-{four[2].pk}-'
    key = f"{four[2].pk}-{page.partition(box)[2].partition(chr(34))[0]}"
    form = OpenForm(page, reverse("decide_item", args=[put.city.slug, put.item_id]))
    left = {"left_out": [key, "no number"]}
    asked = send_decision(client, put, form, review_on="", **left).content.decode()
    assert "checked" in asked[asked.index(box) :].partition(">")[0]
    assert "checked" not in asked[asked.index(f'id="left-out-{four[1].pk}-') :].partition(">")[0]
    assert send_decision(client, put, OpenForm(asked), **left).status_code == 302
    assert list_lines(Decision.objects.get()) == [("Six are too few", "")]


def test_what_is_left_out_is_those_words_and_no_others(put, four, chair, client, sign_in) -> None:
    """The member writes something else meanwhile: nobody has left that out."""
    sign_in(client, chair)
    answer(put, four[1], "abstained", words="My neighbour is a thief")
    line = count_ballots(put, read_meeting(put).session).words[0]
    answer(put, four[1], "abstained", words="Six are too few")
    form = open_form(client, put)
    assert send_decision(client, put, form, left_out=[line.key]).status_code == 302
    assert list_lines(Decision.objects.get()) == [("Six are too few", "")]


def test_only_whoever_leads_is_asked_what_to_leave_out(put, four, client, sign_in) -> None:
    answer(put, four[1], "abstained", words="Six are too few")
    sign_in(client, four[2].profile.user)
    assert "left-out" not in read_page(client, read_meeting(put))


def test_what_was_said_to_other_words_is_not_noted(put, four, chair) -> None:
    from forum.actions.decisions import propose_decision

    answer(put, four[1], "abstained", words="Six are too few", is_named=True)
    propose_decision(AgendaItem.objects.get(pk=put.item_id), actor=chair, words={"en": "Seven evenings"})
    assert list_lines(note(read(put), chair, words={"en": "Seven evenings"})) == []


def test_an_objection_of_a_member_is_reason_enough(put, four, chair) -> None:
    answer(put, four[1], "against", words="Six are too few")
    done = note(put, chair, method="objection", review_on=None)
    assert done.state == "rejected"
    assert write_objections(done) == "• Six are too few"


def test_praise_is_no_reason_against_it(put, four, chair) -> None:
    """What goes back to its writer has a reason that somebody gave against it."""
    answer(put, four[1], "for", words="Thank you for the work", is_named=True)
    answer(put, four[2], "against", words="Six are too few")
    done = note(put, chair, method="objection", review_on=None)
    assert write_objections(done) == "• Six are too few"
    assert [words for words, _name in list_lines(done)] == ["Thank you for the work", "Six are too few"]


def test_the_minutes_have_both(put, four, chair) -> None:
    from forum.actions.meetings import end_meeting

    answer(put, four[1], "abstained", words="Six are too few", is_named=True)
    note(put, chair, dissent={"en": "Somebody asked about the cost", "he": "נשאלה שאלה על העלות"})
    meeting = read_meeting(put)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    with override("he"):
        text = str(describe_minutes(Meeting.objects.get(pk=meeting.pk)))
    assert "נשאלה שאלה על העלות" in text
    assert "Six are too few" in text
    assert four[1].profile.display_name in text


def test_it_is_told_in_each_language(put) -> None:
    decision = StatementFactory(words=ARABIC, seat=None).decision
    decision.dissent = {"en": "Too dear", "he": "יקר מדי"}
    said = translate_objections(decision)
    assert said == {"en": f"Too dear\n• {ARABIC}", "he": f"יקר מדי\n• {ARABIC}", "ar": said["ar"]}
    assert said["ar"].endswith(ARABIC)


@pytest.mark.parametrize("place", ["decision", "item", "decide"])
def test_a_page_reads_all_of_them_at_once(put, four, chair, client, sign_in, place: str) -> None:
    done = note(put, chair)
    sign_in(client, chair)
    decide_way = reverse("decide_item", args=[put.city.slug, done.item_id])
    ways = {"decision": done.get_absolute_url(), "item": done.item.get_absolute_url(), "decide": decide_way}

    def more(count: int) -> None:
        for _ in range(count):
            StatementFactory(decision=done, seat=four[1])

    assert_same_queries(lambda: client.get(ways[place]), more)
