"""Which column of a file is which line of an organisation."""

import re
from collections import Counter
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from educities.kit.fields import strip_format_signs
from stakeholders.imports.limits import Table
from stakeholders.models import Field, Sector
from stakeholders.values import normalise_text

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
        ("name_en", "name", "organisation", "organization", "english name", "latin_name", "שם באנגלית"),
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
    "address": (_("address"), ("address", "כתובת", "العنوان", "عنوان")),
    "place": (
        _("town, added to the address"),
        ("place", "town", "city", "governorate", "עיר", "יישוב", "المدينة", "الولاية"),
    ),
    "about_he": (_("about, in Hebrew"), ("about_he", "אודות", "תיאור", "מטרות")),
    "about_ar": (_("about, in Arabic"), ("about_ar", "missions_and_goals", "نبذة", "الأهداف", "عن الجمعية")),
    "about_en": (_("about, in English"), ("about_en", "about", "description", "mission", "goals")),
}
SECTOR_WORDS = {
    Sector.PUBLIC: ("1", "public", "municipal", "government", "ציבורי", "ממשלתי", "عام", "القطاع العام", "حكومي"),
    Sector.BUSINESS: (
        "2",
        "business",
        "private",
        "עסקי",
        "עסק",
        "עסקים",
        "חברה",
        "חברה בע״מ",
        "פרטי",
        "خاص",
        "القطاع الخاص",
        "تجاري",
        "أعمال",
    ),
    Sector.NON_PROFIT: (
        "3",
        "non profit",
        "nonprofit",
        "ngo",
        "third",
        "עמותה",
        "עמותות",
        "אזרחי",
        "אזרחי (עמותות)",
        "שלישי",
        "מגזר שלישי",
        "המגזר השלישי",
        "מלכ״ר",
        "جمعيه",
        "أهلي",
        "غير ربحي",
        "أهلي غير ربحي",
    ),
    Sector.SOCIAL_BUSINESS: (
        "4",
        "social business",
        "social enterprise",
        "fourth",
        "עסק חברתי",
        "רביעי",
        "مشروع اجتماعي",
    ),
}
# The columns whose values are a choice: what each value of the file means can be said, while they are few.
CHOICES: dict[str, type[Sector | Field]] = {"sector": Sector, "field": Field}
FEW_VALUES = 30
# Beginnings of words: the first field of which one stands in the cell is taken.
FIELD_WORDS = {
    Field.FORMAL: ("formal", "school", "university", "חינוך פורמלי", "בית ספר", "تعليم", "مدرس", "تربو"),
    Field.INFORMAL: ("informal", "youth", "בלתי פורמלי", "נוער", "شباب", "طلاب", "كشف", "لامنهج"),
    Field.WELFARE: ("welfare", "charit", "רווחה", "צדקה", "سعد", "خير", "اجتماع", "معاق", "طفول"),
    Field.EMPLOYMENT: ("employ", "labour", "union", "תעסוקה", "تشغيل", "نقاب", "عمال", "شغل"),
    Field.PLANNING: ("planning", "urban", "תכנון", "عمران", "تخطيط"),
    Field.ENGINEERING: ("engineer", "tech", "הנדסה", "טכנולוג", "هندس", "تقني"),
    Field.CULTURE: ("cultur", "art", "תרבות", "אמנות", "ثقاف", "فن", "تراث"),
    Field.HEALTH: ("health", "בריאות", "صح"),
    Field.ENVIRONMENT: ("environ", "סביב", "بيئ"),
    Field.COMMUNITY: (
        "communit",
        "development",
        "rights",
        "women",
        "קהיל",
        "זכויות",
        "נשים",
        "تنمو",
        "حقوق",
        "نسو",
        "نسائ",
        "مجتمع",
    ),
}


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
    return found


def _by_script(what: str, found: dict[str, int], table: Table) -> None:
    """Where a heading in English stands over Hebrew or Arabic, it is the name in that language."""
    spelled = [normalise_text(text) for text in table[0]]
    plain = spelled.index(what) if what in spelled else None
    index = found.get(f"{what}_en")
    # Beside a column of its own for English, the plain heading is of another language.
    if plain is not None and plain not in found.values():
        index = plain
    if index is None:
        return
    scripts = Counter(filter(None, (_script_of(row[index]) for row in table[1:1000])))
    lang = scripts.most_common(1)[0][0] if scripts else "en"
    if lang == "en" or f"{what}_{lang}" in found:
        return
    if found.get(f"{what}_en") == index:
        del found[f"{what}_en"]
    found[f"{what}_{lang}"] = index


def _script_of(text: str) -> str:
    """The language of a cell: a Latin word in a Hebrew or Arabic name does not make it English."""
    if HEBREW.search(text) or ARABIC.search(text):
        return "he" if len(HEBREW.findall(text)) >= len(ARABIC.findall(text)) else "ar"
    return "en" if LATIN.search(text) else ""


@cache
def _sector_words() -> dict[str, int]:
    return {
        normalise_text(word): int(sector)
        for sector, words in SECTOR_WORDS.items()
        for word in (*words, str(int(sector)))
    }


@cache
def _field_words() -> list[tuple[str, str]]:
    return [
        (f" {_strip_articles(normalise_text(start))}", str(field))
        for field, starts in FIELD_WORDS.items()
        for start in starts
    ]


def read_sector(text: str) -> int | None:
    """The sector that the cell means, or None."""
    said = normalise_text(text)
    if said in _sector_words():
        return _sector_words()[said]
    return next((int(sector) for sector in Sector if normalise_text(str(sector.label)) == said), None)


def read_field(text: str) -> str:
    """The field that the cell's words begin with; other when none does."""
    if not text:
        return str(Field.OTHER)
    said = normalise_text(text)
    if said in Field.values:
        return said
    cell = f" {_strip_articles(said)}"
    return next((field for start, field in _field_words() if start in cell), str(Field.OTHER))


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


def _strip_articles(text: str) -> str:
    """Arabic words without their article."""
    return " ".join(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in text.split())
