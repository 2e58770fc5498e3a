"""An idea between its two steps: each draft has a number of its own in the browser's session, so that two tabs keep two."""

from typing import Any, TypedDict

from django.core.cache import cache
from django.http import HttpRequest

# Where the session keeps the drafts, the newest last, and how many.
DRAFTS, MOST_DRAFTS = "idea_drafts", 5
# So long what was typed about the person waits; it may name a child and who answers for it.
TYPED_SECONDS = 3600


class Draft(TypedDict, total=False):
    """The text, and the photo that goes along.

    `is_aside`: another draft of the same challenge was sent meanwhile, so this one is found by its number alone.
    """

    challenge: int
    text: str
    photo: int | None
    is_aside: bool


def _list_drafts(request: HttpRequest) -> dict[str, Draft]:
    return dict(request.session.get(DRAFTS) or {})


def find_draft(request: HttpRequest, challenge: int, number: str) -> Draft | None:
    """The draft with this number, if it is one of this challenge."""
    draft = _list_drafts(request).get(number)
    return draft if draft and draft["challenge"] == challenge else None


def find_last_draft(request: HttpRequest, challenge: int) -> Draft | None:
    """The newest draft of this challenge that still waits."""
    own = [d for d in _list_drafts(request).values() if d["challenge"] == challenge and "is_aside" not in d]
    return own[-1] if own else None


def keep_draft(request: HttpRequest, draft: Draft, number: str = "") -> str:
    """The draft waits under its number, or under a new one. Returns the number."""
    drafts = _list_drafts(request)
    if number not in drafts:
        number = str(max((int(one) for one in drafts), default=0) + 1)
    # Put last: it is the newest now.
    drafts.pop(number, None)
    drafts[number] = draft
    request.session[DRAFTS] = dict(list(drafts.items())[-MOST_DRAFTS:])
    return number


def drop_draft(request: HttpRequest, challenge: int, text: str) -> None:
    """The idea was sent: its draft is gone, and no other of this challenge is offered unasked."""
    drafts = _list_drafts(request)
    others = {number: d for number, d in drafts.items() if (d["challenge"], d["text"]) != (challenge, text)}
    for number, draft in others.items():
        if draft["challenge"] == challenge:
            others[number] = {**draft, "is_aside": True}
    if drafts:
        request.session[DRAFTS] = others


def _typed_key(request: HttpRequest, number: str) -> str:
    return f"idea-typed:{request.session.session_key}:{number}"


def keep_typed_answers(request: HttpRequest, number: str, typed: dict[str, Any]) -> None:
    """What the second page of this draft was sent with waits for an hour, for this browser alone."""
    cache.set(_typed_key(request, number), typed, TYPED_SECONDS)


def find_typed_answers(request: HttpRequest, number: str) -> dict[str, Any]:
    """What the second page of this draft was last sent with."""
    return cache.get(_typed_key(request, number)) or {}
