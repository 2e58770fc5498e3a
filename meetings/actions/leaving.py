"""A person leaves: who was there stays counted; what they answered to invitations is gone."""

from datetime import datetime

from educities.activity.actions.retention import delete_some
from meetings.models import SessionReply
from stakeholders.models import Profile


def forget_replies(profile: Profile, keep_texts: bool) -> None:
    """Nobody expects the person at a session any more."""
    SessionReply.objects.filter(profile=profile).delete()


def forget_old_replies(before: datetime, most: int) -> int:
    """Old answers to invitations are gone. Returns how many."""
    return delete_some(SessionReply.objects.filter(at__lt=before), most)
