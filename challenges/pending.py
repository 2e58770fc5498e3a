"""What a resident did before having an account, as data that a link confirms."""

from typing import Any, TypedDict


class Payload(TypedDict, total=False):
    """What the forms leave: who, how named, what."""

    text: str
    bring: str
    display_name: str
    neighbourhood: str
    contribution: int
    birth_year: int
    birth_month: int
    guardian_email: str


def payload_of(data: dict[str, Any]) -> Payload:
    """The known lines of a form's cleaned data."""
    known = Payload.__annotations__
    return {key: value for key, value in data.items() if key in known and value not in (None, "")}  # type: ignore[return-value]
