"""What can be begun from the page of a session: each app above says its own."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.functional import Promise

from educities.accounts.models import Person
from educities.kit.hooks import Hook


class SessionLink(NamedTuple):
    """An address, what it says, and an icon."""

    url: str
    label: Promise | str
    icon: str


SESSION_LINKS: Hook[Callable[[Any, Person], Iterable[SessionLink]]] = Hook(
    "meetings.session_links",
    "Asked what this reader can begin from the page of a session: (session, user) -> links.",
)
