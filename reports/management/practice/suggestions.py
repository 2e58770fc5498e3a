"""Whom people of the practice city could meet: suggestions in every state, over three years."""

from datetime import date, timedelta
from typing import NamedTuple

from cities.models import City
from collaborations.actions.course import begin_collaboration, complete_collaboration
from collaborations.models import Collaboration
from educities.activity.models import Schedule
from educities.kit.errors import DomainError
from matching.actions.introductions import (
    agree_to_introduction,
    decline_introduction,
    introduce_suggestion,
    pass_suggestion,
    save_suggestion,
)
from matching.actions.suggesting import suggest_to_person
from matching.models import MatchSuggestion
from matching.values import ANSWER_DAYS, REST_DAYS, SHOWN_DAYS
from reports.management.practice.collaborations import find_account
from reports.management.practice.people import PracticePeople
from reports.management.practice.words import in_three
from stakeholders.actions.strengths import claim_area
from stakeholders.models import Profile

DAY = timedelta(days=1)
EVERYBODY = "resident"
State = MatchSuggestion.State
# The resident stands behind the speakers.
RESIDENT = -1
# What some show to everyone who takes part in the city, in their own words: who (a place among the speakers), what, how well.
SHOWN: tuple[tuple[int, str, int, str], ...] = (
    (RESIDENT, "hebrew", 3, "קריאה וכתיבה עם מבוגרים, בערבים"),
    (3, "storytelling", 3, "סיפור אחד טוב לפני כל שיעור"),
    (4, "mathematics", 3, "مسائل من السوق ومن المطبخ"),
    (7, "crafts", 2, "نجارة بسيطة مع الأهل والأولاد"),
    (9, "bicycle-repair", 3, "A puncture in ten minutes, with a child holding the pump"),
    (11, "chess", 2, "شطرنج للمبتدئين بعد الظهر"),
)
# What organisations show to everyone: which (a place among them), what.
SHOWN_BY_HOUSES = ((0, "storytelling"), (6, "bicycle-repair"))
# What the resident looks for; who is suggested for it stays new unless a story says otherwise.
LOOKED_FOR = ("storytelling", "mathematics", "crafts", "bicycle-repair", "chess")


class Story(NamedTuple):
    """Who looked for what, with whom, how many days ago, and what became of it; `result` of what came of meeting."""

    seeker: int
    area: str
    other: int
    days_ago: int
    state: State
    is_asked: bool = True
    result: dict[str, str] = {}


STORIES = (
    Story(
        6,
        "music",
        1,
        900,
        State.CONVERTED,
        result=in_three(
            "Photographs of the rehearsals hang in the music school, and six parents joined the choir.",
            "תמונות מהחזרות תלויות בבית הספר למוסיקה, ושישה הורים הצטרפו למקהלה.",
            "صور التدريبات معلّقة في مدرسة الموسيقى، وانضمّ ستة أهالٍ إلى الجوقة.",
        ),
    ),
    Story(
        10,
        "bicycle-repair",
        9,
        410,
        State.CONVERTED,
        result=in_three(
            "A repair morning in the yard, four times a year.",
            "בוקר תיקונים בחצר, ארבע פעמים בשנה.",
            "صباح تصليح في الساحة، أربع مرّات في السنة.",
        ),
    ),
    Story(0, "traditional-cooking", 8, 30, State.CONVERTED),
    Story(9, "climate-readiness", 0, 95, State.EXPIRED),
    Story(1, "storytelling", 3, 80, State.EXPIRED, is_asked=False),
    Story(2, "gardening", 0, 60, State.DECLINED),
    Story(7, "mediation", 5, 12, State.SAVED),
    Story(4, "hebrew", RESIDENT, 4, State.INTRODUCED),
    Story(RESIDENT, "storytelling", 3, 9, State.INTRODUCED),
    Story(RESIDENT, "bicycle-repair", 9, 16, State.SAVED),
    Story(RESIDENT, "chess", 11, 16, State.DECLINED, is_asked=False),
)


