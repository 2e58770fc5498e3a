from labs.models.city_model import BLOCK_KEYS, Citation, ModelBlock, ModelVersion
from labs.models.cohorts import Cohort, CohortMember, StageRecord
from labs.models.expeditions import ActivityArea, Expedition, Learning
from labs.models.initiatives import Initiative, InitiativeBlock, InitiativePartner
from labs.models.labs import Lab, LabSeat
from labs.models.overrides import Override

__all__ = [
    "BLOCK_KEYS",
    "ActivityArea",
    "Citation",
    "Cohort",
    "CohortMember",
    "Expedition",
    "Initiative",
    "InitiativeBlock",
    "InitiativePartner",
    "Lab",
    "LabSeat",
    "Learning",
    "ModelBlock",
    "ModelVersion",
    "Override",
    "StageRecord",
]
