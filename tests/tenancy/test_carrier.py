"""The carrier of the city stays on a connection that was opened in the middle of somebody else's wrapper."""

from typing import Any

import pytest
from django.db import connection

from educities.tenancy.scope import prepend_city_setting


def watch(execute: Any, *args: Any) -> Any:
    return execute(*args)


@pytest.mark.django_db(transaction=True)
def test_a_connection_opened_inside_a_wrapper_keeps_its_carrier() -> None:
    connection.close()
    connection.execute_wrappers.clear()
    with connection.execute_wrapper(watch), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert connection.execute_wrappers == [prepend_city_setting]
