"""What the practice city says, in three languages: (English, Hebrew, Arabic). Every name and figure is invented."""

from typing import NamedTuple


def in_three(en: str, he: str, ar: str) -> dict[str, str]:
    """The text in the three languages; Hebrew is the original."""
    return {"he": he, "ar": ar, "en": en}


class Org(NamedTuple):
    """An organisation: sector, field, name, its representative."""

    sector: int
    field: str
    name: dict[str, str]
    person: dict[str, str]


class OwnArea(NamedTuple):
    """An area of the city's own: the code of its group, its name, what people also call it."""

    group: str
    label: dict[str, str]
    synonyms: dict[str, list[str]]


OWN_AREAS = (
    OwnArea(
        "arts",
        in_three("The lantern walk along the shore", "תהלוכת הפנסים לאורך החוף", "مسيرة الفوانيس على الشاطئ"),
        {"en": ["lanterns"], "he": ["פנסים", "תהלוכה"], "ar": ["فوانيس", "فانوس"]},
    ),
    OwnArea(
        "making",
        in_three("Mending fishing nets", "תיקון רשתות דיג", "تصليح شباك الصيد"),
        {"en": ["fishing nets", "fishers"], "he": ["רשתות", "דייגים"], "ar": ["شبك", "صيادين"]},
    ),
)
ORGANISATIONS = (
    Org(
        1,
        "formal",
        in_three("Seaside School", "בית ספר חוף הים", "مدرسة شاطئ البحر"),
        in_three("Dalia Regev", "דליה רגב", "داليا ريغف"),
    ),
    Org(
        1,
        "welfare",
        in_three("Department of Welfare", "האגף לרווחה", "قسم الرفاه"),
        in_three("Amir Haddad", "אמיר חדאד", "أمير حداد"),
    ),
    Org(
        1,
        "planning",
        in_three("City Planning Office", "משרד תכנון העיר", "مكتب تخطيط المدينة"),
        in_three("Yael Stern", "יעל שטרן", "ياعيل شتيرن"),
    ),
    Org(
        2,
        "employment",
        in_three("Gal Software", "גל תוכנה", "غال للبرمجيات"),
        in_three("Oren Gal", "אורן גל", "أورن غال"),
    ),
    Org(
        2,
        "engineering",
        in_three("North Wind Engineering", "רוח צפון הנדסה", "ريح الشمال للهندسة"),
        in_three("Rana Khoury", "רנא ח׳ורי", "رنا خوري"),
    ),
    Org(
        2,
        "culture",
        in_three("Corner Bookshop", "ספרי הפינה", "الزاوية لبيع الكتب"),
        in_three("Michal Tal", "מיכל טל", "ميخال طال"),
    ),
    Org(
        3,
        "community",
        in_three("Good Neighbours", "שכנים טובים", "جيران طيبون"),
        in_three("Nasrin Awad", "נסרין עווד", "نسرين عوض"),
    ),
    Org(
        3,
        "informal",
        in_three("Youth on the Waves", "נוער על הגלים", "شباب على الأمواج"),
        in_three("Eitan Mor", "איתן מור", "إيتان مور"),
    ),
    Org(
        3,
        "environment",
        in_three("Green Shore", "חוף ירוק", "الشاطئ الأخضر"),
        in_three("Hila Paz", "הילה פז", "هيلا باز"),
    ),
    Org(
        4,
        "employment",
        in_three("The Bakers’ Co-operative", "קואופרטיב האופים", "تعاونية الخبازين"),
        in_three("Sami Nassar", "סאמי נסאר", "سامي نصار"),
    ),
    Org(
        4,
        "culture",
        in_three("Second Stage Theatre", "תיאטרון במה שנייה", "مسرح الخشبة الثانية"),
        in_three("Tamar Levin", "תמר לוין", "تمار لفين"),
    ),
    Org(
        4,
        "health",
        in_three("Moving Together", "בתנועה יחד", "معًا نتحرّك"),
        in_three("Lina Saba", "לינא סבא", "لينا سابا"),
    ),
)
# A register as cities keep them: a title above the headings, a word of its own for the second sector. Every number is
# invented: registry numbers of associations begin with 58.
REGISTER_NAME = "מרשם ארגונים.csv"
REGISTER = """מרשם הארגונים השותפים – אגף החינוך,,,

שם הארגון,الاسم,מגזר,מספר עמותה
מרכז הנוער במזח,مركز شبيبة رصيف الميناء,ציבורי,
בית הדפוס של הנמל,مطبعة الميناء,מסחר,510000017
מקהלת הגלים,جوقة الأمواج,עמותה,580000019
סדנת האופניים השיתופית,ورشة الدراجات التعاونية,עסק חברתי,510000025
"""
REGISTER_MEANINGS = {"sector": {"מסחר": "2"}}
WAITING = Org(
    4,
    "environment",
    in_three("Repair Café", "קפה תיקונים", "مقهى الإصلاح"),
    in_three("Gil Amit", "גיל עמית", "جيل عميت"),
)
STORY = in_three(
    "A city by the sea that learns in its streets, workshops and gardens.\nThis is a practice city: nothing here is real.",
    "עיר על שפת הים שלומדת ברחובות, בסדנאות ובגינות.\nזו עיר תרגול: שום דבר כאן אינו אמיתי.",
    "مدينة على البحر تتعلّم في شوارعها وورشها وحدائقها.\nهذه مدينة تدريب: لا شيء هنا حقيقي.",
)


