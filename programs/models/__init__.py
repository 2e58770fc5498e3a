from programs.models.annotations import Annotation
from programs.models.breakdowns import Breakdown
from programs.models.calendar_links import CalendarLink
from programs.models.contract import Signature, Suspension
from programs.models.handover import HandoverLine
from programs.models.indicators import Indicator, IndicatorValue
from programs.models.milestones import Milestone, MilestoneOverride
from programs.models.national import NationalFigure
from programs.models.program import Forum, Intake, Program, ProgramYear
from programs.models.reviews import ReviewFile, YearReview
from programs.models.revisions import ValueRevision

__all__ = [
    "Annotation",
    "Breakdown",
    "CalendarLink",
    "Forum",
    "HandoverLine",
    "Indicator",
    "IndicatorValue",
    "Intake",
    "Milestone",
    "MilestoneOverride",
    "NationalFigure",
    "Program",
    "ProgramYear",
    "ReviewFile",
    "Signature",
    "Suspension",
    "ValueRevision",
    "YearReview",
]
