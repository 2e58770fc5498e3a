from typing import Any

import pytest

from exchange.models import Exchange
from stakeholders.models import Profile
from tests.exchange.support import open_evening
from tests.factories import ProfileFactory


@pytest.fixture
def leader(scope: Any, facilitator: Any) -> Any:
    """Who leads the evening, with a profile of their own."""
    Profile.objects.filter(user=facilitator).exists() or ProfileFactory(user=facilitator)
    return facilitator


@pytest.fixture
def evening(scope: Any, leader: Any) -> Exchange:
    return open_evening(leader)