class LabWords(NamedTuple):
    """A lab and its one cohort, by the stage that the cohort has reached."""

    stage: int
    name: dict[str, str]
    question: dict[str, str]
    cohort: dict[str, str]
    areas: tuple[str, ...]


LABS = (
    LabWords(
        1,
        in_three("Early childhood and families", "הגיל הרך ומשפחות", "الطفولة المبكرة والعائلات"),
        in_three(
            "How does the whole city raise its youngest?",
            "איך כל העיר מגדלת את ילדיה הקטנים?",
            "كيف تربّي المدينة كلّها أصغر أبنائها؟",
        ),
        in_three("Families first", "משפחות תחילה", "العائلات أولًا"),
        ("early-years", "parents"),
    ),
    LabWords(
        2,
        in_three("Youth and work", "נוער ותעסוקה", "الشباب والعمل"),
        in_three(
            "Where can a young person try out a trade?", "איפה בני נוער יכולים להתנסות במקצוע?", "أين يجرّب الشباب مهنة؟"
        ),
        in_three("Open workshops", "סדנאות פתוחות", "ورش مفتوحة"),
        ("career-guidance", "internships"),
    ),
    LabWords(
        3,
        in_three("The learning public space", "מרחב ציבורי לומד", "الحيّز العام المتعلّم"),
        in_three("How can our streets be classrooms?", "איך הרחובות שלנו יהיו כיתות?", "كيف تصبح شوارعنا صفوفًا؟"),
        in_three("Street classroom", "כיתת הרחוב", "صف الشارع"),
        ("public-space", "learning-outdoors"),
    ),
    LabWords(
        4,
        in_three("Connected schools", "בתי ספר מחוברים", "مدارس متصلة"),
        in_three(
            "What can schools only do together?", "מה בתי ספר יכולים רק יחד?", "ما الذي لا تستطيعه المدارس إلا معًا؟"
        ),
        in_three("Bridges", "גשרים", "جسور"),
        ("teacher-mentoring", "project-learning"),
    ),
)
GATHERING = LabWords(
    0,
    in_three("Art after four", "אמנות אחרי ארבע", "فنون بعد الرابعة"),
    in_three("Who opens the stage in the afternoon?", "מי פותח את הבמה אחר הצהריים?", "من يفتح خشبة المسرح بعد الظهر؟"),
    {},
    (),
)
SESSIONS = (
    in_three("Getting to know each other", "מפגש היכרות", "لقاء تعارف"),
    in_three("Offers and needs", "הצעות וצרכים", "عروض واحتياجات"),
    in_three("What the city gives us", "מה העיר נותנת לנו", "ماذا تمنحنا المدينة"),
)
LATER_SESSIONS = {
    2: in_three("What we want to see elsewhere", "מה נרצה לראות במקומות אחרים", "ما الذي نودّ رؤيته في أماكن أخرى"),
    3: in_three("The first blocks of our model", "אבני הבניין הראשונות של המודל", "اللبنات الأولى في نموذجنا"),
    4: in_three("How the first attempts go", "איך מתקדמים הניסיונות הראשונים", "كيف تسير المحاولات الأولى"),
}
NEXT_SESSION = in_three("Next steps", "הצעדים הבאים", "الخطوات التالية")
PLACE = "ספריית הים"
EXPEDITION = in_three(
    "How do they learn outside of school there?", "איך לומדים שם מחוץ לבית הספר?", "كيف يتعلّمون هناك خارج المدرسة؟"
)
WAITING_EXPEDITION = in_three(
    "What does a workshop street look like?", "איך נראה רחוב של סדנאות?", "كيف يبدو شارع الورش؟"
)
INITIATIVES = (
    in_three("Learning corners in four streets", "פינות למידה בארבעה רחובות", "زوايا تعلّم في أربعة شوارع"),
    in_three("A workshop adopts a class", "סדנה מאמצת כיתה", "ورشة تتبنّى صفًّا"),
)
INDICATOR = in_three("Pupils entitled to a diploma", "זכאים לתעודת בגרות", "المستحقون لشهادة البجروت")
INDICATOR_2 = in_three(
    "Children who met a professional at work", "ילדים שפגשו אנשי מקצוע בעבודתם", "أطفال التقوا صاحب مهنة في عمله"
)
SENTENCE = in_three(
    "Come to the next session of one cohort, and bring one person from your office.",
    "בואו למפגש הבא של אחד המחזורים, והביאו אתכם אדם אחד מהלשכה.",
    "تعالوا إلى اللقاء القادم لأحد الأفواج، وأحضروا معكم شخصًا واحدًا من مكتبكم.",
)
# Words that somebody typed are in the one language of whoever typed them.
INVENTED = "נתון מומצא לתרגול"
# Why a milestone counts as reached without a record, as the director wrote it.
OVERRIDE_WORDS = {"1.4": "המיפוי נעשה על נייר (מומצא)"}
REVISED_WORDS = "כיתה אחת נספרה פעמיים (מומצא)"
MISSED_WORDS = "המפגש נדחה לשנה הבאה (מומצא)"
CHALLENGE = in_three(
    "How might our street become a place where children learn?",
    "איך הרחוב שלנו יכול להפוך למקום שבו ילדים לומדים?",
    "كيف يصبح شارعنا مكانًا يتعلّم فيه الأطفال؟",
)
INTRO = in_three(
    "Residents, teachers and shopkeepers are turning one street into a weekly open classroom. You need no expertise, only two hours.",
    "תושבות ותושבים, מורות ומורים ובעלי חנויות הופכים רחוב אחד לכיתה פתוחה פעם בשבוע. לא צריך להיות מומחים; צריך שעתיים.",
    "سكان ومعلمون ومعلمات وأصحاب متاجر يحوّلون شارعًا إلى صف مفتوح كل أسبوع. لا حاجة إلى خبرة؛ تكفي ساعتان.",
)
STEPS = in_three(
    "Walk the street together and list what it already teaches\nChoose one corner and try it for four weeks\nShare what worked with other cities",
    "הולכים יחד ברחוב ורושמים מה הוא כבר מלמד\nבוחרים פינה אחת ומנסים ארבעה שבועות\nמשתפים ערים אחרות במה שעבד",
    "نمشي في الشارع معًا ونسجّل ما يعلّمه\nنختار زاوية واحدة ونجرّبها أربعة أسابيع\nنُطلع المدن الأخرى على ما نجح",
)
WHEN = in_three("Thursdays, 17:00–19:00", "ימי חמישי, 17:00–19:00", "أيام الخميس، 17:00–19:00")
WHERE = in_three("Harbour Street, corner of Olive", "רחוב הנמל פינת הזית", "شارع الميناء، زاوية الزيتون")
IDEAS = (
    ("he", "אופה שמלמד שברים בעזרת לחם. כל יום שלישי אחר הצהריים.", 3),
    ("ar", "طاولات شطرنج للجميع عند زاوية الشارع. أستطيع أن أعلّم.", 2),
    ("en", "A wall where anyone may write one question a day.", 1),
)
LEFT_IDEA = "أمسية شهرية يحكي فيها كبار الحي كيف كان الميناء قبل خمسين سنة."
CHILD_IDEA = "שנגדל תות ליד בית הספר ונמכור ביריד"
EARLIER = in_three(
    "What should the library lend besides books?", "מה כדאי שהספרייה תשאיל חוץ מספרים?", "ماذا تُعير المكتبة غير الكتب؟"
)
EARLIER_INTRO = in_three(
    "The library has room for one more cupboard. People with an idea wrote down what residents could borrow from it.",
    "בספרייה נשאר מקום לעוד ארון אחד. מי שהיה להם רעיון כתבו מה אפשר יהיה לקחת ממנו בהשאלה.",
    "في المكتبة متسع لخزانة أخرى. كتب أصحاب الأفكار ما يمكن للسكان استعارته منها.",
)
EARLIER_IDEA = "כלי עבודה, ומישהי שמראה איך מחזיקים אותם."
EARLIER_ANSWER = "אימצנו את הרעיון: ארון כלים ראשון ייפתח בספריית הים."
OVERRIDE = (
    "שתי נציגות חלו והמפגש השני נדחה, ואת מסע הלמידה צריך להזמין כבר עכשיו",
    "נזמין נציגות מחליפות, כך שבמפגש הבא יהיו כל ארבעת המגזרים",
)

# What the director writes beside the records of the first year; invented, as all of this city is.
REVIEW_WORDS = in_three(
    "We began with thirty organisations and learned that few of them had ever met. The first cohort knows its strengths "
    "now. Two evenings were too late for parents of small children; nobody had asked them.",
    "התחלנו עם שלושים ארגונים וגילינו שרובם מעולם לא נפגשו. המחזור הראשון כבר מכיר את אזורי החוזק שלו. שני ערבים היו "
    "מאוחרים מדי להורים לילדים קטנים; איש לא שאל אותם.",
    "بدأنا مع ثلاثين مؤسسة وتبيّن لنا أن قليلًا منها التقى من قبل. يعرف الفوج الأول اليوم نقاط قوته. كانت أمسيتان "
    "متأخرتين على أهالي الأطفال الصغار؛ ولم يسألهم أحد.",
)
REVIEW_CHANGES = in_three(
    "Meetings end at seven. Each organisation brings one teacher and one parent.",
    "המפגשים מסתיימים בשבע. כל ארגון מביא מורה אחת או מורה אחד והורה אחד.",
    "تنتهي اللقاءات في السابعة. تحضر كل مؤسسة معلّمًا أو معلّمة وأحد الأهالي.",
)
