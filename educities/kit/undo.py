"""What a person has just done by one tap and may take back for a while: the offer stands in their own session."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

# The sentence of a refused undo names it too.
UNDO_FOR = timedelta(minutes=15)
UNDO_KEY = "undo"
UNDO_TAG = "undo"
# Of the sentence that says that something was taken back: it is no other act that is done.
UNDONE_TAG = "undone"


class UndoOffer(NamedTuple):
    """The last act that may be taken back: what was said of it, and the address of the button that takes it back."""

    url: str
    text: str


def offer_undo(request: HttpRequest, text: str, url: str, *, lasts: timedelta | None = None) -> None:
    """The act is told, with the button that takes it back; until `lasts` (`UNDO_FOR`) is over the day's page offers it too.

    Whether it can still be taken back is asked by the action of the button.
    """
    messages.success(request, text, extra_tags=UNDO_TAG)
    request.session[UNDO_KEY] = {"url": url, "text": text, "until": (timezone.now() + (lasts or UNDO_FOR)).isoformat()}


def find_undo(request: HttpRequest) -> UndoOffer | None:
    """What this person may take back now; None when there is nothing, or its time is over."""
    found = request.session.get(UNDO_KEY)
    if not found or datetime.fromisoformat(found["until"]) < timezone.now():
        return None
    return UndoOffer(found["url"], found["text"])


def drop_undo(request: HttpRequest) -> None:
    """Nothing is offered any more."""
    request.session.pop(UNDO_KEY, None)
