"""What some people of the practice city say of themselves, in three languages, and to whom they show it."""

from typing import NamedTuple

Words = dict[str, str]


class Portrait(NamedTuple):
    """The lines of one profile and who sees each."""

    story: Words
    wish: Words
    offer: Words
    visibilities: dict[str, str]


# In the order of the organisations' representatives; then the resident's.
PORTRAITS = (
    Portrait(
        {
            "he": "גדלתי בבית עם גינה קטנה וסבתא סקרנית. מאז אני מאמינה שכל שיעור טוב מתחיל בידיים מלאות אדמה.",
            "ar": "كبرت في بيت له حديقة صغيرة وجدّة فضولية. منذ ذلك الحين أؤمن بأن كل درس جيد يبدأ بأيدٍ يملؤها التراب.",
            "en": "I grew up with a small garden and a curious grandmother. Good lessons begin with earth on your hands.",
        },
        {
            "he": "גינה לימודית בכל רחוב",
            "ar": "حديقة تعليمية في كل شارع",
            "en": "A learning garden in every street",
        },
        {
            "he": "ללמד גידול ירקות במרפסת, בערבים",
            "ar": "تعليم زراعة الخضار على الشرفة في المساء",
            "en": "To teach growing vegetables on a balcony, in the evenings",
        },
        {"story": "public", "wish": "public", "offer": "network"},
    ),
    Portrait(
        {
            "ar": "عازف عود منذ الطفولة، ومهندس صوت في النهار. أحب أن يكتشف الناس أن لكل حيّ لحنًا.",
            "he": "נגן עוד מילדות ואיש סאונד ביום־יום. אני אוהב לגלות עם אנשים שלכל שכונה יש מנגינה.",
            "en": "An oud player since childhood, a sound engineer by day. Every neighbourhood has a tune.",
        },
        {
            "ar": "جوقة من خمس لغات",
            "he": "מקהלה בחמש שפות",
            "en": "A choir in five languages",
        },
        {
            "ar": "إعارة أجهزة صوت ليوم واحد",
            "he": "השאלת ציוד הגברה ליום אחד",
            "en": "Sound equipment on loan for a day",
        },
        {"story": "resident", "wish": "network", "offer": "resident"},
    ),
    Portrait(
        {
            "he": "מתכנתת שלמדה לבד, ולכן יודעת כמה חשוב שמישהו ישב לידך בהתחלה.",
            "ar": "مبرمجة تعلّمت وحدها، ولذلك تعرف كم يهمّ أن يجلس أحد إلى جانبك في البداية.",
            "en": "A self-taught programmer, who knows how much it matters that somebody sits beside you at the start.",
        },
        {
            "he": "סדנה פתוחה לתיקון מחשבים ישנים",
            "ar": "ورشة مفتوحة لإصلاح الحواسيب القديمة",
            "en": "An open bench for mending old computers",
        },
        {
            "he": "שעתיים בשבוע ליד מי שמתחילים לתכנת",
            "ar": "ساعتان في الأسبوع مع من يبدؤون البرمجة",
            "en": "Two hours a week beside people who start to program",
        },
        {"story": "lab", "wish": "cohort", "offer": "resident"},
    ),
)
RESIDENT = Portrait(
    {
        "he": "אמא של ליאור, אופה בלילות ומכירה את כל השכנים בשם.",
        "ar": "أمّ ليئور، أخبز ليلًا وأعرف الجيران كلّهم بأسمائهم.",
        "en": "Lior’s mother. I bake at night and know all the neighbours by name.",
    },
    {
        "he": "רחוב שילדים משחקים בו שוב",
        "ar": "شارع يلعب فيه الأطفال من جديد",
        "en": "A street where children play again",
    },
    {"he": "לאפות לשלושים איש", "ar": "الخَبز لثلاثين شخصًا", "en": "I can bake for thirty"},
    {"story": "cohort", "wish": "resident", "offer": "resident", "neighbourhood": "city"},
)
