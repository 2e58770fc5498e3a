"""What people and organisations of the practice city do together, over the years."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cities.models import City
from collaborations.actions.commitments import promise_in_collaboration
from collaborations.actions.course import (
    begin_collaboration,
    complete_collaboration,
    end_collaboration,
    pause_collaboration,
)
from collaborations.actions.proposals import agree_to_collaboration, extend_collaboration, propose_collaboration
from collaborations.actions.sides import Group, Holder
from collaborations.models import Collaboration, Party
from educities.accounts.models import User
from educities.activity.models import Schedule
from network_map.actions import choose_level
from network_map.models import MapChoice
from reports.management.practice.cast import Cast
from reports.management.practice.collaboration_words import STORIES, Side, Story
from reports.management.practice.people import PracticePeople
from reports.management.practice.words import in_three
from stakeholders.models import Area, Profile
from stakeholders.values import school_year_of

DAY = timedelta(days=1)
State = Collaboration.State

MOVED_AWAY = "המהנדסת עברה לעיר אחרת, ולא נמצא מי שימשיך."
LIBRARY = in_three("The library on Monday evenings", "הספרייה בערבי יום שני", "المكتبة مساء كل اثنين")
# The place of the story in which the school makes a commitment.
PROMISED_IN = 8
# What the resident finds waiting for an answer.
ASKED = in_three("A reading hour on the playground", "שעת קריאה בגן השעשועים", "ساعة قراءة في ملعب الأطفال")


def create_collaborations(city: City, cast: Cast, town: PracticePeople) -> None:
    """Some of each state, from two years ago until today, and one that waits for the resident's answer."""
    rows: list[Collaboration] = []
    for story in STORIES:
        rows.append(_tell_story(city, town, story, rows))
    _promise_inside(city, town, rows[PROMISED_IN])
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


def _tell_story(city: City, town: PracticePeople, story: Story, before: list[Collaboration]) -> Collaboration:
    own, area = town.speakers[story.own], Area.objects.filter(code=story.area).first()
    others = [_find_holder(town, one) for one in story.others]
    common: dict[str, Any] = {"actor": find_account(own), "own": own, "gives": story.gives, "title": story.title}
    if story.began_from is None:
        row = propose_collaboration(others, circle=story.circle, area=area, **common)
    else:
        row = extend_collaboration(before[story.began_from], others, area=area, **common)
    for side in row.parties.filter(state=Party.State.ASKED).select_related("collaboration", "profile", "organisation"):
        speaker = side.profile or town.speakers[_find_number(town, side)]
        agree_to_collaboration(side, actor=find_account(speaker))
    row.refresh_from_db()
    _go_through(row, story, own)
    _set_days(city, row, story)
    row.refresh_from_db()
    return row


def _find_holder(town: PracticePeople, side: Side) -> Holder:
    if isinstance(side, int):
        return town.speakers[side]
    organisation = town.organisations[side[1]]
    return Group(organisation, side[2], side[3]) if len(side) == 4 else organisation


def _promise_inside(city: City, town: PracticePeople, row: Collaboration) -> None:
    """The school gives its library for what it takes part in."""
    side = row.parties.filter(organisation__isnull=False).select_related("organisation__city").get()
    year = school_year_of(city.today(), city.school_year_start)
    promise_in_collaboration(
        side,
        actor=find_account(town.speakers[_find_number(town, side)]),
        kind="room",
        unit="times",
        quantity=Decimal(12),
        title=LIBRARY,
        period=year,
        due_on=city.today() + 60 * DAY,
    )


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
