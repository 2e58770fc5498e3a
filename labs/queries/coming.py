"""The sessions that lie ahead of whoever guides, directs or takes part, and the first of a lab."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext

from cities.models import City
from educities.accounts.models import Person
from educities.activity.texts.mail_dates import short_moment
from educities.activity.texts.mail_kinds import quote_words
from educities.kit.multilingual import translate_plain
from labs.models import Cohort, CohortMember, Lab
from labs.rules import find_labs_led
from meetings.models import Session

MOST_SESSIONS = 6


def list_coming_sessions(city: City, user: Person, since: datetime, until: datetime) -> list[str]:
    """When and what, and of which cohort; the sessions of the cohorts that the person guides, or sits in."""
    cohorts = Cohort.objects.all()
    labs = find_labs_led(user, city)
    if labs is not None and not user.has_perm("cities.see_dashboard_city", city):
        sits_in = CohortMember.objects.active().filter(profile__user_id=user.pk).values("cohort_id")
        cohorts = cohorts.filter(Q(lab_id__in=labs) | Q(pk__in=sits_in))
    names = {cohort.group_id: translate_plain(cohort.name) for cohort in cohorts}
    sessions = Session.objects.to_come().filter(group_id__in=names, starts_at__range=(since, until))
    between = pgettext("between the parts of a list", ", ")
    return [
        f"{short_moment(session.starts_at.astimezone(city.zone))}: {quote_words(translate_plain(session.title))}"
        f"{between}{names[session.group_id]}"
        for session in sessions.order_by("starts_at")[:MOST_SESSIONS]
    ]


def list_known_sessions(lab: Any) -> QuerySet[Session]:
    """The sessions of the lab's cohorts that its members know of, the first one first."""
    known = Session.objects.exclude(state__in=[Session.State.DRAFT, Session.State.CANCELLED])
    rows: QuerySet[Session] = known.filter(group__cohort__lab=lab).order_by("starts_at", "pk")
    return rows


def find_first_session(lab: Lab) -> Session | None:
    """The first session of the lab's cohorts that its members know of."""
    return list_known_sessions(lab).select_related("city").first()
