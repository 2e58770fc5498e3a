"""Attendance that somebody else marked for a person."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from educities.kit.multilingual import translate_plain
from meetings.models import Attendance
from stakeholders.models import Profile
from stakeholders.queries.managed import EnteredAct

# The marks of some years are a list of their own: the newest stand here.
MOST_MARKS = 50


def find_entered_marks(profile: Profile) -> Iterator[EnteredAct]:
    """The newest marks by others. A mark is what somebody saw: the facilitator corrects it, nobody takes it back."""
    rows = Attendance.objects.filter(profile=profile, by__isnull=False).select_related("session")
    for mark in rows.exclude(by=profile.user_id or 0).order_by("-at")[:MOST_MARKS]:
        text = _("%(session)s: %(status)s") % {
            "session": translate_plain(mark.session.title),
            "status": mark.get_status_display(),
        }
        how = mark.get_how_display()
        yield EnteredAct("mark", mark.pk, text, mark.at, mark.by_id, how=how, can_refuse=False)
