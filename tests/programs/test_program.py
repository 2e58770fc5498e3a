from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from educities.activity.models import AuditEntry
from educities.activity.texts.sentences import record_sentence
from educities.kit.day_words import format_day
from educities.kit.errors import DomainError
from programs import actions
from programs.imports.template import load_lines
from programs.models import Forum, Indicator, Intake, Milestone, Program, ProgramYear
from programs.values import template
from tests.factories import IndicatorFactory, ProgramFactory
from tests.programs.support import review_year, show_milestone

pytestmark = pytest.mark.django_db


def check_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def program(scope, director):
    return ProgramFactory(starts_on=date(2024, 9, 1), actor=director)


def test_program_has_five_years_and_the_method_milestones(program):
    years = list(program.years.all())
    assert [(y.number, y.starts_on, y.ends_on) for y in years] == [
        (1, date(2024, 9, 1), date(2025, 8, 31)),
        (2, date(2025, 9, 1), date(2026, 8, 31)),
        (3, date(2026, 9, 1), date(2027, 8, 31)),
        (4, date(2027, 9, 1), date(2028, 8, 31)),
        (5, date(2028, 9, 1), date(2029, 8, 31)),
    ]
    assert Milestone.objects.count() == len(load_lines()) == 40
    assert all(y.starts_on <= m.due_on <= y.ends_on for y in years for m in y.milestones.all())
    assert AuditEntry.objects.get(verb="programs.program_proposed").data == {"starts_on": "2024-09-01"}
    check_now()


def test_template_is_written_in_three_languages():
    lines = [line.title for line in template.MILESTONES] + list(template.FOCUS.values())
    lines += [line.title for line in load_lines().values()]
    assert all(set(words) == {"en", "he", "ar"} and all(words.values()) for words in lines)


def test_second_live_program_is_refused(program, director):
    with pytest.raises(DomainError) as refused:
        actions.propose_program(starts_on=date(2030, 9, 1), actor=director)
    assert refused.value.code == "programs.one_live"
    with pytest.raises(IntegrityError), transaction.atomic():
        Program.objects.create(starts_on=date(2030, 9, 1))


def test_program_after_a_terminated_one_is_allowed(program, director):
    actions.withdraw_program(program, actor=director, reason="another plan")
    assert actions.propose_program(starts_on=date(2027, 9, 1), actor=director).state == "proposed"


def test_sign_begins_a_program_whose_day_has_come(program, director):
    actions.sign_program(program, actor=director)
    entry = AuditEntry.objects.get(verb="programs.program_signed")
    with translation.override("he"):
        assert format_day(program.starts_on) in record_sentence(entry.verb, entry.target_type, entry.data)
    states = {"proposed", "signed", "active"}
    assert program.state in states - {"proposed", "signed"}
    assert Forum.objects.get().program_id == program.pk
    assert [(i.number, i.starts_on, i.ends_on) for i in Intake.objects.all()] == [
        (1, date(2025, 9, 1), date(2027, 8, 31)),
        (2, date(2027, 9, 1), date(2029, 8, 31)),
    ]
    assert AuditEntry.objects.filter(verb="programs.program_signed").count() == 1


def test_sign_twice_is_refused(program, director):
    actions.sign_program(program, actor=director)
    with pytest.raises(DomainError) as refused:
        actions.sign_program(program, actor=director)
    assert refused.value.code == "state.not_allowed"


def test_sign_ahead_of_its_day_waits(scope, director):
    program = ProgramFactory(starts_on=scope.today() + timedelta(days=30), signed=True, actor=director)
    assert program.state == "signed"
    assert set(program.years.values_list("state", flat=True)) == {"upcoming"}


def test_years_turn_by_the_day_and_only_once(program, director):
    program.move("signed")
    assert actions.advance_program_years(program, today=date(2026, 11, 23)) == 5
    assert list(program.years.values_list("state", flat=True)) == [
        "in_review",
        "in_review",
        "open",
        "upcoming",
        "upcoming",
    ]
    assert actions.advance_program_years(program, today=date(2026, 11, 23)) == 0


