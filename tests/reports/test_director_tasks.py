"""What the director's day says: what waits for this person alone, and how a new city begins."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from cities.actions import change_notice, publish_city
from cities.models import City
from labs.models import Cohort, Lab, LabSeat, Override
from programs.models import Program
from reports.queries import load_overview
from reports.texts import greeting_text, sentence_of_state
from stakeholders.models import Profile, Sector
from tests.factories import (
    CohortFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    ProgramFactory,
    UserFactory,
    in_days,
)

pytestmark = pytest.mark.django_db
TODAY = in_days(0)


def asked(target: Any, by: Any, code: str = "G11", **columns: Any) -> Override:
    place = "lab" if isinstance(target, Lab) else "cohort"
    common = {"reason": "Because it is needed now", "remedy": "Next month", "wanted_until": TODAY + timedelta(days=9)}
    return Override.objects.create(rule_code=code, requested_by=by, **{place: target}, **common, **columns)


def run_out(target: Any, by: Any, director: Any, *, days: int = 1, **columns: Any) -> Override:
    past = TODAY - timedelta(days=days)
    return asked(target, by, state="expired", granted_by=director, expires_on=past, **columns)


def lines(city: Any, user: Any) -> list[tuple[str, str]]:
    return [(strip_tags(line.text), line.url) for line in load_overview(city, user).waiting.lines]


def test_only_what_this_person_may_decide_waits(scope: Any, director: Any, facilitator: Any) -> None:
    asked(CohortFactory(), director)
    asked(LabFactory(state="gathering"), facilitator, code="L1")
    assert lines(scope, director) == []
    mine = asked(CohortFactory(name={"en": "Bridges"}), facilitator)
    assert lines(scope, director) == [("Bridges asks for an override", mine.get_absolute_url())]


def test_an_override_that_ran_out_is_told_until_it_is_asked_anew(scope: Any, director: Any, facilitator: Any) -> None:
    cohort = CohortFactory(name={"en": "Bridges"})
    over = run_out(cohort, facilitator, director)
    run_out(CohortFactory(state=Cohort.State.COMPLETED), facilitator, director)
    run_out(CohortFactory(), facilitator, director, days=90)
    text = "An override of Bridges has run out"
    assert lines(scope, director) == [(text, over.get_absolute_url())]
    second = run_out(cohort, facilitator, director, code="G13")
    assert lines(scope, director) == [(text, over.get_absolute_url()), (text, second.get_absolute_url())]
    again = asked(cohort, director)
    assert lines(scope, director) == [(text, second.get_absolute_url())]
    assert again.rule_code == over.rule_code


def test_a_new_city_has_its_first_steps(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    page = f"/c/{scope.slug}/today/"
    sign_in(client, director)
    scope.is_public = False
    scope.save()

    def following() -> tuple[int, str]:
        steps = load_overview(scope, director).steps
        return sum(step.is_done for step in steps), next(step.text for step in steps if step.is_next)

    assert following() == (0, "Set up the five-year program")
    html = client.get(page).content.decode()
    assert "First steps" in html
    assert "A good day to visit a cohort" not in html
    ProgramFactory(actor=director)
    assert following() == (1, "Sign the five years")
    assert "0 cohorts" not in client.get(page).content.decode()
    Program.objects.update(state="signed")
    for sector in Sector:
        assert following()[1] == "Bring in organisations of the four sectors and verify them"
        organisation = OrganisationFactory(sector=sector, state="verified")
    assert following() == (3, "Create a lab")
    lab = LabFactory(state="gathering")
    assert following() == (4, "Give the lab’s seats to people")
    LabSeat.objects.create(lab=lab, profile=ProfileFactory(), organisation=organisation, sector=organisation.sector)
    assert following() == (5, "Say who reads replies to the city’s emails")
    City.objects.update(contact_email="office@example.org")
    assert following() == (6, "Say who is responsible for people’s data")
    change_notice(actor=director, responsible={"en": "City of Bat Galim"})
    assert following() == (7, "Make the city public")
    scope.refresh_from_db()
    publish_city(scope, actor=director)
    assert following() == (8, "Launch the lab")
    assert sentence_of_state(load_overview(scope, director)) == "The next step: Launch the lab. Nothing waits for you."
    Lab.objects.update(state="launched")
    assert load_overview(scope, director).steps == []
    assert "First steps" not in client.get(page).content.decode()


def test_another_director_may_answer(scope: Any, director: Any, facilitator: Any) -> None:
    other = UserFactory()
    MembershipFactory(user=other, city=scope, role="director", starts_on=date(2020, 1, 1))
    mine = asked(CohortFactory(), director)
    assert lines(scope, director) == []
    assert [url for _text, url in lines(scope, other)] == [mine.get_absolute_url()]


@pytest.mark.parametrize(
    ("hour", "said"),
    [(1, "Hello"), (5, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_greeting_follows_the_hour(hour: int, said: str) -> None:
    assert greeting_text(hour) == said


def test_a_greeting_is_not_by_half_a_name(client: Any, sign_in: Any, scope: Any, director: Any) -> None:
    Profile.objects.filter(user=director).update(display_name="أم محمد خوري")
    page = sign_in(client, director).get(reverse("dashboard", args=[scope.slug])).content.decode()
    assert "<bdi>أم محمد</bdi>" in page


def test_so_many_running_cohorts_lead_to_exactly_these(client: Any, sign_in: Any, scope: Any, director: Any) -> None:
    lab = LabFactory()
    running = [CohortFactory(lab=lab, state="running").pk for _n in range(2)]
    for state in ("suspended", "planned", "completed"):
        CohortFactory(lab=lab, state=state)
    found = load_overview(scope, director)
    found.steps = []
    sentence = sentence_of_state(found)
    (way,) = re.findall(r'<a href="([^"]+)">2 cohorts are running\.</a>', sentence)
    assert {row.pk for row in sign_in(client, director).get(way).context["object_list"]} == set(running)


def test_no_running_cohort_leads_nowhere(scope: Any, director: Any) -> None:
    CohortFactory(state="suspended")
    found = load_overview(scope, director)
    found.steps = []
    assert sentence_of_state(found).startswith("No cohort is running now. ")
