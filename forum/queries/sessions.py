"""From a session of the forum's group the way to the meeting; which meeting is the next one."""

from datetime import datetime

from django.db.models import Case, Exists, OuterRef, When
from django.urls import reverse
from django.utils.translation import gettext as _

from educities.accounts.models import Person
from forum.models import AgendaItem, Charter, Meeting
from meetings.models import Session
from meetings.values.page_links import SessionLink

# Of these states a meeting is the next one, from the first.
NEAREST = (Session.State.HELD, Session.State.SCHEDULED, Session.State.DRAFT)


def find_next_meeting(charter: Charter) -> Meeting | None:
    """The meeting that is held now, else the next one to which people are invited, else the next draft."""
    rows = Meeting.objects.filter(charter=charter, ended_at=None).select_related("session", "city")
    place = Case(*(When(session__state=state, then=number) for number, state in enumerate(NEAREST)))
    return rows.filter(session__state__in=NEAREST).order_by(place, "session__starts_at").first()  # type: ignore[no-any-return]


def find_invited_after(charter: Charter, starts_at: datetime) -> Meeting | None:
    """The next meeting after that moment to which people are invited and on whose agenda something waits."""
    rows = Meeting.objects.filter(
        charter=charter, session__state=Session.State.SCHEDULED, session__starts_at__gt=starts_at
    )
    waiting = AgendaItem.objects.waiting().filter(meeting=OuterRef("pk"), postponed=0)
    return rows.filter(Exists(waiting)).select_related("session", "city").order_by("session__starts_at").first()  # type: ignore[no-any-return]


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
