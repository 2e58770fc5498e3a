"""Which of the people of a forum a text names."""

import re
from collections.abc import Iterable

from educities.kit.signs import strip_format_signs
from educities.kit.spelling import fold_spelling

# Nothing that a text holds: where a name was found, no shorter one is looked for.
FOUND = "\0"
# Blanks and signs between the words of a name.
BETWEEN = r"(?:[^\w\n]|_){1,4}"
# From so many letters on a part of a name is looked for.
HINT_FROM = 3
# What is said of somebody in brackets, such as the organisation for which they sit.
ASIDE = re.compile(r"\([^()]*\)")


def find_named(text: str, names: Iterable[str]) -> list[set[str]]:
    """Whom the text names, one set a name: a whole one anywhere, or the beginning of one before a colon, where all who are
    called so may be meant. With or without vowel signs, and in any of the letters that people write for one another.

    >>> sorted(map(sorted, find_named("Noa: too dear; Dan Bar says so too", ["Noa Levi", "Noa Regev", "Dan Bar", "Dan"])))
    [['Dan Bar'], ['Noa Levi', 'Noa Regev']]
    """
    plain = {name: words for name in set(names) if (words := _fold_text(name))}
    rest, found = _fold_text(text, keeps_lines=True), []
    for name in sorted(plain, key=lambda one: -len(plain[one])):
        rest, number = re.subn(_write_pattern(plain[name]), FOUND, rest)
        found += [{name}] if number else []
    for line in rest.splitlines():
        spoken, colon, _words = line.partition(":")
        begun = ASIDE.sub("", spoken).strip(" -–•*")
        meant = {name for name, words in plain.items() if begun and words.startswith(f"{begun} ")}
        found += [meant] if colon and meant else []
    return found


def find_hinted(text: str, names: Iterable[str]) -> set[str]:
    """Who may be meant: of whom one word of the name stands in the text. It may be another word: “light” is a name too.

    >>> sorted(find_hinted("Too dear, said Levi", ["Noa Levi", "Dan Bar"]))
    ['Noa Levi']
    """
    words = set(re.findall(r"\w+", _fold_text(text)))
    return {name for name in names if any(part in words for part in _fold_text(name).split() if len(part) >= HINT_FROM)}


def _write_pattern(name: str) -> str:
    """A name of several words is found behind a preposition too, as Hebrew and Arabic write one, whatever stands between its
    words, and with the first of them last; a short one as a word alone."""
    words = [re.escape(word) for word in name.split()]
    if len(words) == 1:
        return rf"(?<!\w){words[0]}(?!\w)"
    orders = (words, [*words[1:], words[0]])
    return "|".join(rf"{BETWEEN.join(order)}(?!\w)" for order in orders)


def _fold_text(text: str, *, keeps_lines: bool = False) -> str:
    lines = fold_spelling(strip_format_signs(text)).casefold().splitlines()
    return ("\n" if keeps_lines else " ").join(" ".join(line.split()) for line in lines)
