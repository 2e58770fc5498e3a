"""Two people at the same moment: both signatures count, and what one of them has confirmed nobody confirms again."""

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from educities.activity.models import AuditEntry
from educities.tenancy.scope import city_scope
from programs.actions import (
    Figure,
    add_milestone,
    agree_to_end,
    change_focus,
    change_milestone,
    confirm_revision,
    confirm_values,
    enter_values,
    move_milestone,
    propose_revision,
    return_values,
    sign_program,
    submit_values,
    undo_confirmation,
    withdraw_program,
    withdraw_revision,
)
from programs.actions.milestone_overrides import request_milestone_override
from programs.actions.reviews import confirm_review, draft_review, return_review, submit_review, write_review
from programs.models import (
    Indicator,
    IndicatorValue,
    Intake,
    Milestone,
    Program,
    ProgramYear,
    ValueRevision,
    YearReview,
)
from programs.queries.contract import stamp_contract
from programs.queries.reviews import stamp_review
from tests.collaborations.test_races import run_at_once
from tests.factories import CityFactory, IndicatorFactory, MembershipFactory, ProgramFactory
from tests.support import fresh, wait_until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def sign(number: int, person: Any) -> Callable[[], Any]:
    def act() -> None:
        sign_program(Program.objects.get(pk=number), actor=person)

    return act


def test_both_sides_sign_at_once() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        people = [MembershipFactory(city=city, role=role).user for role in ("director", "steward")]
        program = ProgramFactory(starts_on=city.today())
    assert run_at_once(city, [sign(program.pk, person) for person in people]) == []
    with city_scope(city.pk):
        program.refresh_from_db()
        assert (program.state, program.signatures.count(), Intake.objects.count()) == ("active", 2, 2)
        assert AuditEntry.objects.filter(verb="programs.program_signed").count() == 1


def test_a_contract_is_signed_while_it_changes() -> None:
    """Whatever comes first: nobody has signed words that they did not read."""
    city = CityFactory()
    with city_scope(city.pk):
        director, steward = [MembershipFactory(city=city, role=role).user for role in ("director", "steward")]
        program = ProgramFactory(starts_on=city.today())
        sign_program(program, actor=steward)
        seen = stamp_contract(program)
        row = Milestone.objects.filter(year__program=program).last()
    acts = [
        lambda: sign_program(Program.objects.get(pk=program.pk), actor=director, seen=seen),
        lambda: change_milestone(
            Milestone.objects.select_related("year__program").get(pk=row.pk), actor=director, title={"en": "Swapped"}
        ),
    ]
    refusals = run_at_once(city, acts)
    with city_scope(city.pk):
        program.refresh_from_db()
        if refusals:
            assert refusals == ["programs.contract_changed"]
            assert (program.state, program.signatures.count()) == ("proposed", 0)
        else:
            # Signed as it was read, then changed on record as every milestone of a program in force.
            acts = AuditEntry.objects.filter(verb__in=["programs.program_signed", "programs.milestone_changed"])
            assert [one.verb for one in acts.order_by("pk")] == [
                "programs.program_signed",
                "programs.milestone_changed",
            ]


WAYS = {
    "focus": lambda row, who: change_focus(row.year, actor=who, focus={"en": "Swapped"}),
    "changed": lambda row, who: change_milestone(row, actor=who, title={"en": "Swapped"}),
    "added": lambda row, who: add_milestone(row.year, actor=who, title={"en": "New"}, due_on=row.year.ends_on),
    "dropped": lambda row, who: move_milestone(row, "dropped", actor=who, reason="Another way"),
    "override": lambda row, who: request_milestone_override(row, actor=who, reason="The school shows it every day"),
}


@pytest.mark.parametrize("how", WAYS)
def test_nothing_changes_in_five_years_that_end_at_this_moment(how: str) -> None:
    """What was read before the end waits for it, and is refused after it."""
    city = CityFactory()
    with city_scope(city.pk):
        director, steward = [MembershipFactory(city=city, role=role).user for role in ("director", "steward")]
        program = ProgramFactory(signed=True, actor=director)
        withdraw_program(program, actor=director, reason="The council has left")
        row = Milestone.objects.select_related("year__program").filter(year__program=program).last()
        before = AuditEntry.objects.filter(verb__startswith="programs.").count()
    refusals: list[str] = []

    def change() -> None:
        try:
            with city_scope(city.pk):
                WAYS[how](row, director)
        except Exception as error:  # what is no refusal has no code
            refusals.append(getattr(error, "code", repr(error)))
        finally:
            connection.close()

    changing = threading.Thread(target=change)
    with city_scope(city.pk), transaction.atomic():
        agree_to_end(fresh(program), actor=steward)
        changing.start()
        wait_until_somebody_waits()
    changing.join(120)
    assert refusals == ["programs.override_not_asked" if how == "override" else "programs.year_closed"]
    with city_scope(city.pk):
        assert fresh(program).state == "terminated"
        assert AuditEntry.objects.filter(verb__startswith="programs.").count() == before + 1


