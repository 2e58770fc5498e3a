"""Two people act at once: the last place is given once, and one application is one."""

from typing import Any

import pytest

from accelerator.actions import enrolments
from accelerator.models import Accelerator, Enrolment
from educities.tenancy.scope import city_scope
from tests.accelerator.support import HEAD, make_teacher
from tests.collaborations.test_races import run_at_once
from tests.factories import AcceleratorFactory, CityFactory, EnrolmentFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_place_is_given_once() -> None:
    city, director = CityFactory(), UserFactory()
    with city_scope(city.pk):
        intake = AcceleratorFactory(places=1)
        rows = [EnrolmentFactory(accelerator=intake, state="head_approved") for _number in range(2)]

    def enrol(pk: int) -> Any:
        return lambda: enrolments.enrol_teacher(Enrolment.objects.with_names().get(pk=pk), actor=director)

    assert run_at_once(city, [enrol(row.pk) for row in rows]) == ["accelerator.full"]
    with city_scope(city.pk):
        assert Accelerator.objects.get().places_taken == 1
        assert sorted(Enrolment.objects.values_list("state", flat=True)) == ["enrolled", "head_approved"]


def test_one_teacher_applies_twice_at_once_and_has_one_application() -> None:
    city = CityFactory()
    with city_scope(city.pk):
        intake, teacher = AcceleratorFactory(), make_teacher(city)
        school = OrganisationFactory(field="formal")

    def apply() -> None:
        row = Accelerator.objects.select_related("city", "intake").get(pk=intake.pk)
        given = {"organisation": school, "why": {"en": "To learn"}, "head_email": HEAD}
        enrolments.apply_to_accelerator(row, teacher, actor=teacher.user, **given)

    assert run_at_once(city, [apply, apply]) == ["accelerator.not_applied"]
    with city_scope(city.pk):
        assert Enrolment.objects.count() == 1
