"""A person agrees to being shown to other cities, or takes it back."""

from stakeholders.actions.shown import tell_readers
from stakeholders.models import Profile


def tell_of_sharing(profile: Profile, purpose: str, given: bool) -> None:
    """Partner apps have heard that what they may read of this person is other now; public pages are made anew."""
    if purpose == "sharing":
        tell_readers(profile, None)
