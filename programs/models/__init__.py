from programs.models.annotations import Annotation
from programs.models.breakdowns import Breakdown
from programs.models.indicators import Indicator, IndicatorValue
from programs.models.national import NationalFigure
from programs.models.program import Forum, Intake, Milestone, Program, ProgramYear

__all__ = [
    "Annotation",
    "Breakdown",
    "Forum",
    "Indicator",
    "IndicatorValue",
    "Intake",
    "Milestone",
    "NationalFigure",
    "Program",
    "ProgramYear",
]
