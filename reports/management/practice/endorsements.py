"""What people of the practice city saw in each other after the first sessions of their cohort."""

from cities.models import City
from collaborations.actions.endorsements import give_endorsement, keep_endorsement, leave_endorsement
from collaborations.models import Endorsement
from educities.accounts.models import User
from labs.models import Cohort
from meetings.models import Attendance, Session
from reports.management.practice.people import PracticePeople
from reports.management.practice.words import in_three
from stakeholders.models import Profile
from stakeholders.models.visibility import Visibility

SEEN = ("patience", "curiosity", "mediation", "reliability", "storytelling", "big-picture", "courage", "empathy")
WORDS = (
    in_three(
        "When everybody spoke at once, you waited until the quietest of us had spoken too.",
        "כשכולם דיברו בבת אחת, חיכית עד שגם השקטים מאיתנו דיברו.",
        "حين تكلم الجميع معًا، كان الانتظار منكم حتى تكلّم أهدأنا أيضًا.",
    ),
    in_three(
        "You asked the question that none of us had dared to ask.",
        "שאלת את השאלה שאף אחד מאיתנו לא העז לשאול.",
        "طرحتم السؤال الذي لم يجرؤ أحد منا على طرحه.",
    ),
)


def see_each_other(city: City, town: PracticePeople, cohort: Cohort) -> None:
    """After the first session each sees something in the next one, after the second those who had been away.

    Of a cohort that has met once some have said nothing yet. Most was kept; something waits, and one was not kept.
    """
    first, *later = Session.objects.filter(group=cohort.group, stage=1, state=Session.State.RECORDED)[:2]
    people = _list_there(first)
    _see_around(town, first, people if later else people[:5])
    for session in later:
        there = _list_there(session)
        away = [one for one in there if one not in people]
        _see_around(town, session, [*away, next(one for one in there if one in people)])
    for session in (first, *later):
        day = session.starts_at.astimezone(city.zone).date()
        rows = Endorsement.objects.filter(session=session)
        rows.update(given_on=day)
        rows.exclude(answered_on=None).update(answered_on=day)


def _list_there(session: Session) -> list[Profile]:
    there = Attendance.objects.there().filter(session=session, profile__user__isnull=False)
    return [mark.profile for mark in there.select_related("profile__user").order_by("pk")]


def _see_around(town: PracticePeople, session: Session, people: list[Profile]) -> None:
    for number, (giver, receiver) in enumerate(zip(people, [*people[1:], people[0]], strict=True)):
        row = give_endorsement(
            session,
            giver,
            receiver,
            actor=_find_user(giver),
            area=town.areas[SEEN[number % len(SEEN)]],
            words=WORDS[number % 4] if number % 4 < len(WORDS) else {},
        )
        if number % 6 == 4:
            leave_endorsement(row, actor=_find_user(receiver))
        elif number % 6 != 5:
            level = Visibility.RESIDENTS if number % 2 else Visibility.COHORT
            keep_endorsement(row, actor=_find_user(receiver), visibility=level)


def _find_user(person: Profile) -> User:
    return User.objects.get(pk=person.user_id)