def create_suggestions(city: City, town: PracticePeople) -> None:
    """Some look for somebody; some have met, some were not answered, and the resident has something in each state."""
    for place, code, level, words in SHOWN:
        _claim_line(town, place, code, "strength", level=level, words=words, visibility=EVERYBODY)
    for house, code in SHOWN_BY_HOUSES:
        speaker = find_account(town.speakers[house])
        area, holder = town.areas[code], town.organisations[house]
        claim_area(holder, actor=speaker, area=area, kind="strength", level=3, visibility=EVERYBODY)
    for code in LOOKED_FOR:
        _claim_line(town, RESIDENT, code, "growth", level=2)
    # The best of all five areas, not of the first.
    MatchSuggestion.objects.untouched().filter(seeker=town.resident).delete()
    for story in STORIES:
        _tell_story(city, town, story)


def _find_person(town: PracticePeople, place: int) -> Profile:
    return town.resident if place == RESIDENT else town.speakers[place]


def _claim_line(town: PracticePeople, place: int, code: str, kind: str, **more: str | int) -> None:
    person = _find_person(town, place)
    claim_area(person, actor=find_account(person), area=town.areas[code], kind=kind, **more)  # type: ignore[arg-type]


def _tell_story(city: City, town: PracticePeople, story: Story) -> None:
    """What the two did, and on which days."""
    seeker, other = _find_person(town, story.seeker), _find_person(town, story.other)
    _claim_line(town, story.seeker, story.area, "growth", level=2)
    suggest_to_person(seeker)
    rows = MatchSuggestion.objects.untouched().with_sides()
    row = rows.filter(seeker=seeker, person=other).first()
    if row is None:
        msg = f"{seeker} is not suggested {other} for {story.area}: who shows what has changed in the practice city"
        raise DomainError(msg, code="practice.no_suggestion")
    _go_through(row, story, seeker, other)
    _set_days(city, row, story)


def _go_through(row: MatchSuggestion, story: Story, seeker: Profile, other: Profile) -> None:
    mine, theirs = find_account(seeker), find_account(other)
    if story.state == State.SAVED:
        save_suggestion(row, actor=mine)
    elif story.is_asked:
        introduce_suggestion(row, actor=mine)
        row.refresh_from_db()
        if story.state == State.CONVERTED:
            _work_together(agree_to_introduction(row, actor=theirs), story, seeker)
        elif story.state == State.DECLINED:
            decline_introduction(row, actor=theirs)
    elif story.state == State.DECLINED:
        pass_suggestion(row, actor=mine)


def _work_together(made: Collaboration, story: Story, seeker: Profile) -> None:
    """What the two then did; the youngest of them has just agreed."""
    if story.result:
        begin_collaboration(made, actor=find_account(seeker))
        complete_collaboration(made, actor=find_account(seeker), result=story.result)


def _set_days(city: City, row: MatchSuggestion, story: Story) -> None:
    """What lies in the past lies there, and nobody is asked today what became of it."""
    shown = city.today() - story.days_ago * DAY
    introduced = shown + 2 * DAY if story.is_asked and story.state != State.SAVED else None
    ends = introduced + ANSWER_DAYS * DAY if introduced else shown + SHOWN_DAYS * DAY
    days = {"shown_on": shown, "introduced_on": introduced, "ends_on": ends, "rests_until": ends + REST_DAYS * DAY}
    row.refresh_from_db()
    if row.collaboration is not None:
        _set_days_together(row.collaboration, introduced or shown)
    passed = story.state == State.DECLINED and not story.is_asked
    if row.collaboration is not None or passed:
        days["ended_on"] = shown + 5 * DAY
    elif ends <= city.today():
        days["ended_on"] = ends
    MatchSuggestion.objects.filter(pk=row.pk).update(state=story.state, **days)


def _set_days_together(made: Collaboration, day: date) -> None:
    begun = day + 10 * DAY
    is_over = made.is_over
    Collaboration.objects.filter(pk=made.pk).update(
        proposed_on=day,
        answer_by=day + 30 * DAY,
        starts_on=begun if is_over else None,
        ended_on=begun + 150 * DAY if is_over else None,
    )
    Schedule.objects.filter(subject_type=made._meta.label_lower, subject_id=made.pk).delete()
