"""A year alone, such as 2018, where a school year is meant. Pure."""

import re

from educities.kit.fields import strip_format_signs
from educities.kit.school_years import read_school_year, replace_digits

BEGINS, ENDS = "begins", "ends"
# Where offices name a school year by the year in which it ends: the diploma of 2018 is of 2017/18.
NAMED_BY_END = frozenset({"IL"})
YEAR = re.compile(r"\d{4}")


def single_year_of(country: str) -> str:
    """What sources of the country mean by a year alone."""
    return ENDS if country in NAMED_BY_END else BEGINS


def is_single_year(text: str) -> bool:
    """Is the text a year and nothing else?"""
    return bool(YEAR.fullmatch(replace_digits(strip_format_signs(text)).strip(" \t\"'")))


def read_year(text: str, *, single_year: str = BEGINS, starts_in: int = 9) -> int | None:
    """The year in which the school year begins; a year alone is read as `single_year` says."""
    year = read_school_year(text, starts_in=starts_in)
    return year - 1 if year is not None and single_year == ENDS and is_single_year(text) else year
