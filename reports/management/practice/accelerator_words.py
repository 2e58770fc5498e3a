"""What the teachers of the practice city and their accelerator say. Every person and every word is invented."""

from typing import NamedTuple

from reports.management.practice.words import in_three

# Beside the school that is there already.
SCHOOLS = (
    in_three("Lighthouse School", "בית ספר המגדלור", "مدرسة المنارة"),
    in_three("Olive Hill School", "בית ספר גבעת הזית", "مدرسة تل الزيتون"),
)
INTAKES = (
    in_three("Teachers, first intake", "מאיץ המורים, מחזור ראשון", "مسرّع المعلمين، الدفعة الأولى"),
    in_three("Teachers, second intake", "מאיץ המורים, מחזור שני", "مسرّع المعلمين، الدفعة الثانية"),
    in_three("Teachers, third intake", "מאיץ המורים, מחזור שלישי", "مسرّع المعلمين، الدفعة الثالثة"),
)
ABOUT = in_three(
    "For class teachers of primary and middle schools. Two come from each school, so that nobody carries it alone.",
    "למחנכות ולמחנכים בבתי ספר יסודיים ובחטיבות ביניים. מכל בית ספר באים שניים, כדי שאיש לא יישא בזה לבד.",
    "لمربّي الصفوف ومربّياتها في المدارس الابتدائية والإعدادية. يأتي اثنان من كل مدرسة، كي لا يحمل أحد ذلك وحده.",
)
PLACE = "חדר המורים, בית ספר חוף הים"
# What the sessions of each term are called, in turns.
TITLES: dict[int, tuple[dict[str, str], ...]] = {
    1: (
        in_three("What I am good at", "במה אני טוב, במה אני טובה", "ما الذي أجيده"),
        in_three("What my class is good at", "במה הכיתה שלי טובה", "ما الذي يجيده صفّي"),
        in_three(
            "Talking about strengths with each pupil", "שיחה על חוזקות עם כל אחד", "حديث عن نقاط القوة مع كل تلميذ"
        ),
        in_three("A day in the city", "יום בעיר", "يوم في المدينة"),
    ),
    2: (
        in_three("A goal that the class can see", "מטרה שהכיתה רואה", "هدف يراه الصف"),
        in_three("Asking a partner of another sector", "פונים לשותף ממגזר אחר", "التوجّه إلى شريك من قطاع آخر"),
        in_three("Half-way: what we count", "באמצע הדרך: מה סופרים", "في منتصف الطريق: ماذا نعدّ"),
        in_three("What we saw in each other’s classes", "מה ראינו זה בכיתה של זה", "ماذا رأينا في صفوف بعضنا"),
    ),
    3: (
        in_three("Who may come in", "למי הדלת פתוחה", "لمن الباب مفتوح"),
        in_three("Leading a group at school", "מובילים קבוצה בבית הספר", "قيادة مجموعة في المدرسة"),
        in_three("Learning round in two schools", "סבב למידה בשני בתי ספר", "جولة تعلّم في مدرستين"),
        in_three("What did not work", "מה לא הצליח", "ما الذي لم ينجح"),
    ),
    4: (
        in_three("A question of the residents", "שאלה של תושבי העיר", "سؤال من سكان المدينة"),
        in_three("Beside a teacher who begins", "לצד מי שמתחילים", "إلى جانب من يبدأون"),
        in_three("Reading each other’s reports", "קוראים את הדוחות זה של זה", "نقرأ تقارير بعضنا"),
        in_three("An evening for the city", "ערב לעיר", "أمسية للمدينة"),
    ),
}
MONTHS = (5, 7, 5, 5)
# Hours of the sessions of each term: thirty.
HOURS: dict[int, tuple[int, ...]] = {1: (4,) * 7 + (2,), 2: (4,) * 7 + (2,), 3: (4,) * 6 + (6,), 4: (4,) * 6 + (6,)}


class Teacher(NamedTuple):
    """A teacher: name, language, the place of the school, the state of the place; an account of one's own to try out."""

    name: str
    language: str
    school: int
    state: str
    account: str = ""


