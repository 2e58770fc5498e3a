"""What goes of the accelerator with a person who leaves the city."""

from typing import Any

from django.utils.translation import gettext as _

from accelerator.models import Credential, Enrolment, Leader, Observation, Project, TeacherReflection
from educities.kit.multilingual import translate_plain
from stakeholders.models import Profile


def list_losses(profile: Profile) -> list[str]:
    """What a person gives up who leaves, a line each, as `leave_accelerators` does it."""
    open_ones = Enrolment.objects.exclude(state__in=[*Enrolment.OVER, Enrolment.State.GRADUATED])
    place, leading = (
        _("the place in the teacher accelerator “%(name)s”"),
        _("leading the teacher accelerator “%(name)s”"),
    )
    lines = _name_intakes(open_ones, profile, place) + _name_intakes(Leader.objects.all(), profile, leading)
    if _has_written(profile):
        lines.append(_("the words of project, visits and reflections in the teacher accelerator"))
    numbers = Credential.objects.filter(enrolment__profile=profile).order_by("pk").values_list("number", flat=True)
    return [*lines, *(_("the name beside the credential %(number)s") % {"number": one} for one in numbers)]


def _name_intakes(rows: Any, profile: Profile, text: str) -> list[str]:
    found = rows.filter(profile=profile).select_related("accelerator").order_by("pk")
    return [text % {"name": translate_plain(row.accelerator.name)} for row in found]


def _has_written(profile: Profile) -> bool:
    own = (
        Project.objects.filter(enrolment__profile=profile),
        TeacherReflection.objects.filter(enrolment__profile=profile),
        Observation.objects.filter(observer__profile=profile) | Observation.objects.filter(host__profile=profile),
    )
    return any(rows.exists() for rows in own)
