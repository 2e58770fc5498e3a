"""A form as the page gave it, kept for later sending: what stands in its boxes, what was typed since, what it asks."""

import json
from html import unescape
from typing import Any

from tests.access.filling import Box, FormReader

UNSENT = {"csrfmiddlewaretoken"}


def read_value(box: Box) -> str | None:
    """What a browser sends of the box as it stands there; None for nothing."""
    kind = box.get("type", "")
    if box.tag == "button" or kind in {"submit", "file"}:
        return None
    if kind in {"radio", "checkbox"}:
        return box.get("value", "on") if "checked" in box else None
    if box.tag == "select":
        return box.chosen or ""
    # The first end of line in a text box is the markup's own.
    return box.text.removeprefix("\n") if box.tag == "textarea" else box.get("value", "")


class OpenForm:
    """The form on the page that is sent to `address`: `sent` as a browser would send it now, `html` what its reader saw."""

    def __init__(self, html: str, address: str = "") -> None:
        self.html = unescape(html)
        forms = FormReader(html).found
        own = (boxes for action, boxes in forms if action == address)
        self.boxes: list[Box] = max(own, key=len, default=[])
        self.sent: dict[str, list[str]] = {}
        for box in self.boxes:
            value = read_value(box)
            if value is not None and box["name"] not in UNSENT:
                self.sent.setdefault(box["name"], []).append(value)

    def read(self, name: str) -> str:
        """What stands in the box."""
        return self.sent.get(name, [""])[0]

    def write(self, name: str, value: str) -> None:
        """Somebody types it there."""
        self.sent[name] = [value]

    def list_own(self, *names: str) -> list[str]:
        """In which of these boxes somebody wrote something else than the page had filled in."""
        filled_in = json.loads(self.read("filled_in") or "{}") or {}
        return [name for name in names if self.read(name).split() != filled_in.get(name, "").split()]

    def list_questions(self, *names: str) -> list[str]:
        """Which of these boxes to tick the page shows."""
        shown = {box["name"] for box in self.boxes if box.get("type") == "checkbox"}
        return [name for name in names if name in shown]

    def tick(self, name: str, value: str = "on") -> None:
        """Somebody ticks it, as the page gave it."""
        values = self.sent.setdefault(name, [])
        if value not in values:
            values.append(value)


def post_form(client: Any, address: str, form: OpenForm, **more: Any) -> Any:
    """What comes of sending it."""
    return client.post(address, {**form.sent, **more})