FIRST = (
    Teacher("עומר שגיא", "he", 0, "graduated", "omer"),
    Teacher("ريم زعبي", "ar", 1, "graduated"),
    Teacher("נורית כץ", "he", 2, "graduated"),
    Teacher("سلمى داود", "ar", 0, "graduated"),
    Teacher("יונתן אדר", "he", 1, "graduated"),
    Teacher("هدى جبارين", "ar", 2, "graduated"),
    Teacher("אסנת פרי", "he", 0, "withdrawn"),
)
SECOND = (
    Teacher("ليلى قاسم", "ar", 2, "year1_done", "layla"),
    Teacher("תום ברזילי", "he", 1, "year1_done"),
    Teacher("רוני שמש", "he", 0, "year1_done"),
    Teacher("فادي سرحان", "ar", 1, "enrolled"),
    Teacher("מאיה גרין", "he", 2, "year1_done"),
    Teacher("أمل نصر", "ar", 0, "deferred"),
    # The first year was with the intake before.
    Teacher("غريس بشارات", "ar", 1, "year1_done"),
)
THIRD = (
    Teacher("דפנה אלמוג", "he", 0, "head_approved"),
    Teacher("سناء خطيب", "ar", 2, "head_approved"),
    Teacher("אורי נבון", "he", 1, "applied"),
    Teacher("مها زيدان", "ar", 0, "applied"),
    Teacher("יעל דרור", "he", 2, "declined"),
)
LEADER = "נאוה סלע"
WHY = {
    "he": {"he": "אני רוצה שהכיתה שלי תלמד גם מחוץ לכיתה, ולא לעשות את זה לבד."},
    "ar": {"ar": "أريد أن يتعلّم صفّي خارج الصف أيضًا، وألا أفعل ذلك وحدي."},
}
SUBSTITUTES = {"he": "רכזת השכבה", "ar": "مركّزة الطبقة"}
HEAD_NO = "אין לנו השנה שעות שחרור, ננסה בשנה הבאה."
REVOKED = "אחד משני הביקורים בכיתה לא התקיים (מומצא)."


class ProjectWords(NamedTuple):
    """A classroom project: the question, the goal of the class with its figures, the class, which partner."""

    question: dict[str, str]
    goal: dict[str, str]
    figures: tuple[int, int]
    class_name: str
    partner: int


