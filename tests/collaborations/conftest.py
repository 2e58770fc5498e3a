from typing import Any

import pytest

from collaborations.models import Collaboration
from stakeholders.models import Profile
from tests.collaborations.support import agree_all, make_person, propose
from tests.factories import StrengthClaimFactory


@pytest.fixture
def noa(scope: Any) -> Profile:
    return make_person(scope, display_name="Noa")


@pytest.fixture
def omar(scope: Any) -> Profile:
    """Other members of the city see a line of his, so they may open his page."""
    person = make_person(scope, display_name="Omar")
    StrengthClaimFactory(profile=person, visibility="resident")
    return person


@pytest.fixture
def agreed(noa: Profile, omar: Profile) -> Collaboration:
    return agree_all(propose(noa, omar))
