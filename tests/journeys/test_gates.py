"""The rules of the gates about what a cohort makes on its way, from records: red, then green."""

import pytest

from labs.queries.gates import is_met
from stakeholders.models import Sector
from tests.factories import ActivityAreaFactory, CohortFactory, LearningFactory
from tests.labs import ways

pytestmark = pytest.mark.django_db


def met(code, row):
    return is_met(code, row)[0]


@pytest.fixture
def cohort(scope):
    return CohortFactory()


class TestExpeditions:
    def test_one_to_three_areas(self, cohort):
        assert is_met("G22", cohort) == (False, "0 chosen, 1 to 3 needed")
        ActivityAreaFactory(cohort=cohort)
        assert met("G22", cohort)
        ActivityAreaFactory.create_batch(3, cohort=cohort)
        assert not met("G22", cohort)

    def test_three_principles_of_one_expedition(self, cohort):
        for _n in range(2):
            ways.learned_expedition(cohort, learnings=2)
        assert is_met("G23", cohort) == (False, "2 of 3 learnings")
        expedition = ways.learned_expedition(cohort, learnings=2)
        learning = LearningFactory(expedition=expedition, principle="")
        assert not met("G23", cohort)
        learning.principle = "Ask first"
        learning.save()
        assert met("G23", cohort)

    @pytest.mark.parametrize(
        ("state", "counts"), [("underway", False), ("returned", False), ("learned", True), ("published", True)]
    )
    def test_the_journey_has_to_be_concluded(self, cohort, state, counts):
        ways.learned_expedition(cohort, state=state)
        assert met("G23", cohort) is counts


class TestModel:
    def test_nine_blocks_written_and_resting_on_something(self, cohort):
        assert is_met("G31", cohort) == (False, "0 of 9 blocks")
        ways.written_model(cohort, blocks=8, cited=7)
        assert (is_met("G31", cohort), is_met("G32", cohort)) == ((False, "8 of 9 blocks"), (False, "7 of 9 blocks"))

    def test_the_whole_model(self, cohort):
        version = ways.written_model(cohort)
        assert met("G31", cohort)
        assert met("G32", cohort)
        version.move("withdrawn")
        assert not met("G31", cohort)

    def test_two_initiatives_carried_by_two_sectors(self, cohort):
        ways.shared_initiative(cohort)
        ways.shared_initiative(cohort, sectors=(Sector.PUBLIC, Sector.PUBLIC))
        ways.shared_initiative(cohort, state="stopped")
        assert is_met("G36", cohort) == (False, "1 of 2 initiatives")
        ways.shared_initiative(cohort, sectors=(1, 4))
        assert met("G36", cohort)
