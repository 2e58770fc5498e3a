"""The parts of one thing that its own page shows one at a time, as tabs: the first, and those that `?part=` names."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise


class ThingPart(NamedTuple):
    """A part of a thing's page. `key`: what `?part=` says, "" for the first; `number`: of its rows, 0 where none is shown."""

    key: str
    label: str | Promise
    number: int = 0


class ThingPartsMixin:
    """A page about one row that shows one of its parts at a time; tabs stand there from two parts up.

    Adds `part` (the key of the part that is shown) and the tabs to the context of the page it is mixed into.
    """

    request: HttpRequest
    object: Any
    tabs_label: str | Promise = ""

    def list_parts(self) -> list[ThingPart]:
        """The parts that this person may see, from the first."""
        raise NotImplementedError

    def find_part(self) -> str:
        """The key that is asked for; a key that is no part of the thing shows the first."""
        return self.request.GET.get("part", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts, wanted = self.list_parts(), self.find_part()
        shown = wanted if wanted in {part.key for part in parts} else ""
        url = self.object.get_absolute_url()
        tabs = [
            {
                "url": f"{url}?part={part.key}" if part.key else url,
                "label": part.label,
                "current": "page" if part.key == shown else "",
                "count": part.number,
            }
            for part in parts
        ]
        context = {"part": shown, "tabs": tabs if len(tabs) > 1 else [], "tabs_label": self.tabs_label}
        return super().get_context_data(**{**context, **kwargs})  # type: ignore[misc]  # of the page it is mixed into
