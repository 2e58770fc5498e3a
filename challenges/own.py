"""What one person has in a city, and what waits for them: reading only."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Contribution, Participation
from challenges.names import may_be_public
from educities.accounts.actions import ANSWERED_NO, whom_we_asked
from educities.accounts.models import Consent, GuardianLink
from educities.accounts.texts import ACCOUNT
from educities.kit.words import say
from labs.models import CohortMember, Session
from stakeholders.models import Profile

Seat = CohortMember.State
# Whoever is asked or has answered: nothing is left for the child to do.
ANSWERING = {GuardianLink.State.INVITED, GuardianLink.State.CONFIRMED, GuardianLink.State.REFUSED}


def things_of(profile: Profile) -> dict[str, Any]:
    """Ideas, participations, seats in cohorts, children; for a child the grown-ups and what they agreed to."""
    ideas = Contribution.objects.filter(author=profile).exclude(state=Contribution.State.WITHDRAWN)
    taking = Participation.objects.filter(profile=profile).exclude(state=Participation.State.CANCELLED)
    seats = CohortMember.objects.filter(profile=profile, state__in=CohortMember.HOLDS_PLACE)
    own = profile.needs_guardian
    return {
        "ideas": list(ideas.select_related("challenge")),
        "participations": list(taking.select_related("challenge")),
        "seats": list(seats.select_related("cohort")),
        "wards": wards_of(profile),
        **(_answers_for(profile) if own else {}),
    }


def wards_of(profile: Profile) -> list[GuardianLink]:
    """The children this person answers for, and those for whom they said no, which they may change."""
    confirmed = Q(guardian=profile, state=GuardianLink.State.CONFIRMED)
    email = profile.user.email.lower() if profile.user else None
    refused = Q(guardian_email=email, state=GuardianLink.State.REFUSED)
    return list(GuardianLink.objects.filter(confirmed | refused).select_related("minor").order_by("pk"))


def _answers_for(profile: Profile) -> dict[str, Any]:
    """What grown-ups and the child itself said about it, and what that means for its ideas and for itself."""
    last = {consent.purpose: consent for consent in profile.consents.order_by("pk")}
    given = {purpose for purpose, row in last.items() if row.state == Consent.State.GIVEN}
    account = last.get(ACCOUNT)
    open_still = account is not None and account.state in {Consent.State.GIVEN, Consent.State.REQUESTED}
    return {
        "guardians": list(profile.guardians.order_by("pk")),
        "consents": [row for purpose, row in last.items() if purpose in given - {ACCOUNT}],
        "declined": [row for row in last.values() if row.state in ANSWERED_NO and row.assent_of_child is False],
        "refused": [row for row in last.values() if row.state in ANSWERED_NO and row.assent_of_child is not False],
        "account_consent": account if open_still else None,
        "may_only_wait": "" if ACCOUNT in given else whom_we_asked(profile),
        "may_be_public": may_be_public(profile),
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
    if profile.needs_guardian and not {link.state for link in things["guardians"]} & ANSWERING:
        text = _("A grown-up has to agree: ask one")
        lines.append({"text": text, "url": reverse("ask_guardian", args=[slug])})
    return lines


def _unanswered(profile: Profile, seats: list[CohortMember]) -> int:
    cohorts = [seat.cohort_id for seat in seats if seat.state != Seat.AWAITING_CONSENT]
    return (
        Session.objects.to_come().filter(cohort__in=cohorts).exclude(replies__profile=profile).count() if seats else 0
    )
