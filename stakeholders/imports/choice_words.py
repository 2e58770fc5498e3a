"""What the words of a file mean where an organisation's line is a choice: its sector, its field."""

from functools import cache

from stakeholders.models import Field, Sector
from stakeholders.values import normalise_text

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


def _strip_articles(text: str) -> str:
    """Arabic words without their article."""
    return " ".join(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in text.split())
