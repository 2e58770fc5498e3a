"""Who travels on an expedition: put on the list, taken off, and looked at before it sets out."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_news
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from journeys import verbs
from journeys.actions.trip_consents import ask_trip_consents
from journeys.actions.trip_locks import lock_trip_of
from journeys.actions.trip_news import tell_guardians, tell_of_list
from journeys.models import Expedition, Traveller
from journeys.queries.travellers import list_planners, list_travellers
from journeys.values import PLAN_NEEDS
from stakeholders.actions.adulthood import are_adults
from stakeholders.actions.people import check_all_there
from stakeholders.models import AgeBand, Profile

Role = Traveller.Role


def describe_why_list_stays(expedition: Expedition) -> str:
    """Why nobody is put on the list or taken off now, in a sentence; "" as long as the journey is ahead."""
    if expedition.state not in Expedition.AHEAD or expedition.cohort.is_over:
        return _("The list of travellers cannot be changed any more.")
    return ""


@transaction.atomic
def add_travellers(
    expedition: Expedition, *, actor: User, learners: Sequence[Profile] = (), responsible: Sequence[Profile] = ()
) -> list[Traveller]:
    """These people are on the list too, and read so; the guardians of those under 18 are asked once the plan is approved.

    Who is on it already stays as they are. With somebody under 18 the plan says that such people travel, and how they
    are kept safe. Raises DomainError where it does not, where an adult responsible is none, and where one of them has left
    the city meanwhile or was merged with another profile.
    """
    check_all_there([*learners, *responsible])
    expedition = lock_row(expedition)
    _check_list_open(expedition)
    if not are_adults(*responsible):
        text = _("Only people who are 18 or over can be responsible for others.")
        raise DomainError(text, code="journeys.responsible_not_adult", field="responsible")
    _expect_minors(expedition, learners)
    there = set(expedition.travellers.values_list("profile_id", flat=True))
    wanted = [(profile, Role.RESPONSIBLE) for profile in responsible] + [(one, Role.LEARNER) for one in learners]
    rows = [
        Traveller.objects.create(expedition=expedition, profile=profile, role=role)
        for profile, role in wanted
        if profile.pk not in there and not there.add(profile.pk)  # type: ignore[func-returns-value]
    ]
    if rows:
        record(verbs.TRAVELLERS_ADDED, expedition, actor=actor, title=expedition.question, count=len(rows))
        tell_of_list(rows, actor)
        for row in rows:
            # That the child was taken off is overtaken: the guardians are asked anew.
            cancel_news(expedition, verbs.TRIP_CHILD_REMOVED, of=row.profile_id)
        ask_trip_consents(expedition, actor=actor)
    return rows


def _check_list_open(expedition: Expedition) -> None:
    if refusal := describe_why_list_stays(expedition):
        raise DomainError(refusal, code="journeys.list_closed")


def _expect_minors(expedition: Expedition, people: Sequence[Profile]) -> None:
    if not any(profile.is_minor for profile in people) or expedition.minors_travel:
        return
    if expedition.state == Expedition.State.APPROVED:
        text = _("The approved plan says that nobody under 18 travels along. Ask the director to send it back first.")
        raise DomainError(text, code="journeys.minors_not_approved", field="learners")
    if not expedition.safeguarding.strip():
        need, code = PLAN_NEEDS["safeguarding"]
        raise DomainError(need, code=code, field="learners")
    expedition.minors_travel = True
    expedition.save(update_fields=["minors_travel"])


def describe_why_traveller_stays(traveller: Traveller) -> str:
    """Why this person stays on the list, in a sentence; "" as long as the journey is ahead."""
    return describe_why_list_stays(traveller.expedition)


@transaction.atomic
def remove_traveller(traveller: Traveller, *, actor: User, reason: str) -> None:
    """The person is off the list, with what was said about this journey; they read why, and so do a child's guardians."""
    expedition = lock_row(traveller.expedition)
    _check_list_open(expedition)
    told = {traveller.profile.user} - {actor}
    mine = reverse("mine", args=[expedition.city.slug])
    data = {"title": expedition.question, "reason": reason, "of": traveller.profile_id}
    record(verbs.TRAVELLER_REMOVED, expedition, actor=actor, notify=told, url=mine, **data)
    tell_guardians(traveller, verbs.TRIP_CHILD_REMOVED, actor=actor, to_question=False, reason=reason)
    traveller.delete()


def describe_why_not_answered(traveller: Traveller) -> str:
    """Why the person says nothing of this journey here, in a sentence; "" for one under 18 while it is ahead or under way."""
    if not traveller.profile.is_minor:
        return _("Only people under 18 answer here. Tell the facilitator if you cannot travel.")
    if traveller.expedition.state not in {*Expedition.AHEAD, Expedition.State.UNDERWAY}:
        return _("This expedition is over. There is nothing to answer any more.")
    return ""


@transaction.atomic
def answer_own_trip(traveller: Traveller, *, actor: User, says_yes: bool) -> None:
    """The person under 18 wants to travel, or does not: their own no is enough. The same answer twice is one."""
    # Whoever lets the expedition start at this moment waits, or has started it.
    traveller.expedition = lock_trip_of(traveller)
    if refusal := describe_why_not_answered(traveller):
        raise DomainError(refusal, code="journeys.trip_over")
    if Traveller.objects.get(pk=traveller.pk).own_answer is says_yes:
        return
    if says_yes and traveller.expedition.state == Expedition.State.UNDERWAY:
        text = _("The expedition has begun without you. Nobody can join it now.")
        raise DomainError(text, code="journeys.trip_begun")
    Traveller.objects.filter(pk=traveller.pk).update(own_answer=says_yes)
    expedition = traveller.expedition
    title = expedition.question
    if says_yes:
        record(verbs.TRIP_WANTED, expedition, actor=actor, title=title)
    else:
        record(verbs.TRIP_REFUSED, expedition, actor=actor, notify=list_planners(expedition, actor), title=title)


def check_departure(expedition: Expedition) -> None:
    """Raises DomainError as long as something is missing for those under 18 on the list."""
    if refusal := list_travellers(expedition).why_not:
        raise DomainError(refusal, code="journeys.not_ready")


def check_minors_expected(expedition: Expedition) -> None:
    """Raises DomainError where a plan says that nobody under 18 travels, and somebody on the list is."""
    minors = expedition.travellers.exclude(profile__age_band=AgeBand.ADULT)
    if not expedition.minors_travel and expedition.pk and minors.exists():
        text = _("Someone under 18 is on the list of travellers. Take them off the list first.")
        raise DomainError(text, code="journeys.minors_on_list", field="minors_travel")
