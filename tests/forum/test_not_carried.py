"""What the forum did not carry: noted with who was there, without effect, answered, and free to come again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import Event, Message, Notice
from educities.activity.texts.mails import render_mail
from forum.actions import agenda, decisions, renewals
from forum.actions.meetings import end_meeting
from forum.models import AgendaItem, Decision
from forum.queries.review_lines import list_forum_lines
from forum.queries.search import find_by_words
from forum.values import AGENDA
from labs.queries.gates import find_result
from programs.models import YearReview
from reports.renderers.minutes import describe_minutes
from tests.factories import CohortFactory, DecisionFactory, in_days
from tests.forum.page_forms import OpenForm, post_form
from tests.forum.support import decide, end_now, hold_meeting, make_charter, seat_four, write_item
from tests.labs.ways import written_model
from tests.support import refused, verbs_of

pytestmark = pytest.mark.django_db
LOST = {"method": "vote", "votes_for": 1, "votes_against": 2, "abstained": 1, "not_carried": True}
OBJECTED = {"method": "objection", "dissent": {"en": "It is too dear"}}


class TestNoting:
    def test_a_lost_vote_is_noted_once_somebody_said_that_it_is_one(self, charter: Any, four: Any, chair: Any) -> None:
        item = write_item(charter)
        hold_meeting(charter, four, actor=chair)
        assert refused(lambda: decide(item, actor=chair, **{**LOST, "not_carried": False})) == "forum.not_carried"
        row = decide(item, actor=chair, **LOST)
        item.refresh_from_db()
        assert (row.state, row.is_advice, row.sectors, row.review_on) == ("rejected", False, "1234", None)
        assert (row.votes_for, row.votes_against, row.abstained, row.present) == (1, 2, 1, 4)
        assert (item.state, row.decided_on) == ("decided", charter.city.today())
        assert row.concluded_at
        assert verbs_of(row)[-1] == "forum.not_carried"

    def test_so_is_an_objection_that_stands(self, charter: Any, four: Any, chair: Any) -> None:
        hold_meeting(charter, four[:2], actor=chair)
        row = decide(write_item(charter), actor=chair, **OBJECTED)
        assert (row.state, row.is_advice, row.votes_for, row.missing_sectors) == ("rejected", True, None, [3, 4])

    def test_what_was_not_carried_is_no_advice_on_any_page(
        self, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
    ) -> None:
        meeting = hold_meeting(charter, four[:2], actor=chair)
        row = decide(write_item(charter), actor=chair, **OBJECTED)
        sign_in(client, chair)
        for address in (row.get_absolute_url(), row.item.get_absolute_url(), meeting.get_absolute_url()):
            page = client.get(address).content.decode()
            assert "not carried" in page
            assert '<span class="tag">advice</span>' not in page.partition('id="agenda"')[2]
            assert '<span class="tag">advice</span>' not in page.partition('id="said"')[2]

    def test_nothing_can_come_of_it(self, charter: Any, four: Any, chair: Any) -> None:
        item = write_item(charter)
        hold_meeting(charter, four, actor=chair)
        acts = {"acts_profile": four[1].profile, "act_by": in_days(30)}
        assert refused(lambda: decide(item, actor=chair, **OBJECTED, **acts)) == "forum.nobody_acts"
        nobody = {"method": "vote", "votes_for": 0, "votes_against": 0, "abstained": 0, "not_carried": True}
        assert refused(lambda: decide(item, actor=chair, **nobody)) == "forum.no_votes"
        assert refused(lambda: decide(item, actor=chair, not_carried=True)) == "forum.not_carried"

    def test_the_database_keeps_it_so(self, charter: Any, four: Any, chair: Any) -> None:
        hold_meeting(charter, four, actor=chair)
        row = decide(write_item(charter), actor=chair, **LOST)
        with pytest.raises(IntegrityError, match="forum_decision_stays"), transaction.atomic():
            Decision.objects.filter(pk=row.pk).update(votes_for=4)
        said = {"state": "rejected", "method": "objection", "review_on": None, "concluded_at": timezone.now()}
        for change, name in (
            ({"review_on": in_days(90)}, "rejected"),
            ({"takes_effect": True}, "rejected"),
            ({"concluded_at": None}, "rejected"),
            ({"present": None}, "advice"),
            ({"method": "consent"}, "votes"),
            ({"method": "vote", "votes_for": 3, "votes_against": 1, "abstained": 0}, "votes"),
            ({"state": "decided", "review_on": in_days(90)}, "votes"),
        ):
            with pytest.raises(IntegrityError, match=f"forum_decision_{name}"), transaction.atomic():
                DecisionFactory(**{**said, **change})


class TestAnswer:
    def test_who_sent_it_up_reads_so_and_can_send_it_again(
        self, charter: Any, four: Any, chair: Any, facilitator: Any
    ) -> None:
        item = agenda.send_up(AGENDA["cohort"], CohortFactory(), actor=facilitator, words={"en": "Who pays?"})
        hold_meeting(charter, four, actor=chair)
        row = decide(item, actor=chair, **OBJECTED, words={"en": "The city pays"})
        text = render_mail(Message.objects.get(kind="forum.not_carried", user=facilitator)).text
        assert "The city pays" in text
        assert "It is too dear" in text
        assert Event.objects.filter(name="forum.not_carried", target_id=str(row.pk)).exists()
        made = renewals.renew_item(item, actor=chair)
        assert renewals.renew_item(item, actor=chair) == made
        assert (made.words, made.sent_by, made.record_id) == (item.words, item.sent_by, item.record_id)
        assert (made.decision.state, made.decision.words) == ("proposed", {"en": "The city pays"})
        assert Notice.objects.filter(user=facilitator, verb="forum.item_restored").count() == 1
        row.refresh_from_db()
        assert row.state == "rejected"

    def test_what_was_carried_does_not_come_again_by_that_button(self, charter: Any, four: Any, chair: Any) -> None:
        item = write_item(charter)
        hold_meeting(charter, four, actor=chair)
        decide(item, actor=chair)
        item.refresh_from_db()
        assert refused(lambda: renewals.renew_item(item, actor=chair)) == "forum.item_stays_off"


class TestRecords:
    def test_a_decision_to_be_reviewed_still_waits(self, charter: Any, four: Any, chair: Any) -> None:
        meeting = hold_meeting(charter, four, actor=chair)
        old = decide(write_item(charter), actor=chair)
        decisions.call_reviews(old.review_on)
        agenda.build_agenda(charter)
        item = AgendaItem.objects.get(record_kind="decision", record_id=old.pk)
        assert refused(lambda: decide(item, actor=chair, **LOST, earlier="reversed")) == "forum.review_waits"
        assert refused(lambda: decide(item, actor=chair, earlier="waits")) == "forum.no_review"
        decide(item, actor=chair, **LOST, earlier="waits")
        old.refresh_from_db()
        assert old.state == "review_due"
        assert agenda.build_agenda(charter) == 1
        again = AgendaItem.objects.waiting().get(record_kind="decision", record_id=old.pk, meeting=meeting)
        decide(again, actor=chair, earlier="stays")
        old.refresh_from_db()
        assert (old.state, agenda.build_agenda(charter)) == ("reviewed", 0)
        item.refresh_from_db()
        assert refused(lambda: renewals.renew_item(item, actor=chair)) == "forum.item_stays_off"

    def test_the_review_of_a_year_goes_back_with_the_reason(
        self, charter: Any, four: Any, chair: Any, director: Any
    ) -> None:
        year = charter.body.program.years.first()
        review = YearReview.objects.create(
            year=year, state="submitted", submitted_by=director, submitted_at=timezone.now()
        )
        meeting = hold_meeting(charter, four, actor=chair)
        item = meeting.items.get(record_kind="year_review")
        assert refused(lambda: decide(item, actor=chair, **LOST)) == "forum.no_reason"
        assert refused(lambda: decide(item, actor=chair, **OBJECTED, shown="another")) == "forum.no_effect"
        decide(item, actor=chair, takes_effect=True, **OBJECTED, shown=AGENDA["year_review"].name_version(review))
        review.refresh_from_db()
        assert review.state == "draft"
        told = Notice.objects.get(user=director, verb="programs.review_returned")
        assert "The forum did not carry it: It is too dear" in str(told.data)
        assert agenda.build_agenda(charter) == 0
        review.move("submitted", submitted_by=director, submitted_at=timezone.now())
        assert agenda.build_agenda(charter) == 1

    def test_a_record_that_changed_is_asked_about_once(
        self, charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any
    ) -> None:
        """The page that comes back is of the record as it is now."""
        year = charter.body.program.years.first()
        at = timezone.now()
        review = YearReview.objects.create(year=year, state="submitted", submitted_by=director, submitted_at=at)
        meeting = hold_meeting(charter, four, actor=chair)
        item = meeting.items.get(record_kind="year_review")
        sign_in(client, chair)
        way = reverse("decide_item", args=[charter.city.slug, item.pk])
        form = OpenForm(client.get(way).content.decode())
        review.submitted_at = at + timedelta(minutes=1)
        review.save()
        said = {"method": "objection", "words_en": "It is confirmed", "dissent_en": "It is too dear"}
        asked = post_form(client, way, form, **said)
        assert "was changed and submitted again" in asked.content.decode()
        assert post_form(client, way, OpenForm(asked.content.decode()), **said).status_code == 302

    def test_without_a_quorum_it_stays_with_the_forum(self, charter: Any, four: Any, chair: Any, director: Any) -> None:
        year = charter.body.program.years.first()
        review = YearReview.objects.create(
            year=year, state="submitted", submitted_by=director, submitted_at=timezone.now()
        )
        meeting = hold_meeting(charter, four[:1], actor=chair)
        decide(meeting.items.get(record_kind="year_review"), actor=chair, method="objection")
        review.refresh_from_db()
        assert (review.state, agenda.build_agenda(charter)) == ("submitted", 1)

    @pytest.mark.parametrize(
        ("there", "answer"), [(3, "the forum’s advice: a sector was missing"), (1, "not decided yet")]
    )
    def test_only_a_yes_is_advice_for_gate_g34(
        self, charter: Any, four: Any, chair: Any, there: int, answer: str
    ) -> None:
        """Without quorum or a sector, a "no" to a city's model is no advice to adopt it, and no refusal of the forum."""
        version = written_model(CohortFactory(stage=3))
        type(version).objects.update(state="revising")
        meeting = hold_meeting(charter, four[:there], actor=chair)
        agenda.build_agenda(charter)
        item = AgendaItem.objects.get(record_kind="model", record_id=version.pk)
        assert item.meeting == meeting
        row = decide(item, actor=chair, **OBJECTED)
        assert (row.state, row.is_advice) == ("rejected", True)
        result = find_result("G34", version.cohort)
        assert (result.detail, result.missing) == ("not decided yet", ("decision",))
        assert agenda.build_agenda(charter) == 1
        again = AgendaItem.objects.waiting().get(record_kind="model", record_id=version.pk)
        assert decide(again, actor=chair).is_advice
        assert find_result("G34", version.cohort).detail == answer


