"""By what people are found: strengths that everybody may see, organisations, roles, and groups of the apps above."""

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from functools import cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, Func, Q, QuerySet, TextField, Value, Window

from cities.models import Membership
from educities.kit.hooks import Hook
from educities.tenancy.kept_queries import Given
from educities.tenancy.scope import current_city_id
from stakeholders.models import Area, Organisation, Representation, StrengthClaim
from stakeholders.models.people import ProfileQuerySet
from stakeholders.queries.visibility import Sight, filter_seen_claims, find_people_saying
from stakeholders.values import normalise_text

# The index knows words of three letters and more.
SHORT_WORD = 2
PARTS_OF_WORD = ("text", "behind_space", "behind_break", "pattern")
# A suggestion is made for so many words, of so many names, each so much like what was typed.
MOST_WORDS, MOST_NAMES, ALIKE = 4, 200, 0.6


class PeopleGroup(NamedTuple):
    """`list_choices()`: (number, name) of each group of the scope's city; `find_people(number)`: the numbers of the
    profiles in it, as a query.
    """

    key: str
    label: Any
    list_choices: Callable[[], Iterable[tuple[str, str]]]
    find_people: Callable[[Any], QuerySet]


PEOPLE_GROUPS: Hook[PeopleGroup] = Hook(
    "stakeholders.people_groups",
    "Groups by which the list of people is narrowed, beside name, strength, organisation and role.",
    key=lambda group: group.key,
)


def find_shown_strengths(sight: Sight) -> QuerySet[StrengthClaim]:
    """The strengths of people that a reader with this sight finds on their profiles."""
    return StrengthClaim.objects.filter(filter_seen_claims(sight), kind=StrengthClaim.Kind.STRENGTH)


def find_strong_in(area: Area, *, sight: Sight) -> QuerySet:
    """Who says of themselves that they are good at this area, as far as it is shown (`find_shown_strengths`)."""
    return find_shown_strengths(sight).filter(area=area).values("profile_id")


class SoughtWord(NamedTuple):
    """A word that is looked for, in one spelling: by itself, behind a space, behind a break, and as a pattern that means it.

    Texts, or their places in a statement that is kept (`place_word`), which `list_values` fills.
    """

    text: Any
    behind_space: Any
    behind_break: Any
    pattern: Any
    is_short: bool


def seek_words(text: str) -> list[SoughtWord]:
    """The words of what somebody looks for, the longest one first."""
    words = sorted(normalise_text(text).split(), key=len, reverse=True)
    return [SoughtWord(one, f" {one}", f"\n{one}", re.escape(one), len(one) <= SHORT_WORD) for one in words]


def place_word(number: int, *, is_short: bool) -> SoughtWord:
    """The places of a sought word in a statement that is kept."""
    places = {name: Given(f"{name}_{number}", output_field=TextField()) for name in PARTS_OF_WORD}
    return SoughtWord(**places, is_short=is_short)


def list_values(words: Iterable[SoughtWord]) -> dict[str, str]:
    """What stands in the places of these words."""
    return {f"{name}_{n}": getattr(word, name) for n, word in enumerate(words) for name in PARTS_OF_WORD}


def find_by_words(people: ProfileQuerySet, text: str, sight: Sight) -> ProfileQuerySet:
    """Those of the people in whose name, or in a line that this sight takes in, each word of `text` stands."""
    words = seek_words(text)
    people = _find_meant(people, words)
    for word in words:
        people = people.filter(_holds_word(word, sight))
    return people


def find_by_words_and_areas(people: ProfileQuerySet, text: str, sight: Sight) -> ProfileQuerySet:
    """As `find_by_words`, and those of whom a strength that this sight takes in has a name or synonym that begins so."""
    return narrow_by_words(people, seek_words(text), sight)


