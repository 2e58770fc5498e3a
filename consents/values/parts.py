"""What further apps put on the pages about a person: parts, lines that wait, and where somebody begins."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise

from educities.kit.hooks import Hook
from stakeholders.models import Profile


class WaitingLine(NamedTuple):
    """What a person can do next, with its page; `order` says how far up, `label` what its button says."""

    text: str
    url: str
    order: int
    label: str = ""


class Things(NamedTuple):
    """What an app has of one person: what its template shows as `part`, and what waits for the person there."""

    context: dict[str, Any]
    waiting: Sequence[WaitingLine] = ()


class Part(NamedTuple):
    """One part of a page: a template with what `find_things(profile)` gives; `order` says how far up.

    `is_there`: a condition on the profile, asked together with it; only who fulfils it is asked for the things.
    """

    template: str
    find_things: Callable[[Profile], Things | None]
    order: int
    is_there: Callable[[], Q] | None = None


class StartLink(NamedTuple):
    """A page on which somebody begins, and what a person without any part in the city reads before it."""

    url_name: str
    label: Promise
    invitation: Promise


MY_PARTS: Hook[Part] = Hook(
    "consents.my_parts",
    "The parts of the page “My activity”, from the top: what a person has in the city. None: the part is left out.",
    key=lambda part: part.template,
    order=lambda part: part.order,
)
CHILD_PARTS: Hook[Part] = Hook(
    "consents.child_parts",
    "What a grown-up who answers for a child reads of what it would like to do. None: nothing yet.",
    key=lambda part: part.template,
    order=lambda part: part.order,
)
START_LINKS: Hook[StartLink] = Hook(
    "consents.start_links",
    "Where somebody begins who has no part in the city, or whose link has ended.",
    key=lambda link: link.url_name,
)
