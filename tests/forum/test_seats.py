"""Seats: given for a term, at most so many, ended by their day, a reason, or with the person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from educities.activity.models import Notice
from educities.kit.errors import DomainError
from forum.actions import seats
from forum.models import AgendaItem, Decision, Seat
from forum.queries import list_seats_now
from forum.views.charters import list_sectors
from tests.factories import ProfileFactory, in_days
from tests.forum.support import decide, hold_meeting, make_charter, seat_four, seat_person, write_item

pytestmark = pytest.mark.django_db


def refuse(act) -> str:
    with pytest.raises(DomainError) as error, transaction.atomic():
        act()
    return error.value.code


def test_a_forum_begins_with_the_signature_and_is_one(scope, director):
    charter = make_charter()
    assert (charter.group.kind, charter.group.owner, charter.is_public) == ("forum", charter, False)


def test_the_person_is_told_of_the_seat(charter, director):
    seat = seat_person(charter, 2, actor=director)
    assert Notice.objects.get(verb="forum.seat_given").user == seat.profile.user


def test_there_are_at_most_so_many_seats(charter, director):
    seats.change_charter(charter, actor=director, most_seats=4)
    seat_four(charter)
    assert refuse(lambda: seat_person(charter)) == "forum.no_free_seat"
    assert refuse(lambda: seats.change_charter(charter, actor=director, most_seats=3)) == "forum.seats_taken"


def test_one_seat_a_person_and_one_chair(charter, four):
    assert refuse(lambda: seat_person(charter, profile=four[1].profile)) == "forum_seat_once"
    assert refuse(lambda: seat_person(charter, role="chair")) == "forum_one_chair"


def test_a_child_has_no_seat(charter):
    child = ProfileFactory(age_band="youth")
    assert refuse(lambda: seat_person(charter, profile=child)) == "forum.adults"
    with pytest.raises(IntegrityError, match="forum_adults"), transaction.atomic():
        Seat.objects.create(
            charter=charter, profile=child, sector=1, role="youth", starts_on=in_days(0), ends_on=in_days(9)
        )


def test_a_vacant_sector_is_seen(charter):
    seat_four(charter, (1, 2, 3))
    vacant = [part["sector"] for part in list_sectors(list(list_seats_now(charter))) if part["is_vacant"]]
    assert vacant == [4]


def test_a_seat_ends_with_a_reason_that_the_person_reads(charter, four, director):
    seats.end_seat(four[1], actor=director, reason="The bakery has closed.")
    assert Notice.objects.get(verb="forum.seat_ended").data["reason"]
    assert refuse(lambda: seats.end_seat(four[1], actor=director, reason="Again")) == "forum.seat_over"
    assert list_seats_now(charter).count() == 3


def test_a_term_that_is_over_ends_once(charter, four):
    Seat.objects.filter(pk=four[2].pk).update(ends_on=in_days(-1))
    assert list_seats_now(charter).count() == 3
    assert [seats.end_terms(charter), seats.end_terms(charter)] == [1, 0]
    assert Notice.objects.get(verb="forum.term_over").user == four[2].profile.user


def test_who_leaves_the_city_has_no_seat_and_acts_on_nothing(charter, four, chair):
    item = write_item(charter)
    hold_meeting(charter, four, actor=chair)
    decide(item, actor=chair, acts_profile=four[1].profile, act_by=in_days(30))
    seats.leave_forum(four[1].profile, keep_texts=False)
    four[1].refresh_from_db()
    assert (four[1].ended_on, Decision.objects.get().acts_profile) == (charter.city.today(), None)


def test_nobody_but_the_person_shows_the_name(charter, four, director):
    assert not director.has_perm("forum.show_seat", four[1])
    assert four[1].profile.user.has_perm("forum.show_seat", four[1])


def test_who_had_a_seat_reads_what_fell_into_the_own_term_alone(client, sign_in, charter, four, chair, director):
    seat = four[1]
    own = write_item(charter, "A matter of before")
    meeting = hold_meeting(charter, four, actor=chair)
    decision = decide(own, actor=chair)
    Seat.objects.filter(pk=seat.pk).update(starts_on=in_days(-40), ends_on=in_days(-3), ended_on=in_days(-3))
    sign_in(client, seat.profile.user)
    # All of it came about today, after the term.
    forum = f"/c/bat-galim/forum/{charter.pk}/meetings/"
    pages = [row.get_absolute_url() for row in (own, meeting, decision)]
    assert [client.get(page).status_code for page in (*pages, forum)] == [403] * 4
    before = timezone.now() - timedelta(days=20)
    AgendaItem.objects.filter(pk=own.pk).update(created_at=before)
    assert client.get(pages[0]).status_code == 200
    client.logout()
    assert sign_in(client, four[2].profile.user).get(forum).status_code == 200


def test_who_leads_the_forum_hears_of_a_seat_that_ended_by_an_age_and_not_why(charter, four, director):
    seats.end_seats_of_minor(four[2].profile)
    told = Notice.objects.filter(verb="forum.seat_free")
    assert set(told.values_list("user", flat=True)) == {director.pk, four[0].profile.user_id}
    assert not Notice.objects.filter(
        user=four[2].profile.user, verb__in=("forum.seat_free", "forum.term_over")
    ).exists()
    assert not told.first().data.get("reason")
