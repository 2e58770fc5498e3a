"""Which organisations went quiet, whom to ask, and the signed links by which one tap answers."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from educities.accounts.models import User
from educities.tenancy.scope import require_city_id
from stakeholders.models import Organisation, Representation
from stakeholders.values import ASKED_DAYS, FOREWARNED_DAYS, QUIET_DAYS

SALT = "stakeholders.still_here"


def list_quiet_organisations() -> QuerySet[Organisation, Any]:
    """Those that are dormant in 30 days if nothing happens, the quietest first, and behind them the dormant ones."""
    states = Organisation.State
    last = Coalesce("last_act_at", "verified_at", "created_at")
    soon = timezone.now() - timedelta(days=QUIET_DAYS - FOREWARNED_DAYS)
    quiet = Organisation.objects.quiet_since(soon) | Organisation.objects.filter(state=states.DORMANT).alias(last=last)
    is_dormant = Case(When(state=states.DORMANT, then=1), default=0)
    return quiet.alias(is_dormant=is_dormant).order_by("is_dormant", F("last"), "pk").defer("about")


def is_question_due(organisation: Organisation) -> bool:
    """Nobody has asked it for a month."""
    return organisation.asked_at is None or organisation.asked_at <= timezone.now() - timedelta(days=ASKED_DAYS)


def list_speakers(organisation: Organisation) -> list[User]:
    """The accounts that speak for the organisation today."""
    rows = Representation.objects.current().filter(organisation=organisation, profile__user__is_active=True)
    return [row.profile.user for row in rows.select_related("profile__user") if row.profile.user]


def build_still_here_link(organisation: Organisation, user_id: int) -> str:
    """The full address at which this person answers that the organisation is still there."""
    token = signing.dumps([organisation.city_id, organisation.pk, user_id], salt=SALT)
    return settings.BASE_URL + reverse("still_here", args=[organisation.city.slug, token])


def find_still_here(token: str) -> tuple[Organisation, User] | None:
    """The organisation and the person of such a link; None when it is forged, too old, or the person no longer speaks for it."""
    try:
        city_id, pk, user_id = signing.loads(token, salt=SALT, max_age=timedelta(days=ASKED_DAYS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if city_id != require_city_id():
        return None
    rows = Representation.objects.current().filter(organisation_id=pk, profile__user_id=user_id)
    row = rows.filter(profile__user__is_active=True).select_related("organisation", "profile__user").first()
    return (row.organisation, row.profile.user) if row and row.profile.user else None
