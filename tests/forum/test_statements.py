"""What members object by themselves stands in the record as they wrote it: nobody writes it for them."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.mail_kinds import isolate_text
from educities.activity.texts.mails import render_mail
from forum.actions.decisions import open_decision, propose_decision
from forum.actions.reading import ReadPage
from forum.actions.seats import leave_forum
from forum.models import AgendaItem, Decision, Meeting, Statement
from forum.queries.ballots import count_ballots
from forum.queries.statements import list_statements, write_beside
from forum.queries.year_reviews import list_refusals
from programs.models import YearReview
from reports.renderers.minutes import describe_minutes
from stakeholders.models import Profile
from tests.factories import StatementFactory
from tests.forum.page_forms import OpenForm
from tests.forum.support import end_now, hold_meeting
from tests.forum.test_ballots import WORDS, answer, note, put, read, read_meeting, read_page
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
    assert "Say in a sentence why these words are left out." in asked
    again = send_decision(client, put, OpenForm(asked), **left)
    assert (again.status_code, 'name="left_out_because"' in again.content.decode()) == (422, True)
    form = OpenForm(again.content.decode())
    assert send_decision(client, put, form, **left, left_out_because="It speaks of a neighbour").status_code == 302
    assert list_lines(Decision.objects.get()) == [("Six are too few", "")]


def test_who_wrote_what_was_left_out_reads_why_and_nobody_else_does(put, four, chair, client, sign_in) -> None:
    """Everyone else reads that a line is missing, neither whose nor why; who leads is asked for the reason."""
    answer(put, four[1], "abstained", words="Six are too few")
    answer(put, four[2], "against", words="My neighbour is a thief")
    tally = count_ballots(put, read_meeting(put).session)
    left_out = [line.key for line in tally.words if line.seat == four[2].pk]
    opened = ReadPage(answered=tally.key, left_out=left_out, because="\u200f ")
    assert refused(lambda: note(put, chair, read=opened)) == "forum.no_reason_left_out"
    done = note(put, chair, read=opened._replace(because="It speaks of a neighbour"))
    told = Notice.objects.get(verb="forum.words_left_out")
    assert (told.user, told.data["reason"]) == (four[2].profile.user, "It speaks of a neighbour")
    mail = render_mail(Message.objects.get(kind="forum.words_left_out"))
    assert "It speaks of a neighbour" in mail.text
    assert "neighbour" not in mail.subject
    entry = AuditEntry.objects.get(verb="forum.words_left_out")
    assert (entry.reason, entry.data) == ("", {})
    for reader in (chair, four[1].profile.user):
        page = sign_in(client, reader).get(done.get_absolute_url()).content.decode()
        assert "1 line of a member was left out by the person who noted this." in page
        assert "neighbour" not in page
    assert (done.left_out, [words for words, _name in list_lines(done)]) == (1, ["Six are too few"])


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
    answer(put, four[1], "abstained", words="Six are too few", is_named=True)
    propose_decision(AgendaItem.objects.get(pk=put.item_id), actor=chair, words={"en": "Seven evenings"})
    assert list_lines(note(read(put), chair, words={"en": "Seven evenings"})) == []


@pytest.mark.parametrize("answers", [("for", "against"), ("against", "for"), ("abstained", "abstained")])
def test_nothing_that_is_kept_or_sent_tells_who_answered_what(
    put, four, chair, facilitator, answers, client, sign_in
) -> None:
    """Whoever lays the mail beside the page learns nothing: the same lines, in the same order, under the same heading."""
    AgendaItem.objects.update(sent_by=Profile.objects.get(user=facilitator), is_sent_up=True)
    answer(put, four[1], answers[0], words="Thank you for the work", is_named=True)
    answer(put, four[2], answers[1], words="Six are too few")
    done = note(put, chair, method="objection", review_on=None, dissent={"en": "Too dear"})
    lines = [f"{isolate_text(four[1].full_name)}: Thank you for the work", "Six are too few"]
    assert list_statements(done.statements.all()) == [f"• {line}" for line in lines]
    assert write_beside(done) == "\n".join(["Too dear", "In members’ own words:", *(f"• {line}" for line in lines)])
    mail = render_mail(Message.objects.get(kind="forum.not_carried", user=facilitator)).text
    told = f"Objection or dissent:\n  Too dear\n\nIn members’ own words:\n  • {four[1].full_name}: Thank you for the work\n"
    assert f"{told}  • Six are too few\n" in mail
    assert set(Notice.objects.get(user=facilitator).data) == {"title", "about", "words", "is_advice"}
    assert not Statement.objects.filter(is_against=True).exists()
    page = sign_in(client, chair).get(done.get_absolute_url()).content.decode()
    assert page.index("Too dear") < page.index("In members’ own words") < page.index("Thank you for the work")
    assert page.index("Thank you for the work") < page.index("Six are too few")


@pytest.mark.parametrize("said", ["for", "against"])
def test_what_goes_back_has_a_reason_whatever_members_answered(charter, four, chair, director, said: str) -> None:
    """Whether their words are one would tell what they answered: whoever notes it writes why."""
    year, at = charter.body.program.years.first(), timezone.now()
    review = YearReview.objects.create(year=year, state="submitted", submitted_by=director, submitted_at=at)
    meeting = hold_meeting(charter, four, actor=chair)
    item = meeting.items.get(record_kind="year_review")
    propose_decision(item, actor=chair, words=WORDS)
    open_decision(item, actor=chair)
    put = read(Decision.objects.get(item=item))
    answer(put, four[1], said, words="Two figures are missing")
    assert refused(lambda: note(put, chair, method="objection", review_on=None)) == "forum.no_reason"
    note(put, chair, method="objection", review_on=None, dissent={"en": "It is too early"})
    review.refresh_from_db()
    (refusal,) = list_refusals(review)
    assert refusal.reason == "It is too early\nIn members’ own words:\n• Two figures are missing"
    assert refusal.reason in Notice.objects.get(user=director, verb="programs.review_returned").data["reason"]


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


@pytest.mark.parametrize(
    ("language", "dissent", "heading"),
    [("en", "Too dear", "In members’ own words"), ("he", "יקר מדי", "במילים של החברים והחברות")],
)
def test_it_is_told_in_each_language(put, language: str, dissent: str, heading: str) -> None:
    decision = StatementFactory(words=ARABIC, seat=None).decision
    decision.dissent = {"en": "Too dear", "he": "יקר מדי"}
    with override(language):
        assert write_beside(decision) == f"{dissent}\n{heading}:\n• {ARABIC}"


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
