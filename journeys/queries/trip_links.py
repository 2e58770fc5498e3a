"""The secret of a mail that asks a guardian about one journey, and whose it is: reading only."""

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from consents.models import GuardianLink
from journeys.models import Expedition, TripConsent
from stakeholders.models import Profile

SIGNER = signing.Signer(salt="journeys.trip_consent")
# While an expedition is in one of these, a guardian may answer, or change the answer.
OPEN = (*Expedition.AHEAD, Expedition.State.UNDERWAY)
ROWS = (
    *("link__guardian__user", "link__city", "link__minor__user", "traveller__profile", "city"),
    *("traveller__expedition__cohort__lab", "traveller__expedition__city"),
)


def build_answer_url(consent: TripConsent) -> str:
    """The address at which the guardian answers; who has it reads that guardian's mail, or is signed in as them."""
    return reverse("trip_consent", args=[consent.city.slug, SIGNER.sign(str(consent.pk))])


def read_answer_token(token: str) -> TripConsent | None:
    """The question whose secret this is, in the scope's city, with what its page reads; None for a wrong one."""
    try:
        number = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return TripConsent.objects.filter(pk=number, link__isnull=False).select_related(*ROWS).first()


def list_questions_to(guardian: Profile) -> QuerySet[TripConsent]:
    """What this grown-up is asked, or has answered, about journeys that are ahead or under way."""
    confirmed = {"link__guardian": guardian, "link__state": GuardianLink.State.CONFIRMED}
    rows = TripConsent.objects.filter(traveller__expedition__state__in=OPEN, **confirmed)
    rows = rows.exclude(state=TripConsent.State.EXPIRED)
    ordered: QuerySet[TripConsent] = rows.select_related(*ROWS).order_by("traveller__expedition__starts_on", "pk")
    return ordered
