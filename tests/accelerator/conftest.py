from typing import Any

import pytest

from accelerator.models import Accelerator
from stakeholders.models import Profile
from tests.accelerator.support import make_teacher
from tests.factories import AcceleratorFactory


@pytest.fixture
def intake(scope: Any) -> Accelerator:
    """Its call is open; it is in its second term."""
    return AcceleratorFactory()


@pytest.fixture
def rana(scope: Any) -> Profile:
    return make_teacher(scope, display_name="Rana")
