"""A person leaves, or is erased: what of them stays with growth engines, and what goes."""

from growth.models import Invitee, Round
from stakeholders.models import Profile

OPEN = (Invitee.State.ASKED, Invitee.State.YES)


def leave_engines(profile: Profile, keep_texts: bool) -> None:
    """Nobody waits for the person's answer; what was answered is counted. Where the texts go, so do those of invitations."""
    Invitee.objects.filter(profile=profile, state__in=OPEN).update(state=Invitee.State.GONE)
    if not keep_texts:
        Round.objects.filter(opened_by=profile).update(sentence={})
