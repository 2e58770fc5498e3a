"""What pages say of an intake and of a place is true of the day, the row and the reader."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from accelerator.actions import enrolments
from accelerator.actions.head import remind_head
from accelerator.models import Accelerator, Enrolment
from accelerator.queries.lists import list_lines
from accelerator.queries.mine import find_my_training
from cities.queries.waiting import build_waiting_sql, read_waiting
from educities.activity.models import AuditEntry, Message
from tests.accelerator.support import HEAD, agree, apply, hold, make_teacher
from tests.accelerator.test_days import list_waiting
from tests.factories import AcceleratorFactory, EnrolmentFactory, in_days
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


def read_page(client, url):
    """The page as one line of text."""
    return " ".join(client.get(url).content.decode().split())


class TestSecondApplication:
    @pytest.mark.parametrize("state", ["enrolled", "year1_done", "deferred", "graduated"])
    def test_who_has_a_place_in_another_intake_reads_so_and_does_not_apply(
        self, client, scope, intake, rana, sign_in, state
    ):
        held = EnrolmentFactory(accelerator=AcceleratorFactory(day=-400), profile=rana, state=state)
        sign_in(client, rana.user, second_factor=False)
        page = read_page(client, intake.get_absolute_url())
        assert f"“{held.accelerator}” already." in page
        assert held.get_absolute_url() in page
        apply_url = reverse("apply_to_accelerator", args=[scope.slug, intake.pk])
        assert apply_url not in page
        assert "already." in read_page(client, apply_url)
        assert refused(lambda: apply(intake, rana)) == "accelerator.not_applied"

    def test_an_application_that_came_to_nothing_keeps_nobody_away(self, intake, rana):
        EnrolmentFactory(accelerator=AcceleratorFactory(day=-400), profile=rana, state="withdrawn")
        assert apply(intake, rana).state == "applied"

    def test_the_pages_say_whom_it_is_for(self, client, scope, intake, rana, sign_in):
        sign_in(client, rana.user, second_factor=False)
        for url in ("teacher_training", "apply_to_accelerator"):
            page = read_page(client, reverse(url, args=[scope.slug, *([intake.pk] if url.startswith("apply") else [])]))
            assert "Only those who teach at a school can take part" in page


class TestBeforeItBegins:
    def test_who_is_enrolled_is_not_in_the_first_year_and_nothing_is_offered_that_cannot_be_done(
        self, client, scope, director, sign_in
    ):
        row = AcceleratorFactory(day=200)
        place = EnrolmentFactory(accelerator=row, state="enrolled")
        labels = [label for label, _lines in list_lines(row)]
        assert labels[0].startswith("Enrolled: the first day is ")
        sign_in(client, director)
        for page in (read_page(client, row.get_absolute_url()), read_page(client, place.get_absolute_url())):
            assert "Complete the first year" not in page
            assert "at 0 of 0" not in page

    def test_who_waits_while_places_are_free_waits_for_the_city(self, scope, director):
        row = AcceleratorFactory(places=1)
        waiting = agree(apply(row, make_teacher(scope)))
        assert str(waiting.get_state_display()) == "waits for the city’s decision"
        assert [label for label, _lines in list_lines(row)] == ["Waiting for the city’s decision, in order"]
        EnrolmentFactory(accelerator=row, state="enrolled")
        row.refresh_from_db()
        assert "Waiting for a place, in order" in [label for label, _lines in list_lines(row)]


class TestYears:
    @pytest.mark.parametrize(
        ("page", "states", "said"),
        [
            (
                "complete_first_year",
                ("year1_done", "graduated"),
                "Everyone who takes part has completed the first year.",
            ),
            ("complete_first_year", ("year1_done", "enrolled"), "1 teacher is still in the first year"),
            ("complete_first_year", (), "No teacher takes part yet."),
            ("graduate_teachers", ("graduated",), "Everyone who went on has graduated."),
            (
                "graduate_teachers",
                ("graduated", "year1_done"),
                "1 teacher is in the second year, and something is missing.",
            ),
            ("graduate_teachers", ("enrolled",), "No teacher is in the second year yet."),
        ],
    )
    def test_why_nobody_can_be_chosen_is_true(self, client, scope, director, sign_in, page, states, said):
        row = AcceleratorFactory(day=-400)
        for state in states:
            EnrolmentFactory(accelerator=row, state=state)
        sign_in(client, director)
        assert said in read_page(client, reverse(page, args=[scope.slug, row.pk]))

    def test_a_first_year_that_is_over_without_being_done_has_its_acts(self, client, scope, director, rana, sign_in):
        row = AcceleratorFactory(day=-400)
        place = EnrolmentFactory(accelerator=row, profile=rana, state="enrolled")
        hold(row, 1, 10, rana, at=7)
        assert "made good" in list_meta(director, scope)
        good = reverse("make_session_good", args=[scope.slug, place.pk])
        assert good in {line.url for line in find_my_training(rana).waiting}
        sign_in(client, director)
        page = read_page(client, place.get_absolute_url())
        for act in ("defer_enrolment", "withdraw_enrolment"):
            assert f'<a class="btn" href="{reverse(act, args=[scope.slug, place.pk])}">' in page


def list_meta(user, city):
    """The soft words of the line about a first year that is over."""
    assert "first_year" in list_waiting(user, city)
    sql, asked = build_waiting_sql(user, city, city.today(), 50)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", asked)
        found = cursor.fetchone()[0] or []
    return " ".join(line.meta for line in read_waiting(found, city, 50).lines)


class TestReader:
    def test_the_page_of_a_place_speaks_to_the_teacher_and_about_the_teacher(
        self, client, director, intake, rana, sign_in
    ):
        place = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        for user, own, other in ((rana.user, True, False), (director, False, True)):
            client.logout()
            sign_in(client, user, second_factor=other)
            page = read_page(client, place.get_absolute_url())
            assert ("Observations of your class that you have answered" in page) is own
            assert ("Observations of the teacher’s class that are answered" in page) is other
            assert ("Give up the place" in page, "End the place" in page) == (own, other)

    def test_an_application_is_withdrawn_and_no_place_is_spoken_of(
        self, client, scope, intake, rana, director, sign_in
    ):
        rows = [apply(intake, rana), EnrolmentFactory(accelerator=AcceleratorFactory(), profile=rana, state="enrolled")]
        for user, row in ((rana.user, rows[0]), (rana.user, rows[1]), (director, rows[0])):
            client.logout()
            sign_in(client, user, second_factor=user == director)
            pages = row.get_absolute_url(), reverse("withdraw_enrolment", args=[scope.slug, row.pk])
            listed, asked = [read_page(client, url) for url in pages]
            assert ("Withdraw the application" in listed) is (row is rows[0])
            assert ("Withdraw the application" in asked) is (row is rows[0])
            assert ("can defer the place instead" in asked) is (row is rows[1])
        client.logout()
        sign_in(client, rana.user, second_factor=False)
        url = reverse("withdraw_enrolment", args=[scope.slug, rows[0].pk])
        page = " ".join(client.post(url, {"reason": "Moves to the north"}, follow=True).content.decode().split())
        assert "The application was withdrawn." in page
        assert "application withdrawn</span>" in page
        assert "Moves to the north" in page
        assert "The place is free" not in page
        assert AuditEntry.objects.filter(verb="accelerator.application_withdrawn").count() == 1
        assert not AuditEntry.objects.filter(verb="accelerator.withdrawn").exists()

    def test_why_it_was_declined_or_ended_stays_on_the_page(self, client, intake, rana, director, sign_in):
        rows = [agree(apply(intake, rana)), EnrolmentFactory(accelerator=intake, state="enrolled")]
        enrolments.decline_application(rows[0], actor=director, reason="Two of your school already")
        enrolments.withdraw_enrolment(rows[1], actor=director, reason="Moves to the north")
        sign_in(client, director)
        pages = [read_page(client, row.get_absolute_url()) for row in rows]
        assert "Two of your school already" in pages[0]
        assert "Moves to the north" in pages[1]
        client.logout()
        sign_in(client, rana.user, second_factor=False)
        assert "Two of your school already" in read_page(client, rows[0].get_absolute_url())

    def test_the_director_reminds_a_head_as_rarely_as_the_teacher(self, client, scope, intake, rana, director, sign_in):
        row = apply(intake, rana)
        Enrolment.objects.filter(pk=row.pk).update(head_asked_on=in_days(-9))
        sign_in(client, director)
        url = reverse("remind_head", args=[scope.slug, row.pk])
        assert url in read_page(client, row.get_absolute_url())
        client.post(url)
        assert (fresh(row).head_mails, fresh(row).head_email) == (2, HEAD)
        assert Message.objects.filter(kind="accelerator.head_asked").count() == 2
        assert url not in read_page(client, row.get_absolute_url())
        assert refused(lambda: remind_head(fresh(row), actor=director)) == "accelerator.head_not_asked"


@pytest.mark.parametrize(
    ("day", "said"), [(200, "call until"), (-30, "under way"), (-1000, "over")], ids=["called", "runs", "ended"]
)
def test_a_list_of_intakes_says_where_each_of_them_is(client, scope, director, sign_in, day, said):
    row = AcceleratorFactory(day=day)
    first = -3 if day > 0 else day - 60
    Accelerator.objects.filter(pk=row.pk).update(call_opens_on=in_days(first), call_closes_on=in_days(first + 20))
    sign_in(client, director)
    (line,) = re.findall(
        r"<small>([^<]*)</small>\s*</div>\s*</li>", read_page(client, reverse("accelerators", args=[scope.slug]))
    )
    assert said in line
