from typing import Any

import pytest

from forum.models import Charter, Seat
from tests.forum.support import make_charter, seat_four


@pytest.fixture
def charter(scope: Any) -> Charter:
    return make_charter()


@pytest.fixture
def four(charter: Charter) -> list[Seat]:
    return seat_four(charter)


@pytest.fixture
def chair(four: list[Seat]) -> Any:
    return four[0].profile.user
