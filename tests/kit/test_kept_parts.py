from dataclasses import dataclass
from itertools import count

from django.utils.safestring import SafeString
from django.utils.translation import override

from educities.kit.kept_parts import KeptParts


@dataclass
class Bar:
    name: str
    spans: list[int]


def find_in(parts: KeptParts, city: int, content: object, drawn: str) -> str:
    return parts.find_or_draw(city, content, lambda: SafeString(drawn))


def test_the_same_content_is_drawn_once() -> None:
    parts = KeptParts(9)
    assert find_in(parts, 1, Bar("a", [1, 2]), "first") == "first"
    assert find_in(parts, 1, Bar("a", [1, 2]), "second") == "first"


def test_what_changed_is_drawn_at_once() -> None:
    parts, bar = KeptParts(9), Bar("a", [1])
    assert find_in(parts, 1, bar, "first") == "first"
    bar.spans.append(2)
    assert find_in(parts, 1, bar, "second") == "second"


def test_two_cities_share_nothing_even_if_they_look_alike() -> None:
    parts = KeptParts(9)
    assert find_in(parts, 1, Bar("a", [1]), "of one") == "of one"
    assert find_in(parts, 2, Bar("a", [1]), "of two") == "of two"
    assert find_in(parts, 1, Bar("a", [1]), "of nobody") == "of one"


def test_each_language_has_its_own() -> None:
    parts = KeptParts(9)
    assert find_in(parts, 1, "a", "English") == "English"
    with override("he"):
        assert find_in(parts, 1, "a", "Hebrew") == "Hebrew"


def test_a_text_cannot_pass_for_two() -> None:
    parts = KeptParts(9)
    find_in(parts, 1, ["a', 'b"], "one")
    assert find_in(parts, 1, ["a", "b"], "two") == "two"


def test_what_was_drawn_first_goes_first() -> None:
    parts, number = KeptParts(2), count()
    for name in ("a", "b", "c"):
        find_in(parts, 1, name, f"{name}{next(number)}")
    assert find_in(parts, 1, "c", "again") == "c2"
    assert find_in(parts, 1, "a", "again") == "again"
