"""A yes to a journey ends because whoever said it has left the city: who leads it hears so, and the child."""

from django.urls import reverse

from educities.activity.actions.records import record
from journeys import verbs
from journeys.models import TripConsent
from journeys.queries.travellers import list_planners


def end_given_yes(consent: TripConsent) -> None:
    """It counts no more, and those who rest on it read so; of a journey under way as well. Twice is once."""
    expedition, child = consent.traveller.expedition, consent.traveller.profile.user
    data = {"title": expedition.question}
    told, once = list_planners(expedition, None), f"trip-yes-ended:{consent.pk}:{consent.asked_at.isoformat()}"
    record(verbs.TRIP_YES_ENDED, expedition, actor=None, notify=told, once=once, **data)
    mine = reverse("mine", args=[expedition.city.slug])
    if child is not None:
        record(
            verbs.OWN_TRIP_UNANSWERED, expedition, actor=None, notify=[child], url=mine, once=f"{once}:child", **data
        )
