"""What the forum says: by whoever is present at that moment, a decision or advice, with a day on which it comes back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from educities.activity.models import Message, Notice
from educities.kit.dates import add_months
from educities.kit.errors import DomainError
from forum.actions import agenda, decisions
from forum.actions.meetings import correct_minutes, end_meeting
from forum.models import AgendaItem, Decision, MinutesCorrection
from forum.queries import count_presence
from meetings.actions.departures import mark_left, mark_returned
from tests.factories import OrganisationFactory, ProfileFactory, RepresentationFactory, UserFactory, in_days
from tests.forum.support import decide, end_now, hold_meeting, plan_next, seat_person, write_item

pytestmark = pytest.mark.django_db


def refuse(act) -> str:
    with pytest.raises(DomainError) as error, transaction.atomic():
        act()
    return error.value.code


class TestPresence:
    def test_quorum_and_sectors_are_counted_from_who_is_present(self, charter, four, chair):
        meeting = hold_meeting(charter, four[:3], actor=chair)
        found = count_presence(charter, meeting.session)
        assert (found.voting, found.needed, found.present, found.sectors) == (4, 2, 3, "123")
        assert (found.has_quorum, found.decides, found.missing) == (True, False, ["social business"])

    def test_a_youth_seat_gives_advice_and_counts_for_no_quorum(self, charter, four, chair):
        youth = seat_person(charter, 3, role="youth", organisation=None)
        meeting = hold_meeting(charter, [youth], actor=chair)
        found = count_presence(charter, meeting.session)
        assert (found.voting, found.present, found.advisers) == (4, 0, 1)

    def test_who_leaves_changes_the_quorum_and_who_comes_back_does_too(self, charter, four, chair):
        meeting = hold_meeting(charter, four, actor=chair)
        mark_left(meeting.session, four[3].profile, actor=chair)
        assert count_presence(charter, meeting.session).sectors == "123"
        mark_returned(meeting.session, four[3].profile, actor=chair)
        assert count_presence(charter, meeting.session).decides

    def test_a_guest_is_counted_for_nothing(self, charter, four, chair):
        from meetings.actions.attendance import add_guest

        meeting = hold_meeting(charter, four[:1], actor=chair)
        add_guest(meeting.session, actor=chair, name="Ruth", organisation=OrganisationFactory(sector=2))
        assert count_presence(charter, meeting.session).present == 1


def test_invariant_46_without_quorum_or_sectors_it_is_advice_for_ever(charter, four, chair):
    item, other = write_item(charter), write_item(charter, "A second matter")
    meeting = hold_meeting(charter, four[:3], actor=chair)
    advice = decide(item, actor=chair)
    assert (advice.is_advice, advice.present, advice.needed, advice.sectors) == (True, 3, 2, "123")
    # The fourth comes: what was said before stays advice.
    from meetings.actions.attendance import mark_attendance

    mark_attendance(meeting.session, four[3].profile, actor=chair, status="present")
    decision = decide(other, actor=chair)
    assert (decision.is_advice, decision.sectors) == (False, "1234")
    for fields in ({"is_advice": False}, {"sectors": "1234"}, {"present": 4}, {"words": {"en": "Other"}}):
        with pytest.raises(IntegrityError, match="forum_decision"), transaction.atomic():
            Decision.objects.filter(pk=advice.pk).update(**fields)
    with pytest.raises(IntegrityError, match="forum_decision_stays"), transaction.atomic():
        connection.cursor().execute("DELETE FROM forum_decision WHERE id = %s", [decision.pk])


def test_invariant_47_every_decision_has_a_review_date_within_18_months(charter, four, chair):
    item = write_item(charter)
    hold_meeting(charter, four, actor=chair)
    last = add_months(charter.city.today(), 18)
    for day in (None, charter.city.today(), last + timedelta(days=1)):
        assert refuse(lambda day=day: decide(item, actor=chair, review_on=day)) == "forum.review_day"
    decision = decide(item, actor=chair, review_on=last)
    assert decision.review_on == last
    raw = write_item(charter, "Another")
    values = {"item": raw, "state": "decided", "decided_on": charter.city.today(), "meeting": decision.meeting}
    for day in (None, last + timedelta(days=1)):
        row = Decision(**values, voting=4, needed=2, present=4, sectors="1234", is_advice=False, review_on=day)
        with pytest.raises(IntegrityError, match="forum_decision_reviewed"), transaction.atomic():
            row.save()


class TestDeciding:
    def test_nothing_is_decided_while_no_meeting_is_held(self, charter, four, chair):
        item = write_item(charter)
        assert refuse(lambda: decide(item, actor=chair)) == "forum.no_meeting"

    def test_a_vote_needs_more_for_than_against_and_no_more_votes_than_seats(self, charter, four, chair):
        item = write_item(charter)
        hold_meeting(charter, four, actor=chair)
        vote = {"method": "vote", "votes_against": 2, "abstained": 0}
        assert refuse(lambda: decide(item, actor=chair, **vote, votes_for=2)) == "forum.not_carried"
        assert refuse(lambda: decide(item, actor=chair, **vote, votes_for=3)) == "forum.too_many_votes"
        decision = decide(item, actor=chair, method="vote", votes_for=3, votes_against=1, abstained=0)
        assert (decision.votes_for, decision.votes_against) == (3, 1)

    def test_votes_of_a_decision_by_consent_are_left_out(self, charter, four, chair):
        item = write_item(charter)
        hold_meeting(charter, four, actor=chair)
        assert decide(item, actor=chair, votes_for=3).votes_for is None

    def test_it_is_proposed_put_to_the_meeting_and_decided_once(self, charter, four, chair):
        item = write_item(charter)
        decisions.propose_decision(item, actor=chair, words={"en": "We open it on Mondays"})
        meeting = hold_meeting(charter, four, actor=chair)
        opened = decisions.open_decision(item, actor=chair)
        assert (opened.state, opened.meeting_id) == ("open", meeting.pk)
        decide(item, actor=chair)
        item.refresh_from_db()
        assert item.state == "decided"
        assert refuse(lambda: decide(item, actor=chair)) == "forum.item_over"

    def test_who_acts_is_asked_reminded_and_says_what_was_done(self, charter, four, chair):
        item, person = write_item(charter), four[1].profile
        hold_meeting(charter, four, actor=chair)
        decision = decide(item, actor=chair, acts_profile=person, act_by=in_days(60))
        assert Message.objects.filter(kind="forum.assigned", user=person.user).count() == 1
        decisions.report_done(decision, actor=person.user, words={"en": "It is open"})
        decision.refresh_from_db()
        assert (decision.done_on, decision.is_to_be_done) == (charter.city.today(), False)
        assert (
            refuse(lambda: decisions.report_done(decision, actor=chair, words={"en": "x"})) == "forum.nothing_to_report"
        )

    def test_who_speaks_for_an_organisation_is_asked_in_its_name(self, charter, four, chair):
        school = OrganisationFactory(sector=1)
        speaker = ProfileFactory(user=UserFactory())
        RepresentationFactory(organisation=school, profile=speaker)
        item = write_item(charter)
        hold_meeting(charter, four, actor=chair)
        decide(item, actor=chair, acts_organisation=school, act_by=in_days(60))
        assert Notice.objects.filter(verb="forum.assigned", user=speaker.user).exists()


class TestReview:
    def take(self, charter, four, chair, **more):
        meeting = hold_meeting(charter, four, actor=chair)
        decision = decide(write_item(charter), actor=chair, **more)
        end_now(meeting)
        end_meeting(meeting, actor=chair)
        return decision

    def test_it_comes_back_by_itself_on_its_day(self, charter, four, chair, director):
        decision = self.take(charter, four, chair, acts_profile=four[2].profile, act_by=in_days(20))
        assert decisions.call_reviews(decision.review_on - timedelta(days=1)) == 0
        assert decisions.call_reviews(decision.review_on) == 1
        assert decisions.call_reviews(decision.review_on) == 0
        told = set(Notice.objects.filter(verb="forum.review_due").values_list("user", flat=True))
        assert told == {chair.pk, four[2].profile.user_id, director.pk}
        assert agenda.build_agenda(charter) >= 1
        item = AgendaItem.objects.get(record_kind="decision", record_id=decision.pk)
        assert item.title["en"] == "Review: A library that is open at night"

    @pytest.mark.parametrize(("earlier", "state"), [("stays", "reviewed"), ("reversed", "reversed")])
    def test_the_forum_says_what_becomes_of_it(self, charter, four, chair, earlier, state):
        decision = self.take(charter, four, chair)
        decisions.call_reviews(decision.review_on)
        agenda.build_agenda(charter)
        item = AgendaItem.objects.get(record_kind="decision", record_id=decision.pk)
        hold_meeting(charter, four, actor=chair)
        assert refuse(lambda: decide(item, actor=chair)) == "forum.no_review"
        decide(item, actor=chair, earlier=earlier)
        decision.refresh_from_db()
        assert (decision.state, decision.reviewed_on) == (state, charter.city.today())

    def test_advice_reviews_nothing(self, charter, four, chair):
        decision = self.take(charter, four, chair)
        decisions.call_reviews(decision.review_on)
        agenda.build_agenda(charter)
        item = AgendaItem.objects.get(record_kind="decision", record_id=decision.pk)
        hold_meeting(charter, four[:2], actor=chair)
        decide(item, actor=chair, earlier="reversed")
        decision.refresh_from_db()
        assert decision.state == "review_due"


class TestMinutes:
    def test_they_are_ready_when_the_meeting_ends_and_go_to_who_was_absent_too(self, charter, four, chair):
        left = write_item(charter, "Not discussed")
        meeting = hold_meeting(charter, four[:3], actor=chair)
        decide(write_item(charter), actor=chair)
        following = plan_next(charter, actor=chair, days=30)
        end_now(meeting)
        end_meeting(meeting, actor=chair)
        meeting.refresh_from_db()
        assert (meeting.voting, meeting.needed, meeting.session.state) == (4, 2, "recorded")
        told = set(Message.objects.filter(kind="forum.minutes_ready").values_list("user", flat=True))
        assert told == {seat.profile.user_id for seat in four}
        left.refresh_from_db()
        assert left.meeting_id == following.pk

    def test_a_correction_stands_beside_them(self, charter, four, chair):
        meeting = hold_meeting(charter, four, actor=chair)
        assert refuse(lambda: correct_minutes(meeting, actor=chair, words={"en": "x"})) == "forum.no_minutes"
        end_now(meeting)
        end_meeting(meeting, actor=chair)
        for _n in range(2):
            correct_minutes(meeting, actor=chair, words={"en": "Omar was there"})
        assert MinutesCorrection.objects.count() == 1
        told = set(Message.objects.filter(kind="forum.minutes_corrected").values_list("user", flat=True))
        assert told == {seat.profile.user_id for seat in four} - {chair.pk}


def test_whoever_leads_the_forum_reads_what_was_done(charter, four, chair, director):
    hold_meeting(charter, four, actor=chair)
    acts = {"acts_organisation": OrganisationFactory(), "act_by": in_days(20)}
    decision = decide(write_item(charter, "A street for playing"), actor=chair, **acts)
    decisions.report_done(decision, actor=four[1].profile.user, words={"en": "It is open"})
    told = Notice.objects.filter(verb="forum.done")
    assert set(told.values_list("user", flat=True)) == {director.pk, chair.pk}
    assert "A street for playing" in str(told.first().data["title"])
