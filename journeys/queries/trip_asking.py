"""Which guardians can be asked about a journey, and whether they were asked today: reading only."""

from collections.abc import Collection

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from consents.models import GuardianLink
from educities.activity.models import AuditEntry
from educities.kit.day_words import format_moment
from journeys import verbs
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.travellers import TripList


def list_askable_guardians(travellers: Collection[Traveller]) -> list[GuardianLink]:
    """Those who answer for these people and can be reached: with an account, or by an address of email."""
    profiles = [row.profile_id for row in travellers]
    links = GuardianLink.objects.filter(minor__in=profiles, state=GuardianLink.State.CONFIRMED)
    return list(links.exclude(guardian_email="", guardian__user=None).order_by("pk"))


def find_open_questions(travellers: Collection[Traveller]) -> QuerySet[TripConsent]:
    """What guardians who answer for these people were asked, and have not answered."""
    rows: QuerySet[TripConsent] = TripConsent.objects.filter(traveller__in=travellers, state=TripConsent.State.ASKED)
    return rows.filter(link__state=GuardianLink.State.CONFIRMED)


def count_approvals(expedition: Expedition) -> int:
    """A plan that was changed and approved anew is asked about anew, on the same day too."""
    about = {"target_type": expedition._meta.label_lower, "target_id": str(expedition.pk)}
    return AuditEntry.objects.filter(verb=verbs.EXPEDITION_APPROVED.code, **about).count()


def build_asking_key(consent: TripConsent, version: int, expedition: Expedition) -> str:
    """What is asked once: this question, at the adult's address of now, about this version of the plan, today."""
    mark = consent.link.address_mark if consent.link else ""
    return f"trip-consent:{consent.pk}:{consent.link_number}:{version}:{expedition.city.today()}:{mark}"


def can_ask_guardians(expedition: Expedition, trip: TripList) -> bool:
    """Does somebody answer, of whom a consent is missing, and can be reached?"""
    missing = [line.traveller for line in trip.minors if not line.has_agreed]
    return bool(missing) and expedition.state == Expedition.State.APPROVED and bool(list_askable_guardians(missing))


def describe_why_guardians_wait(expedition: Expedition, trip: TripList) -> str:
    """Since when everybody who can be asked was asked today, in a sentence; "" where a mail to somebody would leave now."""
    missing = [line.traveller for line in trip.minors if not line.has_agreed]
    rows = list(find_open_questions(missing).select_related("link__guardian__user"))
    if {link.pk for link in list_askable_guardians(missing)} - {row.link_id for row in rows}:
        return ""
    version = count_approvals(expedition)
    keys = [build_asking_key(row, version, expedition) for row in rows]
    entries = AuditEntry.objects.filter(once__in=keys)
    if not keys or entries.count() < len(keys):
        return ""
    last = entries.aggregate(last=Max("at"))["last"].astimezone(expedition.city.zone)
    text = _("The guardians were asked on %(when)s. They can be asked again from tomorrow.")
    return text % {"when": format_moment(last)}
