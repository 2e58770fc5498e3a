"""What leads from the page of a session to its exchange of offers and needs."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from educities.accounts.models import Person
from meetings.models import Session
from meetings.values.page_links import SessionLink


def list_session_links(session: Session, user: Person) -> Iterator[SessionLink]:
    """Who leads exchanges opens that of the session, or comes to it."""
    is_of_use = session.state not in {Session.State.DRAFT, Session.State.CANCELLED}
    if is_of_use and user.has_perm("exchange.add_exchange", session.city):
        there = reverse("open_exchange_of_session", args=[session.city.slug, session.pk])
        yield SessionLink(there, _("Offers and needs"), "handshake")
