"""Today of each role: what waits names its thing and is settled in place; a facilitator's and the steward's own."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from educities.kit.day_words import format_day
from labs.models import LabSeat
from meetings.models import Session
from programs.models import Milestone
from reports.queries import load_overview
from reports.queries.staff_days import load_facilitator_day, load_steward_day
from stakeholders.models import Organisation, Profile
from tests.factories import (
    CohortFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgramFactory,
    SessionFactory,
    UserFactory,
)
from tests.labs.ways import ask_override
from tests.support import assert_same_queries, fresh

pytestmark = pytest.mark.django_db
TODAY = "/c/bat-galim/today/"


@pytest.fixture
def steward(city: Any) -> Any:
    user = UserFactory()
    MembershipFactory(user=user, city=city, role="steward")
    return user


def propose(name: str, days: int = 0) -> Organisation:
    made = OrganisationFactory(name={"en": name}, state="proposed")
    Organisation.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=days))
    return made


def test_a_line_names_the_thing_and_since_when(scope: Any, director: Any) -> None:
    propose("Repair Café", days=3)
    (line,) = load_overview(scope, director).waiting.lines
    assert line.text == "<b><bdi>Repair Café</bdi></b> waits to be verified"
    assert line.wait == "waiting for 3 days"
    assert line.label == "Verify"


def test_what_waits_for_many_months_says_since_when(scope: Any, director: Any) -> None:
    propose("Repair Café", days=717)
    (line,) = load_overview(scope, director).waiting.lines
    month = date_format(timezone.localtime() - timedelta(days=717), "F Y")
    assert line.wait == f"since {month}"


def test_what_was_due_before_the_signing_waits_in_one_line(scope: Any, director: Any, steward: Any) -> None:
    ProgramFactory(starts_on=date(2024, 9, 1), actor=director, signed=True)
    asked = Milestone.objects.filter(due_on__lt=scope.today()).count()

    def find_urls(user: Any) -> list[str]:
        text = f"{asked} milestones were due before the program was signed"
        return [line.url for line in load_overview(scope, user).waiting.lines if line.text == text]

    assert find_urls(director) == ["/c/bat-galim/program/"]
    assert find_urls(steward) == []
    Milestone.objects.update(state="dropped")
    assert not any("before the program" in line.text for line in load_overview(scope, director).waiting.lines)


def test_first_steps_that_need_no_other_can_be_opened(scope: Any, director: Any) -> None:
    scope.is_public = False
    steps = load_overview(scope, director).steps
    assert [step.text for step in steps if step.is_open] == [
        "Bring in organisations of the four sectors and verify them",
        "Create a lab",
        "Say who reads replies to the city’s emails",
        "Say who is responsible for people’s data",
        "Make the city public",
    ]


def test_the_facilitators_day_says_that_a_condition_is_not_met_yet(
    client: Any, scope: Any, facilitator: Any, sign_in: Any
) -> None:
    CohortFactory(state="running", stage=3)
    page = sign_in(client, facilitator).get(TODAY).content.decode()
    assert "Missing:" in page
    # How much of it there is, so that nobody reads it as missing altogether.
    assert re.search(r"<small>\(\d of \d[^)]*\)</small>", page)
    assert "and 3 more conditions" in " ".join(page.split())


def test_a_session_is_named_by_the_day_on_which_it_began(scope: Any, facilitator: Any) -> None:
    midnight = datetime(2026, 5, 15, tzinfo=scope.zone)
    cohort = CohortFactory(name={"en": "Bridges"})
    SessionFactory(cohort=cohort, starts_at=midnight - timedelta(hours=2), ends_at=midnight)
    (line,) = load_facilitator_day(scope, facilitator).waiting.lines
    assert line.meta == f"Bridges · {format_day(date(2026, 5, 14))}"


def test_a_name_cannot_bring_markup(scope: Any, director: Any) -> None:
    propose("<i>{text}</i>")
    (line,) = load_overview(scope, director).waiting.lines
    assert line.text == "<b><bdi>&lt;i&gt;{text}&lt;/i&gt;</bdi></b> waits to be verified"


def test_the_oldest_five_stand_there_and_the_number_of_the_others(scope: Any, director: Any) -> None:
    for days in range(8):
        propose(f"Org {days}", days=days)
    waiting = load_overview(scope, director).waiting
    assert [line.about for line in waiting.lines] == [f"Org {days}" for days in (7, 6, 5, 4, 3)]
    assert (waiting.further, waiting.total) == (3, 8)


def test_the_others_are_one_tap_away(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    for days in range(8):
        propose(f"Org {days}", days=days)
    assert 'href="?all=1"' in sign_in(client, director).get(TODAY).content.decode()
    html = client.get(f"{TODAY}?all=1").content.decode()
    assert html.count("waits to be verified") == 8
    assert f'name="next" value="{TODAY}?all=1"' in html


def test_a_line_is_settled_in_place(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    organisation = propose("Repair Café")
    sign_in(client, director)
    html = client.get(TODAY).content.decode()
    url = f"/c/bat-galim/organisations/{organisation.pk}/verify/"
    assert f'hx-post="{url}"' in html
    assert f'action="{url}"' in html
    answer = client.post(url, {"next": TODAY}, headers={"HX-Request": "true"})
    assert answer.url == TODAY
    part = client.get(TODAY, headers={"HX-Request": "true"}).content.decode().partition('id="waits"')[2]
    assert "Repair Café is verified and can take seats in labs." in part
    assert "waits to be verified" not in part


def test_a_page_as_a_whole_says_the_message_once(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    organisation = propose("Repair Café")
    sign_in(client, director)
    client.post(f"/c/bat-galim/organisations/{organisation.pk}/verify/", {"next": TODAY})
    assert client.get(TODAY).content.decode().count(">Repair Café is verified and can take seats in labs.<") == 1


def test_the_five_years_that_wait_are_signed_from_today(scope: Any, director: Any) -> None:
    program = ProgramFactory(actor=director)
    (line,) = load_overview(scope, director).waiting.lines
    assert line.url == f"/c/bat-galim/program/{program.pk}/sign/"


def test_a_facilitator_has_a_day_of_their_own(client: Any, scope: Any, facilitator: Any, sign_in: Any) -> None:
    cohort = CohortFactory(name={"en": "Bridges"}, state="running")
    answer = sign_in(client, facilitator).get(TODAY)
    assert answer.status_code == 200
    assert "reports/facilitator.html" in [template.name for template in answer.templates]
    assert cohort.get_absolute_url() in answer.content.decode()


def make_session(cohort: Any, hours: int, **columns: Any) -> Session:
    start = timezone.now() + timedelta(hours=hours)
    about = {"title": {"en": "Meeting"}, "state": "scheduled", **columns}
    return Session.objects.create(group=cohort.group, starts_at=start, ends_at=start + timedelta(hours=1), **about)


def test_a_session_that_nobody_recorded_waits_for_its_facilitator(
    scope: Any, facilitator: Any, director: Any, steward: Any
) -> None:
    cohort = CohortFactory(state="running")
    over, coming = make_session(cohort, -30), make_session(cohort, 30)
    day = load_facilitator_day(scope, facilitator)
    assert [line.url for line in day.waiting.lines] == [over.get_absolute_url()]
    assert day.session == coming
    assert load_overview(scope, director).waiting.lines == []
    assert load_steward_day(scope, steward).waiting.lines == []


@pytest.mark.parametrize(("state", "is_told"), [("running", False), ("suspended", True)])
def test_a_paused_cohorts_next_session_is_not_promised(
    client: Any, scope: Any, facilitator: Any, sign_in: Any, state: str, is_told: bool
) -> None:
    make_session(CohortFactory(state=state), 30)
    page = sign_in(client, facilitator).get(TODAY).content.decode()
    assert ("It takes place only if the cohort has resumed by then." in page) is is_told
    assert ("(only if the cohort has resumed by then)" in page) is is_told


def test_the_session_whose_people_are_in_the_room_comes_first(scope: Any, facilitator: Any) -> None:
    cohort = CohortFactory(state="running")
    start = timezone.now() - timedelta(minutes=30)
    late = {"group": cohort.group, "starts_at": start, "ends_at": start + timedelta(hours=2)}
    Session.objects.create(title={"en": "Not opened"}, state="scheduled", **late)
    in_room = Session.objects.create(
        title={"en": "In the room"}, state="held", **{**late, "starts_at": start + timedelta(minutes=20)}
    )
    assert load_facilitator_day(scope, facilitator).session == in_room


def test_a_facilitator_of_one_lab_sees_that_labs_things(scope: Any) -> None:
    mine, other = CohortFactory(state="running"), CohortFactory(state="running")
    user = UserFactory()
    MembershipFactory(user=user, city=scope, role="facilitator", scope_type="lab", scope_id=mine.lab_id)
    over = make_session(mine, -30)
    make_session(other, -30)
    day = load_facilitator_day(scope, user)
    assert [line.url for line in day.waiting.lines] == [over.get_absolute_url()]
    assert [row["cohort"] for row in day.cohorts] == [mine]


def test_a_facilitators_day_costs_the_same_for_one_and_three_cohorts(
    client: Any, scope: Any, facilitator: Any, sign_in: Any
) -> None:
    sign_in(client, facilitator)
    assert_same_queries(lambda: client.get(TODAY), lambda n: CohortFactory.create_batch(n, state="running"), most=16)


def test_the_steward_sees_the_cities(client: Any, scope: Any, steward: Any, sign_in: Any) -> None:
    answer = sign_in(client, steward).get(TODAY)
    assert "reports/steward.html" in [template.name for template in answer.templates]
    assert answer.context["found"].cities == [scope]


def test_a_resident_has_no_such_page(client: Any, scope: Any, resident: Any, sign_in: Any) -> None:
    assert sign_in(client, resident).get(TODAY).status_code in {403, 404}


class TestOverridesOfADirector:
    """The steward decides where a director asks, whichever rule it is about: it waits on her day's page too."""

    def test_waits_for_the_steward_with_its_verb(
        self, client: Any, scope: Any, director: Any, steward: Any, sign_in: Any
    ) -> None:
        override = ask_override(CohortFactory(stage=2, name={"en": "Bridges"}), "G23", director)
        (line,) = load_steward_day(scope, steward).waiting.lines
        assert line.url == f"/c/bat-galim/overrides/{override.pk}/"
        assert line.label.startswith("Grant until ")
        page = sign_in(client, steward).get(TODAY).content.decode()
        assert "You have one task." in page
        assert "Nothing waits for you" not in page

    def test_a_facilitators_waits_for_the_director_alone(
        self, scope: Any, director: Any, facilitator: Any, steward: Any
    ) -> None:
        ask_override(CohortFactory(stage=2), "G23", facilitator)
        assert load_steward_day(scope, steward).waiting.total == 0
        assert load_overview(scope, director).waiting.total == 1

    def test_what_waits_is_what_may_be_decided(self, scope: Any, director: Any, facilitator: Any, steward: Any) -> None:
        """The page and the rule agree about every rule, whoever asked."""
        for asker in (director, facilitator):
            for rule in ("G11", "G23"):
                row = ask_override(CohortFactory(stage=int(rule[1])), rule, asker)
                waits = [line.url for line in load_steward_day(scope, fresh(steward)).waiting.lines]
                may = fresh(steward).has_perm("labs.decide_override", row)
                assert (row.get_absolute_url() in waits) is may, (asker, rule)


def test_a_facilitator_of_the_whole_city_has_own_cohorts_only_where_they_sit(
    client: Any, scope: Any, facilitator: Any, sign_in: Any
) -> None:
    own, other = CohortFactory(name={"en": "Bridges"}), CohortFactory(name={"en": "Families"})
    page = sign_in(client, facilitator).get(TODAY).content.decode()
    assert (">My cohorts<" in page, ">Cohorts of the city<" in page) == (False, True)
    LabSeat.objects.create(lab=own.lab, profile=Profile.objects.get(user=facilitator), role=LabSeat.Role.FACILITATOR)
    page = client.get(TODAY).content.decode()
    mine, _, rest = page.partition(">Cohorts of the city<")
    assert (own.get_absolute_url() in mine.partition(">My cohorts<")[2], other.get_absolute_url() in rest) == (
        True,
        True,
    )
    assert other.get_absolute_url() not in mine.partition(">My cohorts<")[2]
