"""Headings that nobody has listed, guessed by the words they hold, in three languages."""

from collections.abc import Collection, Sequence
from functools import cache

from stakeholders.values import normalise_text

# For each line, from the best to the last: a heading of the step holds a word of each of its groups. Words are beginnings:
# "organi" is organisation and organization. With a blank behind it, a word is whole.
Step = tuple[tuple[str, ...], ...]
NAME = ("name", "שם", "اسم", "الاسم")
BODY = (
    "organi", "school", "institut", "body", "company", "association", "ngo", "endowment", "trust", "foundation",
    "ארגון", "מוסד", "עמותה", "חברה", "גוף", "בית ספר", "ביה ס", "בי ס", "הקדש", "קרן", "גן", "מרכז",
    "منظم", "جمعي", "مؤسس", "مدرس", "شرك", "جهة", "مركز", "روض", "وقف",
)  # fmt: skip
PLACE = (
    "city", "town", "locality", "village", "governorate", "place", "ישוב", "יישוב", "עיר", "מועצה", "מקום",
    "مدين", "بلد", "محافظ", "قري", "موقع",
)  # fmt: skip
NUMBER = ("no ", "number", "id ", "code", "מספר", "מס ", "סמל", "קוד", "رقم", "رمز")
REGISTER = (
    "regist", "ngo", "school", "organi", "company", "institut", "רישום", "רשום", "תאגיד", "עמותה", "חברה", "מוסד", "ארגון",
    "הקדש", "בית ספר", "تسجيل", "جمعي", "منظم", "مؤسس", "مدرس", "شرك", "سجل",
)  # fmt: skip
STEPS: dict[str, tuple[Step, ...]] = {
    "email": ((("mail", "email", "e mail", "מייל", "אימייל", "דואל", "דואר אלקטרוני", "بريد", "ايميل"),),),
    "name": ((NAME, BODY), (BODY,), (("name ", "שם ", "اسم "),), (NAME, PLACE)),
    "phone": ((("phone", "telephone", "טלפון", "هاتف", "تلفون"),),),
    "website": ((("website", "homepage", "url ", "אתר אינטרנט", "כתובת אתר"),),),
    "registry_no": ((NUMBER, REGISTER), (("semel", "סמל", "regist", "רישום", "ח פ", "ע ר", "سجل"),)),
    "address": ((("address", "כתובת", "عنوان"),), (("street", "רחוב", "شارع"),)),
    "place": ((PLACE,), (("authority", "רשות", "سلط"),)),
    "about": ((("about", "descri", "purpose", "mission", "goal", "תיאור", "אודות", "מטר", "نبذ", "هدف", "اهداف", "وصف"),),),
    "field": ((("field", "area of activity", "areas of activity", "תחום", "תחומ", "مجال"),), (("type", "kind", "סוג", "نوع"),)),
    "sector": ((("sector", "מגזר", "قطاع"),),),
}  # fmt: skip
# What a heading holds that is about something else than the organisation itself.
OTHERS = (
    "first", "last", "middle", "contact", "user", "principal", "teacher", "student", "director", "manager", "father",
    "פרטי", "משפחה", "איש קשר", "אנשי קשר", "מנהל", "מורה", "תלמיד", "יו ר",
    "مدير", "معلم", "طالب", "عائل", "شخصي", "جهة الاتصال", "رئيس",
)  # fmt: skip
# What is no name and no place, though it speaks of one: its number, its kind.
NOT_SAID = {
    "name": (*NUMBER, "type", "kind", "status", "סוג", "מעמד", "نوع"),
    "field": NUMBER,
    "place": (*NUMBER, "form ", "merged", "previous", "type", "kind", "status", "סוג", "מעמד", "نوع"),
    "registry_no": ("year", "date", "שנת", "תאריך", "سنة", "تاريخ"),
}


@cache
def _spell_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Each as a normalised heading has it, behind a blank; one that is whole keeps the blank behind it."""
    return tuple(f" {normalise_text(word)}{' ' if word.endswith(' ') else ''}" for word in words)


def _holds_word(heading: str, words: tuple[str, ...]) -> bool:
    return any(word in heading for word in _spell_words(words))


def _spell_heading(text: str) -> str:
    """A heading with blanks around it, and without the articles of its words in Hebrew and Arabic."""
    bare = [_cut_article(word) for word in normalise_text(text).split()]
    return f" {' '.join(bare)} "


def _cut_article(word: str) -> str:
    if word.startswith("ال") and len(word) > 4:
        return word[2:]
    return word[1:] if word.startswith("ה") and len(word) > 3 and word not in {"הקדש", "הקדשות"} else word


def guess_by_words(headings: Sequence[str], line: str, taken: Collection[int]) -> int | None:
    """The column whose heading says this line by its words, else None; of several the first of the best step.

    `line`: a key of STEPS; `taken`: columns that are something else already.
    """
    spelled = [_spell_heading(text) for text in headings]
    wrong = (*OTHERS, *NOT_SAID.get(line, ()))
    fitting = [index for index, text in enumerate(spelled) if index not in taken and not _holds_word(text, wrong)]
    for step in STEPS.get(line, ()):
        for index in fitting:
            if all(_holds_word(spelled[index], group) for group in step):
                return index
    return None
