"""Which column of a file is which line of an organisation."""

import re
from collections import Counter
from collections.abc import Collection
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from educities.kit.fields import strip_format_signs
from stakeholders.imports.choice_words import read_field, read_sector
from stakeholders.imports.heading_words import STEPS, guess_by_words
from stakeholders.imports.limits import Table
from stakeholders.models import Field, Sector
from stakeholders.values import normalise_number, normalise_text

HEBREW, ARABIC, LATIN = re.compile("[א-ת]"), re.compile("[ء-ي]"), re.compile("[A-Za-z]")
# The lines a file can fill, with the headings by which they are recognised, in three languages.
COLUMNS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "name_he": (
        _("name in Hebrew"),
        (
            "name_he",
            "hebrew_name",
            "hebrew name",
            "שם",
            "שם הארגון",
            "שם הגוף",
            "שם הגוף/הארגון",
            "שם העמותה",
            "שם החברה",
            "שם המוסד",
            "שם עמותה בעברית",
        ),
    ),
    "name_ar": (_("name in Arabic"), ("name_ar", "arabic_name", "arabic name", "الاسم", "اسم الجمعية", "اسم المؤسسة")),
    "name_en": (
        _("name in English"),
        # A list of something else names the organisation in a column of its own, and that thing in "name".
        ("name_en", "organisation", "organization", "name", "english name", "latin_name", "שם באנגלית"),
    ),
    "registry_no": (
        _("registry number"),
        (
            "registry_no",
            "registry number",
            "registration number",
            "ngo_id",
            "מספר עמותה",
            "מספר תאגיד",
            "מספר חברה",
            "ח.פ",
            "ח.פ.",
            "ע.ר",
            "ח.פ./ע.ר.",
            "ע.ר./ח.פ.",
            "מס' רשום",
            "מס' עמותה",
            "מס' תאגיד",
            "מספר רשום",
            "מספר רישום",
            "رقم التسجيل",
        ),
    ),
    "sector": (_("sector"), ("sector", "מגזר", "القطاع")),
    "field": (
        _("field"),
        ("field", "type_of_organization", "type", "kind", "תחום", "סוג", "المجال", "نوع الجمعية"),
    ),
    "email": (
        _("email address"),
        (
            "email",
            "e-mail",
            "mail",
            "דוא״ל",
            "אימייל",
            "מייל",
            "דואר אלקטרוני",
            "כתובת דואר אלקטרוני",
            "כתובת מייל",
            "כתובת אימייל",
            "البريد الإلكتروني",
            "بريد",
        ),
    ),
    "phone": (
        _("phone"),
        ("phone", "telephone", "phone number", "school_phone", "טלפון", "מספר טלפון", "هاتف", "الهاتف", "رقم الهاتف"),
    ),
    "website": (
        _("web address"),
        (
            "website",
            "web site",
            "url",
            "homepage",
            "אתר",
            "אתר אינטרנט",
            "כתובת אתר",
            "الموقع الإلكتروني",
            "موقع الويب",
        ),
    ),
    # Only by its own name: whom a register names as contact was not asked by anybody here.
    "contact": (_("whom to ask for"), ()),
    "address": (_("address"), ("address", "כתובת", "العنوان", "عنوان")),
    "house_no": (
        _("house number, added to the address"),
        ("house_number", "house number", "house no", "מספר בית", "מס' בית", "رقم المنزل"),
    ),
    "place": (
        _("town, added to the address"),
        ("place", "town", "city", "governorate", "עיר", "יישוב", "المدينة", "الولاية"),
    ),
    "about_he": (_("about, in Hebrew"), ("about_he", "אודות", "תיאור", "מטרות")),
    "about_ar": (_("about, in Arabic"), ("about_ar", "missions_and_goals", "نبذة", "الأهداف", "عن الجمعية")),
    "about_en": (_("about, in English"), ("about_en", "about", "description", "mission", "goals")),
}
# The columns whose values are a choice: what each value of the file means can be said, while they are few.
CHOICES: dict[str, type[Sector | Field]] = {"sector": Sector, "field": Field}
FEW_VALUES = 30
NAMED_APART = frozenset({"organisation", "organization"})
# How a column is called that may hold the number of a register; a running number is shorter.
KEY_HEADINGS = ("id", "number", "no", "מספר", "رقم")
SHORTEST_KEY = 5


@cache
def _list_headings(line: str) -> list[str]:
    """The headings by which a line is known: its own name, what the page calls it in each language, and the usual ones."""
    label, names = COLUMNS[line]
    labels = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            labels.append(str(label))
    return [normalise_text(text) for text in (line, *names, *labels)]


