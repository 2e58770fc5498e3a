"""Journeys on the pages about a person: their own, those a guardian is asked about, and those of a child."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consents.values import Things, WaitingLine
from educities.kit.multilingual import translate_plain
from journeys.models import Traveller, TripConsent
from journeys.queries.trip_links import OPEN, build_answer_url, list_questions_to
from stakeholders.models import Profile


def find_my_trips(profile: Profile) -> Things | None:
    """The journeys on which this person travels, and those of children they answer for; what waits for an answer.

    None without any.
    """
    trips = _list_trips(profile)
    questions = [(row, build_answer_url(row)) for row in list_questions_to(profile)]
    if not trips and not questions:
        return None
    own = [_build_own_line(row) for row in trips if profile.is_minor and row.own_answer is None]
    asked = [_build_question_line(row, url) for row, url in questions if row.state == TripConsent.State.ASKED]
    return Things({"trips": trips, "questions": questions, "is_minor": profile.is_minor}, [*own, *asked])


def _list_trips(profile: Profile) -> list[Traveller]:
    rows = Traveller.objects.filter(profile=profile, expedition__state__in=OPEN)
    return list(rows.select_related("expedition__city", "city").order_by("expedition__starts_on", "pk"))


def _build_own_line(row: Traveller) -> WaitingLine:
    text = _("Do you want to travel along? “%(name)s”") % {"name": translate_plain(row.expedition.question)}
    return WaitingLine(text, reverse("answer_trip", args=[row.city.slug, row.pk]), order=15, label=_("Read and answer"))


def _build_question_line(row: TripConsent, url: str) -> WaitingLine:
    text = _("May your child travel along? “%(name)s”")
    named = text % {"name": translate_plain(row.traveller.expedition.question)}
    return WaitingLine(named, url, order=15, label=_("Read and answer"))


def find_child_trips(profile: Profile) -> Things | None:
    """What a guardian reads of the journeys that a child is to make; each answers by the link of their own mail."""
    rows = _list_trips(profile)
    return Things({"waiting": rows}) if rows else None