class TestPages:
    def test_who_notes_it_is_asked_once_and_everyone_reads_it(
        self, scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
    ) -> None:
        item = write_item(charter)
        hold_meeting(charter, four, actor=chair)
        sign_in(client, chair)
        address = reverse("decide_item", args=[scope.slug, item.pk])
        said = {"words_en": "Shops close at noon", "method": "vote", "votes_for": "1", "votes_against": "3"}
        # Votes that cannot be are no votes that were lost: nobody is asked about these.
        many = client.post(address, {**said, "votes_against": "30"}).content.decode()
        assert "There are more votes than seats with a vote that are present now (4)." in many
        assert 'type="checkbox" name="not_carried"' not in many
        answer = client.post(address, {**said, "review_on": ""})
        assert (answer.status_code, "With these votes it is not carried." in answer.content.decode()) == (422, True)
        assert 'type="checkbox" name="not_carried"' in answer.content.decode()
        assert client.post(address, {**said, "not_carried": "on"}, follow=True).status_code == 200
        row = Decision.objects.get(state="rejected")
        again = reverse("renew_item", args=[scope.slug, item.pk])
        page = client.get(item.get_absolute_url()).content.decode()
        assert again in page
        assert "This was proposed. Nobody acts on it" in page
        listed = reverse("forum_decisions", args=[scope.slug])
        assert "Shops close at noon" in client.get(listed, {"state": "rejected"}).content.decode()
        for other in ({"state": "decided"}, {"kind": "decision"}):
            assert "Shops close at noon" not in client.get(listed, other).content.decode()
        type(charter).objects.update(shows_decisions=True)
        for name, number in (("public_forum", []), ("public_decision", [row.pk]), ("forum_decision", [row.pk])):
            page = client.get(reverse(name, args=[scope.slug, *number])).content.decode()
            assert "not carried" in page, name
            assert "Review due on" not in page
        decided = client.get(row.get_absolute_url()).content.decode()
        assert f'href="{item.get_absolute_url()}"' in decided
        # From wherever it is pressed it goes on at the new item, where what is proposed can be changed.
        answer = client.post(again, {"next": item.get_absolute_url()})
        new = AgendaItem.objects.waiting().get()
        assert answer.headers["Location"] == new.get_absolute_url()
        page = client.get(item.get_absolute_url()).content.decode()
        assert again not in page
        assert f'href="{new.get_absolute_url()}"' in page

    def test_it_stands_in_the_minutes_on_paper_and_in_the_mail(
        self, scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
    ) -> None:
        meeting = hold_meeting(charter, four, actor=chair)
        decide(write_item(charter), actor=chair, words={"en": "Shops close at noon"}, **LOST)
        end_now(meeting)
        end_meeting(meeting, actor=chair)
        meeting.refresh_from_db()
        paper = str(describe_minutes(meeting))
        assert "Proposed, not carried" in paper
        assert "1 for, 2 against, 1 abstained" in paper
        text = render_mail(Message.objects.filter(kind="forum.minutes_ready").first()).text
        assert "Shops close at noon (not carried)" in " ".join(text.split())
        sign_in(client, chair)
        page = client.get(meeting.get_absolute_url()).content.decode()
        assert "This was proposed. Nobody acts on it" in page
        assert [str(row) for row in find_by_words("noon")] == ["Shops close at noon"]


def test_it_stands_in_the_review_of_its_year(scope: Any) -> None:
    charter = make_charter(starts_on=in_days(-30))
    seats = seat_four(charter)
    hold_meeting(charter, seats, actor=seats[0].profile.user)
    decide(write_item(charter, "Shops"), actor=seats[0].profile.user, **LOST)
    (line,) = list_forum_lines(charter.body.program.years.get(number=1))
    assert (line.text, line.tone) == ("Shops", "")
    assert "vote: 1 for, 2 against · not carried" in line.note
