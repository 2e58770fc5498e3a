"""A decision is taken while somebody is marked as having left: what is frozen is true of one moment."""

from typing import Any

import pytest

from educities.tenancy.scope import city_scope
from forum.actions.decisions import decide_item
from forum.models import AgendaItem, Decision, Meeting
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
