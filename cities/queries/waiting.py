"""What waits for a person in a city: each app says its kinds, all of them are read by one statement.

A kind gives SQL, or a kept query, that selects `id`, `since` (when it began to wait) and whatever its line needs. It may
use the parameters of `WAITING_PARAMETERS` and those of its own; the rows come back as JSON.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from cities.models import City
from educities.accounts.models import Person
from educities.kit.hooks import Hook
from educities.tenancy.kept_queries import KeptQuery

MOST_LINES = 5
# After so many days their number says nothing any more: the month does.
COUNTED_DAYS = 90
# Where somebody asks for everything that waits.
ALL_LINES = 200
WAITING_PARAMETERS = ("city", "user", "today", "now")


class WordsAnswer(NamedTuple):
    """The answer that needs words: a form on the line with one text (`name`, asked by `question`) and a button.

    `values`: what is sent along.
    """

    url: str
    label: str
    question: str
    name: str = "reason"
    values: dict[str, str] = {}


class WaitingLine(NamedTuple):
    """One thing that waits: what it is (`text`, the thing in bold), soft words about it, and the one thing to do.

    `post_url`: where the button decides without a page between, sending `values`; without it the button leads to `url`.
    `facts`: what one has to know to decide, as (term, text); `answer`: the other answer, with words. Both stand folded
    below the line, under `unfold`.
    """

    text: SafeString | str
    url: str
    label: str
    meta: str = ""
    post_url: str = ""
    icon: str = "circle"
    since: datetime | None = None
    about: str = ""
    values: dict[str, str] = {}
    unfold: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    answer: WordsAnswer | None = None

    @property
    def wait(self) -> str:
        """How long it has waited, in words; nothing on its first day."""
        days = (datetime.now(UTC) - self.since).days if self.since else 0
        if self.since and days > COUNTED_DAYS:
            return gettext("since %(month)s") % {"month": date_format(localtime(self.since), "F Y")}
        return waiting_days_text(days) if days > 0 else ""


@dataclass(frozen=True)
class WaitingKind:
    """One kind of thing that waits. `permission`: asked about the city; who has it not, for them nothing of it waits.

    `sql`: the rows; of a kept query `columns` are the names of what it selects.
    `line`: makes the row's line; `find`: parameters of its own for this person, None when nothing can wait.
    `comes_first`: it stands above what has waited longer, because it may be why the rest is not true, or is over soon.
    """

    key: str
    order: int
    permission: str
    sql: str | KeptQuery
    line: Callable[[dict[str, Any], City], WaitingLine]
    find: Callable[[Person, City], dict[str, Any] | None] | None = None
    comes_first: bool = False
    columns: tuple[str, ...] = ()

    def write_rows(self) -> tuple[str, dict[str, Any]]:
        """The kind's rows, to be read from, and the parameters that the statement itself brings."""
        if isinstance(self.sql, str):
            return f"({self.sql}) w", {}
        sql, own = self.sql.statement().write_named(self.key)
        return f"({sql}) w({', '.join(self.columns)})", own


WAITING: Hook[WaitingKind] = Hook(
    "cities.waiting",
    "What waits for a person on their day's page: SQL that finds it, and the line that says it.",
    key=lambda kind: kind.key,
    order=lambda kind: kind.order,
)


class Waiting(NamedTuple):
    """The lines to show, the oldest first below what `comes_first`, how many more there are, and how many stand on the pages before."""

    lines: list[WaitingLine]
    further: int
    before: int = 0

    @property
    def total(self) -> int:
        """How many things wait."""
        return self.before + len(self.lines) + self.further

    def skip(self, number: int) -> "Waiting":
        """The lines behind the first `number`."""
        return self._replace(lines=self.lines[number:], before=min(number, len(self.lines)))


NOTHING_WAITS = Waiting([], 0)


def build_waiting_sql(
    user: Person | None, city: City, today: date, most: int = MOST_LINES
) -> tuple[str, dict[str, Any]]:
    """One expression that gives the oldest `most` of each kind as JSON, for use inside a statement, and its parameters."""
    parts, user_id = [], getattr(user, "pk", None)
    parameters = {"city": city.pk, "user": user_id, "today": today, "now": timezone.now()}
    for kind in WAITING:
        if user is None or not user.has_perm(kind.permission, city):
            continue
        own = kind.find(user, city) if kind.find else {}
        if own is None:
            continue
        rows, brought = kind.write_rows()
        parameters |= {f"{kind.key}_{name}": value for name, value in own.items()} | brought
        parts.append(
            f"SELECT '{kind.key}' AS kind, {int(not kind.comes_first)} AS place, to_jsonb(w) AS row, count(*) OVER () AS total, w.since, w.id "
            f"FROM {rows}"
        )
    if not parts:
        return "NULL::json", parameters
    # The oldest few of all kinds together, with the number of each kind.
    each = " UNION ALL ".join(f"({part} ORDER BY since, id LIMIT {most:d})" for part in parts)
    return f"(SELECT json_agg(each ORDER BY place, since, id) FROM ({each}) each)", parameters


def read_waiting(found: Iterable[dict[str, Any]] | None, city: City, most: int = MOST_LINES) -> Waiting:
    """The lines of what `build_waiting_sql` found."""
    rows = list(found or ())
    total = sum({row["kind"]: row["total"] for row in rows}.values())
    lines = []
    for row in rows[:most]:
        line = WAITING[row["kind"]].line(row["row"], city)
        lines.append(line._replace(since=parse_moment(row["since"])))
    return Waiting(lines, total - len(lines))


def parse_moment(value: str) -> datetime:
    """The moment that travelled as JSON."""
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def name_thing(sentence: str, name: str, **values: Any) -> SafeString:
    """The sentence with the thing in bold at `{name}`, isolated from its direction."""
    return format_html(sentence, name=format_html("<b><bdi>{}</bdi></b>", name), **values)


def waiting_days_text(days: int) -> str:
    """Since when something waits."""
    return ngettext("waiting for %(n)s day", "waiting for %(n)s days", days) % {"n": days}
