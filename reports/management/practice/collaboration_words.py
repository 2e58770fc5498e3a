"""What people and organisations of the practice city do together: who proposed what to whom, and what became of it."""

from typing import NamedTuple

from collaborations.models import Collaboration
from reports.management.practice.words import in_three

State = Collaboration.State
# A place among the speakers; a place among the organisations, or a class of one by its name and size.
Side = int | tuple[str, int] | tuple[str, int, str, int]


class Story(NamedTuple):
    """Who proposed what to whom, and what became of it. `began_from`: the place of the story one circle before it."""

    own: int
    others: tuple[Side, ...]
    title: dict[str, str]
    circle: str
    area: str
    days_ago: int
    state: State
    gives: dict[str, str] = {}
    result: dict[str, str] = {}
    next_step: dict[str, str] = {}
    began_from: int | None = None


STORIES = (
    Story(
        3,
        (0,),
        in_three(
            "A programming corner in the school library", "פינת תכנות בספריית בית הספר", "ركن برمجة في مكتبة المدرسة"
        ),
        Collaboration.Circle.SCHOOL,
        "programming",
        700,
        State.COMPLETED,
        in_three("Two evenings a month", "שני ערבים בחודש", "أمسيتان كل شهر"),
        in_three(
            "Twenty pupils came every week, and four of them teach others now.",
            "עשרים תלמידים באו מדי שבוע, וארבעה מהם כבר מלמדים אחרים.",
            "حضر عشرون تلميذًا كل أسبوع، وأربعة منهم يعلّمون غيرهم اليوم.",
        ),
        in_three("The same in a second school", "אותו הדבר בבית ספר שני", "الأمر نفسه في مدرسة ثانية"),
    ),
    Story(
        6,
        (1, ("o", 8)),
        in_three("Mediation by pupils in the yard", "גישור של תלמידים בחצר", "وساطة يقوم بها التلاميذ في الساحة"),
        Collaboration.Circle.CITY,
        "mediation",
        430,
        State.COMPLETED,
        in_three("Training for ten pupils", "הכשרה לעשרה תלמידים", "تدريب عشرة تلاميذ"),
        in_three(
            "Fewer quarrels in the long break; the teachers say so, nobody has counted.",
            "פחות מריבות בהפסקה הגדולה. כך אומרים המורים, ואיש לא ספר.",
            "خلافات أقل في الاستراحة الكبيرة؛ هكذا يقول المعلّمون، ولم يُحصها أحد.",
        ),
    ),
    Story(
        9,
        (4,),
        in_three("Bread and arithmetic", "לחם וחשבון", "خبز وحساب"),
        Collaboration.Circle.CLASSROOM,
        "traditional-cooking",
        260,
        State.COMPLETED,
        in_three("The bakery on Monday mornings", "המאפייה בבוקרי יום שני", "المخبز صباح كل اثنين"),
        in_three(
            "Three classes weighed, shared and sold. The oven was too small for thirty.",
            "שלוש כיתות שקלו, חילקו ומכרו. התנור היה קטן מדי לשלושים.",
            "وزنت ثلاثة صفوف وقسمت وباعت. كان الفرن صغيرًا على ثلاثين.",
        ),
        in_three("Smaller groups, twice a week", "קבוצות קטנות יותר, פעמיים בשבוע", "مجموعات أصغر، مرتين في الأسبوع"),
    ),
    Story(
        2,
        (7, 10),
        in_three(
            "Grandparents’ stories on the harbour wall",
            "סיפורי סבים וסבתות על קיר הנמל",
            "قصص الأجداد على جدار الميناء",
        ),
        Collaboration.Circle.CITY,
        "oral-history",
        120,
        State.ACTIVE,
        in_three("Recording and photographs", "הקלטה וצילום", "تسجيل وتصوير"),
    ),
    Story(
        5,
        (8,),
        in_three("A measuring station by the sea", "תחנת מדידה ליד הים", "محطة قياس بجانب البحر"),
        Collaboration.Circle.COUNTRY,
        "data-analysis",
        90,
        State.PAUSED,
        in_three(
            "Sensors, and an engineer one day a month", "חיישנים, ומהנדסת יום אחד בחודש", "مجسّات، ومهندسة يومًا في الشهر"
        ),
    ),
    Story(
        11,
        (0, ("o", 3)),
        in_three("Spoken Arabic over coffee", "ערבית מדוברת על כוס קפה", "عربية محكية على فنجان قهوة"),
        Collaboration.Circle.CITY,
        "spoken-arabic",
        20,
        State.AGREED,
        in_three("Tuesday evenings in the café", "ערבי יום שלישי בבית הקפה", "مساء كل ثلاثاء في المقهى"),
    ),
    Story(
        1,
        (5,),
        in_three("Workshop days for two classes", "ימי סדנה לשתי כיתות", "أيام ورشة لصفّين"),
        Collaboration.Circle.SCHOOL,
        "crafts",
        300,
        State.ENDED_EARLY,
    ),
    Story(
        3,
        (5, ("o", 0)),
        in_three("Programming corners in three libraries", "פינות תכנות בשלוש ספריות", "أركان برمجة في ثلاث مكتبات"),
        Collaboration.Circle.CITY,
        "programming",
        480,
        State.COMPLETED,
        in_three(
            "The pupils who teach, twice a month",
            "התלמידים שמלמדים, פעמיים בחודש",
            "التلاميذ الذين يعلّمون، مرتين كل شهر",
        ),
        in_three(
            "Three corners run by themselves; the fourth library had no quiet hour.",
            "שלוש פינות פועלות בכוחות עצמן; בספרייה הרביעית לא היתה שעה שקטה.",
            "ثلاثة أركان تعمل بقواها الذاتية؛ ولم تكن في المكتبة الرابعة ساعة هادئة.",
        ),
        in_three("Other cities ask how", "ערים אחרות שואלות איך", "مدن أخرى تسأل كيف"),
        began_from=0,
    ),
    Story(
        3,
        (4, ("o", 0)),
        in_three(
            "A handbook of school programming corners",
            "מדריך לפינות תכנות בבתי ספר",
            "دليل لأركان البرمجة في المدارس",
        ),
        Collaboration.Circle.COUNTRY,
        "programming",
        200,
        State.ACTIVE,
        in_three("An editor, and the exercises", "עורכת, והתרגילים", "محرّرة، والتمارين"),
        began_from=7,
    ),
    Story(
        9,
        (("g", 0, "ד׳2", 28),),
        in_three("A week of bread for the whole school", "שבוע לחם לכל בית הספר", "أسبوع خبز للمدرسة كلّها"),
        Collaboration.Circle.SCHOOL,
        "traditional-cooking",
        150,
        State.ACTIVE,
        in_three("Two ovens and a baker", "שני תנורים ואופה", "فرنان وخبّاز"),
        began_from=2,
    ),
    Story(
        10,
        (7, ("o", 7)),
        in_three(
            "Children of harbour cities write to one another",
            "ילדים מערי נמל כותבים זה לזה",
            "أطفال من مدن الموانئ يتراسلون",
        ),
        Collaboration.Circle.WORLD,
        "storytelling",
        60,
        State.ACTIVE,
        in_three(
            "A stage, and actors who read the letters aloud",
            "במה, ושחקנים שקוראים את המכתבים",
            "مسرح، وممثّلون يقرؤون الرسائل بصوت عالٍ",
        ),
    ),
)
