"""An intake of the accelerator over its two years, on phones and a desk: the call, the head's yes, sessions, a project, visits
across schools, the first year done, graduation, and a credential that a stranger checks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accelerator.models import Accelerator, Credential, Enrolment, Pair
from cities.models import City
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from meetings.models import Attendance, Session
from programs.models import Intake
from tests.accelerator.support import find_link, hold, make_teacher
from tests.browser.looks import chromium, open_page
from tests.factories import MembershipFactory, OrganisationFactory, ProfileFactory, ProgramFactory
from tests.support import Clock, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = date(2027, 9, 1)
PHONE, DESK = 390, 1280
TEACHERS = ("Rana", "Tal")


class Person:
    """Somebody at a browser of their own, signed in anew as often as they come: sessions end within two years."""

    def __init__(self, browser: Any, base: str, user: User | None, width: int) -> None:
        self.user, self.base = user, base
        self.page = open_page(browser, width=width, locale="en")

    def go(self, name: str, *numbers: Any) -> None:
        """They open this page, signed in."""
        if self.user is not None:
            value = sign_in(Client(), self.user).cookies["session"].value
            self.page.context.add_cookies([{"name": "session", "value": value, "url": self.base}])
        self.page.goto(self.base + (name if name.startswith("/") else reverse(name, args=numbers)))

    def fill(self, **fields: Any) -> None:
        """What stands in the boxes; where one is folded its part of the form is opened."""
        for name, value in fields.items():
            box = self.page.locator(f"main [name='{name}']").first
            if not box.is_visible():
                self.page.locator(f"main details:not([open]):has([name='{name}']) > summary").first.click()
            if box.get_attribute("type") in {"radio", "checkbox"}:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif box.evaluate("one => one.tagName") == "SELECT":
                box.select_option(str(value))
            else:
                box.fill(str(value))

    def press(self, where: str = "main form button.primary") -> None:
        """The button is pressed, and the page that follows is there and fits its screen."""
        with self.page.expect_navigation():
            self.page.locator(where).first.click()
        assert self.page.locator("main [aria-invalid=true]").count() == 0, self.text
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self.page.inner_text("main"))


def noon(day: date) -> datetime:
    """About noon of that day, in the city as well."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


