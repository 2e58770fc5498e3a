"""What the forum of the practice city talked about in two years, in three languages."""

from typing import NamedTuple

from reports.management.practice.words import in_three

Words = dict[str, str]


class Matter(NamedTuple):
    """An item with what was said about it. `state`: of the decision; `missing`: the sector that was not there.

    `acts`: which organisation acts on it, by its place; `done`: what was reported; `votes`: for, against, abstained.
    """

    title: Words
    words: Words
    state: str = "decided"
    missing: int = 0
    acts: int | None = None
    done: Words = {}
    dissent: Words = {}
    # What members wrote themselves, each with the sector of whose name stands beside it; 0 without a name.
    said: tuple[tuple[str, int], ...] = ()
    votes: tuple[int, int, int] | None = None
    review_months: int = 12
    # So many lines of members the chair left out; and the title of the earlier decision that this one reverses.
    left_out: int = 0
    reverses: str = ""


MEETING = in_three("Meeting of the forum", "ישיבת הפורום", "لقاء المنتدى")
NEXT = in_three("Quarterly meeting of the forum", "ישיבה רבעונית של הפורום", "اللقاء الربع سنوي للمنتدى")
DONE_WELL = in_three(
    "Open two evenings a week; about forty people come.",
    "פתוח שני ערבים בשבוע; מגיעים כארבעים איש.",
    "مفتوح مساءين في الأسبوع؛ يأتي نحو أربعين شخصًا.",
)
TOO_DEAR = in_three(
    "One seat: the cost for small associations was not looked at.",
    "הסתייגות אחת: העלות לעמותות קטנות לא נבדקה.",
    "تحفظ واحد: لم تُدرس الكلفة على الجمعيات الصغيرة.",
)
# How many days ago, and what was talked about.
MEETINGS: tuple[tuple[int, tuple[Matter, ...]], ...] = (
    (
        700,
        (
            Matter(
                in_three("Who answers for what", "מי אחראי על מה", "من المسؤول عن ماذا"),
                in_three(
                    "The forum meets four times a year; each sector prepares one meeting.",
                    "הפורום מתכנס ארבע פעמים בשנה; כל מגזר מכין ישיבה אחת.",
                    "يلتقي المنتدى أربع مرات في السنة؛ ويحضّر كل قطاع لقاءً واحدًا.",
                ),
                state="reviewed",
            ),
            Matter(
                in_three("A bus between the schools", "אוטובוס בין בתי הספר", "حافلة بين المدارس"),
                in_three(
                    "A bus runs on lab days. The city and the businesses share the cost.",
                    "אוטובוס נוסע בימי מעבדה. העיר והעסקים חולקים בעלות.",
                    "تسير حافلة في أيام المختبر. وتتقاسم المدينة والمصالح الكلفة.",
                ),
                state="reversed",
                dissent=TOO_DEAR,
                votes=(5, 2, 0),
            ),
        ),
    ),
    (
        600,
        (
            Matter(
                in_three("The library in the evening", "הספרייה בשעות הערב", "المكتبة في المساء"),
                in_three(
                    "The library is open on two evenings, with volunteers of an association.",
                    "הספרייה פתוחה בשני ערבים, עם מתנדבים של עמותה.",
                    "تفتح المكتبة مساءين، مع متطوعين من جمعية.",
                ),
                state="review_due",
                acts=2,
                done=DONE_WELL,
                review_months=18,
            ),
        ),
    ),
    (
        480,
        (
            Matter(
                in_three("Apprentices from all schools", "שוליות מכל בתי הספר", "متدربون من كل المدارس"),
                in_three(
                    "Workshops take two apprentices a year, from different schools.",
                    "בתי מלאכה קולטים שני מתלמדים בשנה, מבתי ספר שונים.",
                    "تستقبل الورش متدربين اثنين في السنة، من مدارس مختلفة.",
                ),
                missing=4,
                review_months=18,
            ),
        ),
    ),
    (
        360,
        (
            Matter(
                in_three("Signs in two languages", "שלטים בשתי שפות", "لافتات بلغتين"),
                in_three(
                    "New signs at schools and at the sea are written in Hebrew and Arabic.",
                    "שלטים חדשים בבתי הספר ובחוף נכתבים בעברית ובערבית.",
                    "تُكتب اللافتات الجديدة في المدارس وعلى الشاطئ بالعبرية والعربية.",
                ),
                acts=0,
                votes=(6, 0, 1),
                review_months=18,
            ),
        ),
    ),
    (
        200,
        (
            Matter(
                in_three("Rooms that stand empty", "חדרים שעומדים ריקים", "غرف فارغة"),
                in_three(
                    "Who has a room that stands empty in the afternoon offers it on one list.",
                    "מי שיש לו חדר ריק אחר הצהריים מציע אותו ברשימה אחת.",
                    "من لديه غرفة فارغة بعد الظهر يعرضها في قائمة واحدة.",
                ),
                acts=5,
            ),
            Matter(
                in_three("Telephones on lab days", "טלפונים בימי מעבדה", "الهواتف في أيام المختبر"),
                in_three(
                    "Telephones stay at home on lab days.",
                    "בימי מעבדה הטלפונים נשארים בבית.",
                    "تبقى الهواتف في البيت في أيام المختبر.",
                ),
                state="rejected",
                dissent=in_three(
                    "Families want to reach their children on the way.",
                    "משפחות רוצות להשיג את הילדים בדרך.",
                    "تريد العائلات أن تصل إلى أولادها في الطريق.",
                ),
                said=(
                    ("גם בית הספר צריך להשיג הורים כשהאוטובוס מאחר.", 1),
                    ("ابنتي تعود وحدها من المرفأ، وأريد أن أطمئن عليها.", 0),
                ),
                votes=(2, 4, 1),
                left_out=1,
            ),
            Matter(
                in_three("The bus, a year later", "האוטובוס, שנה אחרי", "الحافلة بعد سنة"),
                in_three(
                    "The bus of our own stops. On lab days classes ride the city’s lines free of charge.",
                    "האוטובוס שלנו מפסיק לפעול. בימי מעבדה הכיתות נוסעות בקווים העירוניים בחינם.",
                    "تتوقف حافلتنا الخاصة. في أيام المختبر تسافر الصفوف مجانًا في خطوط المدينة.",
                ),
                acts=0,
                votes=(6, 1, 0),
                review_months=18,
                reverses="A bus between the schools",
            ),
        ),
    ),
    (
        60,
        (
            Matter(
                in_three("One number for the sea", "מספר אחד לים", "رقم واحد للبحر"),
                in_three(
                    "Schools and businesses measure the sea water in the same way.",
                    "בתי ספר ועסקים מודדים את מי הים באותה דרך.",
                    "تقيس المدارس والمصالح مياه البحر بالطريقة نفسها.",
                ),
                missing=2,
            ),
        ),
    ),
)
ADOPTED = in_three(
    "The forum adopts the model of the city. It is looked at again after a year.",
    "הפורום מאמץ את המודל העירוני. הוא נבדק שוב אחרי שנה.",
    "يعتمد المنتدى نموذج المدينة. ويعود إليه بعد سنة.",
)
PROPOSED = (
    in_three("A day without classrooms", "יום בלי כיתות", "يوم بلا صفوف"),
    in_three(
        "Once a year all classes learn outside, at places of the four sectors.",
        "פעם בשנה כל הכיתות לומדות בחוץ, במקומות של ארבעת המגזרים.",
        "مرة في السنة تتعلم كل الصفوف في الخارج، في أماكن القطاعات الأربعة.",
    ),
)
OPEN = (
    in_three("Food in the school yards", "אוכל בחצרות בתי הספר", "طعام في ساحات المدارس"),
    in_three(
        "Each school plants one bed that people nearby harvest with it.",
        "כל בית ספר שותל ערוגה אחת, ומי שגרים ליד קוטפים איתו.",
        "تزرع كل مدرسة حوضًا واحدًا يقطفه أهل الحي معها.",
    ),
)
WITHDRAWN = (
    in_three("A prize for the best lab", "פרס למעבדה הטובה ביותר", "جائزة لأفضل مختبر"),
    in_three(
        "A prize is given each year.",
        "פרס ניתן מדי שנה.",
        "تُمنح جائزة كل سنة.",
    ),
)
WHY_WITHDRAWN = "מעבדות אינן מתחרות זו בזו."
SENT = in_three(
    "Two schools have no teacher who can stay on Tuesdays. Who can free some hours?",
    "בשני בתי ספר אין מורה שיכולה להישאר בימי שלישי. מי יכול לפנות שעות?",
    "في مدرستين لا معلم يستطيع البقاء أيام الثلاثاء. من يستطيع توفير ساعات؟",
)
