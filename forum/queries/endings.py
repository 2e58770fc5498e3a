"""What becomes of the forum when the city's five years end early: sentences for the page that asks."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.kit.day_words import format_day
from educities.kit.multilingual import join_localised
from forum.models import Charter, Meeting, Seat
from meetings.models import Session
from programs.models import Program


def list_end_effects(program: Program) -> list[str]:
    """That the forum rests, what stays of it, and which meetings people are invited to. Three queries."""
    charter = Charter.objects.filter(body__program=program).first()
    if charter is None:
        return []
    lines = [
        _("The strategic forum does not meet until new five years are signed. Its members are told."),
        _("Its agenda, its decisions and what everyone reads of them stay, and go on with the new five years."),
    ]
    if n := Seat.objects.active().filter(charter=charter).count():
        text = ngettext("%(n)s seat stays until its last day.", "%(n)s seats stay until their last day.", n)
        lines.append(text % {"n": n})
    invited = Meeting.objects.filter(charter=charter, session__state=Session.State.SCHEDULED)
    rows = invited.select_related("session", "city").order_by("session__starts_at")
    if days := [format_day(row.session.starts_at.astimezone(row.city.zone).date()) for row in rows]:
        text = _("People are invited to the forum on %(days)s. Call it off, or sign new five years before that day.")
        lines.append(text % {"days": join_localised(days)})
    return lines
