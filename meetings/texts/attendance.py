"""What the roll says of people and of their marks."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from educities.activity.texts.history_rows import name_accounts
from meetings.models import AttendanceCorrection
from stakeholders.models import Profile


def name_attendee(person: Profile) -> str:
    """How the roll calls who has no seat any more: an erased child by a word that does not tell how old it was."""
    return _("former participant") if person.is_erased_child else person.display_name


def format_late_tap(at: datetime) -> str:
    """Why a mark is corrected that was made before the attendance was final and arrived after it."""
    return _("Marked at %(time)s on a phone without a connection; it arrived after attendance was final.") % {
        "time": f"{at:%H:%M}"
    }


def format_broken(before: Iterable[str], now: Iterable[str]) -> list[str]:
    """A sentence for each condition of a stage already passed that was met before a correction and is not now."""
    text = _("A condition of a stage already passed no longer holds: “%(words)s”. The cohort stays where it is.")
    return [text % {"words": words} for words in now if words not in before]


def name_correctors(corrections: Iterable[AttendanceCorrection]) -> dict[int, str]:
    """How the city calls whoever made these corrections, by the number of each."""
    rows = list(corrections)
    names = name_accounts({row.by_id for row in rows if row.by_id})
    return {row.pk: names.get(row.by_id or 0, "") for row in rows}
