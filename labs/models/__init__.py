from labs.models.cohorts import Cohort, CohortMember, StageRecord
from labs.models.labs import Lab, LabSeat
from labs.models.overrides import Override
from labs.models.sessions import Attendance, AttendanceCorrection, Session, SessionReply

__all__ = [
    "Attendance",
    "AttendanceCorrection",
    "Cohort",
    "CohortMember",
    "Lab",
    "LabSeat",
    "Override",
    "Session",
    "SessionReply",
    "StageRecord",
]