def narrow_by_words(people: ProfileQuerySet, words: list[SoughtWord], sight: Sight) -> ProfileQuerySet:
    """As `find_by_words_and_areas`, by words or by their places; the longest one comes first."""
    people = _find_meant(people, words)
    for word in words:
        said = _holds_word(word, sight)
        people = people.filter(said if word.is_short else said | _find_strong(word, sight))
    return people


def _holds_word(word: SoughtWord, sight: Sight) -> Q:
    return Q(search__contains=word.text) | find_people_saying(sight, word.text, word.pattern, is_short=word.is_short)


def _find_strong(word: SoughtWord, sight: Sight) -> Q:
    begins = Q(search__startswith=word.text)
    for further in (word.behind_space, word.behind_break):
        begins |= Q(search__contains=further)
    called = Area.objects.filter(begins).values("pk")
    return Q(pk__in=find_shown_strengths(sight).filter(area__in=called).values("profile_id"))


class FoundByIndex(Func):
    """The numbers of the people whom the index finds by a word, whoever asks."""

    function = "stakeholders_find_people"
    template = "(SELECT %(function)s(%(expressions)s))"
    output_field = BigIntegerField()


def _find_meant(people: ProfileQuerySet, words: list[SoughtWord]) -> ProfileQuerySet:
    """Those of the people whom the index finds by the first of these words; all of them where it is short."""
    if not words or words[0].is_short:
        return people
    said = words[0].text
    # In one pass they are found and counted: few, beside the whole city.
    found = people.filter(pk__in=FoundByIndex(said if isinstance(said, Given) else Value(said)))
    return found.annotate(rows_in_all=Window(Count("pk")))


class SpelledLike(Func):
    """The numbers of the adults in whose name a word stands that is spelled most like this one, whoever asks."""

    function = "stakeholders_find_similar"
    template = "(SELECT %(function)s(%(expressions)s))"
    output_field = BigIntegerField()


def split_misspelled(text: str) -> list[str]:
    """The words of a text for which a spelling is suggested."""
    return normalise_text(text).split()[:MOST_WORDS]


def suggest_spelling(people: ProfileQuerySet, text: str) -> str:
    """Words for which one of these people is found by name, spelled most like the text; empty where none is near.

    One query.
    """
    words = split_misspelled(text)
    found = list_similar_names(people, [Value(word) for word in words]) if words else []
    return choose_spelling(words, (name for (name,) in found))


def list_similar_names(people: ProfileQuerySet, words: Iterable[Any]) -> QuerySet:
    """The names of those people in which a word stands that is spelled like each of the words, as far as they are compared."""
    for word in words:
        people = people.filter(pk__in=SpelledLike(word))
    return people.values_list("display_name")[:MOST_NAMES]


def choose_spelling(words: list[str], names: Iterable[str]) -> str:
    """The words of a name that are most like these, as they are written there; empty where none is near."""
    compare = cache(lambda word, part: SequenceMatcher(None, word, part).ratio())
    near = [(score, spelled) for score, spelled in (_compare_name(words, name, compare) for name in names) if spelled]
    return max(near, default=(0.0, ""))[1]


def _compare_name(words: list[str], name: str, compare: Callable[[str, str], float]) -> tuple[float, str]:
    """How like the words those of the name are that are most like them, and these as they are written there."""
    parts = {normalise_text(part): part.strip(",.\"'") for part in name.split()}
    score, found = 0.0, list[str]()
    for word in words:
        likeness, part = max((compare(word, part), part) for part in parts)
        if likeness < ALIKE:
            return 0.0, ""
        score, found = score + likeness, [*found, parts[part]]
    return score, " ".join(found)


def find_speaking_for(name: str) -> QuerySet:
    """Who speaks today for an organisation of this name."""
    organisations = Organisation.objects.all().named(name).values("pk")
    return Representation.objects.current().filter(organisation__in=organisations).values("profile_id")


def find_holders(role: str) -> QuerySet:
    """The accounts that hold this role in the scope's city today."""
    return Membership.objects.current().filter(city=current_city_id(), role=role).values("user_id")
