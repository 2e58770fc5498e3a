"""From a session of the forum's group the way to the meeting."""

from django.urls import reverse
from django.utils.translation import gettext as _

from educities.accounts.models import Person
from forum.models import Meeting
from meetings.models import Session
from meetings.values.page_links import SessionLink


def list_session_links(session: Session, reader: Person) -> list[SessionLink]:
    """The meeting whose session it is, with its agenda and minutes."""
    if session.group.kind != "forum":
        return []
    meeting = Meeting.objects.filter(session=session).first()
    if meeting is None:
        return []
    url = reverse("forum_meeting", args=[session.city.slug, meeting.pk])
    return [SessionLink(url, _("Agenda and minutes"), "list-checks")]
