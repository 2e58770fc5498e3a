"""What one person has in a city, and what waits for them: reading only."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Contribution, Participation
from educities.accounts.models import Consent, GuardianLink
from educities.kit.words import say
from labs.models import CohortMember, Session
from stakeholders.models import Profile

Seat = CohortMember.State


def things_of(profile: Profile) -> dict[str, Any]:
    """Ideas, participations, seats in cohorts, children; for a child the grown-ups and what they agreed to."""
    ideas = Contribution.objects.filter(author=profile).exclude(state=Contribution.State.WITHDRAWN)
    taking = Participation.objects.filter(profile=profile).exclude(state=Participation.State.CANCELLED)
    seats = CohortMember.objects.filter(profile=profile, state__in=[Seat.INVITED, Seat.ACTIVE])
    wards = GuardianLink.objects.filter(guardian=profile, state=GuardianLink.State.CONFIRMED)
    own = profile.needs_guardian
    return {
        "ideas": list(ideas.select_related("challenge")),
        "participations": list(taking.select_related("challenge")),
        "seats": list(seats.select_related("cohort")),
        "wards": list(wards.select_related("minor")),
        "guardians": list(profile.guardians.order_by("pk")) if own else [],
        "consents": list(profile.consents.filter(state=Consent.State.GIVEN).order_by("pk")) if own else [],
    }


def waiting_for(profile: Profile, things: dict[str, Any]) -> list[dict[str, str]]:
    """What the person can do next, each line with its page: an invitation, a session's question, a grown-up to ask."""
    slug = profile.city.slug
    lines = [
        {
            "text": _("You are invited to the cohort “%(name)s”") % {"name": say(seat.cohort.name)},
            "url": seat.cohort.get_absolute_url(),
        }
        for seat in things["seats"]
        if seat.state == Seat.INVITED
    ]
    if n := _unanswered(profile, things["seats"]):
        text = ngettext("%(n)s session asks whether you come", "%(n)s sessions ask whether you come", n) % {"n": n}
        lines.append({"text": text, "url": reverse("my_sessions", args=[slug])})
    if profile.needs_guardian and not any(link.state == GuardianLink.State.CONFIRMED for link in things["guardians"]):
        lines.append({"text": _("No grown-up has answered for you yet"), "url": reverse("ask_guardian", args=[slug])})
    return lines


def _unanswered(profile: Profile, seats: list[CohortMember]) -> int:
    cohorts = [seat.cohort_id for seat in seats]
    return (
        Session.objects.to_come().filter(cohort__in=cohorts).exclude(replies__profile=profile).count() if seats else 0
    )