def test_who_agrees_to_the_end_of_other_five_years_is_refused() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        director, steward = [MembershipFactory(city=city, role=role).user for role in ("director", "steward")]
        program = ProgramFactory(signed=True, actor=director)
        withdraw_program(program, actor=director, reason="The council has left")
        row = Milestone.objects.select_related("year__program").filter(year__program=program).last()
    acts = [
        lambda: agree_to_end(Program.objects.get(pk=program.pk), actor=steward),
        lambda: change_milestone(row, actor=director, title={"en": "Swapped"}),
    ]
    refusals = run_at_once(city, acts)
    with city_scope(city.pk):
        is_ended = fresh(program).state == "terminated"
        assert refusals == ["programs.year_closed" if is_ended else "programs.end_not_agreed"]


def submit_figures(city: Any) -> tuple[Indicator, list[Any]]:
    """Figures of a facilitator that wait, and two directors who may confirm them."""
    writer = MembershipFactory(city=city, role="facilitator").user
    indicator = IndicatorFactory()
    enter_values(indicator, [Figure("actual", year, Decimal(60)) for year in (2023, 2024)], actor=writer)
    submit_values(indicator, actor=writer)
    return indicator, [MembershipFactory(city=city, role="director").user for _ in range(2)]


def test_two_directors_confirm_the_same_figures() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        row, people = submit_figures(city)
    acts = [lambda who=who: confirm_values(Indicator.objects.get(pk=row.pk), actor=who) for who in people]
    assert run_at_once(city, acts) == ["programs.values_not_confirmed"]
    with city_scope(city.pk):
        assert AuditEntry.objects.filter(verb="programs.values_confirmed").count() == 1
        assert list(row.values.values_list("state", flat=True)) == ["confirmed"] * 2


def test_figures_are_confirmed_and_sent_back_at_once() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        row, people = submit_figures(city)
    acts = [
        lambda: confirm_values(Indicator.objects.get(pk=row.pk), actor=people[0]),
        lambda: return_values(Indicator.objects.get(pk=row.pk), actor=people[1], reason="One school is missing"),
    ]
    assert len(run_at_once(city, acts)) == 1
    with city_scope(city.pk):
        assert len(set(IndicatorValue.objects.values_list("state", flat=True))) == 1


def test_an_undo_takes_back_no_revision_that_came_after_it() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        row, people = submit_figures(city)
    for _round in range(4):
        with city_scope(city.pk):
            confirm_values(row, actor=people[0])
            figure = IndicatorValue.objects.confirmed().get(period=2024)
        acts = [
            lambda: undo_confirmation(Indicator.objects.get(pk=row.pk), actor=people[0]),
            lambda figure=figure: propose(figure, people[1]),
        ]
        assert len(run_at_once(city, acts)) == 1
        with city_scope(city.pk):
            live = IndicatorValue.objects.live().get(period=2024)
            # The revision waits beside a confirmed figure, or the figure waits again and nothing stands beside it.
            waits = ValueRevision.objects.filter(state="waiting").count()
            assert (live.state, live.value, waits) in {("confirmed", 60, 1), ("submitted", 60, 0)}
            if waits:
                return


def propose(figure: IndicatorValue, person: Any) -> ValueRevision:
    old = IndicatorValue.objects.select_related("indicator").get(pk=figure.pk)
    return propose_revision(old, actor=person, reason="Counted again", figure=Figure("actual", 2024, Decimal(61)))


def propose_one(city: Any) -> tuple[ValueRevision, list[Any]]:
    """A revision that waits, who proposed it, and two directors who may confirm it."""
    row, people = submit_figures(city)
    confirm_values(row, actor=people[0])
    writer = MembershipFactory(city=city, role="director").user
    return propose(IndicatorValue.objects.get(period=2024), writer), [writer, *people]


