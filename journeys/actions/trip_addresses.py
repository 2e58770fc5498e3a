"""What becomes of a journey's questions when the address of the grown-up who was asked turns out to be another one."""

from django.db.models import Q

from consents.models import GuardianLink
from educities.activity.actions.outbox import UNSENT, cancel_messages
from educities.activity.models import Message
from journeys.actions.trip_consents import ask_other_guardians
from journeys.models import Expedition, TripConsent


def move_questions(link: GuardianLink, before: str) -> None:
    """Nothing about the child's journeys goes to the address of before, and what was said from there is asked again, today,
    at the one of now. What was said of a journey that is under way stays."""
    asked = TripConsent.objects.filter(link=link)
    numbers = [str(number) for number in asked.values_list("pk", flat=True)]
    question = Q(payload__target_type=TripConsent._meta.label_lower, payload__target_id__in=numbers)
    trip = Q(payload__target_type=Expedition._meta.label_lower, payload__data__of=link.minor_id)
    waiting = Message.objects.filter(state__in=UNSENT, user=None, recipient__iexact=before)
    cancel_messages(waiting.filter(question | trip))
    ahead = asked.filter(state=TripConsent.State.GIVEN, traveller__expedition__state__in=Expedition.AHEAD)
    for consent in ahead.order_by("pk"):
        consent.move(TripConsent.State.ASKED, valid_until=None, phone="", shows_email=False)
    ask_other_guardians(link.minor)
