"""Whose the words of a collaboration are: whoever leaves takes their own along, and nobody else's."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from collaborations import verbs
from collaborations.models import Collaboration
from educities.activity.models import AuditEntry
from educities.kit.multilingual import LANGUAGES, translate_plain
from stakeholders.models import Profile

# What is written with a proposal, and what with its end.
BEGUN_WITH, ENDED_WITH = ("title", "purpose"), ("result", "next_step")
LINES = (*BEGUN_WITH, *ENDED_WITH)


def take_words(profile: Profile) -> None:
    """The lines that the person wrote last are gone from what they took part in. A title is followed by a neutral one: the
    page of the others keeps a name.
    """
    own = Collaboration.objects.filter(Q(proposed_by=profile) | Q(parties__profile=profile)).distinct()
    rows = {row.pk: row for row in own.select_related("area")}
    writers = _find_writers(rows)
    for row in rows.values():
        lines = [line for line in LINES if getattr(row, line) and _is_own(row, writers.get((row.pk, line)), profile)]
        if lines:
            left = {line: write_neutral_title(row) if line == "title" else {} for line in lines}
            Collaboration.objects.filter(pk=row.pk).update(**left)


def _is_own(row: Collaboration, writer: int | None, profile: Profile) -> bool:
    """Of what no record tells, the words are those of whoever proposed it."""
    return row.proposed_by_id == profile.pk if writer is None else writer == profile.user_id


def _find_writers(numbers: Iterable[int]) -> dict[tuple[int, str], int]:
    """(collaboration, line) -> the account that wrote the line last, by the records. One query."""
    written = {verbs.PROPOSED.code: BEGUN_WITH, verbs.COMPLETED.code: ENDED_WITH}
    keys = [str(number) for number in numbers]
    about = AuditEntry.objects.filter(target_type=Collaboration._meta.label_lower, target_id__in=keys)
    found: dict[tuple[int, str], int] = {}
    for entry in about.filter(verb__in=[*written, verbs.CHANGED.code], actor__isnull=False).order_by("pk"):
        for line in written.get(entry.verb) or entry.data.get("changed", ()):
            found[int(entry.target_id), line] = entry.actor_id
    return found


def write_neutral_title(row: Collaboration) -> dict[str, str]:
    """What it is called once the words of its title are gone, in every language: its area, where it has one."""
    title = {}
    for code in LANGUAGES:
        with override(code):
            area = translate_plain(row.area.label) if row.area else ""
            title[code] = _("Working together: %(area)s") % {"area": area} if area else _("Working together")
    return title
