"""What leads from the page of a recorded session to what people saw in each other there."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from collaborations.queries.endorsements import was_there
from educities.accounts.models import Person
from labs.models import Cohort
from labs.queries.steps import find_session_step
from labs.values import Step
from meetings.models import Session
from meetings.values.page_links import SessionLink


def list_session_links(session: Session, user: Person) -> Iterator[SessionLink]:
    """For who was there: the question. For who leads the cohort: how many have answered it."""
    if session.state != Session.State.RECORDED:
        return
    if was_there(user, session):
        url = reverse("endorse_after_session", args=[session.city.slug, session.pk])
        yield SessionLink(url, _("What did you see in someone else?"), "handshake")
    owner = session.group.owner
    if isinstance(owner, Cohort) and user.has_perm("labs.enrol_cohort", owner):
        url = reverse("cohort_endorsements", args=[session.city.slug, owner.pk])
        yield SessionLink(url, _("Strengths seen in each other"), "users")


def find_endorsement_step(cohort: Cohort, user: Person) -> Step | None:
    """For who leads the cohort: who has not yet said, or heard, anything; before a session is recorded, that session."""
    sessions = cohort.group.sessions.all()
    if not any(one.state == Session.State.RECORDED for one in sessions):
        return find_session_step(cohort, user)
    if not user.has_perm("labs.enrol_cohort", cohort):
        return None
    url = reverse("cohort_endorsements", args=[cohort.city.slug, cohort.pk])
    return Step(url, _("See who is still missing"))
