"""A teacher or a leader leaves the city, or an intake is long over: what goes, and what stays as a number."""

from django.db.models import Q

from accelerator.actions.enrolments import count_places, lock_places
from accelerator.models import (
    Credential,
    Enrolment,
    Leader,
    Observation,
    Project,
    ProjectNote,
    TeacherReflection,
    Visit,
)
from accelerator.values.credentials import new_mark
from stakeholders.models import Profile

State = Enrolment.State
PROJECT_WORDS = ("question", "goal", "helped", "hindered", "pupils_say")
SEEN_WORDS = ("host_question", "pupils_do", "teacher_does", "learns", "question", "summary", "next_try")
GONE = {"why": {}, "head_email": "", "head_reason": ""}


def leave_accelerators(profile: Profile, keep_texts: bool) -> None:
    """What is open is given up and its place is free; who has graduated stays counted. Nothing that was written stays."""
    Leader.objects.filter(profile=profile).delete()
    own = Enrolment.objects.filter(profile=profile)
    for row in own.exclude(state__in=[*Enrolment.OVER, State.GRADUATED]).select_related("accelerator").order_by("pk"):
        accelerator = lock_places(row.accelerator)
        row.move(State.WITHDRAWN)
        count_places(accelerator)
    own.update(**GONE)
    _forget_words(profile)
    if not keep_texts:
        Visit.objects.filter(enrolment__profile=profile).update(note={})


def _forget_words(profile: Profile) -> None:
    """What was written in confidence goes with either of the two; what counts for the other stays, without a word.

    A credential stays as a number; its link that shows the name ends.
    """
    TeacherReflection.objects.filter(enrolment__profile=profile).delete()
    ProjectNote.objects.filter(project__enrolment__profile=profile).delete()
    Project.objects.filter(enrolment__profile=profile).update(**{name: {} for name in PROJECT_WORDS}, class_name="–")
    seen = Observation.objects.filter(Q(host__profile=profile) | Q(observer__profile=profile))
    seen.filter(answered_on=None).delete()
    seen.update(**{name: {} for name in SEEN_WORDS}, sentence={"en": "–"}, class_name="–", strength=None)
    for row in Credential.objects.filter(enrolment__profile=profile):
        Credential.objects.filter(pk=row.pk).update(mark=new_mark())
