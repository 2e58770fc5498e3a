"""A city after three years, in bulk: for people to look at, and for the test of lists. Nothing of it went through an action."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from django.utils import timezone

from challenges.models import Challenge, Contribution
from cities.models import City
from educities.accounts.models import User
from journeys.models import Expedition, Initiative
from labs.models import Cohort, Lab, Override
from meetings.models import Group, Session
from reports.management.practice.words import in_three
from stakeholders.models import Organisation, Profile, Representation, Sector
from stakeholders.values import guess_first_name

FIRST = ("נועה", "אמל", "Maya", "أمل", "יוסי", "محمد", "Daniel", "فاطمة", "תמר", "يوسف", "שרה", "ليلى")
LAST = ("כהן", "خوري", "Levi", "حدّاد", "מזרחי", "سليمان", "Peretz", "ביטון", "منصور", "אוחיון", "نصّار")
PLACES = ("הדר", "وادي النسناس", "נווה שאנן", "الحليصة", "רמת הנשיא")


@dataclass(frozen=True)
class GrownSize:
    """How much of each there is. Of the ideas `crowd` answer one challenge."""

    people: int = 800
    organisations: int = 300
    labs: int = 12
    cohorts: int = 40
    sessions: int = 400
    challenges: int = 12
    ideas: int = 3000
    crowd: int = 1500
    expeditions: int = 120
    initiatives: int = 90
    overrides: int = 60


def fill_city(city: City, actor: User, size: GrownSize | None = None) -> None:
    """The scope's city has so much more of everything. What waits is the oldest of its kind."""
    size = size or GrownSize()
    people = _fill_people(size)
    organisations = _fill_organisations(size, people)
    cohorts = _fill_cohorts(size, organisations)
    _fill_sessions(size, cohorts)
    _fill_journeys(size, cohorts, organisations)
    _fill_overrides(size, cohorts, actor)
    _fill_challenges(size, people)


