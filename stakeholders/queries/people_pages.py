"""The first page of the list of people, by statements that are kept: most often it is read, and by words alone."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from cities.queries import city_today
from educities.tenancy.kept_queries import Given, KeptQuery
from stakeholders.queries import CountedRows, KeysetRows, cut_first_page, list_first_rows
from stakeholders.queries.people_found import (
    MOST_NAMES,
    MOST_WORDS,
    choose_spelling,
    list_similar_names,
    list_values,
    narrow_by_words,
    place_word,
    seek_words,
    split_misspelled,
)
from stakeholders.queries.people_listed import IS_UNSAID, find_adults, listed_people, unlisted_people
from stakeholders.queries.people_rows import with_organisations_and_strengths
from stakeholders.queries.visibility import Circles, Sight, show_to

# What a row of the list is made of.
SHOWN = ("city", "display_name", "neighbourhood", "visibilities")
# Named to the team alone, and marked there.
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
    people: Any = listed_people(of_team=reach.opens_all).only(*SHOWN)
    people = people.annotate(is_unsaid=IS_UNSAID) if reach.opens_all else show_to(people, sight)
    people = people if reach.sees_office else people.filter(is_shown=True)
    return with_organisations_and_strengths(people, sight)


def find_first_people(text: str, sight: Sight, reach: Reach, size: int) -> KeysetRows | None:
    """The first page of those whom the reader finds by these words, by name; None for more words than are kept.

    One query.
    """
    words = seek_words(text)
    if len(words) > MOST_WORDS:
        return None
    shape = Shape(reach, *_describe_sight(sight), tuple(word.is_short for word in words), size)
    return cut_first_page(_ask_for(build_rows, shape, sight, **list_values(words)), size)


def suggest_person(text: str, sight: Sight, reach: Reach) -> str:
    """As `suggest_spelling`, among those whom the reader finds. One query, none without words."""
    words = split_misspelled(text)
    if not words:
        return ""
    shape = Shape(reach, *_describe_sight(sight), (False,) * len(words), MOST_NAMES)
    found = _ask_for(build_names, shape, sight, **{f"text_{number}": word for number, word in enumerate(words)})
    return choose_spelling(words, (name for (name,) in found))


def _describe_sight(sight: Sight) -> tuple[frozenset[str], tuple[bool, ...]]:
    return sight.levels, tuple(bool(circle) for circle in sight.circles)


def _ask_for(build: Callable[[Shape], QuerySet], shape: Shape, sight: Sight, **given: Any) -> list[Any]:
    circles = {"cohorts": list(sight.circles.cohorts), "labs": list(sight.circles.labs)}
    return keep_statement(build, shape).ask(today=city_today(), now=timezone.now(), **circles, **given)


@lru_cache(maxsize=MOST_STATEMENTS)
def keep_statement(build: Callable[[Shape], QuerySet], shape: Shape) -> KeptQuery:
    """The statement of this shape."""
    return KeptQuery(partial(build, shape))


def place_sight(shape: Shape) -> Sight:
    """The sight with places for the reader's circles."""
    places: list[Any] = [place if has else frozenset() for place, has in zip(CIRCLES, shape.has_circles, strict=True)]
    return Sight(shape.levels, Circles(*places))


def build_names(shape: Shape) -> QuerySet:
    """The names that are compared with misspelled words, with places for these."""
    words = [place_word(number, is_short=is_short).text for number, is_short in enumerate(shape.words)]
    return list_similar_names(list_people(place_sight(shape), shape.reach), words)


def build_rows(shape: Shape) -> QuerySet:
    """The rows of the first page and one behind them, with places for the words."""
    sight = place_sight(shape)
    words = [place_word(number, is_short=is_short) for number, is_short in enumerate(shape.words)]
    people = narrow_by_words(list_people(sight, shape.reach), words, sight)
    if shape.reach.sees_office and not words:
        people = people.annotate(rows_in_all=count_listed_people(of_team=shape.reach.opens_all))
    return list_first_rows(people, "display_name", shape.size)


def count_listed_people(*, of_team: bool) -> Any:
    """How many stand in the list, as an expression: all adults but the few who do not, without a look at each of them."""
    adults, others = find_adults(of_team=of_team), unlisted_people(of_team=of_team)
    return CountedRows(adults.order_by().values("pk")) - CountedRows(others.order_by().values("pk"))