def guess_columns(table: Table) -> dict[str, int]:
    """`{line: index of the column}` for the headings that are recognised; each column is taken at most once.

    A heading that says no language (name, about) goes to the language in which most of its first cells are written.
    """
    spelled = [normalise_text(text) for text in table[0]]
    found: dict[str, int] = {}
    for line in COLUMNS:
        for name in _list_headings(line):
            if name in spelled and spelled.index(name) not in found.values():
                found[line] = spelled.index(name)
                break
    for what in ("name", "about"):
        _by_script(what, found, table)
    _guess_the_rest(found, table)
    _guess_key(found, table)
    return found


def _guess_key(found: dict[str, int], table: Table) -> None:
    """A column that is called a number and nothing else is a registry number when its cells look like one: long, and none
    of them twice."""
    spelled = [normalise_text(text) for text in table[0]]
    index = next((spelled.index(name) for name in KEY_HEADINGS if name in spelled), None)
    if "registry_no" in found or index is None or index in found.values():
        return
    cells = [normalise_number(row[index]) for row in table[1:]]
    if is_key(cells) and all(len(cell) >= SHORTEST_KEY for cell in cells):
        found["registry_no"] = index


def is_key(cells: list[str]) -> bool:
    """Does every cell say something, and no two of them the same?"""
    return bool(cells) and all(cells) and len(set(cells)) == len(cells)


def has_own_numbers(table: Table, columns: dict[str, int]) -> bool:
    """Has every row a registry number, and each one of its own? Then equal names are names of several organisations."""
    index = columns.get("registry_no")
    return index is not None and len(table) > 2 and is_key([normalise_number(row[index]) for row in table[1:]])


def says_no_sector(table: Table, columns: dict[str, int], known: Collection[str]) -> bool:
    """Is there a column of sectors in which no cell names one of the four? Registers call other divisions so too.

    `known`: values of which a person said what they mean.
    """
    index = columns.get("sector")
    if index is None:
        return False
    values = {row[index] for row in table[1:] if row[index]}
    return not any(normalise_value(value) in known or read_sector(value) for value in values)


def _guess_the_rest(found: dict[str, int], table: Table) -> None:
    """What no known heading has said, the words of the other headings say: first the name, without which nothing is read."""
    for what in STEPS:
        lines = [line for line in COLUMNS if line == what or line.startswith(f"{what}_")]
        if what == "registry_no":
            lines = [what]
        if any(line in found for line in lines):
            continue
        index = guess_by_words(table[0], what, found.values())
        if index is not None:
            found[lines[0] if len(lines) == 1 else f"{what}_{_language_of(table, index)}"] = index


def _language_of(table: Table, index: int) -> str:
    """The language in which most of the first cells of the column are written."""
    scripts = Counter(filter(None, (find_script(row[index]) for row in table[1:1000])))
    return scripts.most_common(1)[0][0] if scripts else "en"


def _by_script(what: str, found: dict[str, int], table: Table) -> None:
    """Where a heading in English stands over Hebrew or Arabic, it is the name in that language."""
    spelled = [normalise_text(text) for text in table[0]]
    plain = spelled.index(what) if what in spelled else None
    index = found.get(f"{what}_en")
    # Beside a column of its own for English, the plain heading is of another language.
    if plain is not None and plain not in found.values() and not NAMED_APART & set(spelled):
        index = plain
    if index is None:
        return
    lang = _language_of(table, index)
    if lang == "en" or f"{what}_{lang}" in found:
        return
    if found.get(f"{what}_en") == index:
        del found[f"{what}_en"]
    found[f"{what}_{lang}"] = index


def find_script(text: str) -> str:
    """The language of a cell: a Latin word in a Hebrew or Arabic name does not make it English."""
    if HEBREW.search(text) or ARABIC.search(text):
        return "he" if len(HEBREW.findall(text)) >= len(ARABIC.findall(text)) else "ar"
    return "en" if LATIN.search(text) else ""


def list_few_values(table: Table, index: int) -> list[tuple[str, int]]:
    """`[(value as it is first written, number of rows)]`, the most frequent first; nothing when there are too many."""
    spelled: dict[str, tuple[str, int]] = {}
    for text, count in Counter(row[index] for row in table[1:] if row[index]).items():
        word = normalise_value(text)
        if not word:
            continue
        first, before = spelled.get(word, (text, 0))
        spelled[word] = (first, before + count)
        if len(spelled) > FEW_VALUES:
            return []
    return sorted(spelled.values(), key=lambda value: -value[1])


def normalise_value(text: str) -> str:
    """The spelling by which a value of the file is remembered."""
    return normalise_text(strip_format_signs(text))


def read_value(line: str, text: str) -> str:
    """What the value of a choice is taken for by itself; "" when it is not recognised."""
    if line == "sector":
        return str(read_sector(text) or "")
    field = read_field(text)
    return "" if field == Field.OTHER and normalise_text(text) != Field.OTHER else field
