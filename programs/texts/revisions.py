"""Revisions of confirmed figures in words: those that wait, and those that took the place of a figure."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.second_hands import find_principal
from cities.rules.roles import has_city_role
from educities.accounts.models import Person
from educities.activity.texts.history_rows import name_accounts
from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.multilingual import join_localised
from programs import texts
from programs.models import Indicator, IndicatorValue
from programs.queries.confirmers import (
    ALONE,
    describe_recent_other,
    find_confirmable_revisions,
    find_confirmers,
    list_confirmable_revisions,
)
from programs.queries.entered import name_writers
from programs.queries.revisions import list_proposals, name_withdrawal_hands
from programs.values.calendar import school_year

# So many withdrawn figures stand on the indicator's page; all of them are in the history.
MOST_WITHDRAWN = 20


def revision_rows(
    indicator: Indicator, rows: list[IndicatorValue], names: dict[int, str], deciders: dict[int, str]
) -> list[dict[str, Any]]:
    """What was revised: the old figure, the new one, why, by whom, and who confirmed it; the last first."""
    return [
        {
            "year": school_year(row.period),
            "series": row.get_series_display(),
            "old": texts.with_unit(indicator, row.replaces.value),
            "new": texts.with_unit(indicator, row.value),
            "reason": row.reason,
            "at": row.entered_at,
            "who": names[row.pk],
            "confirmed_by": deciders.get(row.pk, ""),
        }
        for row in rows
        if row.replaces is not None
    ]


def describe_proposals(indicator: Indicator, user: Person) -> list[dict[str, Any]]:
    """The revisions that wait, for whoever confirms figures: old and new, why, by whom, and what this person may do.

    The same few queries, whatever their number; one where none waits.
    """
    rows = list_proposals(indicator)
    if not rows:
        return []
    city, names = indicator.city, name_writers(rows)
    mine, can_be = find_confirmable_revisions(city, user), list_confirmable_revisions(city)
    is_director = has_city_role(user, city, "director")
    return [
        {
            "row": row,
            "is_withdrawal": row.is_withdrawal,
            "year": school_year(row.figure.period),
            "series": row.figure.get_series_display(),
            "old": texts.with_unit(indicator, row.figure.value),
            "new": texts.with_unit(indicator, row.value),
            "reason": row.reason,
            "at": row.entered_at,
            "who": names[row.pk],
            "to_confirm": mine.get(row.pk),
            "is_alone": row.pk in mine and mine[row.pk].place == ALONE,
            "is_own": user.pk in {row.entered_by_id, row.acting_for_id},
            "waits_for": describe_whom_it_waits_for(row.pk in can_be, is_director=is_director),
        }
        for row in rows
    ]


def describe_whom_it_waits_for(can_be: bool, *, is_director: bool) -> str:
    """Who confirms a revision that this person does not, in a sentence. `can_be`: can anybody today?"""
    if not can_be:
        return describe_recent_other()
    if is_director:
        return _("Another director or a facilitator confirms it. It stands on their page “Today”.")
    return _("It waits for the education director to confirm it.")


def describe_confirmers(city: City, writer: int, principal: int | None, *, is_withdrawal: bool = False) -> str:
    """Who will confirm what this account proposes now, in sentences that stand above the form."""
    may = find_confirmers(city, writer, principal)
    if may.get(writer) == ALONE:
        return (
            _("Nobody else in the city can confirm figures, so the figure is withdrawn at once.")
            if is_withdrawal
            else _("Nobody else in the city can confirm figures, so the new figure counts at once.")
        )
    waits = (
        _("The figure counts until another person has confirmed that it is withdrawn.")
        if is_withdrawal
        else _("The old figure counts until another person has confirmed the new one.")
    )
    return f"{waits} {name_them(may) if may else describe_recent_other()}"


def list_withdrawn(indicator: Indicator) -> list[dict[str, Any]]:
    """What was withdrawn and why, the last first. A few queries, whatever their number."""
    found = indicator.values.filter(state=IndicatorValue.State.WITHDRAWN).order_by("-withdrawn_at", "-pk")
    rows = list(found[:MOST_WITHDRAWN])
    hands = name_withdrawal_hands(rows)
    return [
        {
            "year": school_year(row.period),
            "series": row.get_series_display(),
            "value": texts.with_unit(indicator, row.value),
            "reason": row.withdrawn_because,
            "at": row.withdrawn_at,
            "confirmed_by": hands.get(row.pk, ""),
        }
        for row in rows
    ]


def describe_removal_confirmers(city: City, writer: int) -> str:
    """Who will answer what this account proposes now about confirmed figures by groups, above the form."""
    may = find_confirmers(city, writer, find_principal(city.pk, writer))
    if may.get(writer) == ALONE:
        return _("Nobody else in the city can confirm figures, so the break-down is removed at once.")
    waits = _("The break-down is read as before until another person has agreed that it is removed.")
    return f"{waits} {name_them(may) if may else describe_recent_other()}"


def name_them(may: Iterable[int]) -> str:
    """Who can confirm it, by name, in a sentence."""
    names = join_localised(sorted(isolate_text(name) for name in name_accounts(set(may)).values()))
    return _("It can be confirmed by: %(names)s.") % {"names": names}
