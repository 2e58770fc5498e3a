from stakeholders.models.areas import Area, AreaMerge
from stakeholders.models.commitments import Commitment
from stakeholders.models.imports import ImportRun
from stakeholders.models.managed import ClaimCode, ProfileMerge
from stakeholders.models.organisations import Field, Organisation, Representation, Sector
from stakeholders.models.people import AgeBand, Profile
from stakeholders.models.sites import Site
from stakeholders.models.strengths import StrengthClaim

__all__ = [
    "AgeBand",
    "Area",
    "AreaMerge",
    "ClaimCode",
    "Commitment",
    "Field",
    "ImportRun",
    "Organisation",
    "Profile",
    "ProfileMerge",
    "Representation",
    "Sector",
    "Site",
    "StrengthClaim",
]
