"""What an action answers when it cannot be done now."""

from typing import Any

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule of the method stands against it. `message` says what to do; `code` is stable and never translated.

    HTML shows the message; the API answers 409 with the code.
    """

    status = 409

    def __init__(self, message: str | Promise, *, code: str, **data: Any) -> None:
        self.message, self.code, self.data = message, code, data
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.message)


class Moved(DomainError):
    """Somebody else changed the row meanwhile."""


class StaleVersion(DomainError):
    """The document was changed since it was read."""

    status = 412
