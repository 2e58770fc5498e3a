from typing import Any

import pytest

from matching.models import MatchSuggestion
from tests.matching.support import introduce, make_town


@pytest.fixture
def town(scope: Any) -> Any:
    return make_town(scope)


@pytest.fixture
def noa(town: Any) -> Any:
    return town[0]


@pytest.fixture
def omar(town: Any) -> Any:
    return town[1]


@pytest.fixture
def row(town: Any) -> MatchSuggestion:
    return town[2]


@pytest.fixture
def asked(row: MatchSuggestion) -> MatchSuggestion:
    return introduce(row)
