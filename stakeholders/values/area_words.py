"""Which areas a text means: a name, its first letters, or a sentence as people say it, in Hebrew, Arabic or English."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from stakeholders.values import normalise_text

# What people say around the thing itself: “I know how to”, “I would like to learn”, “I am good at”.
AROUND = frozenset(
    normalise_text(
        """
        i am is are im a an the of in at to for with and or on my me we you can could how know do does doing good
        great help helping helped helps like love would want wish learn learning teach teaching others people some other who that this it be
        אני אנחנו לי שלי את אתה של עם על גם או כל יש איך מה מי זה זו הוא היא יודע יודעת יודעים אוהב אוהבת אוהבים
        רוצה רוצים טוב טובה טובים מבין מבינה יכול יכולה ללמד מלמד מלמדת ללמוד לומד לומדת לעזור עוזר עוזרת לעשות עושה
        מאוד הרבה קצת אחרים אנשים מתעניין מתעניינת עוסק עוסקת מומחה מומחית הייתי להיות
        انا احنا نحن لي عندي في من على الى عن مع كيف ما هو هي هذا هذه اللي الذي التي بعرف اعرف نعرف بحب احب بدي اريد
        اود اتعلم اعلم بعلم تعليم تعلم جيد جيدة شاطر شاطرة منيح منيحة ممتاز بقدر اقدر استطيع اساعد بساعد مساعدة
        الناس ناس كتير كثيرا شوي قليلا بفهم افهم اتقن
        """
    ).split()
)
# Letters that Hebrew and Arabic write together with the word behind them, the longest first.
PREFIXES = (
    *("וכשה", "כשה", "ולה", "שהב", "ובה", "וה", "וב", "ול", "ומ", "וש", "של", "שה", "מה", "כש", *"והבלכמש"),
    *("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال", "وب", "ول", "بت", "بن", "بي", *"وبلفكاين"),
)
SUFFIXES = tuple(
    normalise_text("יות ים ות ית ני ה ת י ו يات ات ين ون يه ها هم نا ه ي ا ings ing ers ies er ed es s e y").split()
)
SHORTEST = 3
MOST_FOUND = 30
SAME, BARE, STEM, BEGINS, ROOT, NEAR = 1.0, 0.95, 0.85, 0.75, 0.7, 0.5


def strip_prefixes(word: str) -> list[str]:
    """The word, and what is left of it without each of the letters that may be written before it."""
    return [word, *(word[len(p) :] for p in PREFIXES if word.startswith(p) and len(word) - len(p) >= SHORTEST)]


def strip_suffix(word: str) -> str:
    """The word without its longest ending, as far as a word is left."""
    for ending in SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def is_one_edit_apart(one: str, other: str) -> bool:
    """One letter is another one, is missing, is too many, or two neighbours have changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right if len(left) > len(right) else left == right[1:]


class WordIndex:
    """The words of a vocabulary with the lines they stand in. A line is a label or a synonym of an area."""

    def __init__(self, rows: Iterable[tuple[int, str]]) -> None:
        self.areas: list[int] = []
        self.lengths: list[float] = []
        self.lines: dict[str, set[int]] = defaultdict(set)
        for area, text in rows:
            for line in text.split("\n"):
                self._add_line(area, line)
        self.known = list(self.lines)
        self.stems: dict[str, set[str]] = defaultdict(set)
        for word in self.known:
            for bare in strip_prefixes(word)[: 1 if len(word) < 5 else None]:
                self.stems[bare].add(word)
                self.stems[strip_suffix(bare)].add(word)

    def _add_line(self, area: int, line: str) -> None:
        words = [word for word in line.split() if word not in AROUND] or line.split()
        number = len(self.areas)
        self.areas.append(area)
        for word in words:
            self.lines[word].add(number)
        self.lengths.append(math.sqrt(len(words) or 1))

    def weigh(self, word: str) -> float:
        """How much a word says: one that stands in many areas says little."""
        areas = {self.areas[line] for line in self.lines[word]}
        return 1 + math.log(1 + 40 / max(len(areas), 1))

    def match_word(self, word: str, *, is_last: bool) -> dict[str, float]:
        """The words of the vocabulary that this one means, each with how surely. Misspelt ones where there is no other."""
        found: dict[str, float] = {}
        for known, sure in self._match_exactly(word, is_last=is_last):
            found[known] = max(sure, found.get(known, 0))
        return found or dict(self._match_misspelt(word))

    def _match_exactly(self, word: str, *, is_last: bool) -> Iterator[tuple[str, float]]:
        if word in self.lines:
            yield word, SAME
        for bare in strip_prefixes(word):
            yield from self._match_bare(bare)
        if is_last or len(word) > SHORTEST:
            yield from ((known, BEGINS) for known in self.known if self._begins(known, word))

    def _match_bare(self, bare: str) -> Iterator[tuple[str, float]]:
        if bare in self.lines:
            yield bare, BARE
        yield from ((known, STEM) for known in self.stems.get(bare, ()))
        yield from ((known, ROOT) for known in self.stems.get(strip_suffix(bare), ()))

    @staticmethod
    def _begins(known: str, typed: str) -> bool:
        return known.startswith(typed) or (known[:2] == "ال" and known[2:].startswith(typed))

    def _match_misspelt(self, word: str) -> Iterator[tuple[str, float]]:
        for bare in strip_prefixes(word):
            if len(bare) > SHORTEST:
                yield from ((known, NEAR) for known in self.known if is_one_edit_apart(bare, known))


def rank_areas(text: str, rows: Iterable[tuple[int, str]]) -> list[int]:
    """The numbers of the areas that the text means, the nearest first, of `rows` (number, lines in one spelling)."""
    said = normalise_text(text).split()
    words = [word for word in said if word not in AROUND] or said
    if not words:
        return []
    index = _index_rows(tuple(rows))
    sums: dict[int, float] = defaultdict(float)
    for nth, word in enumerate(words):
        for line, gain in _score_lines(index, index.match_word(word, is_last=nth == len(words) - 1)).items():
            sums[line] += gain
    best: dict[int, float] = {}
    for line, total in sums.items():
        area, score = index.areas[line], total / index.lengths[line]
        best[area] = max(score, best.get(area, 0))
    return sorted(best, key=lambda area: (-best[area], area))[:MOST_FOUND]


@lru_cache(maxsize=4)
def _index_rows(rows: tuple[tuple[int, str], ...]) -> WordIndex:
    """The index of these very rows: whoever types three letters asks three times."""
    return WordIndex(rows)


def _score_lines(index: WordIndex, matches: dict[str, float]) -> dict[int, float]:
    """What one word of the text gives to each line that holds it or what it means."""
    gains: dict[int, float] = {}
    for known, sure in matches.items():
        gain = sure * index.weigh(known)
        for line in index.lines[known]:
            gains[line] = max(gain, gains.get(line, 0))
    return gains
