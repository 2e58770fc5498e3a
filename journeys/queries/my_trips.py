"""Journeys on the page “My activity”: a person's own, and those of children about which they are asked."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from consents.models import GuardianLink
from consents.values import Things, WaitingLine
from educities.kit.multilingual import translate_plain
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.trip_links import OPEN, build_answer_url
from journeys.queries.trip_seats import annotate_seats, read_why_unseated
from journeys.texts.trip_states import (
    Standing,
    describe_for_guardian,
    describe_own_answer,
    describe_own_state,
    describe_to_family,
)
from stakeholders.models import Profile

State = TripConsent.State


class OwnTrip(NamedTuple):
    """A journey of the person's own, and what is true of it for them; "" for an adult."""

    traveller: Traveller
    state: str
    own_answer: str


class Question(NamedTuple):
    """What a guardian is asked about one child and one journey: where it is answered, and what is true of it."""

    traveller: Traveller
    url: str
    state: str
    is_open: bool


def find_my_trips(profile: Profile) -> Things | None:
    """The journeys on which this person travels, and those of children they answer for; what waits for an answer.

    None without any. Two queries, however many they are.
    """
    rows = list(find_trips(Q(profile=profile) | Q(question__isnull=False), guardian=profile))
    if not rows:
        return None
    own = [row for row in rows if row.profile_id == profile.pk]
    trips = [_read_own_trip(row, is_minor=profile.is_minor) for row in own]
    asked = [row for row in rows if row.profile_id != profile.pk]
    links = {row.minor_id: row for row in profile.wards.filter(state=GuardianLink.State.CONFIRMED)} if asked else {}
    questions = [_read_question(row, links[row.profile_id]) for row in asked]
    waiting = [_build_own_line(row) for row in own if profile.is_minor and read_standing(row).awaits_child]
    waiting += [_build_question_line(one) for one in questions if one.is_open]
    return Things({"trips": trips, "questions": questions, "is_minor": profile.is_minor}, waiting)


def find_childs_trips(child: Profile) -> Things | None:
    """The open journeys on whose lists a child stands, for who answers for it: those where a yes or the child's own is
    missing, and the rest; None without any. Two queries, however many they are."""
    rows = list(find_trips(Q(profile=child)))
    found: dict[str, list[OwnTrip]] = {"waiting": [], "allowed": []}
    for row in rows:
        now = read_standing(row)
        key = "waiting" if now.awaits_guardian or now.awaits_child else "allowed"
        found[key].append(OwnTrip(row, describe_to_family(now), ""))
    return Things({key: {"trips": trips} if trips else {} for key, trips in found.items()}) if rows else None


def has_trips() -> Q:
    """Does the person of the profile travel, or is asked for a child?"""
    own = Traveller.objects.filter(profile=OuterRef("pk"), expedition__state__in=OPEN)
    asked = TripConsent.objects.filter(link__guardian=OuterRef("pk"), traveller__expedition__state__in=OPEN)
    return Q(Exists(own)) | Q(Exists(asked))


def find_trips(found: Q, *, guardian: Profile | None = None) -> QuerySet[Traveller]:
    """Those of the open journeys, each with what `read_standing` reads, and with the question to this guardian."""
    of_guardian = Q(link=None) | Q(link__state=GuardianLink.State.CONFIRMED)
    said = TripConsent.objects.filter(traveller=OuterRef("pk"))
    answers = said.filter(of_guardian)
    # As `keeps_home` has it: whom a journey has left behind stays left behind.
    noes = said.filter(of_guardian | ~Q(traveller__expedition__state__in=Expedition.AHEAD), state__in=TripConsent.NO)
    asked = answers.filter(link__guardian=guardian, link__isnull=False).exclude(state=State.EXPIRED)
    number, link_number, state = (asked.values(name)[:1] for name in ("pk", "link_number", "state"))
    rows = annotate_seats(Traveller.objects.filter(expedition__state__in=OPEN))
    rows = rows.annotate(question=Subquery(number), link_number=Subquery(link_number), answer=Subquery(state))
    rows = rows.annotate(has_yes=Exists(answers.filter(state=State.GIVEN)), is_refused=Exists(noes))
    chosen: QuerySet[Traveller] = rows.filter(found)
    return chosen.select_related("expedition__city", "profile", "city").order_by("expedition__starts_on", "pk")


def find_standing(traveller: Traveller) -> Standing | None:
    """All that was said of one child and one open journey; None for one that is over. One query."""
    row = find_trips(Q(pk=traveller.pk)).first()
    return read_standing(row) if row else None


def read_standing(row: Traveller) -> Standing:
    """The same of one of `find_trips`."""
    is_refused, has_yes = row.is_refused, row.has_yes  # type: ignore[attr-defined]  # annotated under these names
    return Standing(row.expedition.state, read_why_unseated(row), row.own_answer, is_refused, has_yes)


def _read_own_trip(row: Traveller, *, is_minor: bool) -> OwnTrip:
    now = read_standing(row)
    return OwnTrip(row, describe_own_state(now), describe_own_answer(now)) if is_minor else OwnTrip(row, "", "")


def _read_question(row: Traveller, link: GuardianLink) -> Question:
    number, answer = row.question, row.answer  # type: ignore[attr-defined]  # annotated under these names
    url = build_answer_url(row.city.slug, number, row.link_number, link)  # type: ignore[attr-defined]
    now = read_standing(row)
    is_open = answer == State.ASKED and now.awaits_guardian
    return Question(row, url, describe_for_guardian(now, answer, link), is_open=is_open)


def _build_own_line(row: Traveller) -> WaitingLine:
    text = _("Do you want to travel along? “%(name)s”") % {"name": translate_plain(row.expedition.question)}
    return WaitingLine(text, reverse("answer_trip", args=[row.city.slug, row.pk]), order=15, label=_("Read and answer"))


def _build_question_line(question: Question) -> WaitingLine:
    text = _("May your child travel along? “%(name)s”")
    named = text % {"name": translate_plain(question.traveller.expedition.question)}
    return WaitingLine(named, question.url, order=15, label=_("Read and answer"))
