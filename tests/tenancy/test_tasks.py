"""A task runs in the city that its message names, and in no other."""

from typing import Any

import pytest

from educities.celery import app
from educities.tenancy.scope import NoCity, city_scope, current_city_id
from educities.tenancy.tasks import CityTask

pytestmark = pytest.mark.django_db


@app.task(base=CityTask, name="tests.say_city")
def say_city() -> int | None:
    return current_city_id()


def test_a_task_runs_in_the_city_of_its_message(city: Any, other_city: Any) -> None:
    with city_scope(other_city.pk):
        assert say_city.apply(headers={"city_id": city.pk}).get() == city.pk


def test_a_task_without_a_city_does_not_run() -> None:
    with pytest.raises(NoCity):
        say_city.apply().get()
