"""The review of a program year comes onto the agenda by itself, and a decision of the forum confirms it."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.actions import end_role
from educities.activity.actions.records import record
from forum.actions.agenda import build_agenda, drop_item
from forum.actions.seats import end_seat
from forum.models import AgendaItem, Decision
from meetings.actions.attendance import mark_attendance
from programs import verbs
from programs.actions import reviews
from programs.models import Milestone, YearReview
from programs.queries.reviews import find_decision
from tests.factories import AgendaItemFactory, DecisionFactory, MembershipFactory, in_days
from tests.forum.support import decide, hold_meeting, seat_person
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(charter: Any, director: Any) -> YearReview:
    year = charter.body.program.years.first()
    return YearReview.objects.create(
        year=year, state="submitted", submitted_by=director, submitted_at=f"{in_days(-1)}T08:00Z"
    )


def submit_again(review: YearReview, director: Any) -> None:
    """It was sent back and submitted anew."""
    review.refresh_from_db()
    if review.state == "submitted":
        review.move("draft")
    review.move("submitted", submitted_by=director, submitted_at=timezone.now())


def find_item(meeting: Any) -> AgendaItem:
    build_agenda(meeting.charter)
    return AgendaItem.objects.get(record_kind="year_review")


def test_a_decision_confirms_it_for_good(charter: Any, four: Any, chair: Any, submitted: YearReview) -> None:
    meeting = hold_meeting(charter, four, actor=chair)
    item = find_item(meeting)
    decision = decide(item, actor=chair, takes_effect=True)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.decision_kind, submitted.decision_id) == ("confirmed", "decision", decision.pk)
    assert submitted.confirmed_on == decision.decided_on


def test_advice_confirms_nothing(charter: Any, four: Any, chair: Any, submitted: YearReview) -> None:
    meeting = hold_meeting(charter, four[:2], actor=chair)
    decide(find_item(meeting), actor=chair, takes_effect=True)
    submitted.refresh_from_db()
    assert (Decision.objects.get().is_advice, submitted.state) == (True, "submitted")


def test_one_that_was_sent_back_meanwhile_is_not_confirmed(
    charter: Any, four: Any, chair: Any, director: Any, steward: Any, submitted: YearReview
) -> None:
    """Neither at once, nor by the words that are submitted later."""
    meeting = hold_meeting(charter, four, actor=chair)
    item = find_item(meeting)
    reviews.return_review(submitted, actor=steward, reason="The hall is missing")
    assert refused(lambda: decide(item, actor=chair, takes_effect=True)) == "forum.no_effect"
    assert not Decision.objects.exists()
    decide(item, actor=chair)
    submit_again(submitted, director)
    assert find_decision(submitted) is None
    assert refused(lambda: reviews.confirm_review(submitted, actor=director)) == "programs.review_not_confirmed"


def test_a_decision_of_the_same_day_about_earlier_words_confirms_nothing(
    charter: Any, director: Any, submitted: YearReview
) -> None:
    """Days do not tell the submissions of one day apart; moments do."""
    item = AgendaItemFactory(charter=charter, record_kind="year_review", record_id=submitted.pk, state="decided")
    decision = DecisionFactory(
        item=item, takes_effect=True, is_advice=False, decided_on=charter.city.today(), concluded_at=timezone.now()
    )
    assert find_decision(submitted).number == decision.pk
    submit_again(submitted, director)
    assert find_decision(submitted) is None


def test_who_decides_has_seen_the_submission_that_is_confirmed(
    charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any, submitted: YearReview
) -> None:
    meeting = hold_meeting(charter, four, actor=chair)
    item = find_item(meeting)
    sign_in(client, chair)
    address = reverse("decide_item", args=[charter.city.slug, item.pk])
    shown = client.get(address).context["form"]["shown"].value()
    assert shown
    said = {"words_en": "Yes", "method": "consent", "review_on": str(in_days(200)), "takes_effect": "on"}
    submit_again(submitted, director)
    answer = client.post(address, {**said, "shown": shown})
    assert (answer.status_code, "submitted again" in answer.content.decode()) == (422, True)
    submitted.refresh_from_db()
    assert submitted.state == "submitted"
    # What the records say of the year is confirmed with it.
    shown = client.get(address).context["form"]["shown"].value()
    Milestone.objects.filter(year=submitted.year).update(title={"en": "All forty schools are rebuilt"})
    assert client.post(address, {**said, "shown": shown}).status_code == 422
    shown = client.get(address).context["form"]["shown"].value()
    assert client.post(address, {**said, "shown": shown}).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == "confirmed"


class TestComingBack:
    def test_after_advice(self, charter: Any, four: Any, chair: Any, submitted: YearReview) -> None:
        meeting = hold_meeting(charter, four[:2], actor=chair)
        decide(find_item(meeting), actor=chair)
        assert build_agenda(charter) == 1
        for seat in four[2:]:
            mark_attendance(meeting.session, seat.profile, actor=chair, status="present")
        decide(AgendaItem.objects.waiting().get(record_kind="year_review"), actor=chair)
        assert build_agenda(charter) == 0

    def test_once_it_is_submitted_anew(
        self, charter: Any, four: Any, chair: Any, director: Any, submitted: YearReview
    ) -> None:
        meeting = hold_meeting(charter, four, actor=chair)
        decide(find_item(meeting), actor=chair, words={"en": "Say what became of the hall"})
        assert build_agenda(charter) == 0
        submit_again(submitted, director)
        assert build_agenda(charter) == 1

    def test_one_taken_off_the_agenda_once_it_is_submitted_anew(
        self, charter: Any, four: Any, chair: Any, director: Any, submitted: YearReview
    ) -> None:
        meeting = hold_meeting(charter, four, actor=chair)
        drop_item(find_item(meeting), actor=chair, reason="Too early")
        assert build_agenda(charter) == 0
        submit_again(submitted, director)
        assert build_agenda(charter) == 1


class TestHands:
    """Who submitted a review does not note that the forum confirms it, whoever else leads."""

    def test_who_submitted_it_leaves_that_to_the_chair(
        self, charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any, submitted: YearReview
    ) -> None:
        item = find_item(hold_meeting(charter, four, actor=chair))
        sign_in(client, director)
        page = client.get(reverse("decide_item", args=[charter.city.slug, item.pk])).content.decode()
        assert "The chair or another director notes that it is confirmed." in page
        assert refused(lambda: decide(item, actor=director, takes_effect=True)) == "forum.no_effect"
        decide(item, actor=chair, takes_effect=True)
        submitted.refresh_from_db()
        assert submitted.state == "confirmed"

    def test_nor_does_their_deputy(
        self, charter: Any, four: Any, chair: Any, director: Any, submitted: YearReview
    ) -> None:
        deputy = MembershipFactory(city=charter.city, role="director", acting_for=director, ends_on=in_days(9)).user
        item = find_item(hold_meeting(charter, four, actor=chair))
        assert refused(lambda: decide(item, actor=deputy, takes_effect=True)) == "forum.no_effect"

    def test_nor_where_nobody_else_leads(self, charter: Any, director: Any, submitted: YearReview) -> None:
        """Then a second person confirms it on its own page: nobody is made the only one for a minute."""
        seats = [seat_person(charter, sector) for sector in (1, 2, 3, 4)]
        item = find_item(hold_meeting(charter, seats, actor=director))
        assert refused(lambda: decide(item, actor=director, takes_effect=True)) == "forum.no_effect"
        submitted.refresh_from_db()
        assert submitted.state == "submitted"

    def test_nor_does_who_wrote_it(
        self, charter: Any, four: Any, chair: Any, director: Any, submitted: YearReview
    ) -> None:
        writer = MembershipFactory(city=charter.city, role="director").user
        record(verbs.REVIEW_WRITTEN, submitted, actor=writer)
        item = find_item(hold_meeting(charter, four, actor=chair))
        assert refused(lambda: decide(item, actor=writer, takes_effect=True)) == "forum.no_effect"
        decide(item, actor=chair, takes_effect=True)
        submitted.refresh_from_db()
        assert submitted.state == "confirmed"

    def test_the_chair_notes_it_though_the_seat_was_ended_in_the_middle(
        self, charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any, submitted: YearReview
    ) -> None:
        item = find_item(hold_meeting(charter, four, actor=chair))
        end_seat(four[0], actor=director, reason="A better one is found")
        new = seat_person(charter, 1, role="chair", actor=director).profile.user
        for other in (director, new):
            assert refused(lambda other=other: decide(item, actor=other, takes_effect=True)) == "forum.no_effect"
        assert fresh(chair).has_perm("forum.lead_meeting", item.charter.meetings.get())
        sign_in(client, chair, second_factor=False)
        assert client.get(reverse("decide_item", args=[charter.city.slug, item.pk])).status_code == 200

    def test_nobody_notes_it_once_a_director_who_could_have_is_removed(
        self, charter: Any, four: Any, chair: Any, director: Any, submitted: YearReview
    ) -> None:
        other = MembershipFactory(city=charter.city, role="director")
        item = find_item(hold_meeting(charter, four, actor=chair))
        end_role(other, actor=director, reason="Enough")
        assert refused(lambda: decide(item, actor=chair, takes_effect=True)) == "forum.no_effect"
        decide(item, actor=chair)
