from challenges.models.alerts import OpeningAlert
from challenges.models.challenges import Challenge, Phase
from challenges.models.contributions import Contribution, Support
from challenges.models.participation import Participation
from challenges.models.pending import PendingAct
from challenges.models.photos import IdeaPhoto, PaperScan, PhotoFile

__all__ = [
    "Challenge",
    "Contribution",
    "IdeaPhoto",
    "OpeningAlert",
    "PaperScan",
    "Participation",
    "PendingAct",
    "Phase",
    "PhotoFile",
    "Support",
]
