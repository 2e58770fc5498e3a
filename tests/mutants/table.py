"""All mutants, one file for each matter."""

from tests.mutants.gates import GATES
from tests.mutants.people import PEOPLE_AND_WORDS
from tests.mutants.wall import TENANCY
from tests.mutants.who_may import DOORS, WHO_MAY

MUTANTS = [*WHO_MAY, *DOORS, *TENANCY, *GATES, *PEOPLE_AND_WORDS]
