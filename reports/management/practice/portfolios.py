"""What the teachers of the practice city wrote: projects, notes, reflections, visits to the classes of others."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from accelerator.models import (
    Accelerator,
    Enrolment,
    Observation,
    Pair,
    Project,
    ProjectNote,
    TeacherReflection,
    Visit,
)
from accelerator.queries.progress import list_missed_sessions
from reports.management.practice import accelerator_words as words
from reports.management.practice.accelerator_words import ProjectWords
from stakeholders.models import Area, Organisation

DAY = timedelta(days=1)
Pairs = tuple[tuple[int, int], ...]
# Who visits whom in the two rounds, across schools, by the place among the teachers.
ROUNDS: tuple[Pairs, ...] = (((0, 1), (2, 3), (4, 5)), ((0, 5), (2, 1), (4, 3)))
# Those who still go on: in the second round, some visits and all answers are still to come.
LATER_ROUNDS: tuple[Pairs, ...] = (((0, 1), (2, 4), (6, 5)), ((0, 2), (1, 4)))


def carry_work(
    row: Accelerator, partners: Sequence[Organisation], projects: Sequence[ProjectWords], rounds: Sequence[Pairs]
) -> None:
    """Projects, notes, reflections, and visits of the rounds, each on its day."""
    teachers = list(row.enrolments.with_names().order_by("pk"))
    begins = row.terms.get(number=2).starts_on + 30 * DAY
    is_over = row.intake.ends_on < row.city.today()
    for place, (teacher, project) in enumerate(zip(teachers, projects, strict=False)):
        _create_project(teacher, project, partners[project.partner], begins + place * DAY, 4 if is_over else 3 - place)
        _write_reflections(teacher, 3 if is_over else 1 + place % 2)
    for number, pairs in enumerate(rounds, 1):
        for first, second in pairs:
            is_shared = (first, second) == pairs[0]
            _visit_each_other(number, teachers[first], teachers[second], is_shared=is_shared)
    _make_good(next(one for one in teachers if list_missed_sessions(one)))


def _write_reflections(teacher: Enrolment, number: int) -> None:
    language, starts_on = teacher.profile.language, teacher.accelerator.intake.starts_on
    TeacherReflection.objects.bulk_create(
        TeacherReflection(
            enrolment=teacher,
            text={language: text},
            is_shared=place == 0,
            written_on=starts_on + (100 + 150 * place) * DAY,
        )
        for place, text in enumerate(words.REFLECTIONS[language][:number])
    )


def _make_good(teacher: Enrolment) -> None:
    session, language = list_missed_sessions(teacher)[0].session, teacher.profile.language
    note = {language: words.VISIT_NOTE[language]}
    day = session.starts_at.date() + 14 * DAY
    Visit.objects.create(enrolment=teacher, session=session, visited_on=day, note=note)


def _create_project(teacher: Enrolment, given: ProjectWords, partner: Organisation, day: date, notes: int) -> None:
    language = teacher.profile.language
    is_over = notes >= len(words.NOTES[language])
    made = Project.objects.create(
        enrolment=teacher,
        question=given.question,
        class_name=given.class_name,
        pupils=27,
        partner=partner,
        partner_sector=partner.sector,
        goal=given.goal,
        start_figure=given.figures[0],
        end_figure=given.figures[1] if is_over else None,
        helped=words.HELPED[language] if is_over else {},
        hindered=words.HINDERED[language] if is_over else {},
        pupils_say=words.PUPILS_SAY[language] if is_over else {},
        shown_to=Project.Shown.CITY,
        reported_on=teacher.accelerator.intake.ends_on - 30 * DAY if is_over else None,
    )
    ProjectNote.objects.bulk_create(
        ProjectNote(project=made, noted_on=day + 35 * number * DAY, text={language: text})
        for number, text in enumerate(words.NOTES[language][:notes])
    )


def _visit_each_other(number: int, one: Enrolment, other: Enrolment, *, is_shared: bool) -> None:
    """Both ways; in the round that runs, one of the two visits is still to come and nobody has answered."""
    row, today = one.accelerator, one.city.today()
    pair = Pair.objects.create(
        accelerator=row,
        number=number,
        first=one,
        second=other,
        first_school=one.organisation,
        second_school=other.organisation,
    )
    is_running = row.intake.ends_on >= today and number > 1
    opens = row.terms.get(number=number + 1).starts_on
    ways = ((other, one),) if is_running else ((other, one), (one, other))
    for place, (observer, host) in enumerate(ways):
        day = min(opens + (45 + 4 * place) * DAY, today - (3 + place) * DAY)
        _write_observation(pair, observer, host, day, is_answered=not is_running, is_shared=is_shared)


def _write_observation(
    pair: Pair, observer: Enrolment, host: Enrolment, day: date, *, is_answered: bool, is_shared: bool
) -> None:
    language, answer = observer.profile.language, host.profile.language
    seen: dict[str, Any] = {name: {language: text} for name, text in words.SEEN[language].items()}
    project = Project.objects.filter(enrolment=host).first()
    Observation.objects.create(
        pair=pair,
        observer=observer,
        host=host,
        held_on=day,
        minutes=25,
        class_name=project.class_name if project else "ד1",
        strength=Area.objects.filter(code="good-questions").first(),
        observer_shares=True,
        host_shares=is_answered and is_shared and pair.number == 1,
        sentence={answer: words.SENTENCE[answer]} if is_answered else {},
        answered_on=day + 4 * DAY if is_answered else None,
        **seen,
    )