def test_year_closes_only_with_confirmed_figures_or_a_reason(program, director):
    program.move("signed")
    actions.advance_program_years(program, today=date(2026, 11, 23))
    IndicatorFactory(kind=Indicator.Kind.POPULATION)
    first = program.years.first()
    review_year(first)
    with pytest.raises(DomainError) as refused:
        actions.close_year(first, actor=director)
    assert refused.value.code == "programs.figures_missing"
    actions.close_year(first, actor=director, reason="The ministry has not published it")
    assert ProgramYear.objects.get(pk=first.pk).state == "closed"
    assert AuditEntry.objects.get(verb="programs.year_moved", target_id=first.pk, data__to="closed").reason


def test_reopened_year_stays_open(program, director):
    program.move("signed")
    actions.advance_program_years(program, today=date(2025, 10, 1))
    first = program.years.first()
    actions.reopen_year(first, actor=director, reason="late figures")
    assert actions.advance_program_years(program, today=date(2025, 10, 2)) == 0
    assert ProgramYear.objects.get(pk=first.pk).state == "open"


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM programs_programyear WHERE number = 5",
        "UPDATE programs_programyear SET ends_on = ends_on - 1 WHERE number = 2",
        "UPDATE programs_programyear SET starts_on = starts_on + 1 WHERE number = 1",
        "UPDATE programs_programyear SET ends_on = ends_on + 10 WHERE number = 5",
        "UPDATE programs_program SET starts_on = starts_on + 1",
    ],
)
def test_database_refuses_other_than_five_contiguous_years(program, harm):
    check_now()
    Milestone.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(harm)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_database_refuses_a_program_without_years(scope):
    with pytest.raises(IntegrityError), transaction.atomic():
        Program.objects.create(starts_on=date(2024, 9, 1))
        check_now()


def test_milestone_is_reached_only_with_evidence(program, director):
    milestone = Milestone.objects.first()
    for words in ("  ", "Minutes of 3 November"):
        with pytest.raises(DomainError) as refused:
            actions.reach_milestone(milestone, actor=director, link=None, evidence=words)
        assert refused.value.code == "programs.evidence_missing"
    actions.reach_milestone(milestone, actor=director, link=show_milestone(milestone), evidence="Minutes of 3 November")
    milestone.refresh_from_db()
    assert (milestone.state, milestone.evidence) == ("reached", "Minutes of 3 November")
    assert AuditEntry.objects.filter(verb="programs.milestone_moved").count() == 1


def test_database_refuses_reached_without_evidence(program):
    milestone = Milestone.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        milestone.move("reached")


def test_dropping_a_milestone_needs_a_reason(program, director):
    milestone = Milestone.objects.first()
    with pytest.raises(DomainError) as refused:
        actions.move_milestone(milestone, "dropped", actor=director)
    assert refused.value.code == "programs.reason_missing"
    actions.move_milestone(milestone, "dropped", actor=director, reason="replaced")
    with pytest.raises(DomainError):
        actions.change_milestone(milestone, actor=director, title={"en": "new"})


def test_milestone_is_due_within_its_year(program, director):
    year = program.years.first()
    with pytest.raises(DomainError) as refused:
        actions.add_milestone(year, actor=director, title={"en": "x"}, due_on=date(2026, 1, 1))
    assert refused.value.code == "programs.due_outside_year"
    assert format_day(date(2024, 9, 1)) in str(refused.value)


def test_a_milestone_moves_within_its_year_and_keeps_its_first_day(scope, director):
    year = ProgramFactory(starts_on=scope.today()).years.first()
    planned = year.starts_on + timedelta(days=100)
    made = Milestone.objects.create(year=year, title={"en": "x"}, due_on=planned, baseline_due_on=planned)
    for day in (year.starts_on, year.ends_on):
        assert actions.change_milestone(made, actor=director, due_on=day).due_on == day
    assert made.baseline_due_on == planned


def test_a_changed_milestone_is_recorded_with_what_changed(program, director):
    milestone = Milestone.objects.first()
    actions.change_milestone(milestone, actor=director, title={"en": "New"}, due_on=milestone.due_on)
    assert AuditEntry.objects.get(verb="programs.milestone_changed").data["changed"] == ["title"]


def test_a_milestone_saved_as_it_was_is_not_recorded(program, director):
    milestone = Milestone.objects.first()
    actions.change_milestone(milestone, actor=director, due_on=milestone.due_on)
    assert not AuditEntry.objects.filter(verb="programs.milestone_changed").exists()
