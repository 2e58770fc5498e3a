"""A person leaves, or is erased: what of them stays with growth engines, and what goes."""

from growth.models import Invitee, Round
from stakeholders.models import Profile

OPEN = (Invitee.State.ASKED, Invitee.State.YES)


def end_invitations(profile: Profile) -> None:
    """Nobody waits for the answer of whoever left, or turns out to be under 18."""
    Invitee.objects.filter(profile=profile, state__in=OPEN).update(state=Invitee.State.GONE)


def leave_engines(profile: Profile, keep_texts: bool) -> None:
    """Nobody waits for the person's answer; what was answered is counted. Where the texts go, so do those of invitations."""
    end_invitations(profile)
    if not keep_texts:
        Round.objects.filter(opened_by=profile).update(sentence={})
