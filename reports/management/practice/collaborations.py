"""What people and organisations of the practice city do together, over the years."""

from datetime import date, timedelta
from typing import NamedTuple

from cities.models import City
from collaborations.actions.course import (
    begin_collaboration,
    complete_collaboration,
    end_collaboration,
    pause_collaboration,
)
from collaborations.actions.proposals import agree_to_collaboration, propose_collaboration
from collaborations.models import Collaboration, Party
from educities.accounts.models import User
from educities.activity.models import Schedule
from network_map.actions import choose_level
from network_map.models import MapChoice
from reports.management.practice.cast import Cast
from reports.management.practice.people import PracticePeople
from reports.management.practice.words import in_three
from stakeholders.models import Area, Profile

DAY = timedelta(days=1)
State = Collaboration.State


class Story(NamedTuple):
    """Who proposed what to whom (places among the speakers, or "o" and the place of an organisation), and what became of it."""

    own: int
    others: tuple[int | str, ...]
    title: dict[str, str]
    circle: str
    area: str
    days_ago: int
    state: State
    gives: dict[str, str] = {}
    result: dict[str, str] = {}
    next_step: dict[str, str] = {}


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
        (1, "o8"),
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
        (0, "o3"),
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
)
MOVED_AWAY = "המהנדסת עברה לעיר אחרת, ולא נמצא מי שימשיך."
# What the resident and the facilitator find waiting for an answer.
ASKED = in_three("A reading hour on the playground", "שעת קריאה בגן השעשועים", "ساعة قراءة في ملعب الأطفال")


def create_collaborations(city: City, cast: Cast, town: PracticePeople) -> None:
    """Some of each state, from two years ago until today, and one that waits for the resident's answer."""
    for story in STORIES:
        _tell_story(city, town, story)
    for number, person in enumerate(town.speakers):
        # Two of them are not on the map, as in each city.
        if number not in {4, 7}:
            choose_level(person, actor=find_account(person), level=MapChoice.Level.RESIDENTS)
    propose_collaboration(
        [Profile.objects.get(user=cast.resident)],
        actor=find_account(town.speakers[8]),
        own=town.speakers[8],
        title=ASKED,
        circle=Collaboration.Circle.CITY,
        area=Area.objects.filter(code="storytelling").first(),
    )


def _tell_story(city: City, town: PracticePeople, story: Story) -> None:
    own = town.speakers[story.own]
    others = [town.organisations[int(one[1:])] if isinstance(one, str) else town.speakers[one] for one in story.others]
    row = propose_collaboration(
        others,
        actor=find_account(own),
        own=own,
        gives=story.gives,
        title=story.title,
        circle=story.circle,
        area=Area.objects.filter(code=story.area).first(),
    )
    for side in row.parties.filter(state=Party.State.ASKED).select_related("collaboration", "profile", "organisation"):
        speaker = side.profile or town.speakers[_find_number(town, side)]
        agree_to_collaboration(side, actor=find_account(speaker))
    row.refresh_from_db()
    _go_through(row, story, own)
    _set_days(city, row, story)


def _find_number(town: PracticePeople, side: Party) -> int:
    """Who speaks for the organisation has its place among the speakers."""
    return [one.pk for one in town.organisations].index(side.organisation_id or 0)


def find_account(person: Profile) -> User:
    """The account of somebody of the practice city who has one."""
    return User.objects.get(pk=person.user_id)


def _go_through(row: Collaboration, story: Story, own: Profile) -> None:
    if story.state == State.AGREED:
        return
    begin_collaboration(row, actor=find_account(own))
    if story.state == State.PAUSED:
        pause_collaboration(row, actor=find_account(own))
    elif story.state == State.ENDED_EARLY:
        end_collaboration(row, actor=find_account(own), reason=MOVED_AWAY)
    elif story.state == State.COMPLETED:
        complete_collaboration(row, actor=find_account(own), result=story.result, next_step=story.next_step)


def _set_days(city: City, row: Collaboration, story: Story) -> None:
    """What lies in the past lies there; nobody is asked today what became of it two years ago."""
    day: date = city.today() - story.days_ago * DAY
    begun = None if story.state == State.AGREED else day + 14 * DAY
    ended = day + 110 * DAY if row.is_over else None
    Collaboration.objects.filter(pk=row.pk).update(
        proposed_on=day, answer_by=day + 30 * DAY, starts_on=begun, due_on=begun and begun + 180 * DAY, ended_on=ended
    )
    Schedule.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk).delete()
