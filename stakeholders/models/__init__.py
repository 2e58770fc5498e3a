from stakeholders.models.areas import Area, AreaMerge
from stakeholders.models.city_sign_in import CitySignIn, LinkedSignIn
from stakeholders.models.commitments import Commitment
from stakeholders.models.imports import ImportRun
from stakeholders.models.managed import ClaimCode, ProfileMerge
from stakeholders.models.organisations import Field, Organisation, Sector
from stakeholders.models.people import AgeBand, Profile
from stakeholders.models.representations import Representation
from stakeholders.models.sites import Site
from stakeholders.models.strengths import StrengthClaim
from stakeholders.models.verification import Level, ResidentEntry, ResidentList, Verification

__all__ = [
    "AgeBand",
    "Area",
    "AreaMerge",
    "CitySignIn",
    "ClaimCode",
    "Commitment",
    "Field",
    "ImportRun",
    "Level",
    "LinkedSignIn",
    "Organisation",
    "Profile",
    "ProfileMerge",
    "Representation",
    "ResidentEntry",
    "ResidentList",
    "Sector",
    "Site",
    "StrengthClaim",
    "Verification",
]
