from stakeholders.models.areas import Area, AreaMerge
from stakeholders.models.imports import ImportRun
from stakeholders.models.organisations import Field, Organisation, Representation, Sector
from stakeholders.models.people import AgeBand, Profile
from stakeholders.models.strengths import StrengthClaim

__all__ = [
    "AgeBand",
    "Area",
    "AreaMerge",
    "Field",
    "ImportRun",
    "Organisation",
    "Profile",
    "Representation",
    "Sector",
    "StrengthClaim",
]
