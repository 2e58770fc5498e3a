"""A calendar file (RFC 5545): one event in UTC, or many of a whole day each, without addresses of anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from educities.activity.texts.mail_kinds import CalendarEvent

LONGEST_LINE = 75


def calendar_method(event: CalendarEvent) -> str:
    """What a calendar does with it: PUBLISH puts it in or moves it, CANCEL takes it out."""
    return "CANCEL" if event.is_cancelled else "PUBLISH"


def render_calendar(event: CalendarEvent) -> str:
    """The file's text. The same `uid` with a higher `sequence` is the same event, changed."""
    where = ", ".join(part for part in (event.place, event.url) if part)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Education Cities//EN",
        f"METHOD:{calendar_method(event)}",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_format_moment(timezone.now())}",
        f"DTSTART:{_format_moment(event.starts_at)}",
        f"DTEND:{_format_moment(event.ends_at)}",
        f"SUMMARY:{_escape_text(event.title)}",
        *([f"LOCATION:{_escape_text(where)}"] if where else []),
        *([f"URL:{event.url}"] if event.url else []),
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold_line(line)}\r\n" for line in lines)


@dataclass(frozen=True)
class DayEvent:
    """What lies on one whole day. `uid`: the same for ever; `sequence`: how often it was changed, `changed_at`: when last."""

    uid: str
    day: date
    title: str
    changed_at: datetime
    sequence: int = 0
    url: str = ""
    is_cancelled: bool = False


def render_days(events: Iterable[DayEvent], name: str, *, is_followed: bool = False) -> str:
    """The text of a calendar with these days, of this name. Nothing in it changes while they do not.

    `is_followed`: a program reads it again each day.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Education Cities//EN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escape_text(name)}",
        *(["REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"] if is_followed else []),
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"SEQUENCE:{event.sequence}",
            f"DTSTAMP:{_format_moment(event.changed_at)}",
            f"LAST-MODIFIED:{_format_moment(event.changed_at)}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escape_text(event.title)}",
            *([f"URL:{event.url}"] if event.url else []),
            "TRANSP:TRANSPARENT",
            f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
            "END:VEVENT",
        ]
    return "".join(f"{_fold_line(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _format_moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escape_text(text: str) -> str:
    text = " ".join(text.split())
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _fold_line(line: str) -> str:
    """Lines of at most 75 bytes; what is longer goes on after a line break and a blank. No letter is torn apart."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            parts.append(part)
            # The blank that begins a further line counts too.
            part, size = "", 1
        part, size = part + letter, size + width
    return "\r\n ".join([*parts, part])
