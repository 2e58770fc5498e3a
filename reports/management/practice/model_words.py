"""What the practice cohorts brought home from their expeditions, and what they wrote into their models."""

from reports.management.practice.words import in_three

# Each in its writer's own language: what was seen, what surprised, the principle, what must be true here.
LEARNINGS = (
    (
        "he",
        "נגר אחד לימד שש עשרה ילדות שברים עם סרגל",
        "אף אחת לא שאלה אם זה למבחן",
        "מקצוע אמיתי מלמד יותר מדף עבודה",
        "נגר אחד בשכונה שמוכן לפתוח את הדלת",
    ),
    (
        "ar",
        "المكتبة مفتوحة حتى العاشرة ليلًا، والحارس طالب جامعي",
        "ينظّف الفتيان والفتيات المكان بأنفسهم",
        "الثقة تسبق القواعد",
        "مفتاح واحد وساعتان في الأسبوع",
    ),
    (
        "en",
        "Each class has adopted a corner of its street",
        "The people who live there brought chairs",
        "A place that belongs to someone is a safe place",
        "One permit from the city for a year",
    ),
)
LATER_LEARNINGS = (
    (
        "he",
        "בחצר של בית הספר עובדת נגרייה של השכונה",
        "בעלי המלאכה ביקשו להישאר גם אחרי הצהריים",
        "כשמבוגרים עובדים לידם, ילדים לומדים בלי שמלמדים אותם",
        "בית ספר שמוכן לפתוח שער שני",
    ),
    (
        "ar",
        "مدرستان تتقاسمان ساحة واحدة ومعلمة واحدة للموسيقى",
        "لم يسأل أحد إلى أي مدرسة ينتمي كل طفل",
        "ما نتقاسمه يكفي أكثر مما نملكه",
        "جدول واحد للمدرستين، يومًا في الأسبوع",
    ),
    (
        "en",
        "Pupils ran a repair table at the market every Friday",
        "Most customers came back to say thank you",
        "Work that someone needs is worth doing well",
        "One stall, and one adult beside it",
    ),
)
BLOCKS = {
    "story": in_three(
        "We are a city by the sea, with three languages and open workshops.",
        "אנחנו עיר על חוף, עם שלוש שפות ועם סדנאות פתוחות.",
        "نحن مدينة على البحر، بثلاث لغات وورش مفتوحة.",
    ),
    "challenge": in_three(
        "Children learn between walls, and the city stays outside.",
        "ילדים לומדים בתוך קירות, והעיר נשארת בחוץ.",
        "يتعلّم الأطفال بين الجدران، وتبقى المدينة في الخارج.",
    ),
    "learners": in_three(
        "Every child has a strength that the city needs.",
        "לכל ילדה חוזק שהעיר צריכה.",
        "لكل طفل نقطة قوة تحتاج إليها المدينة.",
    ),
    "principles": in_three(
        "A real trade, trust before rules, and places that belong to someone.",
        "מקצוע אמיתי, אמון לפני כללים, ומרחב שיש לו בעלים.",
        "مهنة حقيقية، وثقة قبل القواعد، وأماكن لها أصحاب.",
    ),
    "school": in_three(
        "Street, library, workshop and garden are classrooms.",
        "הרחוב, הספרייה, הסדנה והגינה הם כיתות.",
        "الشارع والمكتبة والورشة والحديقة صفوف.",
    ),
    "partners": in_three(
        "Four sectors, one collaboration for each class.",
        "ארבעה מגזרים, שיתוף פעולה אחד לכל כיתה.",
        "أربعة قطاعات، وتعاون واحد لكل صف.",
    ),
    "teachers": in_three(
        "Teachers teach one another, and go out into the city together.",
        "מורות מלמדות זו את זו, ויוצאות יחד לעיר.",
        "المعلمات يعلّمن بعضهن بعضًا ويخرجن معًا إلى المدينة.",
    ),
    "road": in_three(
        "Four street corners first, then twelve.",
        "ארבע פינות רחוב, אחר כך שתים עשרה.",
        "أربع زوايا في الشوارع أولًا، ثم اثنتا عشرة.",
    ),
    "outcomes": in_three(
        "The share of pupils with a diploma, and how many children met someone at work.",
        "זכאות לתעודה, וכמה ילדים הכירו בעל מקצוע אחד.",
        "نسبة المستحقين للشهادة، وعدد الأطفال الذين التقوا صاحب مهنة.",
    ),
}
