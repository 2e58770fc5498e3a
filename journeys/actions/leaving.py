"""A person leaves, or time goes by: what of them stays with expeditions, and what goes."""

from datetime import datetime

from django.db.models import Q

from journeys.models import Learning, Traveller, TripConsent
from stakeholders.models import Profile


def leave_learnings(profile: Profile, keep_texts: bool) -> None:
    """Where the texts go, a learning that a block rests on stays without words, and every other one is gone."""
    own = Learning.objects.filter(by=profile)
    if keep_texts and not profile.is_minor:
        return
    own.filter(citations=None).delete()
    own.update(observation="", surprise="", principle="", conditions="")


def leave_trips(profile: Profile, keep_texts: bool) -> None:
    """The person is on no list of travellers; of a guardian no phone and no address is left there."""
    Traveller.objects.filter(profile=profile).delete()
    TripConsent.objects.filter(link__guardian=profile).update(phone="", shows_email=False)


def forget_trip_contacts(before: datetime, most: int) -> int:
    """What guardians gave for a journey that ended so long ago is gone: the contact sheet is empty. Returns how many."""
    kept = ~Q(phone="") | ~Q(signed_by="") | Q(shows_email=True)
    old = TripConsent.objects.filter(kept, traveller__expedition__ends_on__lt=before.date()).order_by("pk")
    numbers = list(old.values_list("pk", flat=True)[:most])
    return TripConsent.objects.filter(pk__in=numbers).update(phone="", signed_by="", shows_email=False)
