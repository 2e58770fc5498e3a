"""A consent to taking part ended or is there again: whoever planned a journey hears that a child stays at home, or goes after all."""

from educities.activity.actions.records import record
from educities.activity.models import AuditEntry
from journeys import verbs
from journeys.models import Traveller
from journeys.queries.travellers import list_planners
from journeys.queries.trip_links import OPEN
from journeys.queries.trip_seats import has_seat
from stakeholders.models import Profile


def tell_of_seat(profile: Profile, purpose: str, given: bool) -> None:
    """Without the consent to the account or to taking part a child does not travel; with it again, it does."""
    if purpose not in {"account", "lab"}:
        return
    rows = Traveller.objects.filter(profile=profile, expedition__state__in=OPEN)
    rows = rows.select_related("expedition__cohort__lab", "expedition__city")
    for row in rows.filter(has_seat()) if given else rows:
        rested, resumed = (_count_records(row, verb.code) for verb in (verbs.TRAVELLER_RESTED, verbs.TRAVELLER_RESUMED))
        if given == (rested > resumed):
            _tell_planners(row, given, resumed)


def _count_records(row: Traveller, verb: str) -> int:
    about = {"target_type": row.expedition._meta.label_lower, "target_id": str(row.expedition_id)}
    return AuditEntry.objects.filter(verb=verb, **about, data__of=row.profile_id).count()


def _tell_planners(row: Traveller, given: bool, number: int) -> None:
    expedition, verb = row.expedition, verbs.TRAVELLER_RESUMED if given else verbs.TRAVELLER_RESTED
    once = f"{verb.code}:{row.pk}:{number}"
    data = {"title": expedition.question, "of": row.profile_id}
    record(verb, expedition, actor=None, notify=list_planners(expedition, None), once=once, **data)
