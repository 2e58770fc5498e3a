"""The first page of the list of people, by statements that are kept: most often it is read, and by words alone."""

from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from cities.queries import city_today
from educities.tenancy.kept_queries import Given, KeptQuery
from stakeholders.models import Profile
from stakeholders.queries import CountedRows, KeysetRows, cut_first_page, list_first_rows
from stakeholders.queries.people_found import MOST_WORDS, list_values, narrow_by_words, place_word, seek_words
from stakeholders.queries.people_listed import listed_people, unlisted_people
from stakeholders.queries.people_rows import with_organisations_and_strengths
from stakeholders.queries.visibility import Circles, Sight, show_to

# What a row of the list is made of.
SHOWN = ("city", "display_name", "neighbourhood", "visibilities")
MOST_STATEMENTS = 64
CIRCLES = (Given("cohorts", many=True), Given("labs", many=True))


class Reach(NamedTuple):
    """Whom a reader finds in the list: `opens_all`, everybody whatever they show; `sees_office`, also who shows nothing."""

    sees_office: bool
    opens_all: bool


class Shape(NamedTuple):
    """On what a kept statement depends, beside the values that it is given: of each word, whether it is short."""

    reach: Reach
    levels: frozenset[str]
    has_circles: tuple[bool, ...]
    words: tuple[bool, ...]
    size: int


def list_people(sight: Sight, reach: Reach) -> Any:
    """The people whom this reader finds in the list, with what their rows say of them. Costs no query of its own."""
    people = listed_people().only(*SHOWN)
    people = people if reach.opens_all else show_to(people, sight)
    people = people if reach.sees_office else people.filter(is_shown=True)
    return with_organisations_and_strengths(people, sight)


def find_first_people(text: str, sight: Sight, reach: Reach, size: int) -> KeysetRows | None:
    """The first page of those whom the reader finds by these words, by name; None for more words than are kept.

    One query.
    """
    words = seek_words(text)
    if len(words) > MOST_WORDS:
        return None
    circles = tuple(bool(circle) for circle in sight.circles)
    shape = Shape(reach, sight.levels, circles, tuple(word.is_short for word in words), size)
    given = {"cohorts": list(sight.circles.cohorts), "labs": list(sight.circles.labs), **list_values(words)}
    return cut_first_page(keep_statement(shape).ask(today=city_today(), now=timezone.now(), **given), size)


@lru_cache(maxsize=MOST_STATEMENTS)
def keep_statement(shape: Shape) -> KeptQuery:
    """The statement of this shape."""
    return KeptQuery(partial(build_rows, shape))


def build_rows(shape: Shape) -> QuerySet:
    """The rows of the first page and one behind them, with places for the words and for the reader's circles."""
    places: list[Any] = [place if has else frozenset() for place, has in zip(CIRCLES, shape.has_circles, strict=True)]
    sight = Sight(shape.levels, Circles(*places))
    words = [place_word(number, is_short=is_short) for number, is_short in enumerate(shape.words)]
    people = narrow_by_words(list_people(sight, shape.reach), words, sight)
    if shape.reach.sees_office and not words:
        people = people.annotate(rows_in_all=count_listed_people())
    return list_first_rows(people, "display_name", shape.size)


def count_listed_people() -> Any:
    """How many stand in the list, as an expression: all adults but the few who do not, without a look at each of them."""
    adults, others = Profile.objects.grown_up(), unlisted_people()
    return CountedRows(adults.order_by().values("pk")) - CountedRows(others.order_by().values("pk"))
