"""Journeys on the page “My activity”: a person's own, and those of children about which they are asked."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.models import GuardianLink
from consents.values import Things, WaitingLine
from educities.kit.multilingual import translate_plain
from journeys.models import Traveller, TripConsent
from journeys.queries.travellers import has_seat
from journeys.queries.trip_links import OPEN, build_answer_url
from stakeholders.models import Profile

State = TripConsent.State


class Question(NamedTuple):
    """What a guardian is asked about one child and one journey: where it is answered, and what was answered."""

    traveller: Traveller
    url: str
    state: State
    is_seated: bool


def find_my_trips(profile: Profile) -> Things | None:
    """The journeys on which this person travels, and those of children they answer for; what waits for an answer.

    None without any. One query, however many they are.
    """
    rows = list(_find_trips(profile))
    if not rows:
        return None
    trips = [row for row in rows if row.profile_id == profile.pk]
    questions = [_read_question(row) for row in rows if row.profile_id != profile.pk]
    own = [_build_own_line(row) for row in trips if profile.is_minor and row.own_answer is None and _is_seated(row)]
    asked = [_build_question_line(one) for one in questions if one.state == State.ASKED]
    return Things({"trips": trips, "questions": questions, "is_minor": profile.is_minor}, [*own, *asked])


def has_trips() -> Q:
    """Does the person of the profile travel, or is asked for a child?"""
    own = Traveller.objects.filter(profile=OuterRef("pk"), expedition__state__in=OPEN)
    asked = TripConsent.objects.filter(link__guardian=OuterRef("pk"), traveller__expedition__state__in=OPEN)
    return Q(Exists(own)) | Q(Exists(asked))


def _find_trips(profile: Profile) -> QuerySet[Traveller]:
    asked = TripConsent.objects.filter(traveller=OuterRef("pk"), link__guardian=profile).exclude(state=State.EXPIRED)
    asked = asked.filter(link__state=GuardianLink.State.CONFIRMED)
    rows = Traveller.objects.filter(expedition__state__in=OPEN)
    rows = rows.annotate(question=Subquery(asked.values("pk")[:1]), answer=Subquery(asked.values("state")[:1]))
    given = TripConsent.objects.filter(traveller=OuterRef("pk"), state=State.GIVEN)
    given = given.filter(Q(link=None) | Q(link__state=GuardianLink.State.CONFIRMED))
    rows = rows.annotate(has_yes=Exists(given), is_seated=has_seat())
    found: QuerySet[Traveller] = rows.filter(Q(profile=profile) | Q(question__isnull=False))
    return found.select_related("expedition__city", "profile", "city").order_by("expedition__starts_on", "pk")


def _read_question(row: Traveller) -> Question:
    number, state = row.question, row.answer  # type: ignore[attr-defined]  # annotated under these names
    return Question(row, build_answer_url(row.city.slug, number), State(state), _is_seated(row))


def _is_seated(row: Traveller) -> bool:
    return bool(row.is_seated)  # type: ignore[attr-defined]  # annotated under this name


def _build_own_line(row: Traveller) -> WaitingLine:
    text = _("Do you want to travel along? “%(name)s”") % {"name": translate_plain(row.expedition.question)}
    return WaitingLine(text, reverse("answer_trip", args=[row.city.slug, row.pk]), order=15, label=_("Read and answer"))


def _build_question_line(question: Question) -> WaitingLine:
    text = _("May your child travel along? “%(name)s”")
    named = text % {"name": translate_plain(question.traveller.expedition.question)}
    return WaitingLine(named, question.url, order=15, label=_("Read and answer"))
