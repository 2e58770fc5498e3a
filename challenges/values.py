"""What a resident did before having an account, as data that a link confirms; and a photo that was read."""

from datetime import date
from typing import Any, NamedTuple, TypedDict

from consents.values import ADULT, Age

# So long whoever merged ideas, or a colleague, may take them apart again.
UNDO_DAYS = 7


class Picture(NamedTuple):
    """A picture as it is kept and sent: WebP, and its measures."""

    data: bytes
    width: int
    height: int


class ReadPhoto(NamedTuple):
    """What became of a file that somebody chose: the picture that is opened, and the one in lists."""

    large: Picture
    small: Picture


class Payload(TypedDict, total=False):
    """What the forms leave: who, how named, what. Of the birthday nothing but the age band and its next month."""

    text: str
    bring: str
    display_name: str
    short_name: str
    neighbourhood: str
    contribution: int
    age_band: str
    next_band_month: str
    needs_guardian: bool
    guardian_email: str
    guardian_language: str


def payload_of(data: dict[str, Any], age: Age = ADULT) -> Payload:
    """The known lines of a form's cleaned data, and the age that it told."""
    known = Payload.__annotations__
    payload: Payload = {key: value for key, value in data.items() if key in known and value not in (None, "")}  # type: ignore[assignment]
    if age.next_band_month is not None:
        payload["age_band"] = str(age.band)
        payload["next_band_month"] = age.next_band_month.isoformat()
        payload["needs_guardian"] = age.needs_guardian
    return payload


def age_in(payload: Payload) -> Age:
    """The age that a payload tells."""
    if not payload.get("next_band_month"):
        return ADULT
    month = date.fromisoformat(payload["next_band_month"])
    return Age(payload["age_band"], month, needs_guardian=payload["needs_guardian"])
