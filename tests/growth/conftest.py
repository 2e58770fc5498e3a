from typing import Any

import pytest

from growth.models import Engine
from stakeholders.models import Profile
from tests.factories import EngineFactory
from tests.growth.support import make_capable


@pytest.fixture
def engine(scope: Any) -> Engine:
    return EngineFactory()


@pytest.fixture
def noa(engine: Engine, scope: Any) -> Profile:
    return make_capable(engine, scope, display_name="Noa")


@pytest.fixture
def omar(engine: Engine, scope: Any) -> Profile:
    return make_capable(engine, scope, display_name="Omar")
