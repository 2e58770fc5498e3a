"""Sentences made of rows."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from journeys.models import Expedition, Initiative
from journeys.queries.trip_links import find_agreed_trips, find_open_answers
from labs.models import Cohort
from stakeholders.models import Organisation, Profile, StrengthClaim


def write_initiatives_note(cohort: Cohort) -> str:
    """How many initiatives of the cohort go on when it pauses or is over; "" without any."""
    n = Initiative.objects.filter(cohort=cohort).exclude(state__in=Initiative.ENDED).count()
    return ngettext("Its %(n)s initiative goes on.", "Its %(n)s initiatives go on.", n) % {"n": n} if n else ""


def write_archive_blocker(organisation: Organisation) -> str:
    """What stands against archiving the organisation: open initiatives that it owns; or ""."""
    owned = Initiative.objects.filter(owner=organisation).exclude(state__in=Initiative.ENDED).count()
    if not owned:
        return ""
    text = ngettext(
        "It owns %(n)s open initiative. Give it another owner, or stop it first.",
        "It owns %(n)s open initiatives. Give them another owner, or stop them first.",
        owned,
    )
    return text % {"n": owned}


def count_activity_areas(n: int) -> str:
    """So many areas in which cohorts chose to act."""
    return ngettext("%(n)s activity area of a cohort", "%(n)s activity areas of cohorts", n) % {"n": n}


def name_expedition(expedition: Expedition) -> str:
    """An expedition with its first day: several may ask the same question."""
    return f"{expedition} · {format_day(expedition.starts_on)}"


def name_strength(claim: StrengthClaim) -> str:
    """The area of a strength, with the organisation that has it."""
    return f"{claim.area} · {claim.organisation}" if claim.organisation_id else str(claim.area)


def list_ended_answers(profile: Profile) -> list[str]:
    """What this person has agreed to as a parent or guardian, a line for each journey that is not over."""
    text = _(
        "your yes to the expedition “%(title)s”, and the phone you gave for it: the facilitator and the child hear so"
    )
    return [
        text % {"title": translate_plain(answer.traveller.expedition.question)} for answer in find_open_answers(profile)
    ]


def list_places(child: Profile, takes_part: bool) -> list[str]:
    """The journeys ahead to which the child's guardians have agreed, and from which it has a seat to travel."""
    if not takes_part:
        return []
    text = _("The yes to the expedition “%(title)s” applies again.")
    return [text % {"title": translate_plain(trip.question)} for trip in find_agreed_trips(child)]
