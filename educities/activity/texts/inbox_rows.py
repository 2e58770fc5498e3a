"""A person's notices as the inbox shows them: by time, and what is alike on one day in one row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from educities.activity.models import Notice
from educities.activity.texts.history_rows import name_accounts
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.sentences import message_subject, record_sentence
from educities.kit.day_words import format_day


class CityDays(Protocol):
    """What is asked of a city here, which stands above: its clock and where its week begins."""

    @property
    def zone(self) -> ZoneInfo: ...
    @property
    def week_start(self) -> int: ...
    def today(self) -> date: ...


@dataclass
class InboxRow:
    """One notice, and the others of its day that say the same of other things."""

    notice: Notice
    sentence: str
    when: str
    alike: list["InboxRow"] = field(default_factory=list)
    # Who wrote the message, as the city calls them now; "" of what is none.
    writer: str = ""

    @property
    def is_new(self) -> bool:
        """Has the person not seen it?"""
        return self.notice.read_at is None

    @property
    def is_over(self) -> bool:
        """Was what it asks for answered since, by whomever?"""
        return bool(getattr(self.notice, "is_settled", False))

    @property
    def reason(self) -> str:
        """Why, where whoever did it gave a reason; of a message what it says, for whoever reads no mail."""
        return str(self.notice.data.get("words" if self.is_letter else "reason") or "")

    @property
    def reply(self) -> str:
        """The address of whoever wrote the message."""
        return str(self.notice.data.get("reply") or "") if self.is_letter else ""

    @property
    def is_letter(self) -> bool:
        """Is it what one person wrote to another? The words of other acts stand on their own pages, in all languages."""
        kind = MAIL_KINDS.get(self.notice.verb)
        return kind is not None and kind.is_letter


@dataclass
class InboxGroup:
    """The rows of today, of this week, or of before."""

    label: str
    rows: list[InboxRow]


def inbox_groups(notices: Iterable[Notice], city: CityDays) -> list[InboxGroup]:
    """The notices, the newest first, under Today, This week and Earlier; a group without rows is left out."""
    today = city.today()
    week = today - timedelta(days=(today.weekday() - city.week_start) % 7)
    labels = [(today, _("Today")), (week, _("This week")), (date.min, _("Earlier"))]

    def label_of(notice: Notice) -> str:
        day = notice.created_at.astimezone(city.zone).date()
        return next(label for since, label in labels if day >= since)

    groups = [
        InboxGroup(label, list(_fold_alike(group, city, today, week)))
        for label, group in groupby(notices, key=label_of)
    ]
    _name_writers([row for group in groups for row in group.rows if row.is_letter])
    return groups


def _name_writers(letters: list[InboxRow]) -> None:
    """No query where nobody wrote a message."""
    names = name_accounts({row.notice.data["writer"] for row in letters if "writer" in row.notice.data})
    for row in letters:
        row.writer = names.get(row.notice.data.get("writer"), "")


def _fold_alike(notices: Iterable[Notice], city: CityDays, today: date, week: date) -> Iterator[InboxRow]:
    """A row each; notices of the same verb and day, seen or unseen alike, are one. One with a reason stands alone."""
    first: dict[tuple[str, date, bool, bool], InboxRow] = {}
    for notice in notices:
        at = notice.created_at.astimezone(city.zone)
        row = InboxRow(notice, "", _format_when(notice, city, today, week))
        write = record_sentence if row.is_over else message_subject
        row.sentence = write(notice.verb, notice.target_type, notice.data)
        key = (notice.verb, at.date(), row.is_new, row.is_over)
        if row.reason or key not in first:
            if not row.reason:
                first[key] = row
            yield row
        else:
            first[key].alike.append(row)


def _format_when(notice: Notice, city: CityDays, today: date, week: date) -> str:
    """The clock time today, the weekday with it this week, the date before."""
    at = notice.created_at.astimezone(city.zone)
    if at.date() >= today:
        return date_format(at, "TIME_FORMAT")
    if at.date() >= week:
        return f"{date_format(at, 'D')} {date_format(at, 'TIME_FORMAT')}"
    return format_day(at)
