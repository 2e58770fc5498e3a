"""What is said about somebody on a journey's list waits for whoever changes the list, and finds them still on it."""

from django.utils.translation import gettext as _

from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from journeys.models import Expedition, Traveller


def lock_trip_of(traveller: Traveller) -> Expedition:
    """The journey as it is now; nobody else changes it or its list until the transaction ends, nor lets it start.

    Raises DomainError where the person was taken off the list meanwhile.
    """
    expedition = lock_row(traveller.expedition)
    if not Traveller.objects.filter(pk=traveller.pk).exists():
        raise DomainError(_("There is nothing to answer here any more."), code="journeys.traveller_gone")
    return expedition
