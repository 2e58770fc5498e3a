from labs.models.cohorts import Cohort, CohortMember, StageRecord
from labs.models.labs import Lab, LabSeat
from labs.models.overrides import Override

__all__ = [
    "Cohort",
    "CohortMember",
    "Lab",
    "LabSeat",
    "Override",
    "StageRecord",
]
