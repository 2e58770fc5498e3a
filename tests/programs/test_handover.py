"""Years 4 and 5: who carries each thing on; then the city goes on by itself or begins another five years, never a sixth."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from collaborations.queries.five_years import list_year_lines
from labs.queries.gates.labs import program_signed
from programs import actions
from programs.actions import handover
from programs.models import HandoverLine, Program, ProgramYear
from programs.queries.handover import count_open, list_handover
from programs.values.calendar import same_day
from tests.factories import CollaborationFactory, LabFactory, OrganisationFactory, ProgramFactory
from tests.programs.support import review_year
from tests.support import queries_of, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(scope: Any, director: Any) -> Program:
    """In its fourth year."""
    return ProgramFactory(starts_on=same_day(scope.today(), months=-40), signed=True, actor=director)


def complete(program: Program, director: Any) -> None:
    """Its years are over, and each is closed."""
    ProgramYear.objects.filter(program=program).update(state="in_review")
    for year in ProgramYear.objects.select_related("program").filter(program=program):
        review_year(year)
        actions.close_year(year, actor=director)
    program.refresh_from_db()


def carry_everything(program: Program, director: Any) -> None:
    for group in list_handover(program):
        for one in group.lines:
            handover.hand_over(
                program, actor=director, kind=one.kind, number=one.thing.number, post="Head of education"
            )


def test_each_thing_is_on_the_list_until_somebody_carries_it(program: Any, director: Any) -> None:
    lab = LabFactory(state="launched", launched_at=program.signed_at)
    groups = list_handover(program)
    assert count_open(groups) == 5
    assert [one.thing.number for group in groups for one in group.lines if one.kind == "lab"] == [lab.pk]
    garden = OrganisationFactory()
    handover.hand_over(program, actor=director, kind="lab", number=lab.pk, organisation=garden)
    handover.hand_over(program, actor=director, kind="lab", number=lab.pk, ends=True)
    assert (count_open(list_handover(program)), HandoverLine.objects.get().ends) == (4, True)
    for wrong, code in (
        ({"kind": "lab", "number": lab.pk}, "programs.handover_carrier"),
        ({"kind": "lab", "number": lab.pk, "ends": True, "post": "Head"}, "programs.handover_carrier"),
        ({"kind": "lab", "number": lab.pk + 1, "post": "Head"}, "programs.handover_unknown"),
        ({"kind": "other", "number": 1, "post": "Head"}, "programs.handover_unknown"),
    ):
        assert refused(lambda about=wrong: handover.hand_over(program, actor=director, **about)) == code


def test_it_opens_with_year_four(scope: Any, director: Any) -> None:
    young = ProgramFactory(starts_on=scope.today() - timedelta(days=100), signed=True, actor=director)
    code = refused(lambda: handover.hand_over(young, actor=director, kind="whole", number=1, post="Head"))
    assert code == "programs.no_handover"


def test_after_five_years_the_city_goes_on_by_itself(program: Any, director: Any) -> None:
    assert refused(lambda: handover.sustain_program(program, actor=director)) == "programs.not_sustained"
    complete(program, director)
    assert refused(lambda: handover.sustain_program(program, actor=director)) == "programs.not_sustained"
    carry_everything(program, director)
    assert not program_signed(LabFactory()).met
    handover.sustain_program(program, actor=director)
    assert program.state == "sustaining"
    assert program_signed(LabFactory()).met


def test_invariant_43_what_follows_is_a_new_program_with_a_predecessor_and_no_sixth_year(
    program: Any, director: Any
) -> None:
    complete(program, director)
    carry_everything(program, director)
    handover.sustain_program(program, actor=director)
    last = program.years.last()
    assert refused(lambda: actions.propose_program(starts_on=last.ends_on, actor=director)) == (
        "programs.before_predecessor"
    )
    following = actions.propose_program(starts_on=last.ends_on + timedelta(days=1), actor=director)
    assert (following.predecessor, following.years.count(), program.years.count()) == (program, 5, 5)


def test_the_page_says_who_and_leads_on(client: Any, program: Any, director: Any, sign_in: Any) -> None:
    see, slug = sign_in(client, director), program.city.slug
    assert "say who carries each thing on" in see.get(reverse("dashboard", args=[slug])).content.decode()
    where = reverse("carry_on", args=[slug, program.pk, "whole", 1])
    assert see.get(where).status_code == 200
    assert see.post(where, {"way": "carried", "post": ""}).status_code == 409
    assert see.post(where, {"way": "carried", "post": "Head of education", "note": "The budget"}).status_code == 302
    page = see.get(reverse("handover", args=[slug])).content.decode()
    assert "Head of education" in page
    assert "The budget" in page
    one = len(queries_of(lambda: see.get(reverse("handover", args=[slug]))))
    LabFactory.create_batch(2, state="launched", launched_at=program.signed_at)
    assert len(queries_of(lambda: see.get(reverse("handover", args=[slug])))) == one
    assert see.get(reverse("carry_on", args=[slug, program.pk, "whole", 9])).status_code == 404


def test_titles_of_collaborations_are_for_whoever_works_with_people(
    client: Any, program: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    CollaborationFactory(title={"en": "Bread on Fridays"}, state="active")
    address = reverse("handover", args=[program.city.slug])
    sign_in(client, director)
    assert "Bread on Fridays" in client.get(address).content.decode()
    sign_in(client, steward)
    page = client.get(address).content.decode()
    assert "Bread on Fridays" not in page
    assert "nobody who carries" in page


def test_a_review_counts_collaborations_and_keeps_no_title(program: Any) -> None:
    year = program.years.first()
    for state in ("active", "completed", "completed"):
        CollaborationFactory(title={"en": "Bread on Fridays"}, state=state, circle="city", proposed_on=year.starts_on)
    (line,) = list_year_lines(year)
    assert (line.text, line.note) == ("in the city", "1 agreed or under way · 2 completed")


def test_two_who_say_who_carries_it_on_do_not_write_over_each_other(program: Any, director: Any) -> None:
    about = {"actor": director, "kind": "whole", "number": 1}
    handover.hand_over(program, **about, post="Head of education", seen={})
    # The same once more is once; something else from an older page is refused; from the page of now it counts.
    handover.hand_over(program, **about, post="Head of education", seen={})
    other = {**about, "post": "Head of culture"}
    assert refused(lambda: handover.hand_over(program, **other, seen={})) == "programs.handover_changed"
    row = HandoverLine.objects.get()
    assert row.post == "Head of education"
    handover.hand_over(program, **other, seen=row.said)
    assert HandoverLine.objects.get().post == "Head of culture"
