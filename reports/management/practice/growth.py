"""Where the practice city wants to grow, whom it invited over three years, and what came of it."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from cities.models import City
from growth.actions.engines import change_engine
from growth.actions.invitations import Holder, accept_invitation, decline_invitation, invite_holders
from growth.models import Engine, Invitee, Round
from growth.queries import find_candidates
from reports.management.practice.cast import Cast
from reports.management.practice.collaborations import find_account
from reports.management.practice.people import PracticePeople
from reports.management.practice.words import in_three
from stakeholders.actions.strengths import claim_area
from stakeholders.models import Profile
from stakeholders.queries.visibility import SIGHT_OF_STAFF

DAY = timedelta(days=1)


class Story(NamedTuple):
    """A growth area, since when; `asked_ago`: when people were invited, `yes` and `no` of them answered so."""

    area: str
    days_ago: int
    why: dict[str, str]
    concerns: dict[str, str]
    sentence: dict[str, str] = {}
    asked_ago: int = 0
    yes: int = 0
    no: int = 0
    is_public: bool = False


STORIES = (
    Story(
        "programming",
        1080,
        in_three(
            "Every second child has a computer, and few use it to make something.",
            "לכל ילד שני יש מחשב, ומעטים יוצרים בו משהו.",
            "لدى نصف الأطفال حاسوب، وقليلون يصنعون به شيئًا.",
        ),
        in_three("Pupils of the fourth to sixth grade", "תלמידי כיתות ד׳ עד ו׳", "تلاميذ الصفوف من الرابع حتى السادس"),
        in_three(
            "One evening a month in a school library is enough.",
            "ערב אחד בחודש בספריית בית ספר מספיק.",
            "تكفي أمسية واحدة في الشهر في مكتبة مدرسة.",
        ),
        720,
        1,
        is_public=True,
    ),
    Story(
        "mediation",
        700,
        in_three(
            "Quarrels in the yard go home with the children.",
            "מריבות בחצר הולכות הביתה עם הילדים.",
            "تذهب خلافات الساحة إلى البيت مع الأطفال.",
        ),
        in_three("Schools with more than 400 pupils", "בתי ספר עם יותר מ־400 תלמידים", "مدارس فيها أكثر من 400 تلميذ"),
        in_three(
            "You know how to listen to both sides. Would you train ten pupils?",
            "אתם יודעים להקשיב לשני הצדדים. תכשירו עשרה תלמידים?",
            "أنتم تعرفون كيف تصغون إلى الطرفين. هل تدرّبون عشرة تلاميذ؟",
        ),
        6,
        1,
    ),
    Story(
        "storytelling",
        400,
        in_three(
            "The stories of the harbour are known to few who are under fifty.",
            "את סיפורי הנמל מכירים מעטים מתחת לגיל חמישים.",
            "قليلون تحت الخمسين يعرفون قصص الميناء.",
        ),
        in_three(
            "Kindergartens and the old people’s club", "גני ילדים ומועדון הקשישים", "روضات الأطفال ونادي كبار السن"
        ),
        in_three(
            "Would you tell one story to twenty children?",
            "תספרו סיפור אחד לעשרים ילדים?",
            "هل تروون قصة واحدة لعشرين طفلًا؟",
        ),
        4,
    ),
    Story(
        "spoken-arabic",
        90,
        in_three(
            "Neighbouring schools hardly speak with each other.",
            "בתי ספר שכנים כמעט לא מדברים זה עם זה.",
            "مدارس متجاورة تكاد لا تتحدّث معًا.",
        ),
        in_three("Teachers, and parents at the gate", "מורים, והורים בכניסה", "معلّمون، وأهالٍ عند المدخل"),
        is_public=True,
    ),
)


def create_engines(city: City, cast: Cast, town: PracticePeople) -> None:
    """Four areas, named over three years; invitations that are over, answered and still open."""
    claim_area(None, actor=cast.director, area=town.areas["programming"], kind="growth", visibility="city")
    for story in STORIES:
        engine = Engine.objects.get(area=town.areas[story.area])
        Engine.objects.filter(pk=engine.pk).update(named_on=city.today() - story.days_ago * DAY)
        words = {"why": story.why, "concerns": story.concerns, "is_public": story.is_public}
        change_engine(engine, actor=cast.director, **words)
        if story.sentence:
            _send_invitations(city, cast, engine, story)


def _send_invitations(city: City, cast: Cast, engine: Engine, story: Story) -> None:
    found = find_candidates(engine, SIGHT_OF_STAFF, but=cast.director)
    holders: list[Holder] = [*found.people, *found.organisations]
    if not holders:
        return
    ends_on = city.today() + 21 * DAY
    row = invite_holders(engine, holders, actor=cast.director, sentence=story.sentence, ends_on=ends_on)
    invitees = row.invitees.filter(profile__isnull=False)
    people = list(invitees.select_related("round__opened_by", "engine__area", "profile"))
    for number, one in enumerate(people[: story.yes + story.no]):
        act = accept_invitation if number < story.yes else decline_invitation
        act(one, actor=find_account(one.profile or Profile()))
    _set_days(row, story)


def _set_days(row: Round, story: Story) -> None:
    """What was asked long ago was answered long ago, and nobody is asked any more."""
    opened_at = timezone.now() - story.asked_ago * DAY
    ends_on = row.city.today() + (21 - story.asked_ago) * DAY
    Round.objects.filter(pk=row.pk).update(opened_at=opened_at, ends_on=ends_on)
    row.invitees.exclude(answered_at=None).update(answered_at=opened_at + min(story.asked_ago, 3) * DAY)
    if ends_on < row.city.today():
        row.invitees.filter(state=Invitee.State.ASKED).update(state=Invitee.State.SILENT)
