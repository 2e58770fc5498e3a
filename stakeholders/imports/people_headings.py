"""Words that stand above the columns of a list of people, in three languages: nobody is called so."""

from collections.abc import Sequence
from functools import cache

from stakeholders.values import normalise_text

NAME_HEADINGS = frozenset(
    [
        *("name", "names", "full name", "first name", "last name", "surname", "family name", "given name", "person"),
        *("שם", "שמות", "שם מלא", "שם פרטי", "שם משפחה", "משפחה"),
        *("الاسم", "الأسماء", "الاسم الكامل", "الاسم الأول", "الاسم الشخصي", "اسم العائلة", "العائلة", "اسم"),
    ]
)
# Of email or of a street: only what stands below says which.
PLACE_HEADINGS = frozenset(["address", "כתובת", "العنوان"])
PEOPLE_HEADINGS = frozenset(
    [
        *NAME_HEADINGS,
        *PLACE_HEADINGS,
        *("email", "e-mail", "mail", "email address"),
        *("phone", "phones", "phone number", "telephone", "mobile", "cell", "tel", "neighbourhood", "neighborhood"),
        *("remarks", "notes", "comments"),
        *("אימייל", "מייל", "דואל", "דוא״ל", "כתובת מייל"),
        *("טלפון", "טלפונים", "מספר טלפון", "טלפון נייד", "נייד", "שכונה", "הערות"),
        *("البريد", "البريد الإلكتروني", "الهاتف", "هاتف", "رقم الهاتف", "الجوال", "رقم الجوال", "التلفون", "المحمول"),
        *("الحي", "ملاحظات"),
    ]
)


@cache
def _spell_headings() -> frozenset[str]:
    return frozenset(map(normalise_text, PEOPLE_HEADINGS))


def is_heading(cells: Sequence[str], *, is_first: bool) -> bool:
    """Do these cells stand above others? In the first line one heading says so, further down every cell has to be one."""
    said = [normalise_text(cell) in _spell_headings() for cell in cells if normalise_text(cell)]
    has_figure = any(sign.isdigit() for cell in cells for sign in cell)
    return bool(said) and not has_figure and (any(said) if is_first else all(said))