def test_two_directors_confirm_the_same_revision() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        row, (_writer, *people) = propose_one(city)
    acts = [lambda who=who: confirm_revision(ValueRevision.objects.get(pk=row.pk), actor=who) for who in people]
    assert run_at_once(city, acts) == ["programs.revision_not_confirmed"]
    with city_scope(city.pk):
        assert AuditEntry.objects.filter(verb="programs.value_revised").count() == 1
        assert IndicatorValue.objects.live().get(period=2024).value == 61


def test_a_revision_is_confirmed_and_taken_back_at_once() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        row, (writer, reader, _other) = propose_one(city)
    acts = [
        lambda: confirm_revision(ValueRevision.objects.get(pk=row.pk), actor=reader),
        lambda: withdraw_revision(ValueRevision.objects.get(pk=row.pk), actor=writer),
    ]
    assert len(run_at_once(city, acts)) == 1
    with city_scope(city.pk):
        row.refresh_from_db()
        # What was taken back counts nowhere; what was confirmed is nobody's to take back.
        is_in_force = IndicatorValue.objects.live().get(period=2024).value == 61
        assert (row.state == "confirmed") == is_in_force
        assert row.state in {"confirmed", "withdrawn"}


def test_two_propose_revisions_of_one_figure_at_once() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        row, people = submit_figures(city)
        confirm_values(row, actor=people[0])
        figure = IndicatorValue.objects.get(period=2024)
    assert run_at_once(city, [lambda who=who: propose(figure, who) for who in people]) == ["state.not_allowed"]
    with city_scope(city.pk):
        assert ValueRevision.objects.get().entered_by in people


def test_a_review_is_confirmed_while_one_of_its_figures_is_revised() -> None:
    """What is kept is what was read, or it is refused."""
    city = CityFactory()
    with city_scope(city.pk):
        review, people = submit_year(city)
        indicator = IndicatorFactory()
        period = city.school_year(review.year.starts_on)
        row = {"indicator": indicator, "series": "actual", "period": period, "state": "confirmed"}
        figure = IndicatorValue.objects.create(value=Decimal("76.25"), **row)
        new = Figure("actual", period, Decimal("79.75"))
        revision = propose_revision(figure, actor=review.submitted_by, reason="Counted again", figure=new)
        seen = stamp_review(YearReview.objects.get(pk=review.pk))
    acts = [
        lambda: confirm_review(YearReview.objects.get(pk=review.pk), actor=people[0], seen=seen),
        lambda: confirm_revision(ValueRevision.objects.get(pk=revision.pk), actor=people[1]),
    ]
    refusals = run_at_once(city, acts)
    assert refusals in ([], ["programs.review_changed"])
    with city_scope(city.pk):
        review.refresh_from_db()
        assert review.state == ("submitted" if refusals else "confirmed")
        assert "79.75" not in str(review.facts)


def submit_year(city: Any) -> tuple[YearReview, list[Any]]:
    """The review of a year that is over, and two facilitators of a city without a steward."""
    director = MembershipFactory(city=city, role="director").user
    people = [MembershipFactory(city=city, role="facilitator").user for _ in range(2)]
    ProgramFactory(starts_on=city.today() - timedelta(days=400), signed=True, actor=director)
    review = draft_review(ProgramYear.objects.select_related("program").first(), actor=director)
    write_review(review, actor=director, words={"en": "More visits"})
    return submit_review(review, actor=director), people


def test_two_people_confirm_the_same_review() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        review, people = submit_year(city)
    acts = [lambda who=who: confirm_review(YearReview.objects.get(pk=review.pk), actor=who) for who in people]
    assert run_at_once(city, acts) == ["programs.review_not_confirmed"]
    with city_scope(city.pk):
        review.refresh_from_db()
        assert review.confirmed_by in people
        assert AuditEntry.objects.filter(verb="programs.review_confirmed").count() == 1


def test_a_review_is_confirmed_and_sent_back_at_once() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        review, people = submit_year(city)
    acts = [
        lambda: confirm_review(YearReview.objects.get(pk=review.pk), actor=people[0]),
        lambda: return_review(YearReview.objects.get(pk=review.pk), actor=people[1], reason="Too short"),
    ]
    assert len(run_at_once(city, acts)) == 1
    with city_scope(city.pk):
        review.refresh_from_db()
        # What was confirmed keeps what it was confirmed with; what was sent back has nothing of it.
        assert (review.state == "confirmed") == (review.confirmed_by is not None)
