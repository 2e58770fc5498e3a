"""The first template of the five years, 2026-1, the focus of each year, and what a line of a template says."""

from typing import NamedTuple


class Line(NamedTuple):
    """A milestone: in which year, how many months after its start, and its words."""

    year: int
    months: int
    title: dict[str, str]


class TemplateLine(NamedTuple):
    """A milestone of a later template. `steady`, `brisk`: the year and the month of it by whose end it is due.

    `role`: who answers for it; `proof`: the kinds of records that can show it, the best one first.
    """

    code: str
    steady: tuple[int, int]
    brisk: tuple[int, int]
    role: str
    proof: tuple[str, ...]
    title: dict[str, str]

    def place(self, *, is_brisk: bool) -> tuple[int, int]:
        """Year and month at this pace."""
        return self.brisk if is_brisk else self.steady


FOCUS: dict[int, dict[str, str]] = {
    1: {
        "en": "Get to know each other",
        "he": "היכרות בין השותפים",
        "ar": "التعارف بين الشركاء",
    },
    2: {
        "en": "Examine the challenge and travel to learn",
        "he": "חוקרים את האתגר ויוצאים ללמוד",
        "ar": "دراسة التحدي والخروج في رحلات تعلّم",
    },
    3: {
        "en": "Design the city model and try it",
        "he": "עיצוב המודל העירוני והתנסות ראשונה",
        "ar": "تصميم نموذج المدينة وتجربته لأول مرة",
    },
    4: {
        "en": "Bring it to more places",
        "he": "הרחבה למקומות נוספים",
        "ar": "التوسّع إلى أماكن أخرى",
    },
    5: {
        "en": "Make it part of the city and pass it on",
        "he": "הטמעה בעיר והעברת הידע הלאה",
        "ar": "ترسيخه في المدينة ونقل المعرفة",
    },
}

MILESTONES: list[Line] = [
    Line(
        1,
        2,
        {
            "en": "The strategic forum meets for the first time, all four sectors present",
            "he": "הפורום האסטרטגי נפגש לראשונה, בנוכחות ארבעת המגזרים",
            "ar": "انعقاد المنتدى الاستراتيجي لأول مرة بحضور القطاعات الأربعة",
        },
    ),
    Line(
        1,
        4,
        {
            "en": "The first lab is launched",
            "he": "המעבדה הראשונה יוצאת לדרך",
            "ar": "انطلاق المختبر الأول",
        },
    ),
    Line(
        1,
        9,
        {
            "en": "Cohort 1 knows its strengths and its first collaborations are agreed",
            "he": "מחזור 1 מכיר את אזורי החוזק שלו, וסוכמו שיתופי פעולה ראשונים",
            "ar": "تعرُّف الفوج الأول على نقاط قوته والاتفاق على أول أشكال التعاون",
        },
    ),
    Line(
        2,
        3,
        {
            "en": "The baseline of the main indicator is fixed",
            "he": "נקבע קו הבסיס של המדד המרכזי",
            "ar": "تحديد خط الأساس للمؤشر الرئيسي",
        },
    ),
    Line(
        2,
        4,
        {
            "en": "The first intake of the teacher accelerator begins",
            "he": "המחזור הראשון של מאיץ המורים נפתח",
            "ar": "بدء الدفعة الأولى في مسرّع المعلمين",
        },
    ),
    Line(
        2,
        9,
        {
            "en": "The first expedition has come home with its learnings",
            "he": "מסע הלמידה הראשון הסתיים, והתובנות נרשמו",
            "ar": "عودة رحلة التعلّم الأولى بخلاصاتها",
        },
    ),
    Line(
        3,
        4,
        {
            "en": "The forum adopts the city model",
            "he": "הפורום מאמץ את המודל העירוני",
            "ar": "اعتماد المنتدى لنموذج المدينة",
        },
    ),
    Line(
        3,
        6,
        {
            "en": "The first initiatives are tried in schools",
            "he": "היוזמות הראשונות בפיילוט בבתי הספר",
            "ar": "تجربة المبادرات الأولى في المدارس",
        },
    ),
    Line(
        3,
        7,
        {
            "en": "Cohort 2 begins",
            "he": "מחזור 2 נפתח",
            "ar": "بدء الفوج الثاني",
        },
    ),
    Line(
        4,
        3,
        {
            "en": "The second intake of the teacher accelerator begins",
            "he": "המחזור השני של מאיץ המורים נפתח",
            "ar": "بدء الدفعة الثانية في مسرّع المعلمين",
        },
    ),
    Line(
        4,
        9,
        {
            "en": "One initiative runs at three sites or more",
            "he": "יוזמה אחת פועלת בשלושה מקומות לפחות",
            "ar": "توسّع مبادرة واحدة إلى ثلاثة مواقع على الأقل",
        },
    ),
    Line(
        4,
        10,
        {
            "en": "People of cohort 1 lead new groups",
            "he": "בוגרות ובוגרי מחזור 1 מובילים קבוצות חדשות",
            "ar": "تولّي أعضاء الفوج الأول وعضواته قيادة مجموعات جديدة",
        },
    ),
    Line(
        5,
        6,
        {
            "en": "The initiatives stand in the city’s own budget and work plan",
            "he": "היוזמות משולבות בתקציב ובתוכנית העבודה של העיר",
            "ar": "إدراج المبادرات في ميزانية المدينة وخطة عملها",
        },
    ),
    Line(
        5,
        10,
        {
            "en": "What the city learned is written down for other cities, with what did not work",
            "he": "העיר כתבה לערים אחרות מה למדה, כולל מה שלא הצליח",
            "ar": "تدوين ما تعلّمته المدينة من أجل المدن الأخرى، بما فيه ما لم ينجح",
        },
    ),
]
# The two-year intakes of the teacher accelerator: (number, year in which it starts).
INTAKES: list[tuple[int, int]] = [(1, 2), (2, 4)]

# Milestones of the first template keep no code: those that the city left as they were are known by these words.
FIRST_TITLES = frozenset(line.title["en"] for line in MILESTONES)