PROJECTS = (
    ProjectWords(
        in_three("Who reads to whom?", "מי קורא למי?", "من يقرأ لمن؟"),
        in_three(
            "Each pupil reads five books to a younger child",
            "כל ילד קורא חמישה ספרים לקטנים",
            "يقرأ كل تلميذ خمسة كتب للصغار",
        ),
        (20, 145),
        "ד2",
        5,
    ),
    ProjectWords(
        in_three("What does a bakery count?", "מה סופרים במאפייה?", "ماذا تعدّ المخبزة؟"),
        in_three(
            "We solve thirty problems that bakers gave us",
            "פותרים שלושים בעיות של אופים",
            "نحلّ ثلاثين مسألة من الخبّازين",
        ),
        (0, 34),
        "خامس ب",
        9,
    ),
    ProjectWords(
        in_three("How quiet is our street?", "כמה שקט הרחוב שלנו?", "ما مدى هدوء شارعنا؟"),
        in_three("Measured at twelve corners", "מודדים בשתים־עשרה פינות", "نقيس في اثنتي عشرة زاوية"),
        (1, 12),
        "ו1",
        4,
    ),
    ProjectWords(
        in_three("Who lived in our house before us?", "מי גרו בבית לפנינו?", "من سكن البيت قبلنا؟"),
        in_three(
            "Twenty talks with neighbours are written down",
            "עשרים שיחות עם שכנים נכתבו",
            "كتابة عشرين حديثًا مع الجيران",
        ),
        (2, 23),
        "سادس أ",
        6,
    ),
    ProjectWords(
        in_three("Can a class keep a dune alive?", "איך כיתה שומרת על דיונה?", "كيف يحافظ صف على كثيب؟"),
        in_three("Forty plants have roots", "ארבעים צמחים השתרשו", "تجذّرت أربعون نبتة"),
        (0, 31),
        "ז3",
        8,
    ),
    ProjectWords(
        in_three("What does the body know?", "מה הגוף יודע?", "ماذا يعرف الجسد؟"),
        in_three("Ten lessons in motion", "עשרה שיעורים בתנועה", "عشرة دروس بالحركة"),
        (1, 10),
        "رابع ج",
        11,
    ),
)
# Of those who are in their second year; the first is not finished.
LATER_PROJECTS = (
    ProjectWords(
        in_three("What does the sea bring us?", "מה הים מביא?", "ماذا يحمل إلينا البحر؟"),
        in_three("Thirty finds with a story each", "שלושים מציאות, לכל אחת סיפור", "ثلاثون لُقية، لكل منها حكاية"),
        (3, 17),
        "خامس أ",
        8,
    ),
    ProjectWords(
        in_three("How does a shop decide?", "איך חנות מחליטה?", "كيف يقرّر متجر؟"),
        in_three("Six shopkeepers answer our questions", "שישה בעלי חנויות עונים לנו", "ستة أصحاب متاجر يجيبوننا"),
        (0, 4),
        "ח2",
        3,
    ),
    ProjectWords(
        in_three("A play that asks the street", "מחזה ששואל את הרחוב", "مسرحية تسأل الشارع"),
        in_three("Fifty people answer after the play", "חמישים איש עונים אחרי ההצגה", "يجيب خمسون شخصًا بعد العرض"),
        (0, 12),
        "ה1",
        10,
    ),
)
NOTES = {
    "he": (
        "סיפרתי לכיתה, ורק חצי רצו. שאלתי מה היה משכנע את החצי השני.",
        "השותפים באו בפעם הראשונה. הילדים הראו להם מה כבר יש.",
        "ספרנו שוב. המספר עלה פחות ממה שחשבנו.",
        "הראינו להורים. שני הורים הציעו להמשיך.",
    ),
    "ar": (
        "حدّثت الصف فتحمّس نصفه فقط. سألت عمّا يقنع النصف الآخر.",
        "جاء الشركاء لأول مرة، وأراهم التلاميذ ما لدينا.",
        "عددنا مرة أخرى. ارتفع العدد أقل مما ظننّا.",
        "عرضنا العمل على الأهالي، واقترح اثنان منهم أن نتابع.",
    ),
}
HELPED = {
    "he": {"he": "שהמספר היה תלוי על הקיר, וכולם ראו."},
    "ar": {"ar": "أن العدد كان معلّقًا على الحائط ويراه الجميع."},
}
HINDERED = {
    "he": {"he": "ביטולי שיעורים, ושותף אחד שהחליף תפקיד."},
    "ar": {"ar": "إلغاء دروس، وشريك انتقل إلى عمل آخر."},
}
PUPILS_SAY = {"he": {"he": "„פעם ראשונה ששאלו אותנו מה לספור.”"}, "ar": {"ar": "«لأول مرة سألونا ماذا نعدّ.»"}}
SEEN = {
    "he": {
        "pupils_do": "דקה 3: שתיים מסבירות לשלישי בלי שביקשו. דקה 11: ארבעה כותבים, אחד מצייר את התשובה.",
        "teacher_does": "שואל שאלה אחת ומחכה. לא מתקן עד שכל הקבוצות מדברות.",
        "learns": "הילדים זה מזה, ובסוף המורה מהציור.",
        "question": "מה היה קורה אם היית מחכה עוד דקה?",
        "summary": "כשהמורה שותק, הילדים מסבירים זה לזה.",
    },
    "ar": {
        "pupils_do": "الدقيقة 4: ثلاثة يقيسون وواحدة تكتب. الدقيقة 15: يبدّلون الأدوار من تلقاء أنفسهم.",
        "teacher_does": "تتنقّل بين المجموعات وتكتب ما تسمع، ولا تجيب عن السؤال بل تعيده.",
        "learns": "المجموعة الثانية من الأولى، عبر اللوح.",
        "question": "كيف اختارت المجموعات من يكتب؟",
        "summary": "الأدوار التي يختارها التلاميذ تتبدّل أسرع.",
    },
}
SENTENCE = {
    "he": "לא ראיתי את הציור. מחר אני מתחיל ממנו.",
    "ar": "لم أنتبه إلى تبديل الأدوار. سأسألهم عنه غدًا.",
}
REFLECTIONS = {
    "he": (
        "חשבתי שאני מקשיבה. בביקור כתבו לי את הדקות שבהן דיברתי.",
        "הכי קשה לי היה לבקש עזרה מבעל חנות. הוא אמר כן מיד.",
        "השנה אני שואל קודם במה הם טובים.",
    ),
    "ar": (
        "ظننت أنني أصغي. في الزيارة كُتبت لي الدقائق التي تكلّمت فيها.",
        "كان أصعب ما عليّ أن أطلب المساعدة من صاحب متجر، فوافق فورًا.",
        "هذه السنة أبدأ بالسؤال عمّا يجيدونه.",
    ),
}
VISIT_NOTE = {
    "he": "ראיתי שיעור פתוח בבית ספר אחר: הילדים הובילו.",
    "ar": "حضرت درسًا مفتوحًا في مدرسة أخرى، وكان التلاميذ يقودونه.",
}
