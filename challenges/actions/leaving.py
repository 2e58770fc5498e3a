"""A person leaves: places are free again, ideas go or stay under nobody's name, supports stay counted."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from challenges.actions.alerts import forget_alerts
from challenges.actions.consents import STANDING, erase_words, lock_challenges, take_everything_back
from challenges.actions.ideas import withdraw_idea
from challenges.actions.participation import leave_challenge
from challenges.actions.photos import delete_photos
from challenges.models import Contribution, OpeningAlert, Participation, PendingAct
from cities.actions import invalidate_public_pages
from educities.activity.actions.forgetting import forget_words
from stakeholders.models import Profile

OVER = (Participation.State.CANCELLED, Participation.State.DONE)
# As much of an idea as a notice tells of it.
QUOTED_LENGTH = 60


def leave_challenges(profile: Profile, keep_texts: bool) -> None:
    """Nothing of a minor is left. Of an adult the supports stay counted, and what others read may stay without a name."""
    if profile.is_minor:
        take_everything_back(profile)
        return
    lock_challenges(profile)
    taking = Participation.objects.filter(profile=profile).exclude(state__in=OVER)
    for row in taking.select_related("challenge", "profile").order_by("challenge_id"):
        leave_challenge(row, actor=None)
    forget_alerts(profile)
    _forget_quotes(profile)
    leaving = Contribution.objects.filter(author=profile)
    if keep_texts:
        leaving = leaving.exclude(state__in=Contribution.READ)
    for idea in leaving.filter(state__in=STANDING).select_related("challenge"):
        withdraw_idea(idea, actor=None)
    erase_words(profile, leaving)
    _leave_nameless(profile)


def _forget_quotes(profile: Profile) -> None:
    """What notices quote of the ideas they quote no more."""
    texts = Contribution.objects.filter(author=profile).values_list("text", flat=True)
    forget_words({part for text in texts for part in (text, text[:QUOTED_LENGTH])}, "…")


def _leave_nameless(profile: Profile) -> None:
    """Those that stay bear no name and no photo, and nothing of an objection."""
    staying = Contribution.objects.filter(author=profile, state__in=Contribution.READ)
    delete_photos(list(staying))
    Contribution.objects.filter(author=profile).update(shown_as="", objection="")
    invalidate_public_pages(profile.city)


def forget_withdrawn_words(before: datetime, most: int) -> int:
    """Ideas that their authors withdrew long ago have no words any more. Returns how many."""
    withdrawn = Contribution.objects.filter(state=Contribution.State.WITHDRAWN, created_at__lt=before)
    old = withdrawn.exclude(text="", objection="").order_by("pk").values("pk")[:most]
    return Contribution.objects.filter(pk__in=old).update(text="", shown_as="", objection="")


def forget_addresses(addresses: Collection[str]) -> None:
    """Nothing waits under one of these addresses."""
    mine = Q()
    for address in addresses:
        mine |= Q(email__iexact=address)
    PendingAct.objects.filter(mine).delete()
    OpeningAlert.objects.filter(mine).delete()
