"""Who leads a cohort, and who invited into it, learns what those who were asked say."""

from typing import Any

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.models import AuditEntry
from educities.activity.values import Verb
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import in_all_languages
from labs import verbs
from labs.models import CohortMember
from labs.queries.facilitators import active_facilitators
from labs.texts.place_mails import SOMEBODY, is_named
from stakeholders.actions.organisations import directors_of


def describe_seat(seat: CohortMember) -> dict[str, Any]:
    """What a record says of a seat. Its number (`of`): what is said of it answers nobody who was asked about another one."""
    about = {"title": seat.cohort.name, "sector": seat.sector, "person": seat.profile_id}
    return {**about, "kept": {"of": seat.pk}, "note": {"of": seat.pk}}


def tell_leaders(verb: Verb, seat: CohortMember, actor: User | None) -> None:
    """Whoever guides the cohort and whoever asked the person read the answer, by name; of a minor, and of somebody who
    leaves the city by it (`actor`: None), without one. Several answers of a few minutes go as one mail."""
    about, cohort = describe_seat(seat), seat.cohort
    has_name = actor is not None and is_named(seat)
    name = seat.profile.display_name if has_name else in_all_languages(SOMEBODY)
    about["note"] |= {"name": name, "parts": [seat.pk]}
    readers = [user for user in _list_readers(seat) if user != seat.profile.user]
    page = cached_reverse("cohort_members", cohort.city.slug, cohort.pk)
    record(verb, cohort, actor=actor, notify=readers, url=page, **about)


def _list_readers(seat: CohortMember) -> list[User]:
    """Those with a facilitator's seat in the lab and the person who asked; where nobody of them is left, the directors."""
    cohort = seat.cohort
    guides = active_facilitators(cohort.lab).select_related("profile__user")
    found = {guide.profile.user for guide in guides} | set(_find_inviters(seat))
    return [user for user in found if user is not None] or directors_of(cohort.city_id)


def _find_inviters(seat: CohortMember) -> list[User]:
    about = {"target_type": seat.cohort._meta.label_lower, "target_id": str(seat.cohort_id), "data__of": seat.pk}
    asked = AuditEntry.objects.filter(verb=verbs.MEMBER_INVITED.code, **about).values("actor_id")
    users = User.objects.filter(pk__in=asked, is_active=True)
    return [user for user in users if user.has_perm("labs.enrol_cohort", seat.cohort)]
