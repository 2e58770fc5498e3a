from journeys.models.city_model import BLOCK_KEYS, Citation, ModelBlock, ModelVersion
from journeys.models.expeditions import ActivityArea, Expedition, Learning
from journeys.models.initiatives import Initiative, InitiativeBlock, InitiativePartner
from journeys.models.travellers import Traveller, TripConsent

__all__ = [
    "BLOCK_KEYS",
    "ActivityArea",
    "Citation",
    "Expedition",
    "Initiative",
    "InitiativeBlock",
    "InitiativePartner",
    "Learning",
    "ModelBlock",
    "ModelVersion",
    "Traveller",
    "TripConsent",
]
