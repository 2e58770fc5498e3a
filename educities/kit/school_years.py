"""School years as people write them. Pure."""

import re
import unicodedata

# Hebrew letters as figures: תשפ״ה is 5785. A final letter counts as the one it stands for.
LETTERS = dict(
    zip("אבגדהוזחטיכלמנסעפצקרשת", [*range(1, 10), *range(10, 100, 10), *range(100, 401, 100)], strict=True)
) | dict(zip("ךםןףץ", (20, 40, 50, 80, 90), strict=True))
# The Hebrew year that begins in autumn 2018 is 5779.
HEBREW_YEARS_AHEAD = 3761
SPAN = re.compile(r"((?:19|20)\d\d)(?:\s*[/\-–]\s*(\d{2}|\d{4}))?")
DAY = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{2}|\d{4})|(\d{4})-(\d{2})-(\d{2})(?:T.*)?")


def replace_digits(text: str) -> str:
    """The text with the digits 0 to 9 for those of every script."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def read_school_year(text: str, *, starts_in: int = 9) -> int | None:
    """The year in which the school year begins: of `2024`, `2024/25`, `1.9.2024`, `תשפ״ה`; None of anything else.

    `starts_in`: the month in which school years begin; a day before it is of the school year that began the year before.
    """
    said = replace_digits(text).strip(" \t\"'")
    if span := SPAN.fullmatch(said):
        first, second = int(span[1]), span[2]
        return first if second is None or int(second) % 100 == (first + 1) % 100 else None
    if day := DAY.fullmatch(said):
        return _year_of_day(day, starts_in)
    return _hebrew_year(said)


def _year_of_day(day: re.Match[str], starts_in: int) -> int | None:
    year, month, number = (day[4], day[5], day[6]) if day[4] else (day[3], day[2], day[1])
    if not 1 <= int(month) <= 12 or not 1 <= int(number) <= 31:
        return None
    full = int(year) + (2000 if len(year) == 2 else 0)
    return full if int(month) >= starts_in else full - 1


def _hebrew_year(text: str) -> int | None:
    letters = re.sub("[\"'׳״’”]", "", text)
    thousands = 5 if letters[:1] == "ה" and len(letters) > 3 else 0
    letters = letters[1:] if thousands else letters
    if not 2 <= len(letters) <= 5 or not set(letters) <= set(LETTERS) or letters[0] != "ת":
        return None
    year = 5000 + sum(LETTERS[letter] for letter in letters) - HEBREW_YEARS_AHEAD
    return year if 1950 <= year <= 2100 else None
