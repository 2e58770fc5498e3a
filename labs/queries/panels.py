"""What pages of other apps show of labs: the city's own page (nobody's name), “My activity”."""

from typing import Any

from django.db.models import Max, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.queries.places_waiting import PlaceWaiting
from consents.models import Consent
from consents.queries import find_refusal, has_answered, latest_consents
from consents.values import Things, WaitingLine
from educities.accounts.models import User
from educities.kit.multilingual import translate_plain
from labs.models import CohortMember, Lab, LabSeat
from meetings.models import Session
from stakeholders.models import Profile

Seat = CohortMember.State
GONE = (Seat.WITHDRAWN, Seat.REMOVED)
# So many labs stand open on the city's page; the others are folded below them.
SHOWN = 12


def launched_labs(request: HttpRequest) -> dict[str, Any]:
    """Launched labs with the furthest stage of a running cohort: the first ones, and `more` behind a press."""
    running = Max("cohorts__stage", filter=Q(cohorts__state="running"))
    rows = list(Lab.objects.filter(state=Lab.State.LAUNCHED).annotate(stage=running).order_by("pk"))
    return {"rows": rows[:SHOWN], "more": rows[SHOWN:], "count": len(rows)} if rows else {}


def find_my_cohorts(profile: Profile) -> Things | None:
    """A person's seats, with what waits there: an invitation, a session's question. None for who has no seat."""
    held = CohortMember.objects.filter(profile=profile, state__in=CohortMember.HOLDS_PLACE)
    seats = list(held.select_related("cohort"))
    if not seats:
        return None
    waiting = [_invitation_line(seat) for seat in seats if seat.state == Seat.INVITED]
    if any(seat.state == Seat.ACTIVE for seat in seats) and not has_answered(profile, "photo"):
        text, url = (
            _("Say whether the city may publish photos of you"),
            reverse("own_consents", args=[profile.city.slug]),
        )
        waiting.append(WaitingLine(text, url, order=60, label=_("Read and answer")))
    if n := _count_unanswered(profile, seats):
        text = ngettext("%(n)s session asks whether you come", "%(n)s sessions ask whether you come", n) % {"n": n}
        waiting.append(WaitingLine(text, reverse("my_sessions", args=[profile.city.slug]), order=20))
    rests = any(seat.state == Seat.AWAITING_CONSENT for seat in seats)
    return Things({"seats": seats, "own_no": find_no_to_labs(profile) if rests else None}, waiting)


def find_childs_cohorts(child: Profile) -> Things | None:
    """A child's seats in cohorts, for who answers for it: those that wait for a yes, and the rest; None without any."""
    held = CohortMember.objects.filter(profile=child, state__in=CohortMember.HOLDS_PLACE)
    seats = list(held.select_related("cohort").order_by("pk"))
    waiting = [seat for seat in seats if seat.state == Seat.AWAITING_CONSENT]
    others = [seat for seat in seats if seat not in waiting]
    found = {key: {"seats": rows} if rows else {} for key, rows in (("waiting", waiting), ("allowed", others))}
    return Things(found) if seats else None


def list_places_waiting(user: User) -> list[PlaceWaiting]:
    """The cohorts of the scope's city that this account's person was asked to join."""
    seats = CohortMember.objects.filter(profile__user=user, state=Seat.INVITED).select_related("cohort__city")
    lines = [_invitation_line(seat) for seat in seats.order_by("pk")]
    return [PlaceWaiting(line.text, line.url) for line in lines]


def has_part(user: User) -> bool | None:
    """Has this account's person a place in a cohort of the scope's city or a seat in a lab, or is asked to take one?"""
    seats = CohortMember.objects.filter(profile__user=user)
    if LabSeat.objects.filter(profile__user=user).exists() or seats.exclude(state__in=GONE).exists():
        return True
    return False if seats.exists() else None


def find_no_to_labs(child: Profile) -> Consent | None:
    """The no to taking part by which the child's place rests; None while a yes is awaited."""
    return find_refusal(latest_consents(child), (Consent.Purpose.LAB,))


def _invitation_line(seat: CohortMember) -> WaitingLine:
    text = _("You are invited to the cohort “%(name)s”") % {"name": translate_plain(seat.cohort.name)}
    return WaitingLine(text, seat.cohort.get_absolute_url(), order=10)


def _count_unanswered(profile: Profile, seats: list[CohortMember]) -> int:
    """Of the cohorts in which the person has taken their place: an invitation to a cohort is answered first."""
    cohorts = [seat.cohort_id for seat in seats if seat.state == Seat.ACTIVE]
    return Session.objects.to_come().filter(group__cohort__in=cohorts).exclude(replies__profile=profile).count()


def list_losses(child: Profile) -> list[str]:
    """The places of a child in cohorts, the invitations to one, and how many sessions it would have come to, a line each."""
    held = CohortMember.objects.filter(profile=child, state__in=CohortMember.HOLDS_PLACE)
    seats = list(held.select_related("cohort").order_by("pk"))
    taken = [seat.cohort_id for seat in seats if seat.state != Seat.INVITED]
    coming = Session.objects.to_come().filter(group__cohort__in=taken).count()
    text = ngettext("%(n)s session still to come", "%(n)s sessions still to come", coming) % {"n": coming}
    return [_name_loss(seat) for seat in seats] + ([text] if coming else [])


def _name_loss(seat: CohortMember) -> str:
    invited, place = _("the invitation to the cohort “%(name)s”"), _("the place in the cohort “%(name)s”")
    text = invited if seat.state == Seat.INVITED else place
    return text % {"name": translate_plain(seat.cohort.name)}


def list_places(child: Profile, takes_part: bool) -> list[str]:
    """The child's places in cohorts and the invitations to one, as they are with the answer about taking part."""
    held = CohortMember.objects.filter(profile=child, state__in=CohortMember.HOLDS_PLACE)
    texts = {
        (True, True): _("The invitation to the cohort “%(name)s” waits for the child’s own answer."),
        (True, False): _("The place in the cohort “%(name)s” is there again."),
        (False, True): _("The invitation to the cohort “%(name)s” waits until you agree."),
        (False, False): _("The place in the cohort “%(name)s” is kept."),
    }
    return [
        texts[takes_part, seat.state == Seat.INVITED] % {"name": translate_plain(seat.cohort.name)}
        for seat in held.select_related("cohort").order_by("pk")
    ]