class Story:
    """Who takes part, and what they have made so far."""

    def __init__(self, browser: Any, base: str, city: City, clock: Clock) -> None:
        self.city, self.slug, self.clock = city, city.slug, clock
        with city_scope(city.pk):
            director = MembershipFactory(city=city, role="director").user
            ProgramFactory(starts_on=date(2026, 9, 1), actor=director, signed=True)
            self.leaders = [
                ProfileFactory(user=MembershipFactory(city=city, role="facilitator").user, display_name=name)
                for name in ("Samir", "Dina")
            ]
            self.schools = [OrganisationFactory(field="formal") for _ in TEACHERS]
            self.partner = OrganisationFactory(sector=2)
            self.teachers = [make_teacher(city, display_name=name) for name in TEACHERS]
        self.director = Person(browser, base, director, DESK)
        self.leader = Person(browser, base, self.leaders[0].user, PHONE)
        self.people = [Person(browser, base, one.user, PHONE) for one in self.teachers]
        self.head, self.stranger = (Person(browser, base, None, PHONE) for _ in range(2))
        self.intake: Any = None

    @property
    def places(self) -> list[Enrolment]:
        """The teachers' places as they are now."""
        rows = Enrolment.objects.select_related(
            "accelerator__city", "accelerator__group", "accelerator__intake", "city"
        )
        return [rows.get(profile=one) for one in self.teachers]

    def open_the_call(self) -> None:
        intake = Intake.objects.get(number=1)
        self.director.go("open_call", self.slug, intake.pk)
        first, second = (one.pk for one in self.leaders)
        self.director.fill(name_en="First intake", first_leader=first, second_leader=second, places=24)
        self.director.fill(call_closes_on="2027-08-20")
        self.director.press()
        self.intake = Accelerator.objects.select_related("city", "group", "intake").get()
        assert next(term.starts_on for term in self.intake.terms.all()) == intake.starts_on == FIRST

    def apply_and_enrol(self) -> None:
        for person, school in zip(self.people, self.schools, strict=True):
            person.go("apply_to_accelerator", self.slug, self.intake.pk)
            person.fill(
                organisation=school.pk, why_en="To learn with others", head_email=f"head{school.pk}@example.org"
            )
            person.press()
        for place in self.places:
            self.head.go(urlsplit(find_link(place)).path)
            self.head.fill(answer="yes", release_hours=2, substitute="Dana Levi")
            self.head.press()
            assert "You have agreed." in self.head.text
            self.director.go("enrolment", self.slug, place.pk)
            self.director.press("main .btn.primary")
        assert [one.state for one in self.places] == ["enrolled"] * 2

    def meet(self) -> None:
        """The first session is planned and its list of who is here kept on a phone; the others of the year were recorded."""
        self.clock.now = noon(FIRST + timedelta(days=6))
        self.leader.go("new_accelerator_session", self.slug, self.intake.pk)
        self.leader.fill(
            title_en="Opening", date=FIRST + timedelta(days=7), begins="16:00", ends="18:00", place="Library"
        )
        self.leader.press()
        session = Session.objects.get()
        self.leader.go("session", self.slug, session.pk)
        self.leader.press("main button:has-text('Invite')")
        self.clock.now = session.starts_at + timedelta(minutes=5)
        self.leader.go("session", self.slug, session.pk)
        self.leader.press("main button:has-text('Open the session')")
        self.leader.go("roll", self.slug, session.pk)
        for person in self.teachers:
            with self.leader.page.expect_response("**/roll/*/"):
                self.leader.page.locator(".roll > li", has_text=person.display_name).locator("button.tap").click()
        self.leader.page.locator("summary", has_text="Finalise attendance").click()
        self.leader.press("main button:has-text('Finalise attendance')")
        assert "This session is over and recorded." in self.leader.text
        assert Attendance.objects.filter(session=session, status="present").count() == 2
        hold(self.intake, 1, 9, *self.teachers)

    def begin_projects(self) -> None:
        for person, place in zip(self.people, self.places, strict=True):
            person.go("begin_project", self.slug, place.pk)
            person.fill(question_en="How do we read together?", class_name="4b", partner=self.partner.pk)
            person.fill(goal_en="Fifty books", start_figure=3)
            person.press()

    def visit(self, number: int, term: int) -> None:
        """A round of visits: each writes what they saw, the other reads it first and answers."""
        begins = self.intake.terms.get(number=term).starts_on
        self.clock.now = noon(begins + timedelta(days=30))
        self.leader.go("make_pairs", self.slug, self.intake.pk)
        self.leader.fill(number=number)
        self.leader.press()
        pair = Pair.objects.get(number=number)
        for person in self.people:
            person.go("record_observation", self.slug, pair.pk)
            person.fill(held_on=begins + timedelta(days=29), class_name="4b", pupils_do_en="They read to each other")
            person.fill(teacher_does_en="Listens", question_en="Why in pairs?")
            person.press()
        for person, place in zip(self.people, self.places, strict=True):
            person.go("enrolment", self.slug, place.pk)
            person.press("main a:has-text('read and answer')")
            person.press("main .btn.primary")
            person.fill(sentence_en="I will try it in threes")
            person.press()

    def end_the_first_year(self) -> None:
        self.clock.now = noon(self.intake.terms.get(number=2).ends_on + timedelta(days=1))
        self.director.go("complete_first_year", self.slug, self.intake.pk)
        self.director.press()
        assert [one.state for one in self.places] == ["year1_done"] * 2

    def report_projects(self) -> None:
        hold(self.intake, 2, 10, *self.teachers)
        self.clock.now = noon(self.intake.terms.get(number=4).ends_on - timedelta(days=20))
        for person, place in zip(self.people, self.places, strict=True):
            project = place.project
            for day in range(4):
                person.go("note_project", self.slug, project.pk)
                person.fill(noted_on=self.city.today() - timedelta(days=day), text_en="We counted")
                person.press()
            person.go("change_project", self.slug, project.pk)
            person.fill(end_figure=54, helped_en="The shop lent books", hindered_en="Too little time")
            person.press()
            person.go("project", self.slug, project.pk)
            person.press("main form[action$='/report/'] button, main a[href$='/report/']")
            if person.page.url.endswith("/report/"):
                person.press()

    def graduate(self) -> None:
        self.clock.now = noon(self.intake.terms.get(number=4).ends_on)
        self.director.go("graduate_teachers", self.slug, self.intake.pk)
        self.director.press()
        assert [one.state for one in self.places] == ["graduated"] * 2

    def show_the_credential(self) -> None:
        place, person = self.places[0], self.people[0]
        person.go("enrolment", self.slug, place.pk)
        person.press("main .btn.primary")
        link = person.page.locator("main .lines a").get_attribute("href")
        self.stranger.go(urlsplit(link).path)
        assert "Rana" in self.stranger.text
        credential = Credential.objects.get(enrolment=place)
        self.stranger.go("credential", self.slug, credential.number)
        assert "valid" in self.stranger.text
        assert "Rana" not in self.stranger.text


def test_an_intake_over_two_years(live_server: Any, clock: Clock, city: City) -> None:
    clock.now = noon(date(2027, 8, 2))
    with chromium() as browser:
        story = Story(browser, live_server.url, city, clock)
        with city_scope(city.pk):
            story.open_the_call()
            story.apply_and_enrol()
            story.meet()
            story.begin_projects()
            story.visit(1, term=2)
            story.end_the_first_year()
            story.visit(2, term=3)
            story.report_projects()
            story.graduate()
            story.show_the_credential()
        everybody = (story.director, story.leader, story.head, story.stranger, *story.people)
        assert [one.page.said for one in everybody] == [[]] * len(everybody)
