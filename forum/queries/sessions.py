"""From a session of the forum's group the way to the meeting; which meeting is the next one."""

from django.urls import reverse
from django.utils.translation import gettext as _

from educities.accounts.models import Person
from forum.models import Charter, Meeting
from meetings.models import Session
from meetings.values.page_links import SessionLink


def find_next_meeting(charter: Charter) -> Meeting | None:
    """The meeting that is held now, else the next one that is planned."""
    rows = Meeting.objects.filter(charter=charter, ended_at=None).select_related("session", "city")
    open_states = (Session.State.HELD, Session.State.SCHEDULED, Session.State.DRAFT)
    return rows.filter(session__state__in=open_states).order_by("session__starts_at").first()  # type: ignore[no-any-return]


def find_held_meeting(charter_id: int) -> Meeting | None:
    """The meeting of the forum that is held now."""
    rows = Meeting.objects.select_related("session__group", "charter__city", "city")
    held = rows.filter(charter=charter_id, session__state=Session.State.HELD)
    return held.order_by("-session__starts_at").first()  # type: ignore[no-any-return]


def list_session_links(session: Session, reader: Person) -> list[SessionLink]:
    """The meeting whose session it is, with its agenda and minutes."""
    if session.group.kind != "forum":
        return []
    meeting = Meeting.objects.filter(session=session).first()
    if meeting is None:
        return []
    url = reverse("forum_meeting", args=[session.city.slug, meeting.pk])
    return [SessionLink(url, _("Agenda and minutes"), "list-checks")]
