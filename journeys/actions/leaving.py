"""A person leaves, or time goes by: what of them stays with expeditions, and what goes."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from consents.models import GuardianLink
from journeys.actions.trip_ends import end_given_yes
from journeys.models import Expedition, Learning, Traveller, TripConsent
from journeys.queries.trip_links import find_open_answers
from stakeholders.models import Profile
from stakeholders.queries.merges import list_merged, list_names

# A word with so many figures is a phone.
SHORTEST_PHONE = 6


def leave_learnings(profile: Profile, keep_texts: bool) -> None:
    """Where the texts go, a learning that a block rests on stays without words, and every other one is gone."""
    own = Learning.objects.filter(by=profile)
    if keep_texts and not profile.is_minor:
        return
    own.filter(citations=None).delete()
    own.update(observation="", surprise="", principle="", conditions="")


def leave_trips(profile: Profile, keep_texts: bool) -> None:
    """The person is on no list of travellers; of a guardian no phone, no name and no address is left there."""
    Traveller.objects.filter(profile=profile).delete()
    answers = TripConsent.objects.filter(link__guardian=profile)
    for answer in find_open_answers(profile):
        end_given_yes(answer)
    answers.update(phone="", shows_email=False)
    _forget_signed_forms(profile)


def _forget_signed_forms(profile: Profile) -> None:
    """What the person signed on paper for a child: of a journey ahead the yes is gone too, and the child needs another one."""
    forms = _find_signed_forms(profile)
    for row in forms:
        if row.state == TripConsent.State.GIVEN and row.traveller.expedition.state in Expedition.AHEAD:
            end_given_yes(row)
            row.delete()
    TripConsent.objects.filter(pk__in=[row.pk for row in forms if row.pk]).update(signed_by="", phone="")


def _find_signed_forms(profile: Profile) -> list[TripConsent]:
    """Forms for children of the person that bear a name or the phone of theirs, or that nobody else can have signed."""
    links = GuardianLink.objects.filter(minor__isnull=False)
    children = set(links.filter(guardian=profile).values_list("minor_id", flat=True))
    others = links.filter(minor__in=children).exclude(guardian=profile).exclude(guardian=None)
    shared = set(others.values_list("minor_id", flat=True))
    words = {_strip_word(word) for one in (profile, *list_merged(profile)) for word in list_names(one)}
    rows = TripConsent.objects.filter(link=None, traveller__profile__in=children).select_related(
        "traveller__expedition__cohort__lab"
    )
    return [row for row in rows if row.traveller.profile_id not in shared or _is_named(row, words)]


def _is_named(row: TripConsent, words: Collection[str]) -> bool:
    return any(_strip_word(word) in words for word in (row.signed_by, row.phone) if word)


def _strip_word(word: str) -> str:
    """A name without what people write in one way or another: blanks and capitals; a phone by its figures alone."""
    figures = "".join(filter(str.isdecimal, word))
    return figures if len(figures) >= SHORTEST_PHONE else "".join(word.casefold().split())


def forget_trip_contacts(before: datetime, most: int) -> int:
    """What guardians gave for a journey that ended so long ago is gone: the contact sheet is empty. Returns how many."""
    kept = ~Q(phone="") | ~Q(signed_by="") | Q(shows_email=True)
    old = TripConsent.objects.filter(kept, traveller__expedition__ends_on__lt=before.date()).order_by("pk")
    numbers = list(old.values_list("pk", flat=True)[:most])
    return TripConsent.objects.filter(pk__in=numbers).update(phone="", signed_by="", shows_email=False)
