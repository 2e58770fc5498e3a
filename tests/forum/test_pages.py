"""What people find on the forum's pages, each in their part: who leads, who sits there, who works in the city, everyone."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from cities.models import Membership
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from forum.actions.meetings import end_meeting
from forum.models import AgendaItem, Charter, Decision, Meeting, Seat
from meetings.actions.attendance import mark_attendance
from meetings.actions.sessions import schedule_session
from tests.factories import (
    AgendaItemFactory,
    CohortFactory,
    DecisionFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    in_days,
)
from tests.forum.support import decide, end_now, hold_meeting, plan_next, seat_person, write_item

pytestmark = pytest.mark.django_db


def read(client: Any, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_the_director_gives_a_seat(scope, charter, director, client, sign_in):
    sign_in(client, director)
    person, school = ProfileFactory(display_name="Noa", age_band="adult"), OrganisationFactory(sector=1)
    form = {"profile": person.pk, "organisation": school.pk, "sector": 1, "role": "member"}
    days = {"starts_on": str(in_days(0)), "ends_on": str(in_days(700))}
    answer = client.post(reverse("give_forum_seat", args=[scope.slug]), {**form, **days})
    assert (answer.status_code, Seat.objects.get().profile) == (302, person)
    page = read(client, "forum", scope.slug)
    assert "Noa" in page
    assert page.count("vacant") == 3
    assert "Noa" in read(client, "forum_seat", scope.slug, Seat.objects.get().pk)


def test_a_whole_meeting_by_its_screens(scope, charter, four, director, chair, client, sign_in):
    item = write_item(charter)
    sign_in(client, chair)
    assert "A library that is open at night" in read(client, "forum", scope.slug)
    meeting = hold_meeting(charter, four[:3], actor=chair)
    page = read(client, "forum_meeting", scope.slug, meeting.pk)
    assert "3 of 4 seats with a vote are here; 2 make a quorum." in page
    assert "What is said now is advice." in page
    client.post(
        reverse("mark_attendance", args=[scope.slug, meeting.session_id, four[3].profile_id]), {"status": "present"}
    )
    assert "what is said now is a decision" in read(client, "meeting_presence", scope.slug, meeting.pk)
    client.post(reverse("leave_meeting", args=[scope.slug, meeting.pk, four[3].profile_id]))
    client.post(reverse("return_to_meeting", args=[scope.slug, meeting.pk, four[3].profile_id]))
    words = {"words_en": "We open it", "method": "consent", "review_on": str(in_days(200))}
    people = {"acts_profile": four[1].profile_id, "act_by": str(in_days(60))}
    answer = client.post(reverse("decide_item", args=[scope.slug, item.pk]), {**words, **people})
    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert (decision.is_advice, decision.acts_profile) == (False, four[1].profile)
    minutes = reverse("minutes_file", args=[scope.slug, meeting.pk])
    assert client.get(minutes).url == meeting.get_absolute_url()
    end_now(meeting)
    client.get(reverse("end_meeting", args=[scope.slug, meeting.pk]))
    client.post(reverse("end_meeting", args=[scope.slug, meeting.pk]))
    page = read(client, "forum_meeting", scope.slug, meeting.pk)
    assert "We open it" in page
    assert "4 present, 2 needed" in page
    assert client.get(minutes)["Content-Type"] == "application/pdf"
    client.post(reverse("correct_minutes", args=[scope.slug, meeting.pk]), {"words_en": "Omar came late"})
    assert "Omar came late" in read(client, "forum_meeting", scope.slug, meeting.pk)
    assert "We open it" in read(client, "forum_decisions", scope.slug)
    assert "We open it" in read(client, "forum_item", scope.slug, item.pk)
    sign_in(client, four[1].profile.user)
    assert "The forum asks you to act" in read(client, "mine", scope.slug)
    client.post(reverse("report_done", args=[scope.slug, decision.pk]), {"words_en": "Open since Monday"})
    assert "Open since Monday" in read(client, "forum_decision", scope.slug, decision.pk)


def test_the_order_is_changed_and_a_matter_postponed_and_dropped(scope, charter, four, chair, client, sign_in):
    meeting = plan_next(charter, days=3)
    later = plan_next(charter, days=40)
    first, second, third = (write_item(charter, title) for title in ("First", "Second", "Third"))
    sign_in(client, chair)
    client.post(reverse("move_item", args=[scope.slug, third.pk]), {"to": "up"})
    waiting = AgendaItem.objects.waiting().filter(meeting=meeting)
    assert [str(item) for item in waiting] == ["First", "Third", "Second"]
    client.post(reverse("postpone_item", args=[scope.slug, first.pk]))
    client.post(reverse("drop_item", args=[scope.slug, second.pk]), {"reason": "It was done already."})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.meeting_id, first.postponed, second.state) == (later.pk, 1, "dropped")
    read(client, "forum_meetings", scope.slug, charter.pk)
    read(client, "new_forum_meeting", scope.slug, charter.pk)


def test_a_matter_is_sent_up_and_its_answer_comes_back(scope, charter, four, chair, facilitator, client, sign_in):
    cohort = CohortFactory()
    sign_in(client, facilitator)
    address = reverse("send_to_forum", args=[scope.slug, f"cohort:{cohort.pk}"])
    assert address in read(client, "cohort", scope.slug, cohort.pk)
    answer = client.post(address, {"words_en": "Who pays for the bus?"})
    assert answer.url == cohort.get_absolute_url()
    item = AgendaItem.objects.get(record_kind="cohort")
    assert address not in read(client, "cohort", scope.slug, cohort.pk)
    hold_meeting(charter, four, actor=chair)
    decide(item, actor=chair, words={"en": "The city pays"})
    assert "The city pays" in read(client, "cohort", scope.slug, cohort.pk)
    assert client.post(reverse("send_to_forum", args=[scope.slug, "override:1"])).status_code == 404


def test_who_reads_one_decision_alone_is_led_to_no_page_that_refuses_them(scope, charter, four, chair, client, sign_in):
    helper = ProfileFactory(user=MembershipFactory(city=scope).user)
    hold_meeting(charter, four, actor=chair)
    decision = decide(write_item(charter), actor=chair, acts_profile=helper, act_by=in_days(60))
    sign_in(client, helper.user)
    pages = [read(client, name, scope.slug, decision.pk) for name in ("forum_decision", "report_done")]
    for name in ("forum", "forum_decisions"):
        refused = reverse(name, args=[scope.slug])
        assert client.get(refused).status_code == 403
        assert all(f'href="{refused}"' not in page for page in pages)
    sign_in(client, chair)
    assert f'href="{reverse("forum_decisions", args=[scope.slug])}"' in read(
        client, "forum_decision", scope.slug, decision.pk
    )


class TestEveryone:
    def test_nothing_is_public_before_the_city_says_so(self, scope, charter, client):
        assert client.get(reverse("public_forum", args=[scope.slug])).status_code == 404

    def test_seats_are_without_names_until_the_person_says_so(self, scope, charter, four, client):
        Charter.objects.update(shows_seats=True, shows_decisions=True)
        seat = four[1]
        decision = DecisionFactory(item__charter=charter, acts_profile=seat.profile, act_by=in_days(9))
        page = read(client, "public_forum", scope.slug)
        assert (str(seat.organisation) in page, seat.profile.display_name in page) == (True, False)
        assert seat.profile.display_name not in read(client, "public_decision", scope.slug, decision.pk)
        Seat.objects.filter(pk=seat.pk).update(is_named=True)
        assert seat.profile.display_name in read(client, "public_forum", scope.slug)

    def test_the_person_shows_the_name_and_hides_it(self, scope, charter, four, client, sign_in):
        sign_in(client, four[1].profile.user)
        address = reverse("show_seat_name", args=[scope.slug, four[1].pk])
        for sent, shown in (({"shown": "1"}, True), ({}, False)):
            client.post(address, sent)
            four[1].refresh_from_db()
            assert four[1].is_named is shown


class TestQueries:
    @pytest.fixture
    def numbers(self, scope, charter, four, director, client, sign_in, django_assert_max_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        sign_in(client, director)

        def count(name: str, *args: Any) -> int:
            client.get(reverse(name, args=args))
            with CaptureQueriesContext(connection) as found:
                client.get(reverse(name, args=args))
            return len(found)

        return count

    def test_the_forum_asks_as_often_for_three_items_as_for_one(self, scope, charter, numbers):
        AgendaItemFactory(charter=charter)
        DecisionFactory(item__charter=charter)
        one = numbers("forum", scope.slug), numbers("forum_decisions", scope.slug)
        for _n in range(2):
            AgendaItemFactory(charter=charter)
            DecisionFactory(item__charter=charter)
            seat_person(charter, 2)
        assert (numbers("forum", scope.slug), numbers("forum_decisions", scope.slug)) == one

    def test_a_meeting_asks_as_often_for_three_items_as_for_one(self, scope, charter, four, chair, numbers):
        write_item(charter)
        meeting = hold_meeting(charter, four, actor=chair)
        one = numbers("forum_meeting", scope.slug, meeting.pk)
        for title in ("Second", "Third"):
            write_item(charter, title)
        assert numbers("forum_meeting", scope.slug, meeting.pk) == one


def test_the_minutes_stand_on_the_meeting(scope, charter, four, chair, client, sign_in):
    meeting = hold_meeting(charter, four, actor=chair)
    end_now(meeting)
    end_meeting(meeting, actor=chair)
    sign_in(client, four[2].profile.user)
    assert "4 seats had a vote; 2 made a quorum." in read(client, "forum_meeting", scope.slug, Meeting.objects.get().pk)


def test_a_decision_to_be_reviewed_leads_to_the_item_on_which_it_comes_back(
    scope, charter, four, chair, client, sign_in
):
    hold_meeting(charter, four, actor=chair)
    decision = decide(write_item(charter), actor=chair)
    sign_in(client, chair)
    assert "It is on the agenda again" not in read(client, "forum_decision", scope.slug, decision.pk)
    Decision.objects.filter(pk=decision.pk).update(state="review_due")
    again = AgendaItemFactory(charter=charter, record_kind="decision", record_id=decision.pk)
    page = read(client, "forum_decision", scope.slug, decision.pk)
    assert f'href="{again.get_absolute_url()}"' in page


def test_who_gives_a_seat_may_leave_to_the_person_for_whom_it_is(scope, charter, director, client, sign_in):
    sign_in(client, director)
    shop = OrganisationFactory(sector=2, state="active")
    person = RepresentationFactory(organisation=shop).profile
    days = {"starts_on": str(in_days(0)), "ends_on": str(in_days(700))}
    url = reverse("give_forum_seat", args=[scope.slug])
    assert "the one that the person represents" in client.get(url).content.decode()
    assert client.post(url, {"profile": person.pk, "role": "member", **days}).status_code == 302
    seat = Seat.objects.get()
    assert (seat.organisation, seat.sector) == (shop, 2)
    other = ProfileFactory(age_band="adult")
    refused = client.post(url, {"profile": other.pk, "role": "member", **days})
    assert set(refused.context["form"].errors) == {"organisation", "sector"}


def test_the_young_peoples_seat_is_asked_about_before_it_is_given(scope, charter, director, client, sign_in):
    sign_in(client, director)
    person = ProfileFactory(display_name="Noa", age_band="adult")
    days = {"starts_on": str(in_days(0)), "ends_on": str(in_days(700))}
    url = reverse("give_forum_seat", args=[scope.slug])
    sent = {"profile": person.pk, "role": "youth", "sector": 3, **days}
    asked = client.post(url, sent)
    assert (asked.status_code, Seat.objects.count()) == (422, 0)
    assert "Is Noa one?" in asked.content.decode()
    assert client.post(url, {**sent, "sure": "on"}).status_code == 302
    assert not Seat.objects.get().votes


def test_who_has_a_seat_reads_whether_it_has_a_vote(charter, client, sign_in):
    young, member = seat_person(charter, 3, role="youth", organisation=None), seat_person(charter, 2)
    texts = {one.user_id: render_mail(one).text for one in Message.objects.filter(kind="forum.seat_given")}
    assert "it has no vote and counts for no quorum" in " ".join(texts[young.profile.user_id].split())
    assert "Your seat has a vote in the forum." in texts[member.profile.user_id]
    sign_in(client, young.profile.user)
    assert "It gives advice: it has no vote" in client.get(young.get_absolute_url()).content.decode()
    sign_in(client, member.profile.user)
    assert "It has a vote in the forum." in client.get(member.get_absolute_url()).content.decode()


def test_who_is_here_stays_open_until_all_are_marked_or_something_is_decided(
    scope, charter, four, chair, client, sign_in
):
    meeting = hold_meeting(charter, four[:3], actor=chair)
    charter.__class__.objects.update(quorum_percent=1)
    sign_in(client, chair)
    assert "<details open>" in read(client, "forum_meeting", scope.slug, meeting.pk)
    mark_attendance(meeting.session, four[3].profile, actor=chair, status="present")
    assert "<details open>" not in read(client, "forum_meeting", scope.slug, meeting.pk)


def test_a_notice_leads_nowhere_that_its_reader_may_not_go(scope, charter, four, director, client, sign_in):
    notice = Notice.objects.filter(verb="forum.seat_given").latest("pk")
    url = reverse("open_notice", args=[scope.slug, notice.pk])
    sign_in(client, notice.user)
    assert client.post(url).url == charter.get_absolute_url()
    Seat.objects.filter(profile__user=notice.user).delete()
    Membership.objects.filter(user=notice.user).delete()
    answer = client.post(url, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("inbox", args=[scope.slug])
    assert "That page is not open to you any more." in answer.content.decode()
    assert f'href="{charter.get_absolute_url()}"' not in answer.content.decode()


def test_an_invited_meeting_has_a_next_step(scope, charter, four, chair, client, sign_in):
    meeting = plan_next(charter, actor=chair, days=20)
    schedule_session(meeting.session, actor=chair)
    sign_in(client, chair)
    page = read(client, "forum_meeting", scope.slug, meeting.pk)
    way = f"{reverse('new_item', args=[scope.slug])}?meeting={meeting.pk}"
    assert f'<a class="btn primary" href="{way}">' in page


def test_the_years_to_choose_from_begin_with_the_first_decision_and_what_is_late_says_so(
    scope, charter, four, chair, client, sign_in
):
    today = scope.today()
    late = {"act_by": today - timedelta(days=2), "acts_profile": four[1].profile}
    row = DecisionFactory(item__charter=charter, decided_on=today - timedelta(days=40), **late)
    sign_in(client, chair)
    page = client.get(reverse("forum_decisions", args=[scope.slug]))
    years = [value for value, _label in page.context["filter"].fields["year"].choices if value]
    assert years == list(range(today.year, row.decided_on.year - 1, -1))
    assert '<span class="tag bad">not done in time</span>' in page.content.decode()
    assert '<span class="tag bad">not done in time</span>' in read(client, "forum_decision", scope.slug, row.pk)
