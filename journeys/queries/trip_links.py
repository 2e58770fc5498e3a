"""The secret of a mail that asks a guardian about one journey, and whose it is: reading only."""

from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse

from consents.models import GuardianLink
from educities.kit.concurrent_edit import digest_values
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.trip_seats import has_seat
from stakeholders.models import Profile

SIGNER = signing.Signer(salt="journeys.trip_consent")
# While an expedition is in one of these, a guardian may answer, or change the answer.
OPEN = (*Expedition.AHEAD, Expedition.State.UNDERWAY)
ROWS = (
    *("link__guardian__user", "link__city", "link__minor__user", "traveller__profile", "city"),
    *("traveller__expedition__cohort__lab", "traveller__expedition__city"),
)


def build_answer_url(city: str, number: int, link_number: int, link: GuardianLink | None) -> str:
    """The address at which the guardian answers the question of this number; who has it reads that guardian's mail, or is signed in as
    them. It ends with the address of email to which it is sent, and with a restore."""
    mark = link.address_mark if link else ""
    return reverse("trip_consent", args=[city, SIGNER.sign(f"{number}:{link_number}:{mark}")])


def read_answer_token(token: str, reader: Any = None) -> TripConsent | None:
    """The question whose secret this is, in the scope's city, with what its page reads; None for a wrong one, and for one
    that was sent to another address than the adult's of now, unless the `reader` is their account."""
    try:
        number, link_number, mark = SIGNER.unsign(token).split(":")
    # A link of an older version has two parts.
    except (signing.BadSignature, ValueError):
        return None
    found = (
        TripConsent.objects.filter(pk=number, link_number=link_number, link__isnull=False).select_related(*ROWS).first()
    )
    if found is None or found.link is None:
        return None
    is_theirs = found.link.account is not None and found.link.account == reader
    return found if is_theirs or mark == found.link.address_mark else None


def mark_plan(expedition: Expedition) -> str:
    """A mark of what guardians and children read of the plan: another plan has another one."""
    read = (expedition.question, expedition.place, expedition.hosts, expedition.safeguarding)
    return digest_values(*read, expedition.starts_on, expedition.ends_on)


def find_open_answers(guardian: Profile) -> QuerySet[TripConsent]:
    """Each yes of this adult that counts now: to a journey that is ahead or under way, of a child they answer for."""
    rows: QuerySet[TripConsent] = TripConsent.objects.filter(
        link__guardian=guardian,
        link__state=GuardianLink.State.CONFIRMED,
        state=TripConsent.State.GIVEN,
        traveller__expedition__state__in=OPEN,
    )
    return rows.select_related(*ROWS).order_by("pk")


def find_agreed_trips(child: Profile) -> QuerySet[Expedition]:
    """The journeys ahead or under way to which an adult has agreed, and for which the child has a seat to travel from."""
    given = TripConsent.objects.filter(traveller__profile=child, state=TripConsent.State.GIVEN)
    given = given.filter(Q(link=None) | Q(link__state=GuardianLink.State.CONFIRMED))
    seated = Traveller.objects.filter(has_seat(), pk__in=given.values("traveller_id"))
    rows: QuerySet[Expedition] = Expedition.objects.filter(state__in=OPEN, pk__in=seated.values("expedition_id"))
    return rows.order_by("pk")
