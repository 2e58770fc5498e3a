"""The program rests: what follows comes later by the same days, and what was planned first stays."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from programs import actions
from programs.actions.late_milestones import tell_late_milestones
from programs.models import Intake, Milestone, Program, ProgramYear, Suspension
from tests.factories import ProgramFactory
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(scope: Any, director: Any) -> Any:
    """In the third month of its first year."""
    return ProgramFactory(starts_on=scope.today() - timedelta(days=80), signed_on=scope.today() - timedelta(days=90))


def suspend(program: Program, director: Any, ago: int = 10, **more: Any) -> Suspension:
    day = program.city.today() - timedelta(days=ago)
    return actions.suspend_program(program, actor=director, starts_on=day, reason="The schools are closed", **more)


def check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_invariant_44_a_suspension_shifts_what_follows_by_its_days_and_keeps_the_first_plan(
    program: Program, director: Any
) -> None:
    row = suspend(program, director)
    before = {one.pk: (one.due_on, one.baseline_due_on) for one in Milestone.objects.all()}
    years, intakes = list(program.years.all()), list(Intake.objects.all())
    actions.resume_program(program, actor=director)
    by = timedelta(days=10)
    for one in Milestone.objects.all():
        due, baseline = before[one.pk]
        assert one.due_on == (due + by if due >= row.starts_on else due)
        assert one.baseline_due_on == baseline
        assert one.slip_days == (one.due_on - baseline).days
    after = list(program.years.all())
    assert [(one.ends_on - old.ends_on).days for one, old in zip(after, years, strict=True)] == [10] * 5
    assert [(one.starts_on - old.starts_on).days for one, old in zip(after, years, strict=True)] == [0, 10, 10, 10, 10]
    assert [one.ends_on - by for one in Intake.objects.all()] == [one.ends_on for one in intakes]
    check_now()


def test_invariant_42_a_program_has_five_years_longer_by_its_suspensions_alone(program: Program, director: Any) -> None:
    suspend(program, director)
    actions.resume_program(program, actor=director)
    years = list(ProgramYear.objects.filter(program=program))
    assert [year.number for year in years] == [1, 2, 3, 4, 5]
    lengths = [(year.ends_on - year.starts_on).days + 1 - year.suspended_days for year in years]
    assert all(length in {365, 366} for length in lengths)
    assert all(a.ends_on + timedelta(days=1) == b.starts_on for a, b in pairwise(years))
    for harm in (
        "UPDATE programs_programyear SET suspended_days = suspended_days + 1, ends_on = ends_on + 1 WHERE number = 5",
        "UPDATE programs_suspension SET resumed_on = resumed_on + 1",
        "DELETE FROM programs_suspension",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(harm)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_invariant_43_one_active_program_and_the_next_one_has_a_predecessor(program: Program, director: Any) -> None:
    assert refused(lambda: actions.propose_program(starts_on=date(2040, 9, 1), actor=director)) == "programs.one_live"
    Program.objects.filter(pk=program.pk).update(state="completed")
    last = program.years.last().ends_on
    code = refused(lambda: actions.propose_program(starts_on=last, actor=director))
    assert code == "programs.before_predecessor"
    after = actions.propose_program(starts_on=last + timedelta(days=1), actor=director)
    assert after.predecessor == program
    assert after.years.count() == 5


def test_a_known_end_resumes_by_itself_whenever_the_night_is_looked_at(program: Program, director: Any) -> None:
    today = program.city.today()
    suspend(program, director, expected_until=today)
    assert actions.advance_program_years(program, today=today) == 0
    assert program.state == "suspended"
    actions.advance_program_years(program, today=today + timedelta(days=40))
    row = Suspension.objects.get()
    assert (program.state, row.resumed_on, row.days) == ("active", today + timedelta(days=1), 11)
    check_now()


def test_nothing_is_late_while_it_rests(program: Program, director: Any, scope: Any) -> None:
    Milestone.objects.filter(year__number=1).update(due_on=scope.today() - timedelta(days=3))
    assert tell_late_milestones(program, scope.today()) == 8
    assert tell_late_milestones(program, scope.today()) == 0
    suspend(program, director)
    assert tell_late_milestones(program, scope.today() + timedelta(days=9)) == 0


@pytest.mark.parametrize("ago", [-1, 400])
def test_it_begins_in_the_open_year_and_not_in_the_future(program: Program, director: Any, ago: int) -> None:
    assert refused(lambda: suspend(program, director, ago=ago)) == "programs.suspension_first"


def test_it_is_suspended_and_resumed_on_its_pages(client: Any, program: Program, steward: Any, sign_in: Any) -> None:
    slug, ask = program.city.slug, sign_in(client, steward)
    data = {"starts_on": str(program.city.today()), "expected_until": "", "reason": "The schools are closed"}
    assert ask.post(reverse("suspend_program", args=[slug, program.pk]), data).status_code == 302
    page = ask.get(reverse("program", args=[slug])).content.decode()
    assert "The schools are closed" in page
    assert "Resume the program" in page
    assert ask.post(reverse("suspend_program", args=[slug, program.pk]), data).status_code == 409
    assert ask.post(reverse("resume_program", args=[slug, program.pk])).status_code == 302
    program.refresh_from_db()
    assert program.state == "active"


def test_who_cannot_choose_the_first_day_is_asked_for_none(
    client: Any, program: Program, director: Any, steward: Any, sign_in: Any
) -> None:
    where = reverse("suspend_program", args=[program.city.slug, program.pk])
    page = sign_in(client, director).get(where)
    assert "starts_on" not in page.context["form"].fields
    assert "It begins today. Only the network steward can let it begin earlier" in page.content.decode()
    assert client.post(where, {"reason": "The schools are closed"}).status_code == 302
    assert Suspension.objects.get().starts_on == program.city.today()


def test_what_is_settled_keeps_its_day_and_lies_in_its_year_once_it_is_open_again(
    program: Program, director: Any
) -> None:
    reached, dropped = Milestone.objects.filter(year__number=2).order_by("pk")[:2]
    first = reached.year.starts_on
    Milestone.objects.filter(pk=reached.pk).update(
        state="reached", evidence="It stands", reached_by="words", due_on=first, baseline_due_on=first
    )
    actions.move_milestone(dropped, "dropped", actor=director, reason="The school was closed")
    suspend(program, director)
    actions.resume_program(program, actor=director)
    for row in (reached, dropped):
        row.refresh_from_db()
        assert row.slip_days == 0
    fresh = Milestone.objects.select_related("year__program").get(pk=reached.pk)
    assert fresh.year.starts_on == first + timedelta(days=10)
    actions.move_milestone(fresh, "planned", actor=director, reason="It fell down again")
    fresh.refresh_from_db()
    assert fresh.due_on == fresh.year.starts_on


@pytest.mark.parametrize("page", ["suspend_program", "resume_program"])
def test_its_pages_say_that_intakes_and_open_calls_move_too(
    page: str, client: Any, program: Program, director: Any, steward: Any, sign_in: Any
) -> None:
    if page == "resume_program":
        suspend(program, director, ago=0)
    ask, where = sign_in(client, steward), reverse(page, args=[program.city.slug, program.pk])
    assert "the last day of an open call" in " ".join(ask.get(where).context["effects"])
    Intake.objects.all().delete()
    assert "the last day of an open call" not in " ".join(ask.get(where).context["effects"])
