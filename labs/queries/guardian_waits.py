"""Who cannot take a place yet, because a parent or guardian has not agreed: for the team, and for the person."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from consents.models import Consent, GuardianLink
from consents.queries import ANSWERED_NO, ChildInvitation, given_on, has_consent
from consents.verbs import AGE_SAID
from educities.activity.models import AuditEntry
from labs.models import Cohort, CohortMember
from labs.queries.panels import find_no_to_labs
from labs.verbs import MEMBER_ADDED, MEMBER_INVITED
from stakeholders.models import Profile

Seat, LAB = CohortMember.State, Consent.Purpose.LAB
# The places that rest without a guardian's yes.
WITHOUT_YES = (Seat.INVITED, Seat.AWAITING_CONSENT)


def filter_known_children() -> Any:
    """The seats of those of whom whoever leads the cohort may know that a guardian answers for them.

    Whose address was typed is among them only after saying so in answer to it: typing an address tells no age.
    """
    said = AuditEntry.objects.filter(verb=AGE_SAID.code, target_type=Profile._meta.label_lower)
    said = said.filter(target_id=Cast(OuterRef("profile_id"), CharField()), at__gte=OuterRef("joined_at"))
    return Q(profile__needs_guardian=True) & (Q(typed_name="") | Exists(said))


def mark_waiting(seats: QuerySet[CohortMember], today: date) -> QuerySet[CohortMember]:
    """Each with `waits_for_guardian`: was the person asked, and cannot say yes before a guardian agrees?

    And with `has_no_to_labs`: is a no the last answer to taking part? Nobody waits for an answer then; it may be the child's own.
    """
    answers = Consent.objects.filter(purpose=LAB, subject_id=OuterRef("profile_id"))
    last = Subquery(answers.order_by("-pk").values("state")[:1])
    agreed = given_on(today).filter(purpose=LAB, subject_id=OuterRef("profile_id"))
    lacks_yes = filter_known_children() & ~Exists(agreed)
    return seats.alias(last_answer=last).annotate(
        waits_for_guardian=Q(state=Seat.INVITED) & lacks_yes,
        has_no_to_labs=Q(state__in=WITHOUT_YES, last_answer__in=ANSWERED_NO) & lacks_yes,
    )


def find_invitation_to(profile: Profile) -> ChildInvitation | None:
    """The cohort into which the child was asked last and cannot come yet, and who asked."""
    waiting = CohortMember.objects.filter(profile=profile, state__in=WITHOUT_YES)
    seat = waiting.select_related("cohort").order_by("-pk").first()
    if seat is None:
        return None
    verbs = (MEMBER_INVITED.code, MEMBER_ADDED.code)
    about = {"target_type": Cohort._meta.label_lower, "target_id": str(seat.cohort_id), "data__of": seat.pk}
    asked = AuditEntry.objects.filter(verb__in=verbs, **about).order_by("pk").values_list("actor_id", flat=True)
    asker = Profile.objects.filter(user__in=asked[:1], left_at=None).exclude(pk=profile.pk).first()
    return ChildInvitation(seat.cohort.name, asker.display_name if asker else "")


class GuardianWait(NamedTuple):
    """Why the own place cannot be taken now: the no that stands, else the adults who are asked, else nobody is."""

    no: Consent | None
    asked: list[GuardianLink]


def find_own_wait(profile: Profile) -> GuardianWait | None:
    """What the person of a seat waits for; None for whoever needs no guardian's yes, or has it."""
    if has_consent(profile, LAB):
        return None
    answering = (GuardianLink.State.INVITED, GuardianLink.State.CONFIRMED)
    links = GuardianLink.objects.filter(minor=profile, state__in=answering)
    return GuardianWait(find_no_to_labs(profile), list(links.order_by("pk")))
