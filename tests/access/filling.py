"""A page's forms as a person would send them: what stands in them, and something plain in what is empty."""

from datetime import timedelta
from html.parser import HTMLParser
from itertools import count

from django.utils import timezone

NUMBERS = count(1)
ROUND = 200


class Box(dict):
    """One control of a form, by its attributes; `options` are the values of a choice, `text` what stands inside."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        super().__init__(attributes)
        self.tag, self.options, self.chosen, self.text = tag, [], None, ""


class FormReader(HTMLParser):
    """The forms of a page that are sent by POST: `found` holds the address and the controls of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[Box]]] = []
        self.boxes: list[Box] | None = None
        self.inside: Box | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.boxes = [] if given.get("method", "").lower() == "post" else None
            if self.boxes is not None:
                self.found.append((given.get("action", ""), self.boxes))
        elif self.boxes is not None and tag == "option" and self.inside is not None:
            self.inside.options.append(given.get("value", ""))
            if "selected" in given:
                self.inside.chosen = given.get("value", "")
        elif self.boxes is not None and tag in {"input", "textarea", "select", "button"} and "name" in given:
            self.inside = Box(tag, given)
            self.boxes.append(self.inside)

    def handle_data(self, data: str) -> None:
        if self.inside is not None and self.inside.tag == "textarea":
            self.inside.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            self.inside = None
        if tag == "form":
            self.boxes = None


def plain_value(box: Box) -> str:
    """Something that a person could write into the box."""
    kind, number = box.get("type", "text"), next(NUMBERS)
    day = timezone.now().date() + timedelta(days=30 + 7 * (number % ROUND))
    # A Sunday: a Sabbath would be asked about.
    day += timedelta(days=6 - day.weekday())
    values = {
        "email": f"somebody{number}@example.org",
        "date": f"{day}",
        "time": "10:00",
        "number": "5",
        "url": "",
        "tel": f"04-555-{1000 + number % 9000}",
    }
    if box.get("inputmode") == "numeric":
        return "5"
    return values.get(kind, f"Some words of a person, number {number}")


def value_of(box: Box) -> str | None:
    """What the browser would send of this control once it is filled; None for nothing."""
    kind = box.get("type", "")
    if box.tag == "select":
        return box.chosen or next((value for value in box.options if value), "")
    if kind in {"radio", "checkbox"}:
        return box.get("value", "on")
    if box.tag == "button" or kind in {"submit", "file"}:
        return box.get("value") if box.tag == "button" else None
    if kind == "hidden" or box.get("autocomplete") == "nope":
        return box.get("value", "")
    return (box.text.strip() if box.tag == "textarea" else box.get("value")) or plain_value(box)


def fill_form(boxes: list[Box]) -> dict[str, list[str]]:
    """The form's data, filled. Of several radios or buttons of one name the first counts."""
    data: dict[str, list[str]] = {}
    # The days of one form come one after the other: none of them is of the next round of numbers, and so an earlier one.
    while next(NUMBERS) % ROUND > max(ROUND - 2 * len(boxes), 1):
        pass
    for box in boxes:
        value = value_of(box)
        if value is not None and box["name"] != "csrfmiddlewaretoken":
            single = box.get("type") == "radio" or box.tag == "button"
            if not (single and box["name"] in data):
                data.setdefault(box["name"], []).append(value)
    return data
