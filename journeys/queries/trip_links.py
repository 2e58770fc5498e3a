"""The secret of a mail that asks a guardian about one journey, and whose it is: reading only."""

from django.core import signing
from django.urls import reverse

from journeys.models import Expedition, TripConsent

SIGNER = signing.Signer(salt="journeys.trip_consent")
# While an expedition is in one of these, a guardian may answer, or change the answer.
OPEN = (*Expedition.AHEAD, Expedition.State.UNDERWAY)
ROWS = (
    *("link__guardian__user", "link__city", "link__minor__user", "traveller__profile", "city"),
    *("traveller__expedition__cohort__lab", "traveller__expedition__city"),
)


def build_answer_url(city: str, number: int) -> str:
    """The address at which the guardian answers the question of this number; who has it reads that guardian's mail, or is signed in as them."""
    return reverse("trip_consent", args=[city, SIGNER.sign(str(number))])


def read_answer_token(token: str) -> TripConsent | None:
    """The question whose secret this is, in the scope's city, with what its page reads; None for a wrong one."""
    try:
        number = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return TripConsent.objects.filter(pk=number, link__isnull=False).select_related(*ROWS).first()
