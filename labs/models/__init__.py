from labs.models.city_model import BLOCK_KEYS, Citation, ModelBlock, ModelVersion
from labs.models.cohorts import Cohort, CohortMember, StageRecord
from labs.models.expeditions import ActivityArea, Expedition, Learning
from labs.models.initiatives import Initiative, InitiativeBlock, InitiativePartner
from labs.models.labs import Lab, LabSeat
from labs.models.overrides import Override
from labs.models.sessions import Attendance, AttendanceCorrection, Session, SessionReply

__all__ = [
    "BLOCK_KEYS",
    "ActivityArea",
    "Attendance",
    "AttendanceCorrection",
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
    "Session",
    "SessionReply",
    "StageRecord",
]
