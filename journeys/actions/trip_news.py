"""What people hear of a journey's list and plan: who travels, the adults who answer for children, and those responsible."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from consents.models import GuardianLink
from educities.accounts.models import User
from educities.activity.actions.outbox import build_message
from educities.activity.actions.records import record
from educities.activity.values import Verb
from journeys import verbs
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.trip_asking import count_approvals
from journeys.queries.trip_links import ROWS, build_answer_url
from journeys.queries.trip_plans import find_last_change, list_plan_facts


def write_to_address(
    link: GuardianLink, kind: str, url: str, *, target: Any, key: str, data: Mapping[str, Any]
) -> None:
    """One mail to a grown-up who has an address here and no account; nothing where there is no address."""
    if not link.guardian_email:
        return
    payload = {
        "verb": kind,
        "url": url,
        "language": link.language or link.city.language,
        "target_type": target._meta.label_lower,
        "target_id": str(target.pk),
        "data": data,
    }
    build_message(kind, link.guardian_email, dedupe_key=f"{key}:mail", payload=payload).save(force_insert=True)


def tell_of_list(rows: Iterable[Traveller], actor: User) -> None:
    """Each who was put on the list reads what is expected of them, and goes on where it is answered."""
    for row in rows:
        _tell_traveller(row, verbs.TRIP_LISTED, actor)


def tell_of_new_plan(expedition: Expedition, actor: User) -> None:
    """Whoever was on the list before the plan changed reads that it is another one; a child is asked anew."""
    changed, version = find_last_change(expedition), count_approvals(expedition)
    if changed is None:
        return
    for row in expedition.travellers.filter(added_at__lt=changed).select_related("profile__user"):
        _tell_traveller(row, verbs.TRIP_REPLANNED, actor, once=f"trip-replanned:{row.pk}:{version}")


def _tell_traveller(row: Traveller, verb: Verb, actor: User, once: str | None = None) -> None:
    if row.profile.user_id in {None, getattr(actor, "pk", None)}:
        return
    trip = row.expedition
    own = reverse("answer_trip", args=[trip.city.slug, row.pk])
    url = own if row.profile.is_minor else trip.get_absolute_url()
    data = {"title": trip.question, "of": row.profile_id, **list_plan_facts(trip)}
    record(verb, trip, actor=actor, notify=[row.profile.user], url=url, once=once, **data)


def tell_child_of_refusal(row: Traveller, actor: User | None) -> None:
    """A child with an account reads that it stays at home, and goes on where its own part stands."""
    child = row.profile.user
    if child is None or child == actor:
        return
    trip = row.expedition
    own = reverse("answer_trip", args=[trip.city.slug, row.pk])
    data = {"title": trip.question, "of": row.profile_id}
    record(verbs.OWN_TRIP_REFUSED, trip, actor=actor, notify=[child], url=own, **data)


def tell_guardians(row: Traveller, verb: Verb, *, actor: User, to_question: bool, **data: Any) -> None:
    """Those who were asked about the child read what became of it: at the question, or on the child's page."""
    trip, told = row.expedition, {}
    asked = TripConsent.objects.filter(traveller=row, link__state=GuardianLink.State.CONFIRMED).select_related(*ROWS)
    data = {"title": trip.question, "of": row.profile_id, **data}
    for consent in asked.order_by("pk"):
        link: Any = consent.link
        answer = build_answer_url(trip.city.slug, consent.pk, consent.link_number, link) if to_question else ""
        if link.account is not None:
            told[link.account] = answer or link.get_absolute_url()
        else:
            key = f"{verb.code}:{consent.pk}:{timezone.now().isoformat()}"
            write_to_address(link, verb.code, answer, target=trip, key=key, data=data)
    record(verb, trip, actor=actor, notify=set(told) - {actor}, url=told.__getitem__, **data)
