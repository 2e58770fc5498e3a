"""The one search of a city: each app says which of its rows staff find, by which words, and what tells them apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Count, QuerySet, Window
from django.utils.functional import Promise

from cities.models import City
from educities.accounts.models import Person
from educities.kit.addresses import cached_reverse
from educities.kit.hooks import Hook
from educities.kit.lists import CountedPaginator, choose_page
from educities.kit.multilingual import translate_html

MAX_LINES = 8
PAGE_LINES = 50


@dataclass(frozen=True, slots=True)
class SearchKind:
    """`find(text)`: the rows of the scope's city that hold the text, those that are now first, with all that a line needs.

    `permission`: asked about the city; whoever has it may open every row that is found.
    `field`: what a row is called by. `facts(row)`, `day(row)`: what tells rows of one name apart. `day_label`: which
    day of the row it is, where a reader could not tell, for all rows or for each.
    `url_name`: the list of this kind, if it takes the text as `q` and shows the very same rows.
    """

    key: str
    label: Promise
    permission: str
    find: Callable[[str], QuerySet]
    field: str = "name"
    facts: Callable[[Any], Iterable[str]] = lambda _row: ()
    day: Callable[[Any], date | datetime | None] = lambda _row: None
    day_label: Promise | str | Callable[[Any], Promise | str] = ""
    url_name: str = ""
    order: int = 50


SEARCH: Hook[SearchKind] = Hook(
    "cities.search",
    "What the search in the header finds: each app registers its kinds of rows, read by one query each.",
    key=lambda kind: kind.key,
    order=lambda kind: kind.order,
)


class SearchLine(NamedTuple):
    """One row that was found; `row` says its state."""

    row: Any
    name: str
    url: str
    facts: list[str]
    day: date | datetime | None
    day_label: Promise | str


class SearchGroup(NamedTuple):
    """What was found of one kind: the first of `total` lines, and where all of them are."""

    key: str
    label: Promise
    total: int
    lines: list[SearchLine]
    all_url: str


def list_search_kinds(user: Person, city: City) -> list[SearchKind]:
    """The kinds of which this person may open the rows. No query beside that for the person's roles."""
    return [kind for kind in SEARCH if user.has_perm(kind.permission, city)]


def search_city(kinds: Iterable[SearchKind], city: City, text: str) -> list[SearchGroup]:
    """The kinds of which something was found, with their first lines. One query for each kind."""
    groups = []
    for kind in kinds:
        rows = list(kind.find(text).annotate(found_count=Window(Count("pk")))[:MAX_LINES])
        if rows:
            lines = [_make_line(kind, row) for row in rows]
            groups.append(SearchGroup(kind.key, kind.label, rows[0].found_count, lines, _all_url(kind, city, text)))
    return groups


def _all_url(kind: SearchKind, city: City, text: str) -> str:
    if kind.url_name:
        return f"{cached_reverse(kind.url_name, city.slug)}?{urlencode({'q': text})}"
    return f"{cached_reverse('search', city.slug)}?{urlencode({'q': text, 'kind': kind.key})}"


def list_page_lines(kind: SearchKind, text: str, number: str) -> tuple[Page, list[SearchLine]]:
    """Page `number` of the rows of one kind, and their lines. Two queries."""
    rows = kind.find(text)
    page = choose_page(CountedPaginator(rows, PAGE_LINES, count=rows.order_by().count()), number)
    return page, [_make_line(kind, row) for row in page]


def _make_line(kind: SearchKind, row: Any) -> SearchLine:
    name = getattr(row, kind.field)
    shown = translate_html(name) if isinstance(name, dict) else name
    facts = [fact for fact in kind.facts(row) if fact]
    label = kind.day_label(row) if callable(kind.day_label) else kind.day_label
    return SearchLine(row, shown, row.get_absolute_url(), facts, kind.day(row), label)
