"""Until when what was agreed to about a child holds, as the grown-up's page says it."""

from typing import Any

from django.utils.translation import gettext as _

from consents.actions.consents import find_last_day
from consents.models import Consent
from consents.queries import latest_consents
from educities.kit.day_words import format_day
from stakeholders.models import Profile


def describe_last_days(minor: Profile) -> dict[str, Any]:
    """Until when what was agreed to holds, and whether something of it has run out.

    `goes_on_until`: the later day that answers of today would have.
    """
    latest = latest_consents(minor).values()
    days = [row.valid_until for row in latest if row.state == Consent.State.GIVEN and row.valid_until]
    until, later = min(days) if days else None, find_last_day(minor, minor.city.today())
    goes_on = later if until and until < later else None
    return {"until": until, "goes_on_until": goes_on, "has_run_out": any(row.has_run_out for row in latest)}


def describe_going_on(minor: Profile, *, before: dict[str, Any]) -> str:
    """That the answers just saved hold longer than those before them, in a sentence; "" where they do not."""
    until = describe_last_days(minor)["until"]
    if not until or not before["until"] or until <= before["until"]:
        return ""
    return _("What you agree to goes on until %(day)s.") % {"day": format_day(until)}
