"""A decision is taken while somebody is marked as having left: what is frozen is true of one moment."""

from typing import Any

import pytest

from educities.tenancy.scope import city_scope
from forum.actions.ballots import give_answer
from forum.actions.decisions import decide_item, open_decision, propose_decision
from forum.actions.reading import ReadPage
from forum.models import AgendaItem, Ballot, Decision, Meeting
from forum.queries.ballots import find_version
from meetings.actions.departures import mark_left
from meetings.models import Attendance
from tests.collaborations.test_races import run_at_once
from tests.factories import CityFactory, in_days
from tests.forum.support import decide, hold_meeting, make_charter, seat_four, write_item

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_decision_while_somebody_leaves_is_of_before_or_of_after() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        charter = make_charter()
        seats = seat_four(charter)
        chair = seats[0].profile.user
        item = write_item(charter)
        meeting = hold_meeting(charter, seats, actor=chair)

    def leave() -> None:
        row = Meeting.objects.select_related("session").get(pk=meeting.pk)
        mark_left(row.session, seats[3].profile, actor=chair)

    def take() -> None:
        decide(AgendaItem.objects.select_related("charter").get(pk=item.pk), actor=chair)

    assert run_at_once(city, [leave, take]) == []
    with city_scope(city.pk):
        decision = Decision.objects.get()
        assert (decision.is_advice, decision.present, decision.sectors) in {(False, 4, "1234"), (True, 3, "123")}
        assert Attendance.objects.get(profile=seats[3].profile).left_at is not None


def test_two_who_decide_the_same_item_take_one_decision() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        charter = make_charter()
        seats = seat_four(charter)
        chair = seats[0].profile.user
        item = write_item(charter)
        hold_meeting(charter, seats, actor=chair)

    def take(text: str) -> Any:
        def act() -> None:
            row = AgendaItem.objects.select_related("charter").get(pk=item.pk)
            fields = {
                "method": "consent",
                "dissent": {},
                "acts_profile": None,
                "acts_organisation": None,
                "act_by": None,
            }
            decide_item(row, actor=chair, words={"en": text}, review_on=in_days(90), **fields)

        return act

    assert run_at_once(city, [take("We open it"), take("We close it")]) == ["forum.item_over"]
    with city_scope(city.pk):
        assert Decision.objects.count() == 1


def put_to_meeting() -> tuple[Any, Any, Any, Any]:
    """A city in whose forum a proposal is before a meeting of four: the city, the proposal, the seats, who leads."""
    city = CityFactory()
    with city_scope(city.pk):
        charter = make_charter()
        seats = seat_four(charter)
        chair = seats[0].profile.user
        item = write_item(charter)
        propose_decision(item, actor=chair, words={"en": "We open it"})
        hold_meeting(charter, seats, actor=chair)
        return city, open_decision(item, actor=chair), seats, chair


def answer_now(decision: Any, seat: Any, answer: str) -> None:
    row = Decision.objects.select_related("item", "meeting__session").get(pk=decision.pk)
    give_answer(row, actor=seat.profile.user, answer=answer, seen=find_version(row))


def test_an_answer_sent_twice_at_once_is_one() -> None:
    city, decision, seats, _chair = put_to_meeting()
    acts = [lambda: answer_now(decision, seats[1], "for"), lambda: answer_now(decision, seats[1], "for")]
    assert run_at_once(city, acts) == []
    with city_scope(city.pk):
        assert list(Ballot.objects.values_list("seat", "answer")) == [(seats[1].pk, "for")]


def test_an_answer_while_the_decision_is_noted_is_of_before_or_refused() -> None:
    city, decision, seats, chair = put_to_meeting()

    def take() -> None:
        item = AgendaItem.objects.select_related("charter").get(pk=decision.item_id)
        decide(item, actor=chair, words={"en": "We open it"}, read=ReadPage(answered=""))

    refused = run_at_once(city, [lambda: answer_now(decision, seats[1], "against"), take])
    assert refused in (["forum.no_question"], ["forum.answers_changed"])
    with city_scope(city.pk):
        is_noted = Decision.objects.get().is_taken
        assert (is_noted, Ballot.objects.count()) in {(True, 0), (False, 1)}
