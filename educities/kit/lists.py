"""One rule for every list: what is now comes first and is not cut, what is over follows and is paged."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.core.paginator import Page as DjangoPage
from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.views.generic.list import MultipleObjectMixin

from educities.kit.multilingual import LANGUAGES
from educities.kit.spelling import text_holds

# So many rows stand on the first page at most, however many are now.
MOST_NOW = 200


def put_over_last(rows: QuerySet, over: Collection[str], *order: Any, field: str = "state") -> QuerySet:
    """The rows in `order`, those whose `field` is one of `over` behind all others."""
    is_over = Case(When(**{f"{field}__in": list(over)}, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.order_by(is_over, *order)


def words_hold(text: str, field: str = "name") -> Q:
    """The words of `field` hold the text, however it is spelled, in one of their languages; everything does when it is empty."""
    found = Q()
    for code in LANGUAGES if text else ():
        found |= text_holds(field, text, key=code)
    return found


class NowFirstPage(DjangoPage):
    """A page that knows the numbers of its first and last row, though the first page is longer."""

    paginator: "NowFirstPaginator"

    def start_index(self) -> int:
        """The number of the first row, from 1; 0 of an empty list."""
        return self.paginator.bounds(self.number)[0] + 1 if self.paginator.count else 0

    def end_index(self) -> int:
        """The number of the last row."""
        return min(self.paginator.bounds(self.number)[1], self.paginator.count)


class NowFirstPaginator(Paginator):
    """Pages of rows in which `now` come first: all of those stand on page one.

    A list of 60 that are now and 100 that are over has a page of 60, then two of 50. A list that fits one page is read
    without being counted; one query counts both in a longer one.
    """

    def __init__(self, rows: Any, per_page: int, *, now: Q, **kwargs: Any) -> None:
        super().__init__(rows, per_page, **kwargs)
        self.now = now

    @cached_property
    def head(self) -> list[Any]:
        """The first rows, and one more where there are more than a page of them."""
        return list(self.object_list[: self.per_page + 1])

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows there are, and how many are now."""
        if len(self.head) <= self.per_page:
            return {"rows": len(self.head), "rows_now": 0}
        rows: Any = self.object_list
        counted: dict[str, int] = rows.order_by().aggregate(rows=Count("pk"), rows_now=Count("pk", filter=self.now))
        return counted

    @cached_property
    def count(self) -> int:
        return self.counts["rows"]

    @cached_property
    def first(self) -> int:
        """How many rows the first page holds."""
        return max(self.per_page, min(self.counts["rows_now"], MOST_NOW))

    @cached_property
    def num_pages(self) -> int:
        return 1 + -(-max(self.count - self.first, 0) // self.per_page)

    def bounds(self, number: int) -> tuple[int, int]:
        """Behind which row page `number` begins, and with which it ends."""
        if number == 1:
            return 0, self.first
        begin = self.first + (number - 2) * self.per_page
        return begin, begin + self.per_page

    def page(self, number: Any) -> NowFirstPage:
        number = self.validate_number(number)
        begin, end = self.bounds(number)
        at_hand = begin == 0 and (end <= len(self.head) or len(self.head) == self.count)
        rows = self.head[:end] if at_hand else self.object_list[begin:end]
        return NowFirstPage(rows, number, self)


class CountedPaginator(Paginator):
    """Pages of rows that somebody else counts: what stands behind a wrong count is shown nevertheless."""

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count

    def page(self, number: Any) -> DjangoPage:
        number = self.validate_number(number)
        begin = (number - 1) * self.per_page
        return DjangoPage(self.object_list[begin : begin + self.per_page], number, self)


def choose_page(pages: Paginator, asked: str | None) -> DjangoPage:
    """The page of this number: the first for one before it or for no number, the last for one behind it."""
    number = (asked or "").strip()
    is_before = number.startswith("-") or not number.strip("0")
    return pages.get_page(1 if is_before else number)


class PagedRowsMixin(MultipleObjectMixin):
    """The pages of a `ListPage`. No number of a page is a dead end.

    `over`: the states of rows that `rows()` puts last (`put_over_last`); all others stand on the first page.
    """

    request: HttpRequest
    over: ClassVar[tuple[str, ...]] = ()

    def get_paginator(self, queryset: Any, per_page: int, *args: Any, **kwargs: Any) -> Paginator:
        if not self.over:
            return super().get_paginator(queryset, per_page, *args, **kwargs)
        return NowFirstPaginator(queryset, per_page, now=~Q(state__in=self.over))

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, DjangoPage, Any, bool]:
        """The page that is asked for; behind the last one the last, for its rows may have gone while somebody read."""
        pages = self.get_paginator(queryset, page_size)
        page = choose_page(pages, self.request.GET.get("page"))
        return pages, page, page.object_list, page.has_other_pages()
