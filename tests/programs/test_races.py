"""Director and steward sign at the same moment: both signatures count, and the program is signed once."""

from collections.abc import Callable
from typing import Any

import pytest

from educities.activity.models import AuditEntry
from educities.tenancy.scope import city_scope
from programs.actions import sign_program
from programs.models import Intake, Program
from tests.collaborations.test_races import run_at_once
from tests.factories import CityFactory, MembershipFactory, ProgramFactory

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
