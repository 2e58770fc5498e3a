from meetings.models.attendance import Attendance, AttendanceCorrection, SessionReply
from meetings.models.groups import Group
from meetings.models.sessions import Session

__all__ = ["Attendance", "AttendanceCorrection", "Group", "Session", "SessionReply"]
