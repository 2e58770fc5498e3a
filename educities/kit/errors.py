"""What an action answers when it cannot be done now."""

import traceback
from pathlib import Path
from typing import Any

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule of the method stands against it. `message` says what to do; `code` is stable and never translated.

    HTML shows the message, at the box of `field` where its form has one; the API answers 409 with the code.
    """

    status = 409

    def __init__(self, message: str | Promise, *, code: str, field: str = "", **data: Any) -> None:
        self.message, self.code, self.field, self.data = message, code, field, data
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.message)


class Moved(DomainError):
    """Somebody else changed the row meanwhile."""


class StaleVersion(DomainError):
    """The document was changed since it was read."""

    status = 412


class InvalidValue(DomainError):
    """What was given cannot be right, whatever the state. `field`: the name of the value, at which it is said."""

    status = 422

    def __init__(self, message: str | Promise, *, code: str, field: str) -> None:
        super().__init__(message, code=code, field=field)


def describe_exception(error: BaseException) -> str:
    """Which kind of failure, and where: for logs, which must not hold an error's own words."""
    frames = traceback.extract_tb(error.__traceback__)
    return (
        f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"
        if frames
        else type(error).__name__
    )
