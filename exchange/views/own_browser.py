"""Who came in from this browser: a guest who types the code once more is the same person."""

from django.http import HttpRequest
from django.utils import timezone

from exchange.models import Participant

KEY = "exchange_people"
# So many are remembered; an exchange lasts a day.
MOST_KEPT = 20


def list_known(request: HttpRequest) -> list[Participant]:
    """The guests of this browser in exchanges of the city that are not closed."""
    numbers = request.session.get(KEY, [])
    if not numbers:
        return []
    rows = Participant.objects.select_related("exchange", "city").filter(exchange__closes_at__gt=timezone.now())
    return list(rows.filter(pk__in=numbers, profile=None, has_phone=True))


def remember_person(request: HttpRequest, person: Participant) -> None:
    """A guest comes back from this browser as the same person. Who has signed in is known anyway."""
    numbers = [one for one in request.session.get(KEY, []) if one != person.pk]
    if person.profile_id is None:
        request.session[KEY] = [*numbers, person.pk][-MOST_KEPT:]