def _mix_states(number: int, waiting: Any, over: Any) -> list[Any]:
    """So many states: a third waits, and was there first."""
    return [waiting] * (number // 3) + [over] * (number - number // 3)


def _name_row(kind: tuple[str, str, str], number: int) -> dict[str, str]:
    return in_three(*(f"{word} {number}" for word in kind))


def _fill_people(size: GrownSize) -> list[Profile]:
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    rows = (
        Profile(display_name=name, neighbourhood=place)
        for name, place in zip(islice(cycle(names), size.people), cycle(PLACES), strict=False)
    )
    return Profile.objects.bulk_create(rows)


def _fill_organisations(size: GrownSize, people: list[Profile]) -> list[Organisation]:
    states = _mix_states(size.organisations, Organisation.State.PROPOSED, Organisation.State.ACTIVE)
    kind = ("House", "בית", "بيت")
    rows = [
        Organisation(name=_name_row(kind, n), sector=sector, state=state)
        for n, (state, sector) in enumerate(zip(states, cycle(Sector.values), strict=False))
    ]
    made = Organisation.objects.bulk_create(rows)
    active = [row for row in made if row.state == Organisation.State.ACTIVE]
    since = date(2024, 1, 1)
    spoken = zip(active, people, strict=False)
    Representation.objects.bulk_create(
        Representation(organisation=row, profile=person, starts_on=since, accepted_at=timezone.now())
        for row, person in spoken
    )
    return active


def _fill_cohorts(size: GrownSize, organisations: list[Organisation]) -> list[Cohort]:
    states = _mix_states(size.labs, Lab.State.LAUNCHED, Lab.State.CLOSED)
    kind, lab_kind = ("Cohort", "מחזור", "فوج"), ("Lab", "מעבדה", "مختبر")
    labs = Lab.objects.bulk_create(
        Lab(name=_name_row(lab_kind, n), question=_name_row(lab_kind, n), host=organisations[0], state=state)
        for n, state in enumerate(states)
    )
    groups = Group.objects.bulk_create(Group(kind="cohort") for _n in range(size.cohorts))
    states = _mix_states(size.cohorts, Cohort.State.RUNNING, Cohort.State.COMPLETED)
    rows = [
        Cohort(lab=lab, group=group, number=n + 1, name=_name_row(kind, n), stage=n % 4 + 1, state=state)
        for n, (group, state, lab) in enumerate(zip(groups, states, cycle(labs), strict=False))
    ]
    return Cohort.objects.bulk_create(rows)


def _fill_sessions(size: GrownSize, cohorts: list[Cohort]) -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    kind = ("Session", "מפגש", "لقاء")
    Session.objects.bulk_create(
        Session(
            group_id=cohort.group_id,
            stage=cohort.stage,
            title=_name_row(kind, n),
            starts_at=now + timedelta(days=n - size.sessions // 2, hours=n % 5),
            ends_at=now + timedelta(days=n - size.sessions // 2, hours=n % 5 + 2),
            place="Library",
            state=Session.State.SCHEDULED,
        )
        for n, cohort in enumerate(islice(cycle(cohorts), size.sessions))
    )


def _fill_journeys(size: GrownSize, cohorts: list[Cohort], organisations: list[Organisation]) -> None:
    states = _mix_states(size.expeditions, Expedition.State.PLANNED, Expedition.State.LEARNED)
    kind, first = ("How do they learn there?", "איך לומדים שם?", "كيف يتعلّمون هناك؟"), date(2025, 1, 1)
    Expedition.objects.bulk_create(
        Expedition(
            cohort=cohort,
            question=_name_row(kind, n),
            place="Harbour",
            starts_on=first + timedelta(days=n),
            ends_on=first + timedelta(days=n),
            state=state,
        )
        for n, (state, cohort) in enumerate(zip(states, cycle(cohorts), strict=False))
    )
    states = _mix_states(size.initiatives, Initiative.State.PILOTING, Initiative.State.EMBEDDED)
    kind = ("Open schoolyards", "חצרות פתוחות", "ساحات مفتوحة")
    Initiative.objects.bulk_create(
        Initiative(
            cohort=cohort,
            title=_name_row(kind, n),
            owner=owner,
            starts_on=first,
            due_on=first + timedelta(days=n),
            state=state,
        )
        for n, (state, cohort, owner) in enumerate(zip(states, cycle(cohorts), cycle(organisations), strict=False))
    )


def _fill_overrides(size: GrownSize, cohorts: list[Cohort], actor: User) -> None:
    states = _mix_states(size.overrides, Override.State.REQUESTED, Override.State.REFUSED)
    Override.objects.bulk_create(
        Override(
            rule_code=("G11", "G13", "G23", "G31", "G32", "G36")[n // len(cohorts) % 6],
            cohort=cohort,
            requested_by=actor,
            reason="The journey is planned for March",
            remedy="We travel in March",
            wanted_until=timezone.now().date() + timedelta(days=30),
            state=state,
        )
        for n, (state, cohort) in enumerate(zip(states, cycle(cohorts), strict=False))
    )


def _fill_challenges(size: GrownSize, people: list[Profile]) -> None:
    states = _mix_states(size.challenges, Challenge.State.REVIEWING, Challenge.State.CLOSED)
    kind = ("What does the street need?", "מה חסר ברחוב?", "ماذا ينقص الشارع؟")
    rows = Challenge.objects.bulk_create(
        Challenge(question=_name_row(kind, n), intro=_name_row(kind, n), state=state, opened_at=timezone.now())
        for n, state in enumerate(states)
    )
    text = ("מגרש משחקים מוצל ליד בית הספר", "ظلّ في ساحة اللعب قرب المدرسة", "Shade on the playground")
    numbers = [size.crowd] + [(size.ideas - size.crowd) // max(len(rows) - 1, 1)] * (len(rows) - 1)
    waits = size.crowd // 20
    ideas = []
    for challenge, number in zip(rows, numbers, strict=False):
        for n in range(number):
            is_read = challenge is not rows[0] or n >= waits
            ideas.append(
                Contribution(
                    challenge=challenge,
                    author=people[n % len(people)],
                    shown_as=guess_first_name(people[n % len(people)].display_name),
                    text=f"{text[n % 3]}, {n}",
                    original_lang=("he", "ar", "en")[n % 3],
                    supports_count=n * 7 % 41,
                    state=Contribution.State.VISIBLE if is_read else Contribution.State.PENDING,
                    published_at=timezone.now() if is_read else None,
                )
            )
        challenge.contributions_count = number - (waits if challenge is rows[0] else 0)
    Contribution.objects.bulk_create(ideas, batch_size=1000)
    Challenge.objects.bulk_update(rows, ["contributions_count"])
