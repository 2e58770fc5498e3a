"""Who travels on an expedition, and what is missing before it may set out with people under 18: reading only."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.models import GuardianLink
from educities.accounts.models import Person, User
from educities.activity.models import AuditEntry
from educities.kit.multilingual import join_localised
from journeys import verbs
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.trip_seats import annotate_seats, find_going_members, has_seat, read_why_unseated
from journeys.texts.trip_seats import describe_to_leader
from journeys.values import ADULTS_NEEDED
from labs.queries.facilitators import active_facilitators
from stakeholders.models import Profile
from stakeholders.models.people import filter_adults

Role, State = Traveller.Role, TripConsent.State


class TravellerLine(NamedTuple):
    """One who is on the list. `stays`: why they do not travel now; `lacks`: what is missing; each a sentence, or ""."""

    traveller: Traveller
    consents: Sequence[TripConsent]
    stays: str = ""
    lacks: str = ""

    @property
    def is_minor(self) -> bool:
        """Is it somebody for whom a guardian has to agree?"""
        return bool(self.traveller.profile.is_minor)

    @property
    def has_agreed(self) -> bool:
        """Does the person travel, with all that it needs?"""
        return not self.stays and not self.lacks

    @property
    def is_out(self) -> bool:
        """Is a child on the way of whom a consent was taken back since it set out?"""
        under_way = self.traveller.expedition.state == Expedition.State.UNDERWAY
        return under_way and any(one.state == State.WITHDRAWN and one.valid_until for one in self.consents)


class TripList(NamedTuple):
    """Everybody on the list of one expedition, and whether it says beforehand that people under 18 travel."""

    lines: Sequence[TravellerLine]
    expects_minors: bool

    @property
    def minors(self) -> list[TravellerLine]:
        """Those under 18 who travel, as far as nobody has said no."""
        return [line for line in self.lines if line.is_minor and not line.stays]

    @property
    def adults(self) -> int:
        """How many adults answer for them."""
        there = (line.traveller for line in self.lines if not line.is_minor and not line.stays)
        return sum(traveller.role == Role.RESPONSIBLE for traveller in there)

    @property
    def agreed(self) -> int:
        """For how many of those under 18 a consent is there."""
        return sum(line.has_agreed for line in self.minors)

    @property
    def sum_line(self) -> str:
        """What is there of what is needed, in a sentence; "" where nobody under 18 travels."""
        if not self.minors:
            return ""
        count = len(self.minors)
        consents = ngettext("%(n)s of %(all)s consent", "%(n)s of %(all)s consents", count)
        adults = (
            ngettext("%(n)s adult of %(all)s", "%(n)s adults of %(all)s", self.adults)
            if self.adults <= ADULTS_NEEDED
            else ngettext("%(n)s adult (%(all)s needed)", "%(n)s adults (%(all)s needed)", self.adults)
        )
        return join_localised(
            (consents % {"n": self.agreed, "all": count}, adults % {"n": self.adults, "all": ADULTS_NEEDED})
        )

    @property
    def why_not(self) -> str:
        """Why the expedition may not set out with these people, in a sentence; "" when it may."""
        if self.expects_minors and not any(line.is_minor for line in self.lines):
            return _("The plan says that people under 18 travel along. Put them on the list of travellers first.")
        return " ".join(text for text in (self._describe_missing(), self._describe_few_adults()) if text)

    def _describe_missing(self) -> str:
        missing = len(self.minors) - self.agreed
        if not missing:
            return ""
        text = ngettext(
            "The consent of a parent or guardian is missing for %(n)s person under 18. Until then the expedition cannot start: "
            "enter a signed form, or take the person off the list.",
            "The consent of a parent or guardian is missing for %(n)s people under 18. Until then the expedition cannot start: "
            "enter signed forms, or take them off the list.",
            missing,
        )
        return text % {"n": missing}

    def _describe_few_adults(self) -> str:
        if not self.minors or self.adults >= ADULTS_NEEDED:
            return ""
        return _("People under 18 travel along: at least two adults responsible have to be on the list.")

    @property
    def is_ready(self) -> bool:
        """May it set out with these people?"""
        return not self.why_not


def list_travellers(expedition: Expedition) -> TripList:
    """Everybody on the list, those responsible first. Four queries, however many they are."""
    answers = Prefetch(
        "trip_consents", TripConsent.objects.select_related("link__guardian", "link__city").order_by("pk"), "answers"
    )
    rows = list(annotate_seats(expedition.travellers.select_related("profile").prefetch_related(answers)))
    seated = find_going_people(expedition) if rows else set()
    return TripList([_describe_traveller(row, seated, expedition) for row in rows], expedition.minors_travel)


def find_going_people(expedition: Expedition) -> set[int]:
    """Who can travel, by the number of the profile: who has a seat of the cohort, and who guides its lab. Two queries."""
    guides = active_facilitators(expedition.cohort.lab).values_list("profile_id", flat=True)
    return {*find_going_members(expedition).values_list("profile_id", flat=True), *guides}


def _describe_traveller(row: Traveller, seated: set[int], expedition: Expedition) -> TravellerLine:
    answers: list[TripConsent] = row.answers  # type: ignore[attr-defined]  # prefetched under this name
    if not row.profile.is_minor:
        is_there = row.profile_id in seated or expedition.state not in Expedition.AHEAD
        return TravellerLine(row, answers, "" if is_there else _("Has no place in the cohort now."))
    stays = _describe_why_stays(row, answers, expedition)
    lacks = "" if stays else _describe_lack(answers, expedition)
    return TravellerLine(row, answers, stays, lacks)


def _describe_why_stays(row: Traveller, answers: Sequence[TripConsent], expedition: Expedition) -> str:
    if row.own_answer is False:
        return _("Does not want to travel.")
    if any(answer.keeps_home(expedition) for answer in answers):
        return _describe_no(row, answers)
    reason = read_why_unseated(row)
    return describe_to_leader(reason) if reason else ""


def _describe_no(row: Traveller, answers: Sequence[TripConsent]) -> str:
    if TravellerLine(row, answers).is_out:
        return _("On the way: a parent or guardian has taken the consent back. Call them.")
    return _("A parent or guardian said no.")


def _describe_lack(answers: Sequence[TripConsent], expedition: Expedition) -> str:
    # Of a journey that has begun, or is over, nothing is missing any more: its consents end with it.
    if expedition.state not in Expedition.AHEAD:
        has_had = any(answer.state in {State.GIVEN, State.EXPIRED} for answer in answers)
        return "" if has_had else _("Consent was missing when the expedition began.")
    if any(answer.holds_on(expedition.ends_on) for answer in answers):
        return ""
    if any(answer.state == State.ASKED and answer.is_of_guardian for answer in answers):
        return _("Consent is missing: the parent or guardian has not answered yet.")
    if expedition.state != Expedition.State.APPROVED:
        return _("Consent is missing: we ask the parent or guardian once the plan is approved.")
    return _("Consent is missing, and we have no email address of a parent or guardian to ask: enter a signed form.")


def list_candidates(expedition: Expedition) -> list[Profile]:
    """Who can be put on the list: those who take part in the cohort, and those who lead its lab."""
    seats = find_going_members(expedition).values("profile_id")
    guides = active_facilitators(expedition.cohort.lab).values("profile_id")
    gone = expedition.travellers.values("profile_id")
    people = Profile.objects.filter(Q(pk__in=seats) | Q(pk__in=guides)).exclude(pk__in=gone)
    people = people.select_related("user")
    return list(people.order_by("display_name", "pk"))


def list_planners(expedition: Expedition, actor: User | None) -> list[Any]:
    """Who planned the journey, and who guides its lab: they hear what somebody else decided about it."""
    about = {"target_type": expedition._meta.label_lower, "target_id": str(expedition.pk)}
    planned = AuditEntry.objects.filter(verb=verbs.EXPEDITION_PLANNED.code, **about).values("actor_id")
    guides = active_facilitators(expedition.cohort.lab).values("profile__user_id")
    users = get_user_model().objects.filter(Q(pk__in=planned) | Q(pk__in=guides))
    return list(users.exclude(pk=getattr(actor, "pk", None)))


def list_trips_responsible(user: Person) -> list[int]:
    """The expeditions of the scope's city on which this account's person is an adult responsible."""
    rows = Traveller.objects.filter(profile__user_id=user.pk, role=Role.RESPONSIBLE).filter(filter_adults("profile__"))
    rows = rows.exclude(expedition__state=Expedition.State.CANCELLED)
    # Who was taken out of the cohort answers for nobody's child any more; who guides its lab reads as its facilitator.
    rows = rows.filter(has_seat())
    return list(rows.values_list("expedition_id", flat=True))


class Contact(NamedTuple):
    """One line of the contact sheet: the name of who is under 18, and how a guardian can be reached."""

    name: str
    guardians: Sequence[tuple[str, str, str]]
    # What stands against travelling, where something does.
    note: str = ""


def list_contacts(trip: TripList) -> list[Contact]:
    """Of each person under 18 who travels, or is on the way though a consent was taken back, the guardians' names, phones
    and addresses, as far as they gave them; also of those who were never asked about this journey. One query.
    """
    lines = [line for line in trip.lines if line.is_minor and (not line.stays or line.is_out)]
    links = GuardianLink.objects.filter(
        minor__in=[line.traveller.profile_id for line in lines], state=GuardianLink.State.CONFIRMED
    )
    known: dict[int, list[GuardianLink]] = {}
    for link in links.select_related("guardian").order_by("pk"):
        known.setdefault(link.minor_id, []).append(link)
    return [_list_reached(line, known.get(line.traveller.profile_id, [])) for line in lines]


def _list_reached(line: TravellerLine, links: Sequence[GuardianLink]) -> Contact:
    asked = [one for one in line.consents if one.is_of_guardian]
    others = [link for link in links if link.pk not in {one.link_id for one in asked}]
    named = [(link.guardian.display_name, "", "") for link in others if link.guardian]
    guardians = [*(_reach_guardian(one) for one in asked), *named]
    return Contact(line.traveller.profile.display_name, guardians, line.stays or line.lacks)


def _reach_guardian(answer: TripConsent) -> tuple[str, str, str]:
    guardian = answer.link.guardian.display_name if answer.link and answer.link.guardian else answer.signed_by
    email = answer.link.guardian_email if answer.link and answer.shows_email else ""
    return guardian, answer.phone, email
