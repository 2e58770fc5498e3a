"""Addresses looked for among those that begin alike: hundreds lie below a city, and Django tries one after the other."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

AnyPattern = URLPattern | URLResolver


def first_word(pattern: AnyPattern) -> str | None:
    """The part before the first slash that every address of the pattern begins with; None where none must."""
    route = str(pattern.pattern) if isinstance(pattern.pattern, RoutePattern) else ""
    word, slash, _rest = route.partition("/")
    is_whole = bool(slash) or isinstance(pattern, URLPattern)
    return word if word and is_whole and "<" not in word else None


def group_patterns(patterns: Iterable[AnyPattern]) -> dict[str | None, list[AnyPattern]]:
    """The patterns by first word, each group in the order of all; those that begin with no word stand in every group."""
    patterns = list(patterns)
    words = {first_word(pattern) for pattern in patterns} | {None}
    return {word: [one for one in patterns if first_word(one) in {word, None}] for word in words}


class GroupedResolver(URLResolver):
    """As `path(route, include(patterns))`: the same views, found without trying those whose first word is another."""

    def __init__(self, route: str, patterns: list[AnyPattern]) -> None:
        super().__init__(RoutePattern(route, is_endpoint=False), patterns)

    @cached_property
    def groups(self) -> dict[str | None, URLResolver]:
        """A resolver for each first word; at None that of all other addresses."""
        groups = group_patterns(self.url_patterns)
        return {word: URLResolver(self.pattern, members) for word, members in groups.items()}

    def resolve(self, path: Any) -> ResolverMatch:
        """The view at this address. Raises Resolver404."""
        found = self.pattern.match(str(path))
        word = found[0].partition("/")[0] if found else None
        return (self.groups.get(word) or self.groups[None]).resolve(path)
