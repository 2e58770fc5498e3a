"""Which plan was answered: when it last changed, which answers stand, and whether a signed form is older: reading only."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from educities.activity.models import AuditEntry
from educities.kit.day_words import format_day
from journeys import verbs
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.trip_links import ROWS
from journeys.values import AGREED_TO


def find_last_change(expedition: Expedition) -> datetime | None:
    """When something of the plan that people agree to last changed; None for a plan as it was first."""
    about = {"target_type": expedition._meta.label_lower, "target_id": str(expedition.pk)}
    rows = AuditEntry.objects.filter(verb=verbs.EXPEDITION_CHANGED.code, **about).order_by("-pk")
    found = (at for at, data in rows.values_list("at", "data") if AGREED_TO.intersection(data.get("changed") or ()))
    return next(found, None)


def list_plan_facts(expedition: Expedition) -> dict[str, str]:
    """Where and when, as the records keep it."""
    days = {"starts_on": expedition.starts_on.isoformat(), "ends_on": expedition.ends_on.isoformat()}
    return {**days, "place": expedition.place}


def find_sent_plan(expedition: Expedition) -> dict[str, str]:
    """Where and when the journey was to be by the last question to an adult; by its plan where nobody was asked."""
    now = list_plan_facts(expedition)
    consents = TripConsent.objects.filter(traveller__expedition=expedition).values_list("pk", flat=True)
    about = {"target_type": TripConsent._meta.label_lower, "target_id__in": [str(number) for number in consents]}
    asked = AuditEntry.objects.filter(verb=verbs.TRIP_CONSENT_ASKED.code, **about).order_by("-pk").first()
    return {**now, **{name: asked.data[name] for name in now if asked and name in asked.data}}


def describe_old_form(traveller: Traveller, signed_on: date) -> str:
    """Why a form of that day says nothing of this journey as it is planned now, in a sentence; "" where it does."""
    expedition = traveller.expedition
    if signed_on > expedition.city.today():
        return _("The day on the form cannot be in the future.")
    changed = find_last_change(expedition)
    if changed and signed_on < (day := changed.astimezone(expedition.city.zone).date()):
        text = _("The form is older than the plan, which was changed on %(day)s. A new signature is needed.")
        return text % {"day": format_day(day)}
    if signed_on < (day := traveller.added_at.astimezone(expedition.city.zone).date()):
        text = _("The form is older than the list: the person was put on it on %(day)s. A new signature is needed.")
        return text % {"day": format_day(day)}
    return ""


def list_given_answers(traveller: Traveller) -> list[TripConsent]:
    """What guardians have said of this journey of the child and still say, by mail or on paper."""
    rows = TripConsent.objects.filter(traveller=traveller, state__in=(TripConsent.State.GIVEN, *TripConsent.NO))
    return [row for row in rows.select_related(*ROWS).order_by("pk") if row.is_of_guardian]


def count_given_answers(expedition: Expedition) -> int:
    """How many guardians have agreed to the journey as it is planned."""
    return TripConsent.objects.filter(traveller__expedition=expedition, state=TripConsent.State.GIVEN).count()


def is_replaced(answer: TripConsent, *, signed_by: str, says_yes: bool) -> bool:
    """Does a form of this adult with this answer say another thing than the answer that stands?"""
    is_yes = answer.state == TripConsent.State.GIVEN
    return is_yes != says_yes or (answer.link is None and answer.signed_by != signed_by)
