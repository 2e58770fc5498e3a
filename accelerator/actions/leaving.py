"""A teacher or a leader leaves the city, or an intake is long over: what goes, and what stays as a number."""

from accelerator.actions.enrolments import count_places, lock_places
from accelerator.models import Enrolment, Leader, Visit
from stakeholders.models import Profile

State = Enrolment.State
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
    if not keep_texts:
        Visit.objects.filter(enrolment__profile=profile).update(note={})
